pragma Singleton
import QtQuick

// The one place for colours, sizes, type and motion.
QtObject {
    id: theme

    // Set by Main.
    property string appearance: "light"
    property bool reducedMotion: false
    property bool controlsLow: false
    property real width: 1080
    property real height: 1920
    property real panelInches: 27

    readonly property bool landscape: width > height
    readonly property real unit: landscape ? Math.min(height / 120, width / 192) : Math.min(width / 120, height / 192)
    readonly property real pixelsPerMm: Math.sqrt(width * width + height * height) / (panelInches * 25.4)

    // A rhythm of eight units, and its parts.
    readonly property real gap: 8 * unit
    readonly property real gapMedium: 4 * unit
    readonly property real gapSmall: 2 * unit
    readonly property real gapTiny: unit
    readonly property real margin: 6 * unit
    readonly property real radius: 2 * unit
    readonly property real line: Math.max(1, unit * (appearance === "high" ? 0.36 : 0.18))
    readonly property real touch: Math.max(7.2 * unit, 16 * pixelsPerMm)

    // Five sizes of type, in pixels.
    readonly property int small: Math.round(2.7 * unit)
    readonly property int body: Math.round(3.3 * unit)
    readonly property int title: Math.round(4.6 * unit)
    readonly property int caption: Math.round(5.2 * unit)
    readonly property int display: Math.round(10 * unit)
    readonly property string sans: sansRegular.name
    readonly property string serif: serifRegular.name
    readonly property FontLoader sansRegular: FontLoader { source: "../resources/fonts/source-sans-3-400.ttf" }
    readonly property FontLoader sansStrong: FontLoader { source: "../resources/fonts/source-sans-3-600.ttf" }
    readonly property FontLoader serifRegular: FontLoader { source: "../resources/fonts/source-serif-4-400.ttf" }
    readonly property FontLoader serifStrong: FontLoader { source: "../resources/fonts/source-serif-4-600.ttf" }

    // Colours: each text colour reaches 7:1 on the ground it is named for.
    readonly property var palettes: ({
        light: {
            paper: "#F7F4EF", surface: "#FFFDF9", tint: "#ECE7DE", ink: "#1C1B19", inkSoft: "#47443E",
            accent: "#0E5A57", accentInk: "#FFFFFF", accentTint: "#DCE8E4", brass: "#A9793B",
            alarm: "#8C1D17", alarmInk: "#FFFFFF", alarmTint: "#F6E3DF", hairline: "#D8D1C5", scrim: "#8C1C1B19"
        },
        dark: {
            paper: "#161513", surface: "#211F1C", tint: "#2C2A26", ink: "#F4EFE7", inkSoft: "#CFC8BC",
            accent: "#8FD0C8", accentInk: "#0A2523", accentTint: "#1D3431", brass: "#D2A566",
            alarm: "#FFB3A9", alarmInk: "#3B0906", alarmTint: "#43211D", hairline: "#46423B", scrim: "#B3000000"
        },
        high: {
            paper: "#FFFFFF", surface: "#FFFFFF", tint: "#F0F0F0", ink: "#000000", inkSoft: "#1A1A1A",
            accent: "#00413E", accentInk: "#FFFFFF", accentTint: "#E2F1EF", brass: "#6B4A1B",
            alarm: "#7A0F0A", alarmInk: "#FFFFFF", alarmTint: "#FFE9E6", hairline: "#000000", scrim: "#B3000000"
        }
    })
    readonly property var palette: palettes[appearance]
    readonly property color paper: palette.paper
    readonly property color surface: palette.surface
    readonly property color tint: palette.tint
    readonly property color ink: palette.ink
    readonly property color inkSoft: palette.inkSoft
    readonly property color accent: palette.accent
    readonly property color accentInk: palette.accentInk
    readonly property color accentTint: palette.accentTint
    readonly property color brass: palette.brass
    readonly property color alarm: palette.alarm
    readonly property color alarmInk: palette.alarmInk
    readonly property color alarmTint: palette.alarmTint
    readonly property color hairline: palette.hairline
    readonly property color scrim: palette.scrim
    // The ground that frames lie on stays light, so that every colourway can be seen.
    readonly property color tray: appearance === "dark" ? "#E9E4DA" : surface
    readonly property color trayInk: "#1C1B19"

    // Motion, in milliseconds. Reduced motion keeps the fades and drops the travel.
    readonly property int quick: 160
    readonly property int calm: 240
    readonly property real travel: reducedMotion ? 0 : 1

    function hex(value: color): string {
        return value.toString().slice(-6)
    }
}

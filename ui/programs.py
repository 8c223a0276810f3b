"""The composition root of the kiosk: `run` in a shop, `replay` on recordings, `demo` on whatever is there."""

import os
import shutil
import signal
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

import structlog

from app import logging as app_logging
from app.clock import SystemClock
from app.domain.catalogue import Catalogue
from app.domain.consultants import find_consultant
from app.errors import LunetteError, SettingsError
from app.services.companion_client import CompanionAddress
from app.services.consultation import Consultation
from app.settings import KioskSettings
from media.devices.camera import LiveCamera, first_camera
from media.devices.microphone import LiveMicrophone
from media.devices.port import DeviceKind
from media.devices.replayed_camera import ReplayedCamera
from media.devices.sound_deck import SoundDeck
from media.devices.sound_devices import SoundSystem
from media.devices.speaker import LiveSpeaker
from media.display_capture import DisplayCapture
from media.face.observer import FaceSettings
from media.face.worker import FaceWorker
from media.kiosk_media import KioskDevices, KioskMedia, MediaSettings
from media.kiosk_session import SessionSettings
from media.recorder import FilmRecorder, SoundRecorder
from media.report import RecordingCost, ReplayRecord, write_report
from media.webrtc import vendor
from media.webrtc.frames import I420Frame
from ui.virtual_display import VirtualDisplay
from ui.visit_script import VisitScript
from ui.words import demonstration

_log = structlog.get_logger(__name__)

_BUNDLE = Path(__file__).resolve().parent.parent / "media" / "demonstration"
_SHOP_WINDOW = 7
_CAPTURE_FPS = 10
_LEAST_FREE_BYTES = 200_000_000

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Recordings:
    """What is played in the place of devices; `None` means the device itself."""

    camera: Path | None = None
    microphone: Path | None = None
    speaker: bool = False
    script: VisitScript | None = None

    @property
    def everything(self) -> bool:
        return self.camera is not None and self.microphone is not None and self.speaker


def run(
    *,
    companion: str | None,
    token: str | None,
    camera: str | None,
    microphone: str | None,
    speaker: str | None,
    catalogue: Path | None,
    consultant: str | None,
    size: Size | None,
) -> int:
    """The kiosk in a shop: real devices only; what is missing is said on the screen."""
    settings = _settings(companion, token, consultant)
    if not _has_screen():
        raise SettingsError("There is no screen. Connect one, or use: lunette replay.")
    clock, sound = SystemClock(), SoundSystem()
    devices = KioskDevices(
        camera=lambda: LiveCamera(clock, camera),
        microphone=lambda: LiveMicrophone(clock, sound, microphone),
        speaker=lambda: LiveSpeaker(clock, sound, speaker),
    )
    with _Program(settings, _catalogue(catalogue), devices, clock=clock, size=size, banner="") as program:
        return program.execute()


def replay(
    *,
    camera: Path,
    microphone: Path,
    visit: Path | None,
    catalogue: Path | None,
    companion: str | None,
    token: str | None,
    consultant: str | None,
    size: Size,
    out: Path,
) -> int:
    """The real program on recorded input, on a private display; writes recordings and report to `out`."""
    settings = _settings(companion, token, consultant)
    script = VisitScript.load(visit) if visit is not None else VisitScript.automatic()
    recordings = Recordings(camera, microphone, speaker=True, script=script)
    banner = demonstration(("camera", "microphone"))
    with ExitStack() as stack:
        display = stack.enter_context(_private_display(size))
        return _recorded(settings, _catalogue(catalogue), recordings, display, size, banner, out)


def demo(*, out: Path, size: Size | None, consultant: str | None) -> int:
    """Live where there are a screen, a camera and a microphone; what is missing comes from the bundled visit."""
    settings, catalogue, sound = _settings(None, None, consultant), Catalogue.sample(), SoundSystem()
    has_camera = first_camera() is not None
    has_microphone = bool(sound.devices(DeviceKind.MICROPHONE))
    has_speaker = bool(sound.devices(DeviceKind.SPEAKER))
    if has_camera and has_microphone and _has_screen():
        return run(
            companion=None,
            token=None,
            camera=None,
            microphone=None,
            speaker=None,
            catalogue=None,
            consultant=consultant,
            size=size,
        )
    recordings = Recordings(
        camera=None if has_camera else _BUNDLE / "shopper.mp4",
        microphone=None if has_microphone else _BUNDLE / "microphone.flac",
        speaker=not (has_speaker and has_microphone),
        script=VisitScript.load(_BUNDLE / "visit.yaml"),
    )
    played = [name for name, there in (("camera", has_camera), ("microphone", has_microphone)) if not there]
    banner = demonstration(tuple(played))
    with ExitStack() as stack:
        display = None
        if not _has_screen():
            size = size or (540, 960)
            display = stack.enter_context(_private_display(size))
        return _recorded(settings, catalogue, recordings, display, size, banner, out)


def _recorded(
    settings: KioskSettings,
    catalogue: Catalogue,
    recordings: Recordings,
    display: VirtualDisplay | None,
    size: Size | None,
    banner: str,
    out: Path,
) -> int:
    """A visit with recordings, its report and, where nothing is live, the films."""
    _prepare(out)
    clock, sound = SystemClock(), SoundSystem()
    heard = SoundRecorder(out / "heard.wav")
    film = FilmRecorder(out / "avatar.mp4", clock)
    capture = None
    if recordings.everything and display is not None:
        capture = DisplayCapture(display=display.name, size=display.size, fps=_CAPTURE_FPS, file=out / "screen.mp4")
    deck = SoundDeck(clock, recordings.microphone, heard)
    camera = recordings.camera
    devices = KioskDevices(
        camera=(lambda: ReplayedCamera(clock, camera)) if camera is not None else (lambda: LiveCamera(clock, None)),
        microphone=(lambda: deck.microphone)
        if recordings.microphone is not None
        else (lambda: LiveMicrophone(clock, sound, None)),
        speaker=(lambda: deck.speaker) if recordings.speaker else (lambda: LiveSpeaker(clock, sound, None)),
    )
    record = ReplayRecord(camera=str(camera) if camera is not None else "camera")
    began = clock.monotonic()
    failures: list[str] = []
    with _Program(settings, catalogue, devices, clock=clock, size=size, banner=banner) as program:
        program.on_shown(film.add)
        program.follow(recordings.script or VisitScript.automatic(), record, deck)
        if capture is not None:
            capture.start()
        status = program.execute()
        record.extra["first_screen_s"] = program.first_screen_s
        record.errors.extend(program.internal_errors)
    seconds = clock.monotonic() - began
    for finish in (heard.close, film.close, capture.close if capture is not None else (lambda: None)):
        try:
            finish()
        except LunetteError as error:
            failures.append(str(error))
    record.errors.extend(failures)
    if deck.began_position is not None:
        record.microphone_starts_s = deck.began_position / 48_000
    record.cost = RecordingCost(
        seconds=seconds,
        heard_wav=heard.cpu_seconds,
        avatar_mp4=film.cpu_seconds,
        screen_mp4=capture.cpu_seconds if capture is not None else 0.0,
        pictures_left_out=film.dropped,
    )
    write_report(record, out / "report.json")
    return status


class _Program:
    """Qt application, window, kiosk and media of one run; everything ends when the block is left."""

    def __init__(
        self,
        settings: KioskSettings,
        catalogue: Catalogue,
        devices: KioskDevices,
        *,
        clock: SystemClock,
        size: Size | None,
        banner: str,
    ) -> None:
        from PySide6.QtGui import QGuiApplication

        from ui.bridge import Bridge, MediaEvents, hand_over
        from ui.kiosk import Kiosk
        from ui.singletons import keep_singletons_alive
        from ui.viewmodels.visit import Visit
        from ui.window import open_window, prepare_rendering

        vendor.check()
        self.internal_errors: list[str] = []
        self.first_screen_s: float | None = None
        self._clock = clock
        keep_singletons_alive()
        prepare_rendering()
        self._application = QGuiApplication(sys.argv[:1])
        self._bridge = Bridge(self._application)
        self._consultation = Consultation(catalogue=catalogue, clock=clock, new_id=lambda: uuid.uuid4().hex)
        self._kiosk = Kiosk(
            consultation=self._consultation, clock=clock, settings=settings, banner=banner, parent=self._application
        )
        profile = find_consultant(settings.consultant)
        self._visit = Visit(
            self._kiosk,
            catalogue,
            self._application,
            panel_inches=settings.panel_inches,
            reduced_motion=settings.reduced_motion,
            consultant=profile,
        )
        self._consultant, self._mirror = self._visit.consultant, self._visit.mirror
        events = MediaEvents(
            self._bridge,
            self._kiosk,
            on_picture=lambda: hand_over(self._media.take_picture, self._consultant.offer),
            on_preview=lambda: hand_over(self._media.take_preview, self._mirror.offer),
        )
        address = None
        if settings.companion_url is not None:
            address = CompanionAddress(settings.companion_url, settings.companion_token.get_secret_value() or None)
        face = FaceSettings(focal_px=settings.focal_px)
        self._media = KioskMedia(
            observer=events,
            clock=clock,
            devices=devices,
            make_looker=lambda seen, trouble: FaceWorker(face, clock, seen, trouble),
            packet=self._consultation.resume_packet,
            settings=MediaSettings(address, SessionSettings(consultant=settings.consultant)),
            on_error=lambda error: self._bridge.post(partial(self._failed, error)),
        )
        self._consultant.shown.connect(self._shown)
        self._kiosk.attach(self._visit, self._media)
        frames = list(catalogue)
        self._visit.show_window([frame.sku for frame in frames[:: max(1, len(frames) // _SHOP_WINDOW)]][:_SHOP_WINDOW])
        self._window = open_window(self._visit, catalogue, size)
        self._window.frameSwapped.connect(self._first_screen)
        self._on_shown: Callable[[I420Frame], None] | None = None

    def __enter__(self) -> Self:
        self._excepthooks = sys.excepthook, threading.excepthook
        sys.excepthook = self._uncaught
        threading.excepthook = lambda failure: self._bridge.post(
            partial(self._failed, failure.exc_value or RuntimeError("a thread failed"))
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        import shiboken6

        self._media.close()
        self._window.close()
        for owned in (self._window, self._application):
            shiboken6.delete(owned)
        sys.excepthook, threading.excepthook = self._excepthooks
        del kind, error, trace

    def on_shown(self, tell: Callable[[I420Frame], None]) -> None:
        """Hear of every picture that the screen took."""
        self._on_shown = tell

    def follow(self, script: VisitScript, record: ReplayRecord, deck: SoundDeck) -> None:
        """Play a script and fill a record, then end the program."""
        from ui.replay import Replay
        from ui.touch_driver import TouchDriver

        Replay(
            kiosk=self._kiosk,
            bridge=self._bridge,
            consultation=self._consultation,
            driver=TouchDriver(self._window),
            script=script,
            record=record,
            begin_recording=lambda: deck.begin(lambda: self._bridge.post(self._kiosk.recording_ended)),
            finished=self._application.quit,
        )

    def execute(self) -> int:
        """Run until the window is closed, the script has ended or the process is told to stop."""
        from PySide6.QtCore import QTimer

        self._media.start()
        self._kiosk.open()
        beat = QTimer(self._application)
        beat.start(250)

        def stop(number: int, frame: FrameType | None) -> None:
            del number, frame
            self._application.quit()

        before = [(number, signal.signal(number, stop)) for number in (signal.SIGINT, signal.SIGTERM)]
        try:
            return self._application.exec()
        finally:
            for number, handler in before:
                signal.signal(number, handler)

    def _shown(self, picture: I420Frame) -> None:
        self._media.shown(picture.pts_seconds, self._clock.monotonic())
        if self._on_shown is not None:
            self._on_shown(picture)

    def _first_screen(self) -> None:
        if self.first_screen_s is None:
            self.first_screen_s = round(_process_age(), 2)
            _log.info("first_screen", seconds=self.first_screen_s)

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        del kind, trace
        self._failed(error)

    def _failed(self, error: BaseException) -> None:
        _log.error("internal_error", error=type(error).__name__, exc_info=error)
        self.internal_errors.append(f"internal: {type(error).__name__}")


@contextmanager
def _private_display(size: Size) -> Iterator[VirtualDisplay]:
    display = VirtualDisplay(size)
    display.start()
    try:
        os.environ["DISPLAY"] = display.name
        os.environ["QT_QPA_PLATFORM"] = "xcb"
        yield display
    finally:
        display.close()


def _has_screen() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _settings(companion: str | None, token: str | None, consultant: str | None) -> KioskSettings:
    settings = KioskSettings.read()
    changes: dict[str, object] = {}
    if companion is not None:
        changes["companion_url"] = companion
    if token is not None:
        changes["companion_token"] = token
    if consultant is not None:
        changes["consultant"] = consultant
    app_logging.configure(program="kiosk", level=settings.log_level, fmt=settings.log_format)
    return KioskSettings.model_validate(settings.model_dump() | changes) if changes else settings


def _catalogue(file: Path | None) -> Catalogue:
    return Catalogue.load(file) if file is not None else Catalogue.sample()


def _prepare(out: Path) -> None:
    """Make the folder; raises `SettingsError` when recordings cannot go there."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / "report.json").unlink(missing_ok=True)
    except OSError as error:
        raise SettingsError(f"The folder {out} cannot be written: {error.strerror}.") from error
    if shutil.disk_usage(out).free < _LEAST_FREE_BYTES:
        raise SettingsError(f"There is too little room for recordings in {out}: free 200 MB and try again.")


def _process_age() -> float:
    """Seconds since this process was started (Linux)."""
    started = int(Path("/proc/self/stat").read_text("ascii").rpartition(")")[2].split()[19])
    up = float(Path("/proc/uptime").read_text("ascii").split()[0])
    return up - started / os.sysconf("SC_CLK_TCK")

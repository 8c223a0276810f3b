"""Paint a frame's front true to scale: material, bridge, hinges, lenses and a millimetre rule, all from its data."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QRadialGradient,
)

from app.domain.frame import Bridge, Colour, Frame, FrameShape, Material, Rim
from ui.tryon.outline import Front, Outline, Point, front_outline, is_plastic, wire_thickness

_MOTTLED = ("tortoise", "havana", "horn", "turtle", "amber fleck")
_CLEAR = ("crystal", "clear", "champagne", "transparent", "ice")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where and how to draw: `span_mm` of width fill the picture.

    With a `label_mm` above 0 a millimetre rule runs below, its figure written that high (in mm of the drawing).
    """

    span_mm: float
    ink: str
    label_mm: float = 6.0
    rule_font: str = ""

    @property
    def rule_mm(self) -> float:
        """Height that the rule takes below the frame."""
        return 5.0 + self.label_mm * 1.15 if self.label_mm > 0 else 0.0


def paint_frame(painter: QPainter, size: tuple[float, float], frame: Frame, colour: Colour, sheet: Sheet) -> None:
    """Paint into (0, 0, width, height) of `painter`, in device pixels; the midline lies in the middle."""
    width, height = size
    scale = width / sheet.span_mm
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.save()
    painter.translate(width / 2, (height - sheet.rule_mm * scale) / 2)
    painter.scale(scale, -scale)
    _paint_front(painter, frame, colour)
    painter.restore()
    if sheet.rule_mm:
        painter.save()
        painter.translate(width / 2, height - sheet.rule_mm * scale)
        painter.scale(scale, scale)
        _paint_rule(painter, frame.dimensions.total_width, sheet)
        painter.restore()


def _paint_front(painter: QPainter, frame: Frame, colour: Colour) -> None:
    front = front_outline(frame)
    base = QColor(colour.hex)
    _paint_shadow(painter, front, frame.dimensions.b)
    for side in (1.0, -1.0):
        _paint_temple(painter, front, frame, base, side)
    _paint_lenses(painter, front, frame)
    if front.outer is not None:
        if frame.shape is FrameShape.BROWLINE or frame.rim is Rim.HALF or frame.material is Material.MIXED:
            metal = QColor("#b79a63") if frame.material is Material.MIXED else base
            if frame.rim is Rim.HALF:
                _paint_nylon(painter, front)
            else:
                _paint_wire(painter, front, metal, 1.1)
            if frame.material is Material.MIXED:
                _paint_wire_bridge(painter, front, frame, metal)
        _paint_plastic(painter, front, front.outer, base, _kind(colour))
        _paint_rivets(painter, front, frame)
    elif frame.rim is Rim.RIMLESS:
        _paint_wire_bridge(painter, front, frame, base)
        _paint_lugs(painter, front, frame, base)
        _paint_screws(painter, front)
    else:
        if frame.rim is Rim.HALF:
            _paint_nylon(painter, front)
            _paint_wire(painter, front, base, wire_thickness(frame.material) * 1.25, upper_only=True)
        else:
            _paint_wire(painter, front, base, wire_thickness(frame.material))
        _paint_wire_bridge(painter, front, frame, base)
        _paint_lugs(painter, front, frame, base)
    if frame.bridge is Bridge.NOSE_PADS:
        _paint_pads(painter, front, frame)


def _kind(colour: Colour) -> str:
    name = colour.name.lower()
    if any(word in name for word in _MOTTLED):
        return "mottled"
    if any(word in name for word in _CLEAR):
        return "clear"
    return "plain"


def _polygon(points: Iterable[Point], side: float = 1.0) -> QPolygonF:
    return QPolygonF([QPointF(x * side, y) for x, y in points])


def _without_seam(outer: Outline) -> Outline:
    """The silhouette as an open line from the midline to the midline, or closed where it does not reach it."""
    seam = [index for index, (x, _) in enumerate(outer) if x <= 0]
    if not seam:
        return (*outer, outer[0])
    count = len(outer)
    start = next(index for index in seam if outer[(index + 1) % count][0] > 0)
    line = [outer[(start + step) % count] for step in range(count + 1)]
    return tuple((max(0.0, x), y) for x, y in line if x > -0.01) or outer


def _closed(points: Outline, side: float = 1.0) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(_polygon(points, side))
    path.closeSubpath()
    return path


def _shade(colour: QColor, factor: float, alpha: float = 1.0) -> QColor:
    """`factor` below 1 darkens towards black, above 1 lightens towards white (2 is white)."""
    if factor <= 1:
        red, green, blue = (channel * factor for channel in (colour.redF(), colour.greenF(), colour.blueF()))
    else:
        part = factor - 1
        red, green, blue = (c + (1 - c) * part for c in (colour.redF(), colour.greenF(), colour.blueF()))
    return QColor.fromRgbF(red, green, blue, alpha)


def _paint_shadow(painter: QPainter, front: Front, height: float) -> None:
    y = -height / 2 - 5.5
    painter.save()
    painter.translate(0, y)
    painter.scale(1, 0.055)
    reach = front.half_width * 0.98
    gradient = QRadialGradient(0, 0, reach)
    gradient.setColorAt(0, QColor(20, 16, 10, 52))
    gradient.setColorAt(0.6, QColor(20, 16, 10, 26))
    gradient.setColorAt(1, QColor(20, 16, 10, 0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(gradient))
    painter.drawEllipse(QPointF(0, 0), reach, reach)
    painter.restore()


def _paint_temple(painter: QPainter, front: Front, frame: Frame, base: QColor, side: float) -> None:
    x, y = front.hinge
    tall = 2.6 if is_plastic(frame) else 1.2
    reach = x * 0.885
    path = QPainterPath(QPointF(side * (x - 1.0), y + tall))
    path.lineTo(side * (reach + 1.5), y - 0.6 + tall * 0.5)
    path.cubicTo(
        QPointF(side * reach, y - 2), QPointF(side * (reach - 0.6), y - 9), QPointF(side * (reach - 3.6), y - 16)
    )
    path.quadTo(QPointF(side * (reach - 3.0), y - 17.6), QPointF(side * (reach - 1.7), y - 16.6))
    path.cubicTo(
        QPointF(side * (reach + 1.2), y - 10),
        QPointF(side * (reach + 1.8), y - 5),
        QPointF(side * (reach + 3.0), y - 1.6 - tall * 0.4),
    )
    path.lineTo(side * (x - 1.0), y - tall)
    path.closeSubpath()
    gradient = QLinearGradient(QPointF(side * x, 0), QPointF(side * reach, 0))
    gradient.setColorAt(0, _shade(base, 0.55, 0.95))
    gradient.setColorAt(1, _shade(base, 0.8, 0.5))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(gradient))
    painter.drawPath(path)


def _paint_lenses(painter: QPainter, front: Front, frame: Frame) -> None:
    height = frame.dimensions.b
    gradient = QLinearGradient(0, height / 2, 0, -height / 2)
    gradient.setColorAt(0, QColor(206, 222, 226, 120))
    gradient.setColorAt(0.55, QColor(226, 236, 238, 80))
    gradient.setColorAt(1, QColor(240, 244, 244, 60))
    middle = (frame.dimensions.a + frame.dimensions.dbl) / 2
    for side in (1.0, -1.0):
        path = _closed(front.lens, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(gradient))
        painter.drawPath(path)
        painter.save()
        painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        painter.setBrush(QColor(255, 255, 255, 92))
        for offset, wide in ((-3.0, 7.0), (6.5, 2.4)):
            left = side * middle + offset
            lean = height * 0.32
            painter.drawPolygon(
                QPolygonF(
                    [
                        QPointF(left - lean, -height),
                        QPointF(left - lean + wide, -height),
                        QPointF(left + lean + wide, height),
                        QPointF(left + lean, height),
                    ]
                )
            )
        painter.restore()
        if frame.rim is not Rim.FULL:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(70, 96, 100, 150), 0.45))
            painter.drawPath(path)
            painter.setPen(QPen(QColor(255, 255, 255, 150), 0.35))
            painter.drawPolygon(_polygon([(x * 0.985 + middle * 0.015, y * 0.97) for x, y in front.lens], side))


def _paint_plastic(painter: QPainter, front: Front, outer: Outline, base: QColor, kind: str) -> None:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for side in (1.0, -1.0):
        ring, hole = (outer, front.lens[::-1]) if side > 0 else (outer[::-1], front.lens)
        path.addPath(_closed(ring, side))
        path.addPath(_closed(hole, side))
    top = max(y for _, y in outer)
    low = min(y for _, y in outer)
    alpha = 0.5 if kind == "clear" else 1.0
    gradient = QLinearGradient(0, top, 0, low)
    gradient.setColorAt(0, _shade(base, 1.16, alpha))
    gradient.setColorAt(0.35, _shade(base, 1.0, alpha))
    gradient.setColorAt(1, _shade(base, 0.78, alpha))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(gradient))
    painter.drawPath(path)
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    if kind == "mottled":
        _paint_mottling(painter, base, front.half_width, low, top)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for side in (1.0, -1.0):
        edge, lens = _polygon(_without_seam(outer), side), _polygon(front.lens, side)
        painter.setPen(QPen(_shade(base, 0.5, 0.55), 0.7))
        painter.drawPolyline(edge)
        painter.setPen(QPen(_shade(base, 0.42, 0.6), 1.0))
        painter.drawPolygon(lens)
        painter.setPen(QPen(QColor(255, 255, 255, 105 if kind == "clear" else 78), 0.75))
        painter.drawPolyline(edge.translated(-0.25, -0.95))
        painter.setPen(QPen(QColor(255, 255, 255, 44), 0.5))
        painter.drawPolygon(lens.translated(0.1, -0.75))
    painter.restore()


def _paint_mottling(painter: QPainter, base: QColor, half_width: float, low: float, top: float) -> None:
    chance = random.Random(base.rgb())
    painter.setPen(Qt.PenStyle.NoPen)
    tones = (_shade(base, 0.42, 0.55), _shade(base, 0.6, 0.5), _shade(QColor("#d8933c"), 1.0, 0.42))
    for index in range(190):
        x, y = chance.uniform(-half_width, half_width), chance.uniform(low, top)
        wide, tall = chance.uniform(0.8, 3.4), chance.uniform(0.6, 1.9)
        painter.save()
        painter.translate(x, y)
        painter.rotate(chance.uniform(-50, 50))
        painter.setBrush(tones[index % 3])
        painter.drawEllipse(QPointF(0, 0), wide, tall)
        painter.drawEllipse(QPointF(wide * 0.6, tall * 0.5), wide * 0.6, tall * 0.7)
        painter.restore()


def _metal(base: QColor, top: float, low: float) -> QBrush:
    gradient = QLinearGradient(0, top, 0, low)
    gradient.setColorAt(0, _shade(base, 1.35))
    gradient.setColorAt(0.3, _shade(base, 0.92))
    gradient.setColorAt(0.55, _shade(base, 1.2))
    gradient.setColorAt(1, _shade(base, 0.62))
    return QBrush(gradient)


def _paint_wire(painter: QPainter, front: Front, base: QColor, thickness: float, *, upper_only: bool = False) -> None:
    top = max(y for _, y in front.lens)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for side in (1.0, -1.0):
        polygon = _polygon(front.lens, side)
        painter.save()
        if upper_only:
            painter.setClipRect(QRectF(-front.half_width - 4, -top * 0.06, front.half_width * 2 + 8, top * 2))
        painter.setPen(QPen(_shade(base, 0.45), thickness + 0.35))
        painter.drawPolygon(polygon)
        painter.setPen(QPen(_metal(base, top, -top), thickness))
        painter.drawPolygon(polygon)
        painter.setPen(QPen(QColor(255, 255, 255, 96), thickness * 0.28))
        painter.drawPolygon(polygon.translated(-0.1, 0.18))
        painter.restore()


def _paint_nylon(painter: QPainter, front: Front) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(60, 84, 88, 130), 0.5))
    for side in (1.0, -1.0):
        painter.drawPolygon(_polygon(front.lens, side))


def _nose_edge(front: Front, y: float) -> float:
    """X of the lens edge beside the nose at height `y`, mm."""
    middle = (max(x for x, _ in front.lens) + min(x for x, _ in front.lens)) / 2
    return min((abs(py - y), px) for px, py in front.lens if px < middle)[1]


def _temple_edge(front: Front, y: float) -> float:
    middle = (max(x for x, _ in front.lens) + min(x for x, _ in front.lens)) / 2
    return min((abs(py - y), px) for px, py in front.lens if px > middle)[1]


def _stroke(painter: QPainter, path: QPainterPath, base: QColor, thickness: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    for colour, wide in ((_shade(base, 0.45), thickness + 0.35), (base, thickness)):
        painter.setPen(QPen(QBrush(colour), wide, Qt.PenStyle.SolidLine, cap, join))
        painter.drawPath(path)
    painter.save()
    painter.translate(0, thickness * 0.18)
    painter.setPen(QPen(QBrush(QColor(255, 255, 255, 110)), thickness * 0.3, Qt.PenStyle.SolidLine, cap, join))
    painter.drawPath(path)
    painter.restore()


def _paint_wire_bridge(painter: QPainter, front: Front, frame: Frame, base: QColor) -> None:
    y = front.bridge_y
    edge = _nose_edge(front, y)
    path = QPainterPath(QPointF(-edge, y))
    path.cubicTo(QPointF(-edge * 0.45, y + 2.9), QPointF(edge * 0.45, y + 2.9), QPointF(edge, y))
    _stroke(painter, path, base, 1.5 if frame.rim is Rim.RIMLESS else 1.7)
    if frame.shape is FrameShape.AVIATOR:
        high = frame.dimensions.b * 0.43
        far = _nose_edge(front, high)
        bar = QPainterPath(QPointF(-far, high))
        bar.quadTo(QPointF(0, high + 0.9), QPointF(far, high))
        _stroke(painter, bar, base, 1.2)


def _paint_lugs(painter: QPainter, front: Front, frame: Frame, base: QColor) -> None:
    x, y = front.hinge
    edge = _temple_edge(front, y)
    thickness = wire_thickness(frame.material)
    for side in (1.0, -1.0):
        path = QPainterPath(QPointF(side * (edge - 0.2), y + 0.2))
        path.cubicTo(
            QPointF(side * (edge + (x - edge) * 0.4), y + 0.9),
            QPointF(side * (edge + (x - edge) * 0.7), y + 0.6),
            QPointF(side * (x - 0.9), y - 0.3),
        )
        _stroke(painter, path, base, thickness + 0.7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_shade(base, 0.7))
        block = QRectF(min(side * x, side * (x - 1.6)), y - 2.3, 1.6, 4.2)
        painter.drawRoundedRect(block, 0.5, 0.5)
        painter.setBrush(QColor(255, 255, 255, 70))
        painter.drawRoundedRect(block.adjusted(0.2, 2.4, -0.9, -0.4), 0.3, 0.3)


def _paint_screws(painter: QPainter, front: Front) -> None:
    inner = _nose_edge(front, front.bridge_y) + 1.9
    outer = _temple_edge(front, front.hinge[1]) - 1.9
    for x, y in ((inner, front.bridge_y), (outer, front.hinge[1])):
        for side in (1.0, -1.0):
            _dot(painter, QPointF(side * x, y), 0.85)


def _paint_rivets(painter: QPainter, front: Front, frame: Frame) -> None:
    edge = _temple_edge(front, front.hinge[1])
    room = front.half_width - edge
    if room < 3.6 or frame.material is Material.TR90:
        return
    for side in (1.0, -1.0):
        for offset in (0.0, 1.7):
            _dot(painter, QPointF(side * (edge + room * 0.62), front.hinge[1] - 0.85 + offset), 0.5)


def _dot(painter: QPainter, centre: QPointF, radius: float) -> None:
    painter.setPen(QPen(QColor(30, 28, 24, 150), 0.2))
    painter.setBrush(QColor("#cfc7b8"))
    painter.drawEllipse(centre, radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(255, 255, 255, 190))
    painter.drawEllipse(centre + QPointF(-radius * 0.25, radius * 0.3), radius * 0.35, radius * 0.35)


def _paint_pads(painter: QPainter, front: Front, frame: Frame) -> None:
    y = -frame.dimensions.b * 0.06
    edge = _nose_edge(front, y)
    inset = min(2.3, edge * 0.3)
    for side in (1.0, -1.0):
        arm = QPainterPath(QPointF(side * (edge - 0.1), y + 2.6))
        arm.quadTo(QPointF(side * (edge - inset * 1.2), y + 2.8), QPointF(side * (edge - inset), y + 0.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(150, 142, 128, 230), 0.55))
        painter.drawPath(arm)
        painter.save()
        painter.translate(side * (edge - inset), y - 1.2)
        painter.rotate(side * 13)
        painter.setPen(QPen(QColor(120, 120, 112, 140), 0.3))
        painter.setBrush(QColor(244, 240, 228, 190))
        painter.drawEllipse(QPointF(0, 0), 1.35, 3.3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(255, 255, 255, 190))
        painter.drawEllipse(QPointF(-0.3, 1.0), 0.4, 1.2)
        painter.restore()


def _paint_rule(painter: QPainter, total_width: float, sheet: Sheet) -> None:
    """Ticks every millimetre, taller every 5 and 10; the span of the front stands out, with its width in figures."""
    ratio = sheet.label_mm / 6
    ink = QColor(sheet.ink)
    half = total_width / 2
    faint, strong = QColor(ink), QColor(ink)
    faint.setAlphaF(0.34)
    strong.setAlphaF(0.9)
    first = -int(sheet.span_mm / 2) + 2
    for mm in range(first, -first + 1):
        if ratio > 1.2 and mm % 5:
            continue
        tall = 3.0 if mm % 10 == 0 else 2.1 if mm % 5 == 0 else 1.2
        inside = abs(mm) <= half
        painter.setPen(QPen(strong if inside and mm % 5 == 0 else faint, 0.22 + 0.06 * ratio))
        painter.drawLine(QPointF(mm, 0.6), QPointF(mm, 0.6 + tall))
    painter.setPen(QPen(strong, 0.4 + 0.1 * ratio))
    painter.drawLine(QPointF(-half, 0.3), QPointF(half, 0.3))
    for x in (-half, half):
        painter.drawLine(QPointF(x, -1.8), QPointF(x, 4.0))
    font = QFont(sheet.rule_font)
    font.setPixelSize(100)
    painter.save()
    painter.translate(0, 4.4)
    painter.scale(sheet.label_mm / 100, sheet.label_mm / 100)
    painter.setFont(font)
    painter.setPen(strong)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
    painter.drawText(QRectF(-600, -14, 1200, 130), flags, f"{total_width:g} mm")
    painter.restore()

"""Every screen, sheet and state: painted without a complaint, readable, reachable, nothing cut off."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtQuick import QQuickItem

from tests.screens.conftest import Stand
from ui.preview import VIEWS

SIZES = ((540, 960), (1080, 1920), (1920, 1080))
_SLACK = 1.5


def _rect(item: QQuickItem) -> QRectF:
    corner = item.mapToScene(QPointF(0, 0))
    return QRectF(corner.x(), corner.y(), item.width(), item.height())


def _is_text(item: QQuickItem) -> bool:
    return item.property("lineCount") is not None and bool(item.property("text"))


def _ancestors(item: QQuickItem) -> list[QQuickItem]:
    found = []
    parent = item.parentItem()
    while parent is not None:
        found.append(parent)
        parent = parent.parentItem()
    return found


def _scrolls(item: QQuickItem) -> bool:
    return any(
        parent.property("clipsOnPurpose") or parent.property("peeks") or parent.property("interactive")
        for parent in _ancestors(item)
    )


@pytest.mark.parametrize("view", VIEWS)
def test_a_screen_is_painted_without_a_message(
    stand: Callable[[tuple[int, int]], Stand], view: str, kept_pictures: Path | None
) -> None:
    """Each view shows text and drawings on more than one colour, and Qt has nothing to complain of."""
    one = stand((1080, 1920))
    one.fill(view)
    one.settle()
    picture = one.view.grabWindow()
    assert (picture.width(), picture.height()) == (1080, 1920)
    colours = {picture.pixel(x, y) for x in range(0, 1080, 30) for y in range(0, 1920, 30)}
    assert len(colours) > 5
    if kept_pictures is not None:
        kept_pictures.mkdir(parents=True, exist_ok=True)
        assert picture.save(str(kept_pictures / f"{view}.png"))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", VIEWS)
def test_everything_can_be_read_and_touched(
    stand: Callable[[tuple[int, int]], Stand], view: str, size: tuple[int, int]
) -> None:
    """Touch targets measure 15 mm or more on a 27 inch panel; no text is cut off, misplaced or over another text."""
    one = stand(size)
    one.fill(view)
    one.settle()
    assert _small_targets(one, size) == []
    assert _cut_texts(one, size) == []
    assert _clashing_texts(one, view) == []


def _small_targets(one: Stand, size: tuple[int, int]) -> list[tuple[str, float, float]]:
    per_mm = (size[0] ** 2 + size[1] ** 2) ** 0.5 / (27 * 25.4)
    targets = [item for item in one.items() if item.property("touchTarget")]
    assert targets
    return [
        (str(item.property("says")), round(item.width() / per_mm, 1), round(item.height() / per_mm, 1))
        for item in targets
        if min(item.width(), item.height()) < 15 * per_mm
    ]


def _cut_texts(one: Stand, size: tuple[int, int]) -> list[str]:
    window = QRectF(-_SLACK, -_SLACK, size[0] + 2 * _SLACK, size[1] + 2 * _SLACK)
    problems = []
    for item in filter(_is_text, one.items()):
        words = str(item.property("text"))
        if item.property("truncated"):
            problems.append(f"cut off: {words}")
        if item.property("contentWidth") > item.width() + _SLACK:
            problems.append(f"too wide: {words}")
        if _scrolls(item):
            continue
        if not window.contains(_rect(item)):
            problems.append(f"outside the window: {words}")
        button = next((parent for parent in _ancestors(item) if parent.property("touchTarget")), None)
        if button is not None and not _rect(button).adjusted(-1, -1, 1, 1).contains(_rect(item)):
            problems.append(f"outside its button: {words}")
    return problems


def _clashing_texts(one: Stand, view: str) -> list[tuple[str, str]]:
    top = next((item for item in one.items() if item.property("open") is True), None)
    if view == "timeout":
        top = next(item for item in one.items() if item.property("seconds") is not None)
    shown = [
        (str(item.property("text")), _visible_part(item))
        for item in filter(_is_text, one.items())
        if top is None or top in _ancestors(item)
    ]
    return [
        (first, second)
        for index, (first, here) in enumerate(shown)
        for second, there in shown[index + 1 :]
        if here.intersected(there).width() > 2 and here.intersected(there).height() > 2
    ]


def _visible_part(item: QQuickItem) -> QRectF:
    part = _rect(item)
    for parent in _ancestors(item):
        if parent.clip():
            part = part.intersected(_rect(parent))
    return part


def test_controls_low_moves_the_switches_within_reach(stand: Callable[[tuple[int, int]], Stand]) -> None:
    """With controls low, everything to touch on the attract screen but the screen itself lies in its lower half."""
    one = stand((1080, 1920))
    one.fill("attract-low")
    one.settle()
    small = [item for item in one.items() if item.property("touchTarget") and item.height() < 1000]
    assert len(small) == 4
    assert all(_rect(item).top() > 960 for item in small)

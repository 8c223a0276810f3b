"""A whole visit at the window by touch alone."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from tests.screens.conftest import Stand

SIZE = (540, 960)


def _target(stand: Stand, words: str) -> QQuickItem:
    """The uppermost target that says exactly this, or begins with it."""
    targets = [(str(item.property("says")), item) for item in stand.items() if item.property("touchTarget")]
    found = [item for says, item in targets if says == words] or [i for says, i in targets if says.startswith(words)]
    assert found, f"nothing to touch says {words!r}"
    return found[0]


def _touch(stand: Stand, words: str) -> None:
    stand.settle()
    item = _target(stand, words)
    middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
    QTest.mouseClick(
        stand.view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(int(middle.x()), int(middle.y()))
    )


def test_a_visit_goes_from_attract_to_wiped(stand: Callable[[tuple[int, int]], Stand]) -> None:
    """Wake, agree, ask, open, save, compare, type, leave and wipe: each touch reaches the kiosk once."""
    one = stand(SIZE)
    one.fill("attract")
    _touch(one, "Touch to begin")
    assert one.visit.screen == "consent"
    _touch(one, "Yes, measure my face")
    assert one.visit.screen == "consultation"
    _touch(one, "Something light")
    one.fill("consultation")
    first = one.visit.cards.skus[2]
    name = one.catalogue[first].name
    _touch(one, f"Save {name}")
    assert first in one.visit.favourites.skus
    cards = one.visit.cards.skus
    _touch(one, one.catalogue[cards[0]].name)
    assert one.visit.sheet == "frame"
    _touch(one, "Compare")
    assert one.visit.sheet == "compare"
    _touch(one, "Close")
    _touch(one, "Type")
    for key in ("h", "i", "space", "2"):
        _touch(one, key)
    _touch(one, "Say it")
    assert one.visit.sheet == ""
    _touch(one, "Ask staff")
    _touch(one, "Leave")
    assert one.visit.screen == "goodbye"
    _touch(one, "Wipe now")
    assert one.visit.wiped
    _touch(one, "Start a new visit")
    assert one.visit.screen == "attract"
    assert one.actions.calls == [
        "wake",
        "agree camera=True share=True",
        "say Something light",
        f"save_frame {first}",
        f"open_frame {cards[0]}",
        f"compare {cards[0]} {cards[1]} {cards[2]}",
        "close",
        "say hi 2",
        "ask person",
        "leave",
        "wipe",
        "restart",
    ]


def test_the_camera_can_be_declined_with_an_equal_button(stand: Callable[[tuple[int, int]], Stand]) -> None:
    """Going on without the camera takes one touch on a button as large as the other, and shares nothing."""
    one = stand(SIZE)
    one.fill("consent")
    one.settle()
    yes, without = _target(one, "Yes, measure my face"), _target(one, "Continue without the camera")
    assert (yes.width(), yes.height()) == (without.width(), without.height())
    _touch(one, "Continue without the camera")
    assert one.actions.calls == ["agree camera=False share=False"]


def test_touching_the_consultant_stops_them(stand: Callable[[tuple[int, int]], Stand]) -> None:
    """A touch on the consultant's picture interrupts."""
    one = stand(SIZE)
    one.fill("consultation")
    _touch(one, f"Stop {one.visit.consultantName}")
    assert one.actions.calls == ["interrupt"]

"""Pictures reach the screen, and leave it."""

import threading
from collections.abc import Callable

from PySide6.QtGui import QColor

from media.webrtc.frames import I420Frame
from tests.screens.conftest import Stand


def _middle(stand: Stand) -> QColor:
    return QColor(stand.view.grabWindow().pixel(270, 150))


def _is_red(colour: QColor) -> bool:
    return colour.red() > 180 and colour.green() < 90 and colour.blue() < 90


def test_a_picture_offered_on_another_thread_is_painted(
    stand: Callable[[tuple[int, int]], Stand], red_picture: I420Frame
) -> None:
    """A red picture turns the consultant's place red, and `clear` takes it off the screen."""
    one = stand((540, 960))
    one.fill("consultation")
    one.settle()
    assert not _is_red(_middle(one))
    thread = threading.Thread(target=one.visit.consultant.offer, args=(red_picture,))
    thread.start()
    thread.join()
    one.wait(lambda: one.visit.consultant.live and _is_red(_middle(one)))
    assert one.visit.consultant.presented == 1
    one.visit.consultant.clear()
    one.wait(lambda: not _is_red(_middle(one)))


def test_only_the_newest_picture_is_shown(stand: Callable[[tuple[int, int]], Stand], red_picture: I420Frame) -> None:
    """Pictures offered faster than the window paints replace each other instead of queueing."""
    one = stand((540, 960))
    one.fill("consultation")
    one.settle()
    for _ in range(50):
        one.visit.consultant.offer(red_picture)
    one.wait(lambda: one.visit.consultant.presented > 0)
    one.settle()
    assert one.visit.consultant.presented == 1

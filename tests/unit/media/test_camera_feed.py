"""What may be seen at which stage of a visit."""

import numpy as np
from numpy.typing import NDArray

from app.clock import ManualClock
from media.camera_feed import CameraFeed, Sight, moved
from media.devices.port import OnPicture, OnTrouble
from media.webrtc.frames import I420Frame, solid


class Shot:
    """A camera picture that notes which conversions were asked for."""

    def __init__(self, grey: int, at: float) -> None:
        self.width, self.height, self.captured_at = 128, 72, at
        self.asked: list[str] = []
        self._grey = grey

    def bgr(self) -> NDArray[np.uint8]:
        self.asked.append("bgr")
        return np.full((72, 128, 3), self._grey, np.uint8)

    def luma(self, width: int, height: int) -> NDArray[np.uint8]:
        self.asked.append("luma")
        picture = np.full((height, width), 100, np.uint8)
        picture[: height // 2, : width // 2] = self._grey
        return picture

    def preview(self, width: int, height: int) -> I420Frame:
        self.asked.append("preview")
        return solid(128, 72, luma=self._grey, pts_seconds=self.captured_at)


class HeldCamera:
    """A camera whose shutter the test presses."""

    def __init__(self) -> None:
        self.on_picture: OnPicture | None = None
        self.closed = 0

    def start(self, on_picture: OnPicture, on_trouble: OnTrouble) -> None:
        self.on_picture = on_picture

    def close(self) -> None:
        self.closed += 1


class Bench:
    def __init__(self) -> None:
        self.clock = ManualClock()
        self.camera = HeldCamera()
        self.looked: list[float] = []
        self.motions = 0
        self.ready = True
        self.feed = CameraFeed(
            self.camera,
            self.clock,
            look=lambda picture, at: self.looked.append(at),
            ready=lambda: self.ready,
            on_motion=self._moved,
        )
        self.feed.start(lambda error: None)

    def _moved(self) -> None:
        self.motions += 1

    def shoot(self, grey: int = 50, *, later: float = 1 / 30) -> Shot:
        self.clock.advance(later)
        shot = Shot(grey, self.clock.monotonic())
        assert self.camera.on_picture is not None
        self.camera.on_picture(shot)
        return shot


def test_nothing_is_looked_at_without_leave() -> None:
    """A picture that nobody may see is not converted in any way."""
    bench = Bench()
    assert bench.shoot().asked == []
    assert bench.feed.previews.take() is None


def test_before_consent_only_tiny_grey_pictures_are_compared() -> None:
    """Motion is told; neither the face worker nor the mirror gets anything."""
    bench = Bench()
    bench.feed.see(Sight.MOTION)
    asked = [name for grey in (50, 200, 200) for name in bench.shoot(grey, later=0.3).asked]
    assert (asked, bench.motions, bench.looked, bench.feed.previews.take()) == (["luma"] * 3, 1, [], None)


def test_after_consent_the_face_is_looked_at_at_its_pace() -> None:
    """Of 30 pictures a second 12 go to the worker and 15 to the mirror."""
    bench = Bench()
    bench.feed.see(Sight.FACE)
    shots = [bench.shoot() for _ in range(60)]
    asked = [name for shot in shots for name in shot.asked]
    assert 20 <= len(bench.looked) <= 25
    assert 28 <= asked.count("preview") <= 31
    assert asked.count("luma") == 0


def test_a_busy_worker_costs_no_conversion() -> None:
    """While the worker still looks at a picture no other one is prepared for it."""
    bench = Bench()
    bench.feed.see(Sight.FACE)
    bench.ready = False
    assert "bgr" not in bench.shoot(later=1.0).asked


def test_the_end_of_consent_forgets_the_mirror_picture() -> None:
    """What was kept for the shopper's own screen is gone at once."""
    bench = Bench()
    bench.feed.see(Sight.FACE)
    bench.shoot()
    bench.feed.see(Sight.NOTHING)
    assert bench.feed.previews.take() is None
    bench.feed.close()
    bench.feed.close()
    assert bench.camera.closed == 2


def test_light_is_not_motion() -> None:
    """A lamp that is switched on changes every point alike; somebody walking by does not."""
    room = np.full((36, 64), 80, np.uint8)
    person = room.copy()
    person[10:, 20:30] = 160
    assert not moved(room, np.full((36, 64), 140, np.uint8))
    assert moved(room, person)

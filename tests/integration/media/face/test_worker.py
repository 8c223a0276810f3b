import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.clock import SystemClock
from app.domain.pose_gate import Obstacle
from app.errors import LunetteError
from media.face.observation import FaceObservation
from media.face.observer import FaceSettings
from media.face.worker import FaceWorker

DEADLINE = 60.0
GREY = np.full((480, 640, 3), 90, dtype=np.uint8)


class Watched:
    """A worker with everything it said."""

    def __init__(self) -> None:
        self.observations: queue.Queue[FaceObservation] = queue.Queue()
        self.troubles: queue.Queue[LunetteError | None] = queue.Queue()
        self.worker = FaceWorker(FaceSettings(), SystemClock(), self.observations.put, self.troubles.put)


@pytest.fixture
def watched() -> Iterator[Watched]:
    watched = Watched()
    yield watched
    watched.worker.close()


def test_pictures_come_back_as_observations(watched: Watched) -> None:
    """A picture without a face is looked at in another process and said to hold none."""
    watched.worker.start()
    watched.worker.submit(GREY, 12.5)
    seen = watched.observations.get(timeout=DEADLINE)
    assert (seen.captured_at, seen.faces, seen.obstacle, seen.image_size) == (12.5, 0, Obstacle.NO_FACE, (640, 480))
    assert watched.worker.pid not in {None, os.getpid()}
    assert watched.troubles.empty()


def test_newest_picture_wins(watched: Watched) -> None:
    """Pictures that arrive while the process is busy replace each other; only the newest is looked at."""
    watched.worker.start()
    for number in range(20):
        watched.worker.submit(GREY, float(number))
    assert watched.observations.get(timeout=DEADLINE).captured_at == 19.0
    assert watched.worker.dropped == 19


def test_killed_process_is_replaced(watched: Watched) -> None:
    """When the process dies it is said, another one is started, and looking goes on."""
    watched.worker.start()
    watched.worker.submit(GREY, 1.0)
    watched.observations.get(timeout=DEADLINE)
    first = watched.worker.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert isinstance(watched.troubles.get(timeout=DEADLINE), LunetteError)
    assert watched.troubles.get(timeout=DEADLINE) is None
    watched.worker.submit(GREY, 2.0)
    assert watched.observations.get(timeout=DEADLINE).captured_at == 2.0
    assert watched.worker.pid != first
    assert watched.worker.restarts == 1


def test_close_is_safe_at_any_time() -> None:
    """Closing before the start, twice, and while the process still starts leaves nothing running."""
    unstarted = Watched().worker
    unstarted.close()
    unstarted.close()
    unstarted.start()
    unstarted.submit(GREY, 0.0)
    assert unstarted.pid is None
    starting = Watched().worker
    starting.start()
    starting.close()
    starting.close()
    assert starting.pid is None


async def test_aclose_ends_the_process(watched: Watched) -> None:
    """After closing from a loop the process is gone and no callback comes."""
    watched.worker.start()
    watched.worker.submit(GREY, 1.0)
    watched.observations.get(timeout=DEADLINE)
    pid = watched.worker.pid
    assert pid is not None
    await watched.worker.aclose()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_anything_but_a_picture_is_refused(watched: Watched) -> None:
    """The worker takes height x width x 3 bytes and nothing else."""
    with pytest.raises(ValueError, match="picture"):
        watched.worker.submit(np.zeros((4, 4), dtype=np.uint8), 0.0)


PARENT = """
import sys, time
import numpy as np
from app.clock import SystemClock
from media.face.observer import FaceSettings
from media.face.worker import FaceWorker

if __name__ == "__main__":
    def seen(observation):
        print(worker.pid, flush=True)
    worker = FaceWorker(FaceSettings(), SystemClock(), seen, print)
    worker.start()
    worker.submit(np.zeros((64, 64, 3), np.uint8), 0.0)
    time.sleep(600)
"""


def test_process_dies_with_its_parent(tmp_path: Path) -> None:
    """When the kiosk is killed outright, the face process ends by itself."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[4])}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    gone = threading.Event()
    for _ in range(200):
        if not Path(f"/proc/{pid}").exists() or Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            return
        gone.wait(0.05)
    pytest.fail("the face process outlived its parent")

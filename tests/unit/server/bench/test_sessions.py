"""What quiet visits cost, counted from processes and arrivals."""

import os
import subprocess
import sys
import time

import numpy as np
import pytest

from media.webrtc.frames import FRAME_SAMPLES, solid
from server import cli
from server.bench.processes import family, megabytes, processor_seconds
from server.bench.sessions import QUIET_SECONDS, Arrivals

HOLD = "import sys; sum(range(5_000_000)); print('done', flush=True); sys.stdin.read()"


def test_the_work_and_memory_of_a_child_count() -> None:
    """A child that has computed adds its processor time and its memory to its parent's."""
    me = os.getpid()
    memory, used = megabytes(me), processor_seconds(me) - time.process_time()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert child.pid in family(me)
        assert processor_seconds(child.pid) > 0.02
        assert processor_seconds(me) - time.process_time() > used + 0.02
        assert megabytes(me) > memory
        child.communicate("")
    assert child.pid not in family(me)


def test_a_process_that_is_gone_costs_nothing() -> None:
    """After its end a process has no time, no memory and no children."""
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
    assert family(child.pid) == [child.pid]
    assert (processor_seconds(child.pid), megabytes(child.pid)) == (0.0, 0.0)


def test_a_visit_is_quiet_when_its_greeting_is_over() -> None:
    """Silence before the first word is no quiet visit, nor are the seconds right after the last."""
    arrivals = Arrivals()
    silence = np.zeros(FRAME_SAMPLES, np.int16)
    arrivals.sound(silence, 1.0)
    assert not arrivals.quiet(100.0)
    arrivals.sound(np.full(FRAME_SAMPLES, 3000, np.int16), 101.0)
    arrivals.sound(silence, 102.0)
    assert not arrivals.quiet(101.0 + QUIET_SECONDS)
    assert arrivals.quiet(101.1 + QUIET_SECONDS)


def test_a_standing_picture_is_counted_once_as_distinct() -> None:
    """Pictures that repeat the one before arrive, but are not distinct; the first one's time is kept."""
    arrivals = Arrivals()
    for now, luma in enumerate((40, 40, 60)):
        arrivals.picture(solid(32, 32, luma=luma), float(now))
    assert (arrivals.pictures, arrivals.distinct, arrivals.first_picture) == (3, 2, 0.0)
    assert arrivals.seen.is_set()


@pytest.mark.parametrize(("option", "value"), [("--visits", "0"), ("--visits", "65"), ("--seconds", "0")])
def test_impossible_measurements_are_refused(option: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers that cannot be measured end with status 2 and a sentence that names the option."""
    assert cli.run(["bench", "sessions", option, value]) == 2
    assert option in capsys.readouterr().err

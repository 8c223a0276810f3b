"""Behaviour of the eyes by themselves."""

from random import Random

import numpy as np
import pytest

from server.avatar.motion.blinks import Blinks
from server.avatar.motion.gaze import SHORTEST_FIXATION, Gaze
from server.avatar.motion.manner import Manner

STEP = 1 / 120
PONDERING = Manner(ponders=1.0)
AWAY = 5.0


@pytest.mark.parametrize("seed", range(8))
def test_eyes_called_back_just_after_they_left_rest_there_first(seed: int) -> None:
    """Eyes that look away and are called back at once do not dart: they stay as long as human eyes do, then come."""
    gaze = Gaze(Random(seed), Blinks(Random(seed)))
    strays, left = [], 0.0
    for t in np.arange(0, 6, STEP):
        yaw, pitch, *_ = gaze.at(float(t), PONDERING if not left else Manner(), 1.0)
        strays.append(float(np.hypot(yaw, pitch)))
        if not left and strays[-1] > AWAY:
            left = float(t)
            gaze.meet(left)
        if left and t > left + 0.6:
            break
    rest = round(left / STEP)

    assert left > 0
    assert min(strays[rest : rest + int((SHORTEST_FIXATION - 0.06) / STEP)]) > AWAY
    assert max(strays[rest + round(0.35 / STEP) : rest + round(0.5 / STEP)]) < 3.0

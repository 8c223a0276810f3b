"""Echo cancellation on a simulated room, with the truth known."""

import numpy as np
import pytest

from media import bench
from media.audio.echo import EchoCanceller, EchoSettings
from media.audio.level import LevelMeter, dbfs
from media.devices.port import BLOCK, RATE

PLAIN = EchoSettings(echo_cancellation=True, noise_suppression=False, gain_control=False)


def test_the_consultants_voice_is_brought_down_by_20_db() -> None:
    """After three seconds the room's echo is at least 20 dB weaker."""
    assert bench.echo()["erle_db"] >= 20.0


def test_a_shopper_speaking_meanwhile_is_still_heard() -> None:
    """In double talk the shopper's voice loses at most 6 dB."""
    played = bench.speech_like(8.0, seed=1)
    shopper = bench.speech_like(8.0, seed=9).astype(np.float64) * 0.5
    shopper[: 4 * RATE] = 0.0
    left = bench.cancel(played, bench.room_echo(played) + shopper, PLAIN)
    said = slice(5 * RATE, left.shape[0])
    assert dbfs(left[said]) > dbfs(shopper[said].astype(np.int16)) - 6.0


def test_a_block_of_another_length_is_refused() -> None:
    """Anything but 10 ms is an error of the program."""
    with pytest.raises(ValueError, match="480"):
        EchoCanceller(PLAIN).clean(np.zeros(BLOCK * 2, np.int16), 0.0)


def test_the_meter_rises_at_once_and_falls_slowly() -> None:
    """A loud block shows fully; 100 ms of silence later it is still half way up."""
    meter = LevelMeter()
    assert meter.add(np.zeros(BLOCK, np.int16)) == 0.0
    loud = meter.add(np.full(BLOCK, 12_000, np.int16))
    assert loud == 1.0
    fallen = [meter.add(np.zeros(BLOCK, np.int16)) for _ in range(200)]
    assert fallen[10] > 0.5
    assert fallen[-1] == 0.0


def test_decibels_of_full_scale() -> None:
    """A constant at half scale lies 6 dB down."""
    assert dbfs(np.full(BLOCK, 16384, np.int16)) == pytest.approx(-6.02, abs=0.01)
    assert dbfs(np.zeros(BLOCK, np.int16)) == -96.0

"""How the speaking consultant is measured."""

from pathlib import Path

import numpy as np
import pytest

from app.domain.consultants import ROSTER
from app.errors import SettingsError
from media.webrtc.frames import FRAME_SAMPLES, FRAME_SECONDS, solid
from server.animation.visemes import VisemeAnimator
from server.avatar.stage import TrackStarts
from server.bench import avatar
from server.bench.avatar_visit import Seen, cores, pictures
from server.bench.avskew import Heard, Loudspeaker
from server.tts.port import Speech, TimedPhoneme

SILENCE = np.zeros(FRAME_SAMPLES, np.int16)


class Beeper:
    """Says "ma" in a second."""

    async def synthesise(self, text: str) -> Speech:
        del text
        return Speech(
            np.full(16_000, 0.1, np.float32), 16_000, (), (TimedPhoneme("m", 0.0, 0.3), TimedPhoneme("a", 0.3, 0.9))
        )

    async def aclose(self) -> None: ...


def test_a_picture_is_late_by_what_it_lags_behind_its_sound() -> None:
    """Of three pictures due in the time, one comes with its sound, one 80 ms after it and one never."""
    heard = [Heard(10 + index * FRAME_SECONDS, index * FRAME_SECONDS, SILENCE) for index in range(20)]
    loudspeaker = Loudspeaker(heard, TrackStarts(0.0, 0.0))
    seen = Seen()
    seen.counting = True
    seen.take(solid(32, 32, luma=40, pts_seconds=0.1), 10.12)
    seen.take(solid(32, 32, luma=90, pts_seconds=0.2), loudspeaker.sounds_at(0.2) + 0.08)

    told = pictures(seen, loudspeaker, 0.0, 0.1, 30)

    assert told["within_50_ms"] == pytest.approx(1 / 3, abs=1e-3)
    assert told["late_ms"] == {"p50": 40.0, "p95": 76.0, "p99": 79.2}


def test_a_picture_like_the_one_before_is_no_new_one() -> None:
    """Frozen pictures arrive and do not count."""
    seen = Seen()
    seen.counting = True
    for luma in (40, 40, 60):
        seen.take(solid(32, 32, luma=luma), 0.0)
    assert (len(seen.arrivals), seen.distinct) == (3, 2)


def test_encoding_is_no_part_of_the_rest_of_its_process() -> None:
    """Processor seconds become cores by what they were used for."""
    before = {"process": 1.0, "encoding": 0.5, "rendering": 7.0}
    after = {"process": 4.0, "encoding": 1.5, "rendering": 12.0}
    told = cores(before, after, 10.0)
    assert told == {"rendering": 0.5, "encoding": 0.1, "both": 0.6, "stage_network_and_receiver": 0.2}


def test_prepared_speech_and_curves_stay_together(tmp_path: Path) -> None:
    """Each sentence's curves begin with its sound, pauses included."""
    file = tmp_path / "speech.npz"
    avatar.prepare(file, 3.0, Beeper(), VisemeAnimator())
    with np.load(file) as kept:
        seconds = len(kept["pcm"]) / float(kept["sample_rate"])
        assert seconds == pytest.approx(len(kept["values"]) / float(kept["rate"]), abs=0.02)
        assert seconds == pytest.approx(3 * (1 + avatar.PAUSE), abs=0.05)
        starts = np.flatnonzero(np.diff(np.abs(kept["pcm"]) > 0) & (kept["pcm"][1:] > 0)) / float(kept["sample_rate"])
    assert starts.tolist() == pytest.approx([1 + avatar.PAUSE, 2 * (1 + avatar.PAUSE)], abs=0.02)


def test_a_folder_that_is_no_checkout_is_refused(tmp_path: Path) -> None:
    """A baseline must hold this program's code."""
    with pytest.raises(SettingsError, match="no checkout"):
        avatar.run(1.0, (320, 320), 25, ROSTER[0], Beeper(), VisemeAnimator(), tmp_path)

"""Recordings are readable and hold every sample in its place."""

import wave
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from app.clock import ManualClock
from media.devices.port import BLOCK, RATE
from media.recorder import FilmRecorder, SoundRecorder
from media.verify import exchanges
from media.webrtc.frames import I420Frame


def read(file: Path) -> NDArray[np.int16]:
    with wave.open(str(file), "rb") as source:
        assert (source.getnchannels(), source.getframerate(), source.getsampwidth()) == (2, RATE, 2)
        return np.frombuffer(source.readframes(source.getnframes()), np.int16).reshape(-1, 2)


def test_both_sides_share_one_clock(tmp_path: Path) -> None:
    """Sample n of either side is sample n of the file, late and missing blocks included."""
    recorder = SoundRecorder(tmp_path / "heard.wav")
    for index in range(400):
        recorder.captured(index * BLOCK, np.full(BLOCK, index + 1, np.int16))
        if index % 50 != 20:
            recorder.played((index + 4) * BLOCK, np.full(BLOCK, -index - 1, np.int16))
    recorder.close()
    recorder.close()
    stereo = read(tmp_path / "heard.wav")
    assert stereo.shape[0] == 404 * BLOCK
    assert (stereo[37 * BLOCK] == (38, -34)).all()
    assert (stereo[(120 + 4) * BLOCK] == (125, 0)).all()
    assert not stereo[: 4 * BLOCK, 1].any()
    assert recorder.cpu_seconds > 0


def test_first_audio_can_be_recomputed_from_the_file(tmp_path: Path) -> None:
    """An answer 700 ms after the last voiced sample is found at 700 ms, room noise or not."""
    random = np.random.default_rng(3)
    count = 10 * RATE
    left = random.standard_normal(count) * 40
    right = np.zeros(count)
    tone = np.sin(np.arange(RATE) * 2 * np.pi * 300 / RATE) * 8000
    left[2 * RATE : 3 * RATE] += tone
    right[round(3.7 * RATE) : round(4.7 * RATE)] += tone
    recorder = SoundRecorder(tmp_path / "heard.wav")
    for start in range(0, count, BLOCK):
        recorder.captured(start, left[start : start + BLOCK].astype(np.int16))
        recorder.played(start, right[start : start + BLOCK].astype(np.int16))
    recorder.close()
    (exchange,) = exchanges(tmp_path / "heard.wav")
    assert abs(exchange.first_audio_ms - 700) <= 15


def test_the_film_keeps_the_moments_of_its_pictures(tmp_path: Path) -> None:
    """A picture that came 200 ms later is 200 ms later in the file, and another size is scaled."""
    clock = ManualClock()
    recorder = FilmRecorder(tmp_path / "avatar.mp4", clock)
    for index in range(20):
        side = 320 if index != 10 else 160
        data = np.full((side * 3 // 2, side), 30 + index * 5, np.uint8)
        recorder.add(I420Frame(side, side, data, index / 25))
        clock.advance(0.2 if index == 4 else 0.04)
    recorder.close()
    with av.open(str(tmp_path / "avatar.mp4")) as film:
        assert film.streams.video[0].codec_context.name == "h264"
        times = [round(float(frame.time or 0), 3) for frame in film.decode(video=0)]
    assert len(times) + recorder.dropped == 20
    if not recorder.dropped:
        assert abs(times[5] - times[4] - 0.2) < 0.002


def test_an_empty_recording_is_still_a_file(tmp_path: Path) -> None:
    """A visit that ended at once leaves files that open."""
    recorder = SoundRecorder(tmp_path / "heard.wav")
    recorder.close()
    assert read(tmp_path / "heard.wav").shape == (0, 2)

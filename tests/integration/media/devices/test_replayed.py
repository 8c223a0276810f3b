"""Replayed devices keep real time, on threads of their own."""

import threading
import time
import wave
from pathlib import Path

import av
import numpy as np
import pytest

from app.clock import SystemClock
from app.errors import DeviceError, DeviceMissingError
from media.devices.port import BLOCK, RATE, Picture, SoundBlock
from media.devices.replayed_camera import ReplayedCamera
from media.devices.sound_deck import SoundDeck, sound_blocks
from media.webrtc.frames import Pcm

DEADLINE = 15.0


class Tap:
    """Keeps what went through a deck."""

    def __init__(self, *, until: int) -> None:
        self.left: dict[int, Pcm] = {}
        self.right: dict[int, Pcm] = {}
        self._until = until
        self.enough = threading.Event()

    def captured(self, position: int, pcm: Pcm) -> None:
        self.left[position] = pcm
        if len(self.left) >= self._until:
            self.enough.set()

    def played(self, position: int, pcm: Pcm) -> None:
        self.right[position] = pcm


def write_wave(file: Path, pcm: Pcm, rate: int = RATE) -> Path:
    with wave.open(str(file), "wb") as sink:
        sink.setparams((1, 2, rate, 0, "NONE", ""))
        sink.writeframes(pcm.tobytes())
    return file


def write_film(file: Path, pictures: int, rate: int = 25) -> Path:
    with av.open(str(file), "w") as sink:
        stream = sink.add_stream("libx264", rate=rate, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        for index in range(pictures):
            frame = av.VideoFrame.from_ndarray(np.full((96, 160, 3), 20 + index * 8, np.uint8), format="bgr24")
            sink.mux(stream.encode(frame))
        sink.mux(stream.encode(None))
    return file


def test_the_deck_keeps_one_clock_for_both_sides(tmp_path: Path) -> None:
    """Captured and played blocks carry the times of their positions, at the pace of real time."""
    file = write_wave(tmp_path / "voice.wav", np.arange(30 * BLOCK, dtype=np.int32).astype(np.int16))
    tap = Tap(until=60)
    deck = SoundDeck(SystemClock(), file, tap)
    blocks: list[SoundBlock] = []
    pulls: list[float] = []

    def pull(count: int, plays_at: float) -> Pcm:
        pulls.append(plays_at)
        return np.full(count, len(pulls), np.int16)

    began = time.monotonic()
    deck.begin()
    deck.speaker.start(pull, lambda error: None)
    deck.microphone.start(blocks.append, lambda error: None)
    assert tap.enough.wait(DEADLINE)
    assert time.monotonic() - began >= 0.55
    deck.microphone.close()
    deck.speaker.close()
    deck.speaker.close()
    starts = np.array([block.captured_at for block in blocks])
    assert np.allclose(np.diff(starts), 0.01, atol=1e-6)
    assert deck.ended.is_set()
    assert deck.began_position is not None
    heard = np.concatenate([tap.left[deck.began_position + index * BLOCK] for index in range(30)])
    assert np.array_equal(heard, np.arange(30 * BLOCK, dtype=np.int32).astype(np.int16))
    first = min(tap.right)
    origin = blocks[0].captured_at - (sorted(tap.left)[len(tap.left) - len(blocks)] / RATE)
    assert pulls[0] == pytest.approx(origin + first / RATE, abs=1e-6)


def test_the_end_of_the_recording_is_told_and_silence_follows(tmp_path: Path) -> None:
    """After the last sample the microphone is quiet, not gone."""
    file = write_wave(tmp_path / "voice.wav", np.full(5 * BLOCK, 900, np.int16))
    tap = Tap(until=40)
    deck = SoundDeck(SystemClock(), file, tap)
    ended = threading.Event()
    deck.microphone.start(lambda block: None, lambda error: None)
    deck.begin(ended.set)
    assert ended.wait(DEADLINE)
    assert tap.enough.wait(DEADLINE)
    deck.microphone.close()
    assert not tap.left[max(tap.left)].any()


@pytest.mark.parametrize(("suffix", "codec", "rate"), [("flac", "flac", 16_000), ("ogg", "libopus", 48_000)])
def test_any_sound_file_becomes_48_khz_mono(tmp_path: Path, suffix: str, codec: str, rate: int) -> None:
    """Compressed, stereo and other rates come out as 10 ms blocks of the same length."""
    file = tmp_path / f"voice.{suffix}"
    with av.open(str(file), "w") as sink:
        stream = sink.add_stream(codec, rate=rate, layout="stereo")
        assert isinstance(stream, av.AudioStream)
        resampler = av.AudioResampler(format=stream.codec_context.format, layout="stereo", rate=rate)
        samples = (np.sin(np.arange(rate) * 2 * np.pi * 440 / rate) * 9000).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(np.repeat(samples, 2).reshape(1, -1), format="s16", layout="stereo")
        frame.sample_rate = rate
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            sink.mux(stream.encode(part))
        sink.mux(stream.encode(None))
    blocks = list(sound_blocks(file))
    assert all(block.shape == (BLOCK,) and block.dtype == np.int16 for block in blocks)
    assert len(blocks) * BLOCK / RATE == pytest.approx(1.0, abs=0.06)
    middle = np.concatenate(blocks)[RATE // 4 : RATE // 2]
    assert 8000 < int(np.max(middle)) < 10_000


def test_a_file_that_is_no_sound_is_a_missing_microphone(tmp_path: Path) -> None:
    """The deck says so in a sentence, ends the recording and goes on silently."""
    (tmp_path / "voice.mp3").write_bytes(b"this is no sound" * 100)
    told: list[DeviceError | None] = []
    ended = threading.Event()
    deck = SoundDeck(SystemClock(), tmp_path / "voice.mp3")
    deck.microphone.start(lambda block: None, told.append)
    deck.begin(ended.set)
    assert ended.wait(DEADLINE)
    deck.microphone.close()
    assert isinstance(told[0], DeviceMissingError)
    assert "voice.mp3" in str(told[0])


def test_a_film_is_shown_in_real_time_and_again(tmp_path: Path) -> None:
    """Ten pictures at 25 a second come 40 ms apart, and after the last comes the first."""
    camera = ReplayedCamera(SystemClock(), write_film(tmp_path / "shopper.mp4", 10))
    seen: list[Picture] = []
    enough = threading.Event()

    def see(picture: Picture) -> None:
        seen.append(picture)
        if len(seen) == 16:
            enough.set()

    camera.start(see, lambda error: None)
    assert enough.wait(DEADLINE)
    camera.close()
    camera.close()
    spent = seen[15].captured_at - seen[0].captured_at
    assert spent >= 0.55
    greys = [int(picture.luma(16, 8).mean()) for picture in seen]
    assert greys[1] > greys[0]
    assert min(greys[10:15]) == pytest.approx(greys[0], abs=12)
    assert seen[0].bgr().shape == (96, 160, 3)
    assert seen[0].preview(80, 80).data.shape == (72, 80)


def test_a_picture_and_a_folder_of_pictures_stand_in_for_a_camera(tmp_path: Path) -> None:
    """A single photograph is shown for ever."""
    folder = tmp_path / "faces"
    folder.mkdir()
    frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 120, np.uint8), format="bgr24")
    write_still(folder / "one.png", frame)
    for source in (folder, folder / "one.png"):
        seen: list[Picture] = []
        enough = threading.Event()

        def see(picture: Picture, seen: list[Picture] = seen, enough: threading.Event = enough) -> None:
            seen.append(picture)
            if len(seen) == 3:
                enough.set()

        camera = ReplayedCamera(SystemClock(), source)
        camera.start(see, lambda error: None)
        assert enough.wait(DEADLINE)
        camera.close()
        assert (seen[0].width, seen[0].height) == (64, 64)


def write_still(file: Path, frame: av.VideoFrame) -> None:
    with av.open(str(file), "w", format="image2", options={"update": "1"}) as sink:
        stream = sink.add_stream("png", rate=1)
        stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "rgb24"
        sink.mux(stream.encode(frame.reformat(format="rgb24")))
        sink.mux(stream.encode(None))


@pytest.mark.parametrize("name", ["absent.mp4", "broken.mp4", "broken.png"])
def test_a_broken_recording_is_a_missing_camera(tmp_path: Path, name: str) -> None:
    """One sentence, no traceback, and the thread ends when told to."""
    if not name.startswith("absent"):
        (tmp_path / name).write_bytes(b"no picture at all" * 50)
    told: list[DeviceError | None] = []
    heard = threading.Event()

    def trouble(error: DeviceError | None) -> None:
        told.append(error)
        heard.set()

    camera = ReplayedCamera(SystemClock(), tmp_path / name)
    camera.start(lambda picture: None, trouble)
    assert heard.wait(DEADLINE)
    camera.close()
    assert isinstance(told[0], DeviceMissingError)

"""Benchmarks of the kiosk's own media parts, on made-up signals with a known truth."""

import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.clock import SystemClock
from media.audio.echo import EchoCanceller, EchoSettings
from media.devices.port import BLOCK, BLOCK_SECONDS, RATE
from media.recorder import FilmRecorder
from media.webrtc.frames import I420Frame, Pcm

ECHO_SECONDS = 12.0
SETTLING_SECONDS = 3.0
ECHO_DELAY_SECONDS = 0.045
FILM_SECONDS = 4.0
FILM_RATE = 25


def speech_like(seconds: float, seed: int) -> Pcm:
    """Noise shaped like speech: vowel-like bands, syllables of 4 Hz, pauses; int16 mono at 48 kHz."""
    random = np.random.default_rng(seed)
    count = round(seconds * RATE)
    spectrum = np.fft.rfft(random.standard_normal(count))
    pitch = np.fft.rfftfreq(count, 1 / RATE)
    bands = sum(np.exp(-(((pitch - centre) / width) ** 2)) for centre, width in ((500, 300), (1500, 500), (2600, 700)))
    sound = np.fft.irfft(spectrum * bands, count)
    times = np.arange(count) / RATE
    syllables = np.clip(np.sin(2 * np.pi * 4 * times) + 0.4, 0, 1) * (np.sin(2 * np.pi * 0.3 * times) > -0.6)
    sound = sound * syllables
    loud: Pcm = (sound / np.max(np.abs(sound)) * 12000).astype(np.int16)
    return loud


def room_echo(played: Pcm, seed: int = 5) -> NDArray[np.float64]:
    """What a microphone 45 ms away hears of the loudspeaker: a decaying room of 120 ms, 10 dB down."""
    random = np.random.default_rng(seed)
    taps = np.zeros(round((ECHO_DELAY_SECONDS + 0.12) * RATE))
    start = round(ECHO_DELAY_SECONDS * RATE)
    tail = taps.shape[0] - start
    taps[start:] = random.standard_normal(tail) * np.exp(-np.arange(tail) / (0.02 * RATE))
    taps[start] = 6.0
    taps *= 0.3 / np.sqrt(np.sum(taps**2))
    size = 1 << (played.shape[0] + taps.shape[0]).bit_length()
    return np.fft.irfft(np.fft.rfft(played, size) * np.fft.rfft(taps, size), size)[: played.shape[0]]


def cancel(played: Pcm, heard: NDArray[np.float64], settings: EchoSettings) -> Pcm:
    """What is left of `heard` when `played` comes out of the loudspeaker at the same time."""
    canceller = EchoCanceller(settings)
    left = []
    microphone = np.clip(heard, -32768, 32767).astype(np.int16)
    for start in range(0, played.shape[0] - BLOCK + 1, BLOCK):
        canceller.played(played[start : start + BLOCK])
        left.append(canceller.clean(microphone[start : start + BLOCK], 0.0))
    return np.concatenate(left)


def echo() -> dict[str, float]:
    """How far the echo of the consultant's voice is brought down after three seconds, and what that costs."""
    played = speech_like(ECHO_SECONDS, seed=1)
    heard = room_echo(played) + np.random.default_rng(2).standard_normal(played.shape[0]) * 5
    began = time.thread_time()
    left = cancel(played, heard, EchoSettings(noise_suppression=False, gain_control=False))
    spent = time.thread_time() - began
    settled = round(SETTLING_SECONDS * RATE)
    before, after = float(np.mean(heard[settled:] ** 2)), float(np.mean(left[settled:].astype(np.float64) ** 2))
    return {
        "erle_db": round(10 * float(np.log10(before / max(after, 1e-3))), 1),
        "cores": round(spent / ECHO_SECONDS, 4),
        "ms_a_block": round(spent / (ECHO_SECONDS / BLOCK_SECONDS) * 1000, 3),
    }


def recording() -> dict[str, float]:
    """What writing `avatar.mp4` costs at 640 x 720 and 25 pictures a second."""
    down, across = np.mgrid[0:720, 0:640]
    base = (128 + 60 * np.sin(across / 23) * np.cos(down / 31)).astype(np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        recorder = FilmRecorder(Path(folder) / "film.mp4", SystemClock())
        began = time.monotonic()
        for index in range(round(FILM_SECONDS * FILM_RATE)):
            data = np.full((1080, 640), 128, np.uint8)
            data[:720] = np.roll(base, index, axis=1)
            recorder.add(I420Frame(640, 720, data, index / FILM_RATE))
            time.sleep(max(0.0, began + (index + 1) / FILM_RATE - time.monotonic()))
        seconds = time.monotonic() - began
        recorder.close()
        return {"cores": round(recorder.cpu_seconds / seconds, 4), "left_out": recorder.dropped}

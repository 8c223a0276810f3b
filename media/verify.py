"""Recomputes from `heard.wav` alone how long each answer took, without any knowledge of how it was recorded."""

import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.errors import AssetError

FRAME_SECONDS = 0.01
VOICE_OVER_FLOOR_DB = 10.0
DECAY_OVER_FLOOR_DB = 5.0
LONGEST_DECAY_FRAMES = 15
ANSWER_DBFS = -50.0
SHORTEST_VOICE = 0.12
JOIN_PAUSE = 0.9
ANSWER_JOIN = 0.35
LONGEST_WAIT = 12.0


@dataclass(frozen=True, slots=True)
class Span:
    """Seconds from the start of the file."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Exchange:
    """An utterance on the left channel and the answer that began after its end on the right one."""

    voice: Span
    answer: Span

    @property
    def first_audio_ms(self) -> float:
        return (self.answer.start - self.voice.end) * 1000


def exchanges(file: Path) -> tuple[Exchange, ...]:
    """Every utterance that was followed by an answer within 12 s; raises `AssetError` for no stereo wav file."""
    left, right, rate = _channels(file)
    voices = _voices(_levels(left, rate))
    answers = _spans(_levels(right, rate), ANSWER_DBFS, ANSWER_JOIN)
    found = []
    for index, voice in enumerate(voices):
        limit = min(voice.end + LONGEST_WAIT, voices[index + 1].start if index + 1 < len(voices) else float("inf"))
        answer = next((span for span in answers if voice.end <= span.start < limit), None)
        if answer is not None:
            found.append(Exchange(voice, answer))
    return tuple(found)


def voices(file: Path) -> tuple[Span, ...]:
    """The shopper's utterances; pauses under 0.9 s belong to one."""
    left, _, rate = _channels(file)
    return _voices(_levels(left, rate))


def answers(file: Path) -> tuple[Span, ...]:
    """What the loudspeaker said; pauses under 0.35 s belong to one span."""
    _, right, rate = _channels(file)
    return _spans(_levels(right, rate), ANSWER_DBFS, ANSWER_JOIN)


def _channels(file: Path) -> tuple[NDArray[np.int16], NDArray[np.int16], int]:
    try:
        with wave.open(str(file), "rb") as source:
            if source.getnchannels() != 2 or source.getsampwidth() != 2:
                raise AssetError(f"{file.name} is not a stereo recording of 16 bits.")
            samples = np.frombuffer(source.readframes(source.getnframes()), np.int16).reshape(-1, 2)
            return samples[:, 0], samples[:, 1], source.getframerate()
    except (OSError, wave.Error, EOFError) as error:
        raise AssetError(f"The recording {file.name} cannot be read: {error}") from error


def _levels(samples: NDArray[np.int16], rate: int) -> NDArray[np.float32]:
    """Decibels of full scale of each 10 ms."""
    size = round(rate * FRAME_SECONDS)
    blocks = samples[: samples.shape[0] // size * size].reshape(-1, size).astype(np.float32)
    power = np.mean(np.square(blocks), axis=1) if blocks.size else np.zeros(0, np.float32)
    levels: NDArray[np.float32] = (10 * np.log10(np.maximum(power, 1e-2) / 32768.0**2)).astype(np.float32)
    return levels


def _floor(levels: NDArray[np.float32]) -> float:
    """The level of the room: what a fifth of the sounding blocks stays below, at least -65 dBFS."""
    sounding = levels[levels > -100]
    return max(-65.0, float(np.quantile(sounding, 0.2))) if sounding.size else -65.0


def _voices(levels: NDArray[np.float32]) -> tuple[Span, ...]:
    """Where the voice stands out of the room, and at its ends the 150 ms at most in which it still does so faintly."""
    floor = _floor(levels)
    padded = np.pad(levels, 2, mode="edge")
    smooth = np.median(np.lib.stride_tricks.sliding_window_view(padded, 5), axis=1) if levels.size else levels
    spans = []
    for span in _spans(levels, floor + VOICE_OVER_FLOOR_DB, JOIN_PAUSE):
        last = round(span.end / FRAME_SECONDS)
        tail = smooth[last : last + LONGEST_DECAY_FRAMES] > floor + DECAY_OVER_FLOOR_DB
        faint = int(np.argmin(tail)) if not tail.all() else int(tail.size)
        spans.append(Span(span.start, span.end + faint * FRAME_SECONDS))
    return tuple(spans)


def _spans(levels: NDArray[np.float32], threshold: float, join: float) -> tuple[Span, ...]:
    spans: list[Span] = []
    loud = np.flatnonzero(levels > threshold)
    for index in loud.tolist():
        start, end = index * FRAME_SECONDS, (index + 1) * FRAME_SECONDS
        if spans and start - spans[-1].end <= join:
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(start, end))
    return tuple(span for span in spans if span.end - span.start >= SHORTEST_VOICE)

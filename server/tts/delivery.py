"""How a voice is to speak, and the last steps from a graph's sound to a `Speech`."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from server.tts.loudness import normalised
from server.tts.port import Speech, TimedPhoneme, TimedWord

_SILENCE = 0.004
_LEAD_S = 0.02
_TAIL_S = 0.03
_PAUSE_S = 0.08
_SHORTEST_S = 0.04


@dataclass(frozen=True, slots=True)
class Delivery:
    """`rate` 1.0 is as recorded; `pitch` in semitones, 0.0 as recorded.

    For pitch the sound is played faster or slower than it was spoken, which moves the formants too: a few semitones
    sound natural. The voice is asked to speak slower or faster by the same factor, so the tempo stays.
    """

    rate: float = 1.0
    pitch: float = 0.0

    @property
    def pitch_factor(self) -> float:
        return float(2.0 ** (self.pitch / 12))

    @property
    def speed(self) -> float:
        """What the voice's graph is asked for."""
        return self.rate / self.pitch_factor

    def sample_rate(self, rate: int) -> int:
        """The rate at which the graph's samples are to be played (Hz)."""
        return rate if self.pitch == 0.0 else round(rate * self.pitch_factor / 50) * 50


def silence(rate: int) -> Speech:
    """Nothing said."""
    return Speech(np.empty(0, np.float32), rate, (), ())


def finished(
    pcm: NDArray[np.float32], rate: int, phonemes: list[TimedPhoneme], words: list[TimedWord], pause: float
) -> Speech:
    """Cut the silence at both ends, set the loudness and end with `pause` seconds of silence.

    Nothing is said to sound into a silence: a voice lets the last symbol before one last until the next.
    """
    loud = np.flatnonzero(np.abs(pcm) > _SILENCE)
    if loud.size == 0:
        return silence(rate)
    first = max(0, int(loud[0]) - round(_LEAD_S * rate))
    last = min(len(pcm), int(loud[-1]) + 1 + round(_TAIL_S * rate))
    body = normalised(pcm[first:last], rate)
    sound = np.concatenate([body, np.zeros(round(pause * rate), np.float32)])
    shift, end = first / rate, (int(loud[-1]) + 1 - first) / rate

    def moved(moment: float) -> float:
        return min(max(moment - shift, 0.0), end)

    return Speech(
        sound,
        rate,
        tuple(replace(word, start=moved(word.start), end=moved(word.end)) for word in words),
        tuple(
            replace(phoneme, start=moved(phoneme.start), end=moved(phoneme.end))
            for phoneme in until_silence(phonemes, loud / rate)
        ),
    )


def until_silence(phonemes: list[TimedPhoneme], loud: NDArray[np.float64]) -> list[TimedPhoneme]:
    """The phonemes, those before a pause ended where they are last heard, and the pause with them.

    `loud` (N,) are the moments (s) with sound.
    """
    sounding = [number for number, phoneme in enumerate(phonemes) if not phoneme.symbol.isspace()]
    ended = list(phonemes)
    for number, following in zip(sounding, [*sounding[1:], None], strict=True):
        phoneme = phonemes[number]
        if following is not None and phonemes[following].start - phoneme.end < _PAUSE_S:
            continue
        heard = int(np.searchsorted(loud, phoneme.end))
        if heard and loud[heard - 1] > phoneme.start:
            end = min(phoneme.end, max(float(loud[heard - 1]), phoneme.start + _SHORTEST_S))
            ended[number] = replace(phoneme, end=end)
            ended[number + 1 : number + 2] = [replace(rest, start=end) for rest in ended[number + 1 : number + 2]]
    return ended

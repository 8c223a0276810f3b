"""What the consultant costs while speaking, and whether each picture is there in time.

Speech is made beforehand. A program of its own then speaks it in real time through the renderer, the stage, the
encoders and a connection on loopback, and counts what reaches the other end. With a `baseline`, another checkout of
this repository, the same program runs with that checkout's code right after, so that both meet the same machine. How
evenly that machine runs is told beside it.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from app.domain.consultants import ConsultantProfile
from app.errors import ServiceError, SettingsError
from server.animation.port import Animator
from server.bench.evenness import evenness
from server.bench.lipsync import speak
from server.tts.port import Synthesiser

ROOT = Path(__file__).parents[2]
VISIT = Path(__file__).with_name("avatar_visit.py")
LONGEST_TEXT = 60.0
SPARE = 120.0
EVENNESS_SECONDS = 5.0
PAUSE = 0.35
"""Seconds of silence after each sentence."""


def prepare(path: Path, seconds: float, voice: Synthesiser, animator: Animator) -> None:
    """Write speech of about `seconds`, at most a minute, and its curves to an .npz file."""
    spoken = asyncio.run(speak(voice, min(seconds, LONGEST_TEXT)))
    rate = animator.animate(spoken[0]).rate
    sounds, shapes = [], []
    for speech in spoken:
        length = round((speech.seconds + PAUSE) * rate)
        curves = animator.animate(speech)
        sounds.append(np.resize(np.float32(0), round(length / rate * speech.sample_rate)))
        sounds[-1][: len(speech.pcm)] = speech.pcm
        shapes.append(np.stack([curves.at(index / rate) for index in range(length)]))
    np.savez(
        path,
        pcm=np.concatenate(sounds),
        sample_rate=spoken[0].sample_rate,
        rate=rate,
        values=np.concatenate(shapes).astype(np.float32),
    )


def run(
    seconds: float,
    size: tuple[int, int],
    rate: int,
    profile: ConsultantProfile,
    voice: Synthesiser,
    animator: Animator,
    baseline: Path | None = None,
    *,
    hold: bool = False,
) -> dict[str, object]:
    """The benchmark, on one rung of the quality ladder with `hold`.

    Raises `SettingsError` for a baseline that is no checkout, `ServiceError` when a run fails.
    """
    if baseline is not None and not (baseline / "server" / "avatar").is_dir():
        raise SettingsError(f"{baseline} is no checkout of this program.")
    with tempfile.TemporaryDirectory() as folder:
        speech = Path(folder) / "speech.npz"
        prepare(speech, seconds, voice, animator)
        told = {
            "speech": str(speech),
            "figure": profile.id,
            "seconds": seconds,
            "width": size[0],
            "height": size[1],
            "rate": rate,
            "hold": hold,
        }
        report: dict[str, object] = {
            "figure": profile.id,
            "size": list(size),
            "rate": rate,
            "seconds": seconds,
            "load_before": round(os.getloadavg()[0], 2),
            "same_work_ms": evenness(EVENNESS_SECONDS),
        }
        ours = _visit(ROOT, told)
        report |= ours
        if baseline is not None:
            theirs = _visit(baseline.resolve(), told)
            report |= {"baseline": theirs, "ratio_a_picture": _ratio(ours, theirs)}
    return report


def _visit(checkout: Path, told: dict[str, object]) -> dict[str, object]:
    seconds = told["seconds"]
    assert isinstance(seconds, float)
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(VISIT), json.dumps(told)],
            env=os.environ | {"PYTHONPATH": str(checkout)},
            cwd=checkout,
            stdout=subprocess.PIPE,
            check=True,
            timeout=seconds + SPARE,
            text=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise ServiceError(f"The visit with the code in {checkout} did not come to its end.") from error
    report: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return report


def _ratio(ours: dict[str, object], theirs: dict[str, object]) -> float:
    """Processor time of rendering and encoding a picture, ours over theirs."""
    mine, other = (report["ms_a_picture"] for report in (ours, theirs))
    assert isinstance(mine, dict)
    assert isinstance(other, dict)
    return round(sum(mine.values()) / sum(other.values()), 3)

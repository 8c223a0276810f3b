"""Films a consultant through a minute of a visit, upright and with sound, and draws a strip of its pictures.

    PYTHONPATH=. python packaging/assets/film_consultants.py --figure female-professional-consultant --out out/films

The voice, the lips, the motion and the renderer are the companion's own; only the clock is the film's, so that a slow
machine films the same minute as a fast one. Needs OpenGL, the voices and PyAV.
"""

import argparse
import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from app.domain.consultants import ROSTER, find_consultant
from app.protocol.messages import ConsultantState
from server.animation.visemes import VisemeAnimator
from server.avatar.accents import spoken
from server.avatar.cues import CardsShown, Cue, GoodBye, ShopperSeen, ShopperVoice
from server.avatar.curve_timeline import CurveTimeline
from server.avatar.motion.life import Life
from server.avatar.motion.temperament import temperament_of
from server.avatar.pose import FacePose
from server.avatar.render_figure import build
from server.avatar.sound_timeline import SoundTimeline
from server.tts.delivery import Delivery
from server.tts.espeak import Espeak
from server.tts.port import Speech, Synthesiser
from server.tts.voices import LOADERS

SECONDS, FPS, SOUND_RATE, SEED = 60, 30, 48_000, 11
PAUSE = 0.25
STRIP_EVERY, STRIP_COLUMNS, STRIP_HEIGHT = 2.0, 10, 384


@dataclass(frozen=True)
class Turn:
    """The shopper speaks for `heard` seconds and is thought about for `thought`; then `says` is said."""

    heard: float
    thought: float
    says: tuple[str, ...]
    shows: float | None = None


TURNS = (
    Turn(0.0, 0.8, ("Good morning, and welcome!", "I'm {name}.", "What brings you to us today?")),
    Turn(
        3.4,
        0.9,
        (
            "Light frames for long days at the screen, with pleasure.",
            "May I ask whether your old pair slips, or presses behind the ears?",
        ),
    ),
    Turn(
        2.6,
        0.8,
        (
            "Thank you, that helps a lot.",
            "Here are three that weigh less than fifteen grams.",
            "The first is thin titanium, so you will hardly feel it.",
            "The second holds on by itself when you look down.",
            "The third is soft and round, with a bridge two millimetres wider.",
        ),
        -0.6,
    ),
    Turn(
        2.2,
        0.9,
        (
            "Both fit the measurements we took together.",
            "The optician will confirm them before any lens is ground.",
            "Would you like to see the brown one from the side?",
        ),
        0.5,
    ),
    Turn(1.6, 0.6, ("Very good. Take your time, and have a lovely afternoon!",)),
)


@dataclass(frozen=True)
class Moment:
    """From `at` seconds on the consultant is in `state`; `cue` is performed then."""

    at: float
    state: ConsultantState
    cue: Cue | None = None


async def voiced(voice: Synthesiser, name: str) -> list[list[Speech]]:
    """Each turn's sentences as sound; lets go of the voice."""
    try:
        return [[await voice.synthesise(text.format(name=name)) for text in turn.says] for turn in TURNS]
    finally:
        await voice.aclose()


def staged(speeches: list[list[Speech]]) -> tuple[list[Moment], SoundTimeline, CurveTimeline]:
    """The minute's course, its sound and the curves of its lips."""
    sound, curves, animator = SoundTimeline(), CurveTimeline(), VisemeAnimator()
    moments = [Moment(0.0, ConsultantState.ATTENTIVE, ShopperSeen(3.0, -2.0, 0.7))]
    at = 0.6
    for turn, sentences in zip(TURNS, speeches, strict=True):
        if turn.heard:
            moments.append(Moment(at, ConsultantState.LISTENING, ShopperVoice(voiced=True)))
            for share, is_voiced in ((0.5, False), (0.6, True), (0.97, False)):
                moments.append(
                    Moment(at + share * turn.heard, ConsultantState.LISTENING, ShopperVoice(voiced=is_voiced))
                )
        at += turn.heard
        moments.append(Moment(at, ConsultantState.THINKING))
        at += turn.thought
        for number, speech in enumerate(sentences):
            wait = round(at * SOUND_RATE) - sound.queued_until
            sound.enqueue(np.zeros(max(wait, 0), np.int16))
            start = sound.say(speech.pcm, speech.sample_rate) / SOUND_RATE
            curves.enqueue(start, speech.seconds, animator.animate(speech))
            moments.append(Moment(start, ConsultantState.SPEAKING, spoken(speech, start)))
            if turn.shows is not None and number == 1:
                moments.append(Moment(start, ConsultantState.SPEAKING, CardsShown(start + 0.8, turn.shows)))
            at = start + speech.seconds + PAUSE
        moments.append(Moment(at - PAUSE, ConsultantState.ATTENTIVE))
    moments.append(Moment(at, ConsultantState.FAREWELL, GoodBye(at)))
    return sorted(moments, key=lambda moment: moment.at), sound, curves


def poses(figure: str, moments: list[Moment], curves: CurveTimeline) -> Iterator[FacePose]:
    """What the figure does at each picture of the minute."""
    life, state, waiting = Life(SEED, temperament_of(figure)), ConsultantState.IDLE, list(moments)
    for number in range(SECONDS * FPS):
        media = number / FPS
        while waiting and waiting[0].at <= media:
            moment = waiting.pop(0)
            state = moment.state
            if moment.cue is not None:
                life.perform(moment.cue)
        yield life.pose(media, state, curves.at(media))


def strip(pictures: list[NDArray[np.uint8]], path: Path) -> None:
    """The pictures side by side with their seconds."""
    width = round(STRIP_HEIGHT * pictures[0].shape[1] / pictures[0].shape[0])
    rows = -(-len(pictures) // STRIP_COLUMNS)
    sheet = Image.new("RGB", (width * STRIP_COLUMNS, STRIP_HEIGHT * rows))
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(16)
    for number, picture in enumerate(pictures):
        left, top = number % STRIP_COLUMNS * width, number // STRIP_COLUMNS * STRIP_HEIGHT
        sheet.paste(Image.fromarray(picture).resize((width, STRIP_HEIGHT), Image.Resampling.BOX), (left, top))
        pen.text((left + 6, top + 4), f"{number * STRIP_EVERY:.0f} s", fill=(247, 244, 239), font=font)
    sheet.save(path, quality=88)


def film(figure: str, size: tuple[int, int], loss: int, folder: Path) -> None:
    """Speak, draw and encode the minute into `folder`."""
    profile = find_consultant(figure)
    voice = LOADERS[profile.voice](Espeak(), Delivery())
    moments, sound, curves = staged(asyncio.run(voiced(voice, profile.name)))
    spoken_until = sound.queued_until / SOUND_RATE
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{figure}.mp4"
    renderer = build(figure)
    kept: list[NDArray[np.uint8]] = []
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        video: Any = container.add_stream("libx264", rate=FPS)
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        video.options = {"preset": "slow", "g": str(FPS * SECONDS), "bf": "5", "crf": str(loss)}
        audio: Any = container.add_stream("aac", rate=SOUND_RATE, layout="mono")
        audio.bit_rate = 48_000
        for number, pose in enumerate(poses(figure, moments, curves)):
            picture = av.VideoFrame.from_ndarray(renderer.render(pose, *size), format="yuv420p")
            if number % round(STRIP_EVERY * FPS) == 0:
                kept.append(np.asarray(picture.to_ndarray(format="rgb24"), np.uint8))
            container.mux(video.encode(picture))
            heard = av.AudioFrame.from_ndarray(sound.pull(SOUND_RATE // FPS)[None], format="s16", layout="mono")
            heard.sample_rate, heard.pts, heard.time_base = (
                SOUND_RATE,
                number * SOUND_RATE // FPS,
                Fraction(1, SOUND_RATE),
            )
            container.mux(audio.encode(heard))
        container.mux(video.encode(None))
        container.mux(audio.encode(None))
    renderer.close()
    strip(kept, folder / f"{figure}-strip.jpg")
    print(f"{path}: {path.stat().st_size} bytes; the last word ends at {spoken_until:.1f} s")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figure", choices=[profile.id for profile in ROSTER], required=True)
    parser.add_argument("--width", type=int, default=720)
    parser.add_argument("--height", type=int, default=1280)
    parser.add_argument("--loss", type=int, default=23, help="of the picture by its encoding, 0 (none) to 51")
    parser.add_argument("--out", type=Path, default=Path("out/films"))
    options = parser.parse_args()
    film(options.figure, (options.width, options.height), options.loss, options.out)


if __name__ == "__main__":
    main()

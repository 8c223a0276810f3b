"""Behaviour of the stage's clock, sound and pictures, in manual time."""

import asyncio
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from app.clock import ManualClock
from app.errors import RendererUnavailableError
from app.protocol.messages import ConsultantState
from media.webrtc.tracks import OPUS_LOOKAHEAD
from server.animation.port import ARKIT_INDEX, ARKIT_NAMES, Curves
from server.avatar.cues import Cue
from server.avatar.quality import QualityLadder, rungs
from server.avatar.stage import SpeakingStage, StageCore, TrackStarts
from server.tts.port import Speech


class MomentPuppet:
    """Its pose is the moment it is asked for, at most `foresight` seconds before it."""

    def __init__(self) -> None:
        self.moments: list[float] = []
        self.foresight = 0.0

    def pose(self, media: float) -> float:
        self.moments.append(media)
        return media

    def foreseen(self, media: float) -> float:
        del media
        return self.foresight

    def rests(self, media: float) -> None:
        del media


class GreySource:
    """Draws a grey picture at once, or refuses; `before` is called with each pose."""

    def __init__(self) -> None:
        self.out = False
        self.before: Callable[[Any], object] = lambda _pose: None

    async def render(self, view: str, pose: Any, width: int, height: int, due: float) -> NDArray[np.uint8]:
        if self.out:
            raise RendererUnavailableError("The renderer is away.")
        self.before(pose)
        return np.full((height * 3 // 2, width), 77, np.uint8)


class Rig:
    """A stage whose time moves only when sound is pulled."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.puppet = MomentPuppet()
        self.source = GreySource()
        self.troubles: list[str] = []
        self.core = StageCore(
            "visit",
            self.puppet,
            self.source,
            QualityLadder(rungs(320, 320, 25)),
            self.clock,
            self.troubles.append,
        )

    def play(self, frames: int) -> NDArray[np.int16]:
        """Pull that many 20 ms frames, each a frame's time after the one before."""
        pulled = []
        for _ in range(frames):
            pulled.append(self.core.pull())
            self.clock.advance(0.02)
        return np.concatenate(pulled)


async def test_media_clock_stands_until_sound_is_pulled() -> None:
    """Time that passes before the connection pulls is not media time."""
    rig = Rig()
    rig.clock.advance(10.0)

    before = rig.core.media.now()
    rig.play(5)

    assert before == 0.0
    assert abs(rig.core.media.now() - 0.1) < 1e-9


async def test_media_clock_waits_while_sound_stalls() -> None:
    """A stalled connection stops the picture's clock with the sound."""
    rig = Rig()
    rig.play(5)
    rig.clock.advance(3.0)

    assert abs(rig.core.media.now() - 0.1) < 1e-9


async def test_picture_carries_the_moment_it_was_posed_for() -> None:
    """A picture's stamp is the very moment its pose was asked for."""
    rig = Rig()
    drawing = asyncio.create_task(rig.core.run())

    stamps = []
    for _ in range(3):
        rig.play(1)
        picture = await rig.core.next_picture()
        stamps.append(picture.pts_seconds)
        rig.play(1)
    drawing.cancel()
    await asyncio.gather(drawing, return_exceptions=True)

    assert stamps == rig.puppet.moments[:3]
    assert np.allclose(np.diff(stamps), 0.04)


async def test_what_is_foreseen_is_drawn_before_its_moment() -> None:
    """At 20 ms pictures of 0, 40 and 80 ms are there when 66 ms are foreseen, and no further one."""
    rig = Rig()
    rig.puppet.foresight = 0.066
    drawing = asyncio.create_task(rig.core.run())
    rig.play(1)

    stamps = [(await rig.core.next_picture()).pts_seconds]
    while stamps[-1] < 0.079:
        stamps.append((await rig.core.next_picture()).pts_seconds)
    drawing.cancel()
    await asyncio.gather(drawing, return_exceptions=True)

    assert abs(rig.core.media.now() - 0.02) < 1e-9
    assert np.allclose(rig.puppet.moments, [0.0, 0.04, 0.08])


@pytest.mark.parametrize(("foresight", "complete"), [(0.066, True), (0.0, False)])
async def test_a_slow_picture_costs_no_other_where_speech_is_foreseen(*, foresight: float, complete: bool) -> None:
    """While one picture takes 100 ms of 40, those after it are made in time from what was made before."""
    rig = Rig()
    rig.puppet.foresight = foresight
    rig.source.before = lambda moment: rig.play(5) if abs(moment - 0.4) < 1e-6 else None
    drawing = asyncio.create_task(rig.core.run())

    rig.play(1)
    await rig.core.next_picture()
    while rig.puppet.moments[-1] < 0.79:
        rig.play(1)
        while rig.puppet.moments[-1] + 0.04 < rig.core.media.now() + foresight - 1e-9:
            await rig.core.next_picture()
    drawing.cancel()
    await asyncio.gather(drawing, return_exceptions=True)

    assert (len(rig.puppet.moments) == round(rig.puppet.moments[-1] / 0.04) + 1) is complete


async def test_tracks_tell_where_they_began() -> None:
    """The anchor names the first picture's moment and takes out what the sound encoder adds."""
    rig = Rig()
    drawing = asyncio.create_task(rig.core.run())
    rig.play(1)
    picture = await rig.core.next_picture()

    starts = await rig.core.started()
    drawing.cancel()
    await asyncio.gather(drawing, return_exceptions=True)

    assert starts == TrackStarts(-OPUS_LOOKAHEAD, picture.pts_seconds)


async def test_sound_goes_on_without_a_renderer_and_the_picture_stands() -> None:
    """Without a renderer the last picture is repeated with newer stamps, and the trouble is told once."""
    rig = Rig()
    drawing = asyncio.create_task(rig.core.run())
    rig.play(1)
    live = await rig.core.next_picture()
    rig.source.out = True

    rig.play(3)
    first = await rig.core.next_picture()
    rig.play(40)
    second = await rig.core.next_picture()
    drawing.cancel()
    await asyncio.gather(drawing, return_exceptions=True)

    assert live.pts_seconds < first.pts_seconds < second.pts_seconds
    assert np.array_equal(second.data, live.data)
    assert rig.troubles == ["The renderer is away."]


class MouthMotion:
    """Its pose is the state and how far the jaw is told to open; it notes its cues."""

    def __init__(self) -> None:
        self.cues: list[Cue] = []

    def perform(self, cue: Cue) -> None:
        self.cues.append(cue)

    def fork(self, seed: int) -> "MouthMotion":
        raise NotImplementedError

    def pose(
        self, media: float, state: ConsultantState, weights: NDArray[np.float32] | None
    ) -> tuple[ConsultantState, float]:
        return state, 0.0 if weights is None else round(float(weights[ARKIT_INDEX["jawOpen"]]), 3)


def _speech(seconds: float, level: float) -> tuple[Speech, Curves]:
    pcm = np.full(int(seconds * 24_000), level, np.float32)
    values = np.zeros((int(seconds * 60) + 1, len(ARKIT_NAMES)), np.float32)
    values[:, ARKIT_INDEX["jawOpen"]] = level
    return Speech(pcm, 24_000, (), ()), Curves(60.0, values)


def _speaking(clock: ManualClock) -> SpeakingStage:
    return SpeakingStage(
        "visit", MouthMotion(), GreySource(), QualityLadder(rungs(320, 320, 25)), clock, lambda _reason: None
    )


async def test_mouth_moves_with_the_very_samples_it_belongs_to() -> None:
    """At the media time told for a speech, its sound leaves and its curves are posed."""
    stage = _speaking(ManualClock())
    for _ in range(3):
        stage.pull()

    start = stage.enqueue(*_speech(0.1, 0.5))
    sound = np.concatenate([stage.pull() for _ in range(6)])

    assert start == 0.06
    assert abs(int(sound[2400]) - 16_383) < 300
    assert abs(int(sound[5500])) < 300
    poses = [stage._puppet.pose(media) for media in (0.05, 0.07, 0.15, 0.17)]
    assert [jaw for _, jaw in poses] == [0.0, 0.5, 0.5, 0.0]


async def test_flush_stops_sound_and_mouth_at_one_moment() -> None:
    """After an interruption sound and curves end at the told position, and the next answer follows it."""
    stage = _speaking(ManualClock())
    stage.enqueue(*_speech(1.0, 0.5))
    stage.pull()

    position = stage.flush()
    again = stage.enqueue(*_speech(0.5, 0.25))

    assert position == again
    assert abs(position - 0.025) < 1e-9
    assert stage.queued_until == again + 0.5
    assert [stage._puppet.pose(media)[1] for media in (0.02, 0.03)] == [0.5, 0.25]


async def test_state_reaches_the_figure() -> None:
    """The figure is posed in the state that was set last."""
    stage = _speaking(ManualClock())

    stage.set_state(ConsultantState.LISTENING)

    assert stage._puppet.pose(0.0) == (ConsultantState.LISTENING, 0.0)

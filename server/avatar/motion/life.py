"""Being alive: what the whole figure does at every moment of the media clock.

A life is a function of its seed, of time and of what it was told: the same calls give the same movements, and
while a state lasts also at any other rate of pictures. `server.avatar.motion.curves` keeps every movement smooth.
"""

import copy
import math
from random import Random

import numpy as np
from numpy.typing import NDArray

from app.protocol.messages import ConsultantState
from server.animation.port import ARKIT_INDEX
from server.avatar.cues import (
    CardsShown,
    Cue,
    GoodBye,
    ShopperLost,
    ShopperSeen,
    ShopperVoice,
    Silenced,
    Spoken,
    Stillness,
)
from server.avatar.motion.blinks import Blinks
from server.avatar.motion.breath import Breath
from server.avatar.motion.curves import DEGREE, Travel
from server.avatar.motion.expression import Expression
from server.avatar.motion.gaze import Gaze, card_direction
from server.avatar.motion.gestures import Gestures
from server.avatar.motion.manner import Carriage
from server.avatar.motion.posture import Posture
from server.avatar.motion.temperament import Temperament
from server.avatar.pose import FacePose, neutral_weights

Floats = NDArray[np.float32]
LIPS_REST = 0.07
MOST_PLANNED = 64
WIDE = [ARKIT_INDEX[f"mouth{shape}{side}"] for shape in ("Smile", "Dimple", "Press") for side in ("Left", "Right")]
ROUND = [ARKIT_INDEX["mouthPucker"], ARKIT_INDEX["mouthFunnel"]]
ROUNDED_WINS = 0.6
"""How much of a smile's breadth rounded lips take away; the eyes go on smiling."""


class Life:
    """One visit's movements of a consultant of the given temperament; ask for ever later moments."""

    def __init__(self, seed: int, ways: Temperament | None = None, *, still: bool = False) -> None:
        self._ways = ways or Temperament()
        self._blinks = Blinks(Random(f"{seed} blinks"))
        self._breath = Breath(Random(f"{seed} breath"))
        self._gaze = Gaze(Random(f"{seed} gaze"), self._blinks)
        self._gestures = Gestures(Random(f"{seed} gestures"), self._ways)
        self._posture = Posture(Random(f"{seed} posture"), self._ways)
        self._expression = Expression(Random(f"{seed} expression"))
        self._carriage = Carriage(self._ways)
        self._moving = Travel(0.0 if still else 1.0)
        self._planned: list[tuple[float, CardsShown | Spoken]] = []
        self._state = ConsultantState.IDLE
        self._spoken_until = -math.inf
        self._last = 0.0
        self._lips = neutral_weights()

    def fork(self, seed: int | None = None) -> "Life":
        """Another life that stands exactly where this one does; with a `seed` it goes its own way from here."""
        other = copy.deepcopy(self)
        if seed is not None:
            other.reseed(seed)
        return other

    def reseed(self, seed: int) -> None:
        """Draw whatever comes next from another seed."""
        self._blinks.reseed(Random(f"{seed} blinks"))
        self._gaze.reseed(Random(f"{seed} gaze"))
        self._gestures.reseed(Random(f"{seed} gestures"))
        self._posture.reseed(Random(f"{seed} posture"))
        self._expression.reseed(Random(f"{seed} expression"))

    def perform(self, cue: Cue) -> None:
        """Answer what happens, from the moment last asked for on or at the cue's own time."""
        t = self._last
        match cue:
            case Spoken():
                self._gestures.spoken(cue)
                self._breath.spoken(t, cue.start, cue.end, closes=cue.closes)
                self._spoken_until = max(self._spoken_until, cue.end)
                if cue.closes:
                    self._plan(cue.end, cue)
            case Silenced():
                self._silence(max(t, cue.at))
            case ShopperVoice():
                self._gestures.heard_voice(t, voiced=cue.voiced)
            case ShopperSeen():
                self._gaze.see(t, cue)
            case ShopperLost():
                self._gaze.see(t, None)
            case CardsShown():
                self._plan(cue.at, cue)
            case GoodBye():
                self._gestures.take_leave(t, cue.at)
            case Stillness():
                self._moving.go(t, 0.8, 0.0 if cue.on else 1.0)

    def pose(self, media: float, state: ConsultantState, weights: Floats | None) -> FacePose:
        """The pose at `media` seconds in `state`, with the speech's `weights` (52,) laid over it.

        Without `weights` lips that were speaking come to rest. Moments before the last one asked for count as that one.
        """
        t = max(media, self._last)
        step, self._last = t - self._last, t
        self._enter(t, state)
        self._carry_out(t, t - step)
        manner = self._carriage.follow(state, step)
        moving = self._moving.at(t)
        eyes_yaw, eyes_pitch, head_yaw, head_pitch, focus = self._gaze.at(t, manner, moving)
        nod, tilt, brow, smile = self._gestures.at(t)
        yaw, pitch, roll = self._posture.at(t, manner)
        yaw = moving * DEGREE * (yaw + head_yaw)
        pitch = moving * DEGREE * (pitch + head_pitch + nod)
        roll = moving * DEGREE * (roll + tilt)
        blink = self._blinks.at(t, manner.blinks * self._ways.blinking)
        self._lips = self._lips * np.float32(math.exp(-step / LIPS_REST)) if weights is None else weights
        face = self._expression.at(t, manner, moving * brow, smile)
        face[WIDE] *= 1 - ROUNDED_WINS * min(float(self._lips[ROUND].sum()), 1.0)
        face = np.clip(face + self._lips, 0, 1).astype(np.float32)
        for side in ("eyeBlinkLeft", "eyeBlinkRight"):
            face[ARKIT_INDEX[side]] = max(face[ARKIT_INDEX[side]], np.float32(blink))
        return FacePose(
            face,
            yaw,
            pitch,
            roll,
            moving * DEGREE * eyes_yaw - yaw,
            moving * DEGREE * eyes_pitch - pitch,
            self._breath.at(t, manner.speaks),
            focus,
        )

    def _enter(self, t: float, state: ConsultantState) -> None:
        if state is self._state:
            return
        self._state = state
        if state in {ConsultantState.LISTENING, ConsultantState.INTERRUPTED, ConsultantState.SPEAKING}:
            self._gaze.meet(t)
        if state is ConsultantState.INTERRUPTED:
            self._gestures.startled(t)

    def _plan(self, at: float, cue: CardsShown | Spoken) -> None:
        self._planned = sorted([*self._planned, (at, cue)], key=lambda planned: planned[0])[:MOST_PLANNED]

    def _carry_out(self, t: float, since: float) -> None:
        """Glance at cards that appear, blink where a sentence ends: what fell due between `since` and `t`."""
        while self._planned and self._planned[0][0] <= t:
            at, cue = self._planned.pop(0)
            if isinstance(cue, CardsShown):
                self._gaze.glance(max(at, since), *card_direction(cue.side))
            else:
                self._blinks.now(max(at, since))

    def _silence(self, t: float) -> None:
        """Stop what was planned for words that will not be said; somebody cut short looks up."""
        self._planned = [planned for planned in self._planned if planned[0] <= t]
        self._gestures.cancel_after(t)
        self._breath.silenced(t)
        if self._spoken_until > t and self._state is not ConsultantState.INTERRUPTED:
            self._gestures.startled(t)
            self._gaze.meet(t)
        self._spoken_until = t

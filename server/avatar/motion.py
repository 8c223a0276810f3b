"""Being alive: breath, blinks, glances, nods and small movements of the head, for every moment of the media clock.

Everything is a smooth function of time: slow movements are sums of waves, the rest are events whose courses begin and
end at rest. The same seed and the same calls give the same movements.
"""

import math
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from app.protocol.messages import ConsultantState
from server.animation.port import ARKIT_INDEX
from server.avatar.pose import FacePose, neutral_weights

Floats = NDArray[np.float32]
DEGREE = math.pi / 180
BLINK_DOWN, BLINK_SHUT, BLINK_UP = 0.08, 0.035, 0.19
BLINK_SECONDS = BLINK_DOWN + BLINK_SHUT + BLINK_UP
PAIR_SHARE, PAIR_GAP = 0.14, 0.12
SETTLE = 0.28
LIPS_REST = 0.07
LONGEST_STEP = 0.2
_STATES = (ConsultantState.LISTENING, ConsultantState.THINKING, ConsultantState.SPEAKING)


def ease(share: float) -> float:
    """From 0 to 1 with rest at both ends."""
    share = min(max(share, 0.0), 1.0)
    return share * share * share * (10 + share * (6 * share - 15))


class Waves:
    """A slow wandering value, about -1..1, that never repeats within a visit."""

    def __init__(self, random: Random, slowest: float, fastest: float, count: int = 4) -> None:
        ratio = (fastest / slowest) ** (1 / max(count - 1, 1))
        self._waves = [
            (slowest * ratio**index * random.uniform(0.88, 1.12), random.uniform(0, math.tau), 1 / (1 + 0.7 * index))
            for index in range(count)
        ]
        self._size = math.sqrt(sum(weight * weight for _, _, weight in self._waves))

    def at(self, t: float) -> float:
        """The value at `t` seconds."""
        return sum(weight * math.sin(math.tau * rate * t + phase) for rate, phase, weight in self._waves) / self._size


class Blinks:
    """Blinks as people's come: 10 to 25 a minute, never evenly, now and then two together."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._starts = [random.uniform(0.8, 2.5)]
        self._paired = False

    def at(self, t: float, pace: float) -> float:
        """How far the lids are shut, 0..1; `pace` 1 is the rate of somebody at rest."""
        while self._starts[-1] + BLINK_SECONDS < t:
            self._starts = [*self._starts[-2:], self._next(self._starts[-1], pace)]
        return max(_lid(t - start) for start in self._starts)

    def _next(self, last: float, pace: float) -> float:
        if not self._paired and self._random.random() < PAIR_SHARE:
            self._paired = True
            return last + BLINK_SECONDS + PAIR_GAP
        self._paired = False
        wait = self._random.lognormvariate(math.log(3.3), 0.45) / pace
        return last + BLINK_SECONDS + min(max(wait, 0.8), 8.0)


def _lid(since: float) -> float:
    if since <= 0 or since >= BLINK_SECONDS:
        return 0.0
    if since < BLINK_DOWN:
        return ease(since / BLINK_DOWN)
    return 1 - ease((since - BLINK_DOWN - BLINK_SHUT) / BLINK_UP)


@dataclass(frozen=True, slots=True)
class _Glance:
    start: float
    yaw: float
    pitch: float


class Glances:
    """Where the eyes rest: moving between the shopper's eyes and mouth, away while thinking; radians."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._from = _Glance(0.0, 0.0, 0.0)
        self._to = _Glance(0.0, 0.0, 0.0)
        self._until = random.uniform(0.5, 1.2)

    def at(self, t: float, thinking: float, speaking: float) -> tuple[float, float]:
        """Yaw and pitch of the gaze at `t`."""
        while t >= self._until:
            yaw, pitch, hold = self._target(thinking, speaking)
            self._from, self._to = self._to, _Glance(self._until, yaw, pitch)
            self._until += hold
        way = math.hypot(self._to.yaw - self._from.yaw, self._to.pitch - self._from.pitch)
        share = ease((t - self._to.start) / (0.035 + 0.22 * way))
        return (
            self._from.yaw + (self._to.yaw - self._from.yaw) * share,
            self._from.pitch + (self._to.pitch - self._from.pitch) * share,
        )

    def _target(self, thinking: float, speaking: float) -> tuple[float, float, float]:
        random = self._random
        if random.random() < 0.75 * thinking:
            side = 1 if random.random() < 0.7 else -1
            return side * random.uniform(8, 14) * DEGREE, random.uniform(-9, -4) * DEGREE, random.uniform(0.6, 1.3)
        if random.random() < 0.10 + 0.10 * speaking:
            return random.uniform(-6, 6) * DEGREE, random.uniform(-1, 4) * DEGREE, random.uniform(0.35, 0.7)
        mouth = random.random() < 0.25
        pitch = random.uniform(1.2, 2.0) if mouth else random.uniform(-0.4, 0.4)
        return random.uniform(-1.3, 1.3) * DEGREE, pitch * DEGREE, random.uniform(0.5, 2.0)


@dataclass(frozen=True, slots=True)
class _Gesture:
    start: float
    seconds: float
    size: float
    turns: float


class Gestures:
    """Nods and accents: rise and fall once or a few times, then rest until the next."""

    def __init__(self, random: Random, pause: tuple[float, float], seconds: tuple[float, float], turns: int) -> None:
        self._random = random
        self._pause = pause
        self._seconds = seconds
        self._turns = turns
        self._now = _Gesture(-10.0, 1.0, 0.0, 1)
        self._next = random.uniform(*pause)

    def at(self, t: float, level: float) -> float:
        """About -0.2..1; each gesture is as large as `level` was when it began."""
        while t >= self._next:
            seconds = self._random.uniform(*self._seconds)
            turns = self._random.randint(1, self._turns)
            self._now = _Gesture(self._next, seconds * turns, level * self._random.uniform(0.6, 1.0), turns)
            self._next += seconds * turns + self._random.uniform(*self._pause)
        share = (t - self._now.start) / self._now.seconds
        if not 0 < share < 1:
            return 0.0
        fade = (1 - share) ** 0.5 if self._now.turns > 1 else 1.0
        return self._now.size * fade * math.sin(math.pi * share * self._now.turns) ** 2


class IdleMotion:
    """One visit's movements of the consultant; ask for ever later moments."""

    def __init__(self, seed: int) -> None:
        random = Random(seed)
        self._yaw, self._pitch, self._roll = (Waves(random, 0.06, 0.42) for _ in range(3))
        self._mood, self._brow, self._mouth = (Waves(random, 0.04, 0.3, 3) for _ in range(3))
        self._breath_drift = random.uniform(0, math.tau)
        self._blinks = Blinks(random)
        self._glances = Glances(random)
        self._nods = Gestures(random, (1.8, 4.5), (0.42, 0.6), 3)
        self._accents = Gestures(random, (0.5, 1.8), (0.35, 0.6), 1)
        self._brow_accents = Gestures(random, (0.9, 2.8), (0.45, 0.9), 1)
        self._levels = [0.0] * len(_STATES)
        self._speeds = [0.0] * len(_STATES)
        self._last: float | None = None
        self._lips = neutral_weights()

    def pose(self, media: float, state: ConsultantState, weights: Floats | None) -> FacePose:
        """The pose at `media` seconds in `state`, with the speech's `weights` (52,) laid over it.

        Without `weights` lips that were speaking come to rest. Moments before the last one asked for count as that one.
        """
        t = media if self._last is None else max(media, self._last)
        step = 0.0 if self._last is None else min(t - self._last, LONGEST_STEP)
        self._last = t
        listening, thinking, speaking = self._settle(state, step)
        self._lips = self._lips * np.float32(math.exp(-step / LIPS_REST)) if weights is None else weights
        nod = self._nods.at(t, listening)
        accent = self._accents.at(t, speaking)
        liveliness = 1 + 0.7 * speaking - 0.25 * thinking
        yaw = DEGREE * (1.9 * liveliness * self._yaw.at(t) + 3.0 * thinking)
        pitch = DEGREE * (
            1.0 * liveliness * self._pitch.at(t) + 1.2 * listening - 1.4 * thinking + 4.2 * nod + 2.4 * accent
        )
        roll = DEGREE * (0.9 * liveliness * self._roll.at(t) + 1.8 * listening - 1.6 * thinking)
        gaze_yaw, gaze_pitch = self._glances.at(t, thinking, speaking)
        blink = self._blinks.at(t, 1 + 0.45 * speaking - 0.25 * listening)
        expression = self._expression(t, listening, thinking, speaking)
        face = np.clip(expression + self._lips, 0, 1).astype(np.float32)
        for side in ("eyeBlinkLeft", "eyeBlinkRight"):
            face[ARKIT_INDEX[side]] = max(face[ARKIT_INDEX[side]], np.float32(blink))
        return FacePose(face, yaw, pitch, roll, gaze_yaw - yaw, gaze_pitch - pitch, self._breath(t))

    def _settle(self, state: ConsultantState, step: float) -> tuple[float, float, float]:
        """Move the share of each state towards 0 or 1 as a critically damped spring does, in closed form."""
        decay = math.exp(-step / SETTLE)
        for index, each in enumerate(_STATES):
            goal = 1.0 if each == state else 0.0
            away, speed = self._levels[index] - goal, self._speeds[index]
            drive = speed + away / SETTLE
            self._levels[index] = goal + (away + drive * step) * decay
            self._speeds[index] = (speed - drive * step / SETTLE) * decay
        return self._levels[0], self._levels[1], self._levels[2]

    def _breath(self, t: float) -> float:
        phase = math.tau * 0.235 * t + 0.5 * math.sin(math.tau * 0.031 * t + self._breath_drift)
        return 0.5 - 0.5 * math.cos(phase + 0.35 * math.sin(phase))

    def _expression(self, t: float, listening: float, thinking: float, speaking: float) -> Floats:
        weights = neutral_weights()
        mood = self._mood.at(t)
        smile = max(0.20 + 0.05 * mood + 0.05 * listening - 0.10 * thinking - 0.06 * speaking, 0.0)
        brow = 0.10 + 0.05 * self._brow.at(t) + 0.06 * listening + 0.12 * thinking
        brow += 0.38 * self._brow_accents.at(t, speaking)
        slack = 0.5 + 0.5 * self._mouth.at(t)
        values = {
            "mouthSmileLeft": smile,
            "mouthSmileRight": smile * 0.92,
            "mouthDimpleLeft": smile * 0.25,
            "mouthDimpleRight": smile * 0.25,
            "cheekSquintLeft": smile * 0.5,
            "cheekSquintRight": smile * 0.5,
            "eyeSquintLeft": 0.04 + smile * 0.25 + 0.06 * thinking,
            "eyeSquintRight": 0.04 + smile * 0.25 + 0.06 * thinking,
            "browInnerUp": brow,
            "browOuterUpLeft": brow * 0.7,
            "browOuterUpRight": brow * 0.55,
            "mouthPressLeft": 0.10 * thinking + 0.02 * slack,
            "mouthPressRight": 0.14 * thinking + 0.02 * slack,
        }
        for name, value in values.items():
            weights[ARKIT_INDEX[name]] = min(max(value, 0.0), 1.0)
        return weights

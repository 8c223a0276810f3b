"""Where the eyes rest and how they get there: fixations, saccades, and a head that goes along with the larger ones.

A saccade of A degrees takes 21 ms + 2.2 ms x A (the "main sequence" of human eye movements). The picture is flat, so a
figure that looks straight out already seems to look at whoever stands there; the gaze follows the shopper by a part of
their direction only, or it would look past them.
"""

import math
from random import Random

from server.avatar.cues import ShopperSeen
from server.avatar.motion.blinks import Blinks
from server.avatar.motion.curves import Travel
from server.avatar.motion.manner import Manner

FOLLOW_YAW, FOLLOW_PITCH = 0.45, 0.3
MOST_YAW, MOST_PITCH = 11.0, 5.0
NEAREST, FARTHEST = 0.8, 2.5
REST_FOCUS = 0.75
CARD_PITCH, CARD_YAW = 12.0, 8.0
HEAD_FROM, HEAD_SHARE = 4.0, 0.35
RETURN_SECONDS, PURSUIT_SECONDS = 0.9, 0.25
BLINK_FROM, BLINK_SHARE = 8.0, 0.5
SHORTEST_FIXATION = 0.18


class Gaze:
    """Angles in degrees in the room, yaw to the figure's left, pitch down. Ask for ever later moments."""

    def __init__(self, random: Random, blinks: Blinks) -> None:
        self._random = random
        self._blinks = blinks
        self._eyes = (Travel(), Travel())
        self._head = (Travel(), Travel())
        self._focus = Travel(REST_FOCUS)
        self._place = (0.0, 0.0)
        self._away = False
        self._until = random.uniform(0.5, 1.2)
        self._looked = -SHORTEST_FIXATION
        self._recalled = False

    def at(self, t: float, manner: Manner, reach: float) -> tuple[float, float, float, float, float]:
        """Yaw and pitch of the eyes in the room, yaw and pitch that the head adds, and the focus in 1/m.

        `reach` 0..1 scales how far the eyes stray from the shopper.
        """
        while t >= self._until:
            moment = self._until
            if self._recalled:
                self.meet(moment)
                continue
            yaw, pitch, hold = self._choose(manner)
            self._until += hold
            self._look(moment, self._place[0] + yaw * reach, self._place[1] + pitch * reach)
        eyes_yaw, eyes_pitch = self._eyes
        head_yaw, head_pitch = self._head
        return eyes_yaw.at(t), eyes_pitch.at(t), head_yaw.at(t), head_pitch.at(t), self._focus.at(t)

    def see(self, t: float, shopper: ShopperSeen | None) -> None:
        """At `t` the shopper was seen, or lost."""
        if shopper is None:
            self._place, focus, seconds = (0.0, 0.0), REST_FOCUS, RETURN_SECONDS
        else:
            self._place = (
                min(max(FOLLOW_YAW * shopper.left, -MOST_YAW), MOST_YAW),
                min(max(FOLLOW_PITCH * shopper.down, -MOST_PITCH), MOST_PITCH),
            )
            focus, seconds = 1 / min(max(shopper.distance, NEAREST), FARTHEST), PURSUIT_SECONDS
        self._focus.go(t, 0.6, focus)
        if not self._away:
            self._look(t, *self._place, seconds=seconds)
            self._rest(t)

    def meet(self, t: float) -> None:
        """Look at the shopper from `t` on, or as soon after as eyes that have just moved can move again."""
        soonest = self._looked + SHORTEST_FIXATION
        self._recalled = self._away and t < soonest
        if self._recalled:
            self._until = soonest
            return
        self._look(t, *self._place)
        self._rest(t)

    def glance(self, t: float, yaw: float, pitch: float) -> None:
        """Look aside at `t` and back to the shopper within a second."""
        self._recalled = False
        self._look(t, yaw, pitch)
        self._away = True
        self._until = t + self._random.uniform(0.6, 1.0)

    def reseed(self, random: Random) -> None:
        """Draw from another source from the next fixation on."""
        self._random = random

    def _rest(self, t: float) -> None:
        self._away = False
        self._until = t + self._random.uniform(0.7, 1.8)

    def _look(self, t: float, yaw: float, pitch: float, seconds: float = 0.0) -> None:
        if not seconds:
            self._looked = t
        way = math.hypot(yaw - self._eyes[0].goal, pitch - self._eyes[1].goal)
        duration = max(seconds, 0.021 + 0.0022 * way)
        self._eyes[0].go(t, duration, yaw)
        self._eyes[1].go(t, duration, pitch)
        share = HEAD_SHARE if math.hypot(yaw, pitch) > HEAD_FROM else 0.0
        turn = math.hypot(share * yaw - self._head[0].goal, share * pitch - self._head[1].goal)
        pace = max(seconds, 0.36 + 0.03 * turn)
        self._head[0].go(t, pace, share * yaw)
        self._head[1].go(t, pace, share * pitch)
        if way > BLINK_FROM and self._random.random() < BLINK_SHARE:
            self._blinks.now(t)

    def _choose(self, manner: Manner) -> tuple[float, float, float]:
        """The next fixation: yaw and pitch from the shopper, and for how long (s)."""
        random = self._random
        came_back, self._away = self._away, False
        if not came_back or random.random() < 0.45:
            if random.random() < manner.ponders:
                self._away = True
                side = 1 if random.random() < 0.7 else -1
                return side * random.uniform(6, 11), random.uniform(-7, -3), random.uniform(0.6, 1.3)
            if random.random() < 0.3 * manner.roams:
                self._away = True
                side = random.choice((-1, 1))
                return side * random.uniform(7, 15), random.uniform(-2, 3), random.uniform(0.8, 1.8)
            if random.random() < 0.14 * manner.speaks:
                self._away = True
                return random.uniform(-6, 6), random.uniform(0, 4), random.uniform(0.35, 0.7)
        pitch = random.uniform(1.2, 2.0) if random.random() < 0.25 else random.uniform(-0.4, 0.4)
        return random.uniform(-1.3, 1.3), pitch, random.uniform(0.6, 2.4) + 1.6 * manner.roams


def card_direction(side: float) -> tuple[float, float]:
    """Yaw and pitch in degrees towards what lies below the picture; `side` -1 (the viewer's left) .. 1."""
    return side * CARD_YAW, CARD_PITCH

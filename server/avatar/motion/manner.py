"""How a consultant carries themselves in each state, and the gentle passage from one to the next."""

from dataclasses import astuple, dataclass

from app.protocol.messages import ConsultantState
from server.avatar.motion.curves import Level
from server.avatar.motion.temperament import Temperament

SETTLE = 0.28


@dataclass(frozen=True, slots=True)
class Manner:
    """Head angles in degrees, weights 0..1; `drift` scales wandering, `blinks` the rate of blinks.

    `roams` is how often the eyes leave the shopper to look around, `ponders` to think, `shifts` scales the pace of
    changes of posture.
    """

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    drift: float = 1.0
    smile: float = 0.0
    brow: float = 0.0
    squint: float = 0.0
    press: float = 0.0
    wide: float = 0.0
    blinks: float = 1.0
    roams: float = 0.0
    ponders: float = 0.0
    speaks: float = 0.0


def manners(ways: Temperament) -> dict[ConsultantState, Manner]:
    """One consultant's manner in every state."""
    smile, brow = ways.smile, ways.brow
    return {
        ConsultantState.IDLE: Manner(drift=0.75, smile=smile, brow=brow, blinks=0.9, roams=0.45),
        ConsultantState.ATTENTIVE: Manner(pitch=0.4, drift=0.8, smile=smile + 0.05, brow=brow + 0.04, blinks=0.85),
        ConsultantState.LISTENING: Manner(
            pitch=1.2, roll=ways.tilt, drift=0.8, smile=smile + 0.03, brow=brow + 0.06, squint=0.02, blinks=0.7
        ),
        ConsultantState.THINKING: Manner(
            yaw=2.2, pitch=-1.2, roll=-0.7 * ways.tilt, drift=0.7, smile=smile - 0.09, brow=brow + 0.09, squint=0.06,
            press=0.1, blinks=0.8, ponders=0.75,
        ),
        ConsultantState.SPEAKING: Manner(drift=1.5, smile=smile - 0.05, brow=brow + 0.02, blinks=1.4, speaks=1.0),
        ConsultantState.INTERRUPTED: Manner(pitch=0.6, drift=0.5, smile=smile, brow=brow + 0.14, wide=0.04, blinks=0.6),
        ConsultantState.FAREWELL: Manner(pitch=0.8, drift=1.0, smile=smile + 0.22, brow=brow + 0.05, squint=0.06),
    }  # fmt: skip


class Carriage:
    """The manner at each moment: a mixture that passes from state to state within about a second."""

    def __init__(self, ways: Temperament) -> None:
        self._manners = {state: astuple(manner) for state, manner in manners(ways).items()}
        self._levels = {state: Level(SETTLE) for state in self._manners}
        self._levels[ConsultantState.IDLE].value = 1.0

    def follow(self, state: ConsultantState, step: float) -> Manner:
        """The manner `step` seconds later, under way to that of `state`."""
        mixed = [0.0] * len(self._manners[state])
        for each, level in self._levels.items():
            share = level.follow(1.0 if each is state else 0.0, step)
            if share:
                for index, value in enumerate(self._manners[each]):
                    mixed[index] += share * value
        return Manner(*mixed)

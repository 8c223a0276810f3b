"""What tells one consultant's ways from another's."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Temperament:
    """`expressiveness` scales gestures and brows, `liveliness` the wandering of the head, both about 1.

    `nodding` 0..1 is how readily a pause of the shopper is answered with a nod; `smile` and `brow` 0..1 are
    at rest; `tilt` in degrees is how the head leans while listening; `blinking` scales the rate of blinks.
    """

    expressiveness: float = 1.0
    liveliness: float = 1.0
    nodding: float = 0.7
    smile: float = 0.18
    brow: float = 0.08
    tilt: float = 1.8
    blinking: float = 1.0


COMPOSED = Temperament(
    expressiveness=0.85, liveliness=0.85, nodding=0.75, smile=0.17, brow=0.07, tilt=1.4, blinking=0.95
)
EASY = Temperament(expressiveness=1.15, liveliness=1.1, nodding=0.7, smile=0.21, brow=0.1, tilt=-2.1, blinking=1.05)


def temperament_of(consultant: str) -> Temperament:
    """The ways of the consultant with that id; middling ways for one who has none of their own."""
    match consultant:
        case "female-professional-consultant":
            return COMPOSED
        case "male-friendly-assistant":
            return EASY
    return Temperament()

"""What happens around the consultant that the figure answers with its body. Times are seconds of the media clock."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Accent:
    """A stressed syllable at `at`; `strength` 0..1 against the others of its clause."""

    at: float
    strength: float


@dataclass(frozen=True, slots=True)
class Spoken:
    """A clause of the consultant's from `start` to `end`; `closes` when a sentence ends with it, `asks` with a mark."""

    start: float
    end: float
    accents: tuple[Accent, ...] = ()
    closes: bool = False
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Silenced:
    """Nothing that was planned after `at` is said any more."""

    at: float


@dataclass(frozen=True, slots=True)
class ShopperVoice:
    """The shopper began to speak, or paused."""

    voiced: bool


@dataclass(frozen=True, slots=True)
class ShopperSeen:
    """Where the shopper's face is, as seen from the screen: degrees to the figure's left and down, metres away."""

    left: float
    down: float
    distance: float


@dataclass(frozen=True, slots=True)
class ShopperLost:
    """Nobody is seen any more."""


@dataclass(frozen=True, slots=True)
class CardsShown:
    """Something appears below the figure at `at`; `side` -1 (the viewer's left) .. 1 tells where to look first."""

    at: float
    side: float = 0.0


@dataclass(frozen=True, slots=True)
class GoodBye:
    """The last words end at `at`."""

    at: float


@dataclass(frozen=True, slots=True)
class Stillness:
    """Move little (`on`), or as usual."""

    on: bool


Cue = Spoken | Silenced | ShopperVoice | ShopperSeen | ShopperLost | CardsShown | GoodBye | Stillness


def later(cue: Cue, seconds: float) -> Cue:
    """The same cue on a clock that is ahead by `seconds`."""
    match cue:
        case Spoken():
            accents = tuple(replace(accent, at=accent.at + seconds) for accent in cue.accents)
            return replace(cue, start=cue.start + seconds, end=cue.end + seconds, accents=accents)
        case Silenced() | CardsShown() | GoodBye():
            return replace(cue, at=cue.at + seconds)
    return cue

"""How things are put so that a voice reads them well, and varied by turn so that they do not sound canned."""

from collections.abc import Iterable, Sequence

from app.domain.frame import Bridge, Frame, FrameShape, Material, Rim

SHAPE_NOUNS = {
    FrameShape.ROUND: "round frame", FrameShape.OVAL: "oval frame", FrameShape.PANTO: "panto",
    FrameShape.RECTANGLE: "rectangle", FrameShape.SQUARE: "square frame", FrameShape.CAT_EYE: "cat-eye",
    FrameShape.AVIATOR: "aviator", FrameShape.BROWLINE: "browline", FrameShape.GEOMETRIC: "geometric frame",
}  # fmt: skip
MATERIAL_WORDS = {
    Material.ACETATE: "acetate", Material.TITANIUM: "titanium", Material.STEEL: "stainless steel",
    Material.TR90: "flexible TR90", Material.ALUMINIUM: "aluminium", Material.MIXED: "acetate and metal",
}  # fmt: skip
RIM_WORDS = {Rim.FULL: "full rim", Rim.HALF: "half rim", Rim.RIMLESS: "rimless"}
BRIDGE_WORDS = {
    Bridge.SADDLE: "a fixed saddle bridge", Bridge.KEYHOLE: "a fixed keyhole bridge",
    Bridge.NOSE_PADS: "adjustable nose pads",
}  # fmt: skip
COUNTS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def pick(options: Sequence[str], turn: int) -> str:
    """One of several ways to say it, by turn."""
    return options[turn % len(options)]


def number(value: float) -> str:
    """A number without needless decimals."""
    return f"{value:.0f}" if abs(value - round(value)) < 0.05 else f"{value:.1f}"


def dollars(cents: int) -> str:
    return f"{number(cents / 100)} dollars"


def millimetres(value: float) -> str:
    return f"{number(value)} millimetres"


def joined(parts: Iterable[str], last: str = "and") -> str:
    """The items as "a", "a and b" or "a, b and c"."""
    items = list(parts)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def article(noun: str) -> str:
    return f"{'an' if noun[:1].lower() in 'aeio' else 'a'} {noun}"


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else f"{text}."


def kind_of(frame: Frame) -> str:
    """For example "a half rim rectangle in titanium"."""
    noun = SHAPE_NOUNS[frame.shape]
    rim = "" if frame.rim is Rim.FULL else f"{RIM_WORDS[frame.rim]} "
    return f"{article(rim + noun)} in {MATERIAL_WORDS[frame.material]}"

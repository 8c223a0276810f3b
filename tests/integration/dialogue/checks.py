"""What a line of an evaluation set may expect of an answer, and whether an answer meets it."""

from collections.abc import Callable
from typing import Any

from app.domain.catalogue import Catalogue
from app.domain.frame import Frame
from app.domain.needs import has_colour
from app.protocol.messages import ToolName
from server.llm.port import ToolUse

_CARDS: dict[str, Callable[[Frame, Any], bool]] = {
    "max_price": lambda frame, value: frame.price_cents <= value * 100,
    "min_price": lambda frame, value: frame.price_cents >= value * 100,
    "max_weight": lambda frame, value: frame.weight_g <= value,
    "max_width": lambda frame, value: frame.dimensions.total_width <= value,
    "min_width": lambda frame, value: frame.dimensions.total_width >= value,
    "min_lens": lambda frame, value: frame.dimensions.a >= value,
    "max_lens": lambda frame, value: frame.dimensions.a <= value,
    "min_depth": lambda frame, value: frame.dimensions.b >= value,
    "shape": lambda frame, value: frame.shape in value,
    "not_shape": lambda frame, value: frame.shape not in value,
    "material": lambda frame, value: frame.material in value,
    "not_material": lambda frame, value: frame.material not in value,
    "rim": lambda frame, value: frame.rim in value,
    "bridge": lambda frame, value: frame.bridge in value,
    "collection": lambda frame, value: frame.collection in value,
    "colour": has_colour,
    "not_colour": lambda frame, value: not has_colour(frame, value),
    "tag": lambda frame, value: value in frame.tags,
    "nickel_free": lambda frame, value: frame.nickel_free is value,
    "progressive_ready": lambda frame, value: frame.progressive_ready is value,
}


def problems(expected: dict[str, Any], text: str, tools: tuple[ToolUse, ...], catalogue: Catalogue) -> list[str]:
    """What an answer lacks of `expected`; an empty list means that it is right.

    `tools` names in order; `frames` the names of the frames acted on; `cards` conditions on every card shown; `only`
    the names that cards may have; `first` the first card; `says` must all occur in the text, `any` at least
    one, `never` none.
    """
    found: list[str] = []
    names = [str(tool.name) for tool in tools]
    if "tools" in expected and names != expected["tools"]:
        found.append(f"did {names} instead of {expected['tools']}")
    acted = [catalogue[sku].name for tool in tools for sku in tool.skus]
    if "frames" in expected and acted != expected["frames"]:
        found.append(f"acted on {acted} instead of {expected['frames']}")
    cards = [catalogue[card.sku] for tool in tools if tool.name is ToolName.SHOW_FRAMES for card in tool.cards]
    if "cards" in expected:
        if not cards:
            found.append("showed nothing")
        for name, value in expected["cards"].items():
            wrong = [frame.name for frame in cards if not _CARDS[name](frame, value)]
            if wrong:
                found.append(f"{name} {value} does not hold for {wrong}")
    if "only" in expected and not {frame.name for frame in cards} <= set(expected["only"]):
        found.append(f"showed {[frame.name for frame in cards]}, not only {expected['only']}")
    if "first" in expected and [frame.name for frame in cards[:1]] != [expected["first"]]:
        found.append(f"showed {[frame.name for frame in cards[:1]]} first")
    lower = text.lower()
    found += [f"did not say {words!r}" for words in expected.get("says", []) if words.lower() not in lower]
    if expected.get("any") and not any(words.lower() in lower for words in expected["any"]):
        found.append(f"said none of {expected['any']}")
    found += [f"said {words!r}" for words in expected.get("never", []) if words.lower() in lower]
    return found

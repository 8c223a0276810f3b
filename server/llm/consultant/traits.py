"""What a line wishes for without naming it, heard as traits of the whole line, in the fields of `Needs`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from app.domain.frame import FrameShape, Rim
from server.llm.consultant.lexicon import MATERIALS
from server.llm.consultant.meaning import SURE

UNLIKELY = 0.004
LIKELY = 0.3
"""How likely a line must wish for frames for its traits to count."""

FLAGS: Mapping[str, Mapping[str, Any]] = MappingProxyType({
    "thrifty": {"thrifty": True},
    "light": {"light": True},
    "nickel_allergy": {"nickel_allergy": True},
    "low_bridge": {"low_bridge": True},
    "strong_lenses": {"strong_lenses": True},
    "progressive": {"progressive": True},
    "spring_hinges": {"spring_hinges": True},
    "no_pads": {"no_pads": True, "low_bridge": False},
    "stays_on": {"low_bridge": True, "light": True},
})  # fmt: skip
CHOICES: Mapping[str, tuple[str, str]] = MappingProxyType({
    "size": ("size", ""), "style": ("style", ""), "use": ("uses", "avoid_uses"), "shape": ("shapes", "avoid_shapes"),
    "rim": ("rims", "avoid_rims"), "colour": ("colours", "avoid_colours"), "no": ("avoid_colours", "colours"),
})  # fmt: skip
STUFF = ("metal", "plastic")
_KINDS = {"shapes": FrameShape, "rims": Rim}


def with_traits(change: Mapping[str, Any], traits: Mapping[str, float]) -> dict[str, Any]:
    """The change with what the traits add; a field that the words have set stands, unless the line hardly means it.

    Where the words have set nothing, the likeliest trait counts with less.
    """
    result = dict(change)
    if not change and traits and LIKELY <= max(traits.values()) < SURE:
        likeliest = max(traits, key=lambda name: traits[name])
        traits = {**traits, likeliest: SURE}
    for name, values in FLAGS.items():
        odds = traits.get(name, UNLIKELY)
        if odds >= SURE and not (name == "no_pads" and result.get("low_bridge")):
            result = {**values, **result}
        elif odds < UNLIKELY and len(values) == 1:
            result = {field: value for field, value in result.items() if field not in values or value is False}
    added: dict[str, list[Any]] = {}
    for name, odds in traits.items():
        kind, _, value = name.partition(" ")
        if odds < SURE:
            continue
        if name in STUFF and not result.keys() & {"materials", "avoid_materials"}:
            added["materials"] = [*MATERIALS[name]]
        elif kind == "no" and value in STUFF:
            if not result.keys() & {"materials", "avoid_materials"}:
                added["avoid_materials"] = [*MATERIALS[value]]
        elif kind in CHOICES:
            field, other = CHOICES[kind]
            if not result.keys() & {field, other}:
                added.setdefault(field, []).append(_KINDS.get(field, str)(value))
    for field, found in added.items():
        result[field] = found[0] if field in {"size", "style"} else tuple(dict.fromkeys(found))
    return result


_TURNED = ("trendy", "minimal")
"""Styles that the dislike of another one stands for."""

_OF_FIELD: Mapping[str, str] = MappingProxyType({"shapes": "shape", "style": "style", "uses": "use"})


def borne_out(told: Mapping[str, Any], traits: Mapping[str, float]) -> dict[str, Any]:
    """What a circumstance stands for, without what the line as a whole hardly means ("like a funeral in here")."""

    def likely(kind: str, value: object) -> bool:
        return traits.get(f"{kind} {value}", SURE) >= UNLIKELY

    kept: dict[str, Any] = {}
    for field, value in told.items():
        kind = _OF_FIELD.get(field)
        if (
            kind is None
            or value in _TURNED
            or any(likely(kind, one) for one in (value if isinstance(value, tuple) else (value,)))
        ):
            kept[field] = value
    return kept

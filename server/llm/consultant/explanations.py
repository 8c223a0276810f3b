"""What shapes, materials and sturdiness are about, for as many of them as a line names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from app.domain.frame import Frame, FrameShape, Material, Rim
from server.llm.consultant.situation import Answer, Situation
from server.llm.consultant.topics import MATERIALS
from server.llm.consultant.wording import dollars, joined, number, sentence

_SHAPES: Mapping[FrameShape, str] = MappingProxyType({
    FrameShape.ROUND: "a round frame is a circle, or nearly one",
    FrameShape.OVAL: "an oval is wider than it is high, without corners",
    FrameShape.PANTO: "a panto is round below and flatter on top",
    FrameShape.RECTANGLE: "a rectangle is clearly wider than it is high, with corners",
    FrameShape.SQUARE: "a square is about as high as it is wide, with corners",
    FrameShape.CAT_EYE: "a cat-eye sweeps up at its outer corners",
    FrameShape.AVIATOR: "an aviator has the shape of a drop, often with a double bridge",
    FrameShape.BROWLINE: "a browline has a strong upper rim and a light lower one",
    FrameShape.GEOMETRIC: "a geometric frame has straight edges, six or eight of them",
})  # fmt: skip

_MATERIALS: Mapping[Material, str] = MappingProxyType({
    Material.TITANIUM: "titanium is the lightest metal, doesn't corrode and normally holds no nickel",
    Material.STEEL: "stainless steel is slim and firm and costs less, but may hold nickel",
    Material.ALUMINIUM: "aluminium is light and stiff",
    Material.ACETATE: "acetate is a plastic from cotton: rich in colour, kind to the skin, a little heavier",
    Material.TR90: "TR90 is a flexible plastic, very light, that bends without breaking",
    Material.MIXED: "mixed frames join an acetate front with metal",
})  # fmt: skip

_STURDY: Mapping[Material, str] = MappingProxyType({
    Material.TITANIUM: "Titanium is tough and springs back from small bends, but not from being sat on",
    Material.STEEL: "Steel bends rather than breaks, and a colleague can often set it straight",
    Material.ALUMINIUM: "Aluminium is stiff; bent far, it stays bent",
    Material.ACETATE: "Acetate stands everyday use, but can crack under a foot or in the cold",
    Material.TR90: "TR90 takes knocks best: it bends and comes back",
    Material.MIXED: "It stands everyday use; the acetate part can crack under weight",
})  # fmt: skip


_WHICH_MATERIAL = next(topic for topic in MATERIALS if topic.key == "which material")
_COMPARES = re.compile(r"\b(?:difference|different|differ|between|versus|vs|better|apart)\b")


def shapes(s: Situation) -> Answer:
    """What the named shapes look like; how shapes differ at all when none is named."""
    named = (*s.wishes.change.get("shapes", ()), *s.wishes.change.get("avoid_shapes", ()))[:3]
    if not named:
        return s.say(
            "Round, oval and panto are soft; rectangle, square and geometric have corners. "
            "Cat-eyes rise at the sides, browlines are strong on top. Shall I show you some?",
            pending="show",
        )
    return s.say(" ".join(sentence(_SHAPES[shape]) for shape in named))


def materials(s: Situation) -> Answer:
    """What the named materials are like; which is which when none is named."""
    named = s.wishes.change.get("materials", ())[:3]
    if len(named) == 1 and _COMPARES.search(s.line):
        named = ()
    if not named:
        return s.say(_WHICH_MATERIAL.answers[0])
    told = " ".join(sentence(_MATERIALS[one]) for one in named)
    if len(named) == 1 and re.search(r"\b(?:worth|extra|money|pay|price|dear|expensive)\b", s.line):
        least = min((frame.price_cents for frame in s.catalogue if frame.material is named[0]), default=0)
        told += f" Frames of it start at {dollars(least)} here; whether that is worth it is yours to say."
    return s.say(told)


def sturdiness(s: Situation) -> Answer:
    """Whether frames stand rough use: those spoken of, else the materials named, else which to choose."""
    frames = s.pointed or s.topic or s.cards
    named = s.wishes.change.get("materials", ())
    if len(named) == 1 and not (s.pointed or s.references.pronoun):
        return s.say(sentence(_STURDY[named[0]]))
    if not frames:
        return s.say(
            "Nothing is unbreakable. TR90 bends and comes back, titanium is tough, and spring hinges forgive a pull. "
            "Shall I show you such frames?",
            pending="sturdy",
        )
    told = [sentence(_STURDY[one]) for one in dict.fromkeys(frame.material for frame in frames)][:2]
    if any(frame.rim is Rim.RIMLESS for frame in frames):
        told = [*told[:1], "Rimless lenses are held by screws alone, so they want gentle hands."]
    return s.say(" ".join(told), topic=tuple(frame.sku for frame in frames))


def strong_lenses(s: Situation) -> Answer:
    """Whether a strong prescription goes into several frames: what rims hide, and which lenses stay thin."""
    frames = s.meant()
    bare = [frame for frame in frames if frame.rim is not Rim.FULL]
    smallest = min(frames, key=lambda frame: frame.dimensions.a)
    edge = (
        "It may, but rims hide a thick edge and these leave it in sight."
        if len(bare) == len(frames)
        else "Mostly, yes. A full rim hides the edge."
    )
    thin = f"{smallest.name} has the smallest lenses, {number(smallest.dimensions.a)} millimetres wide"
    return s.say(
        f"{edge} {thin}, so they stay thinnest; high-index material helps, and an optician decides.",
        topic=tuple(frame.sku for frame in frames),
        needs=replace(s.memory.needs, strong_lenses=True),
    )


def staying_on(s: Situation) -> Answer:
    """What keeps frames from sliding, and which of those spoken of have it."""
    frames = s.pointed or s.topic or s.cards
    general = "The fitting does most: a colleague bends the temples to your ears."
    holding = [frame for frame in frames if frame.spring_hinges or "pads" in frame.bridge]
    if not frames:
        return s.say(
            f"{general} Nose pads, spring hinges and little weight help. Shall I show you such?", pending="padded"
        )
    if not holding:
        lightest = min(frames, key=lambda frame: frame.weight_g)
        return s.say(f"{general} Of these, {lightest.name} is the lightest, {number(lightest.weight_g)} grams.")
    best = min(holding, key=lambda frame: (not frame.spring_hinges, frame.weight_g))
    return s.say(f"{general} {best.name} has {joined(_grips(best))}, which help.", topic=(best.sku,))


def _grips(frame: Frame) -> Iterable[str]:
    if "pads" in frame.bridge:
        yield "nose pads that can be set to you"
    if frame.spring_hinges:
        yield "spring hinges"

"""Showing frames: the first choice, more of them, and finer wishes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from app.domain.face_numbers import FaceNumbers
from app.domain.fit import WidthVerdict, assess
from app.domain.frame import Frame, Material, Rim
from app.domain.needs import Needs, Style, is_colour, purest
from app.domain.recommendation import LIGHT_G, STRONG_LENS_A_MM, Ranking, candidates, in_style, rank
from app.protocol.messages import FrameCard, ToolName
from server.llm.consultant.facts import FACTS, spoken_width
from server.llm.consultant.intents import Intent
from server.llm.consultant.lexicon import MATERIALS
from server.llm.consultant.likeness import ALIKE
from server.llm.consultant.situation import Answer, Situation
from server.llm.consultant.steps import (
    BOUNDED,
    KEPT,
    WAS_LIKED,
    along,
    below_middle,
    end_of_range,
    least_of,
    of_colour,
    only,
    stays_close,
    step,
    without_start,
)
from server.llm.consultant.wearer import CHILD, FOR_CHILDREN, called
from server.llm.consultant.wording import (
    COUNTS,
    MATERIAL_WORDS,
    RIM_WORDS,
    SHAPE_NOUNS,
    dollars,
    joined,
    millimetres,
    number,
    pick,
    sentence,
)
from server.llm.port import ToolUse

CARDS = 4
ENOUGH = 3
_NOTHING_SAID: Mapping[str, object] = MappingProxyType({})
SLACK_CENTS = 1000

_YIELDING = (
    "max_weight_g", "max_width_mm", "min_width_mm", "min_price_cents", "uses", "style", "light", "size", "thrifty",
    "avoid_uses", "avoid_colours",
    "avoid_materials", "avoid_rims", "avoid_shapes",
    "colours", "collections", "materials", "rims", "shapes",
    "budget_cents",
)  # fmt: skip

_SOFT = frozenset(_YIELDING[:9])

_OCCASION = re.compile(
    r"\bfor (?:church|weddings?|parties|evenings?|going out|special|best|a (?:wedding|party|do|funeral|gala))\b"
)
QUESTIONS = {
    "use": ("What will you wear them for most?", "Are they for work, driving, reading or every day?"),
    "budget": ("Do you have a budget in mind?", "What would you like to spend?"),
    "style": ("Do you like it classic or bold?", "Should they be bold or quiet?"),
}


def show(
    situation: Situation, needs: Needs, *, lead: str = "", fresh: bool = False, keep: frozenset[str] = frozenset()
) -> Answer:
    """Rank for the needs, put the cards on the screen and name the first two. `fresh` leaves out what was offered.

    `keep` names wishes that, besides those just said, must not give way.
    """
    if CHILD.search(situation.line) and (situation.memory.wearer or FOR_CHILDREN.search(situation.line)):
        situation = replace(situation, face=FaceNumbers())
        needs, lead = _for_child(situation, needs)
        keep = keep | {"size"}
    model = situation.pointed or situation.topic
    if len(model) == 1 and needs.like is None and ALIKE.search(situation.line) and model[0].shape in needs.shapes:
        needs, lead = replace(needs, like=model[0].sku), lead or f"In the manner of {model[0].name}:"
    cheapest = min(frame.price_cents for frame in situation.catalogue)
    if needs.budget_cents and needs.budget_cents < cheapest:
        lowest = joined(frame.name for frame in situation.catalogue if frame.price_cents == cheapest)
        lead = f"Nothing costs that little, sorry. Our frames start at {dollars(cheapest)} with {lowest}."
        needs = replace(needs, budget_cents=cheapest + SLACK_CENTS)
    needs, shown_needs, ranking, given_up = _agreed(situation, needs, fresh, keep)
    frames = situation.frames(tuple(one.sku for one in ranking.recommendations))
    if not frames:
        return situation.say(
            "That was everything I have. Shall we change a wish, the budget for example?", needs=needs, pending="budget"
        )
    tool = ToolUse(
        ToolName.SHOW_FRAMES,
        cards=tuple(FrameCard(sku=one.sku, score=one.score, reasons=one.reasons) for one in ranking.recommendations),
        anchor_word=frames[0].name.split()[0],
    )
    lenses = "That leaves room for lenses; an optician must quote those." if situation.wishes.all_in else ""
    opening = _lead(situation, ranking, shown_needs, len(frames), lead)
    named = _named(situation, frames, shown_needs)
    told = (named, given_up, lenses) if opening.endswith(":") else (given_up, lenses, named)
    parts = (opening, *told, _kin_named(frames, shown_needs))
    text = " ".join(part for part in parts if part)
    question = _next_question(situation, needs)
    if question:
        asked = pick(QUESTIONS[question], situation.turn)
        text = f"{text} {asked.replace('you wear them', 'they be worn') if situation.memory.wearer else asked}"
    skus = tuple(frame.sku for frame in frames)
    return situation.say(
        text, tool, needs=needs, topic=skus, pending=question,
        asked=tuple(dict.fromkeys((*situation.memory.asked, *filter(None, (question, situation.memory.wearer))))),
        previous=situation.context.shown,
        offered=tuple(dict.fromkeys((*situation.memory.offered, *skus))),
    )  # fmt: skip


def _agreed(situation: Situation, needs: Needs, fresh: bool, keep: frozenset[str]) -> tuple[Needs, Needs, Ranking, str]:
    """The ranking for the needs; where they contradict each other, older wishes give way to what was just said.

    Returns the needs to keep, the needs that the ranking meets, the ranking, and a sentence that owns up to the rest.
    """
    said = {*situation.wishes.change, *keep}
    if said & {"shapes", "rims", "materials", "colours"} and "style" not in keep:
        said.discard("style")
    tried: dict[str, object] = {}
    for name in _YIELDING:
        wanted = ENOUGH if name in _SOFT else 1
        if _enough(situation, replace(needs, **tried), fresh, wanted):  # type: ignore[arg-type]
            break
        untasted = replace(needs, **(tried | {"style": None, "uses": (), "light": False}))  # type: ignore[arg-type]
        if name == "budget_cents" and _enough(situation, untasted, fresh, 1):
            break
        if name not in said and getattr(needs, name):
            tried[name] = getattr(Needs(), name)
    if "style" in said and needs.style and not _enough(situation, replace(needs, **tried), fresh, 1):  # type: ignore[arg-type]
        plain = replace(needs, **(tried | {"style": None}))  # type: ignore[arg-type]
        if _enough(situation, plain, fresh, 1):
            tried["style"] = None
    for name in tuple(tried):
        others = {key: value for key, value in tried.items() if key != name}
        wanted = ENOUGH if name in _SOFT else 1
        if _enough(situation, replace(needs, **others), fresh, wanted):  # type: ignore[arg-type]
            tried = others
    met = replace(needs, **tried)  # type: ignore[arg-type]
    if "thrifty" in tried and needs.budget_cents is None:
        met = replace(met, budget_cents=_cheapest_price(situation, met, fresh))
    ranking = ranked(situation, _unlike(situation, met, needs.style), fresh=fresh)
    if ranking.relaxed or (len(ranking.recommendations) < ENOUGH and set(tried) == {"budget_cents"}):
        return needs, needs, ranked(situation, needs, fresh=fresh), ""
    tastes = {name: getattr(needs, name) for name in tried if name != "budget_cents"}
    owned = _owned(tastes, situation.frames(tuple(one.sku for one in ranking.recommendations)))
    if "budget_cents" in tried and needs.budget_cents:
        owned.append(f"They cost more than {dollars(needs.budget_cents)}, though.")
    return replace(met, budget_cents=needs.budget_cents), met, ranking, " ".join(owned)


def _owned(tastes: dict[str, object], frames: tuple[Frame, ...]) -> list[str]:
    """Which of the wishes that gave way no frame shown meets, and which only some do."""
    none, some = list[str](), list[str]()
    for name, value in tastes.items():
        word = _as_property(name, value)
        wish = replace(Needs(), **{name: value})  # type: ignore[arg-type]
        met = sum(not candidates((frame,), wish, FaceNumbers())[1] for frame in frames)
        if word and met < len(frames) and value not in {"minimal", "elegant"}:
            (some if met else none).append(word)
    return [
        *([f"None of them are {joined(none, 'or')}."] if none else []),
        *([f"Not all of them are {joined(some)}."] if some else []),
    ]


def _unlike(situation: Situation, needs: Needs, style: str | None) -> Needs:
    """The needs without the loud frames when the quiet ones wished for could not be had, as far as enough remain."""
    if style != "minimal" or needs.style:
        return needs
    loud = tuple(frame.sku for frame in situation.catalogue if in_style(frame, "bold"))
    quiet = replace(needs, exclude=(*needs.exclude, *loud))
    return quiet if _enough(situation, quiet, fresh=False, wanted=ENOUGH) else needs


def _cheapest_price(situation: Situation, needs: Needs, fresh: bool) -> int | None:
    """The price up to which the cheapest frames that meet the needs fill the screen, in cents."""
    pool, _ = candidates(situation.catalogue, _excluding(situation, needs, fresh), situation.face)
    prices = sorted(frame.price_cents for frame in pool)[:ENOUGH]
    return prices[-1] if prices else None


def _enough(situation: Situation, needs: Needs, fresh: bool, wanted: int) -> bool:
    pool, relaxed = candidates(situation.catalogue, _excluding(situation, needs, fresh), situation.face)
    return not relaxed and len(pool) >= wanted


def _excluding(situation: Situation, needs: Needs, fresh: bool) -> Needs:
    offered = situation.memory.offered if fresh else ()
    return replace(needs, exclude=(*needs.exclude, *offered, *((needs.like,) if needs.like else ())))


def _as_property(name: str, value: object) -> str:
    if name == "light":
        return "light"
    if name == "thrifty":
        return "inexpensive"
    if name in {"size", "min_price_cents", "max_weight_g", "max_width_mm", "min_width_mm"} or name.startswith("avoid_"):
        return ""
    if name == "materials":
        return _material_words(value) if isinstance(value, tuple) else ""
    if name == "rims" and isinstance(value, tuple):
        return joined((RIM_WORDS[one] for one in value), "or")
    values = [str(one) for one in value] if isinstance(value, tuple) else [str(value)]
    return f"made for {joined(values)}" if name == "uses" else joined(values, "or")


def ranked(situation: Situation, needs: Needs, *, fresh: bool = False) -> Ranking:
    """The ranking for needs, without the frame to stay close to and, if `fresh`, without what was offered before.

    Frames in exactly the colour wished for (gold) come first, and alone where they are enough; their kin (rose gold)
    follow.
    """
    limited = _excluding(situation, needs, fresh)
    pool, relaxed = candidates(situation.catalogue, limited, situation.face)
    exact, kin = _by_purity(pool, needs)
    if relaxed or not (exact and kin):
        return rank(situation.catalogue, limited, situation.face, CARDS)
    found = rank(situation.catalogue, _without(limited, kin), situation.face, CARDS).recommendations
    if len(exact) < ENOUGH:
        rest = rank(situation.catalogue, _without(limited, exact), situation.face, CARDS).recommendations
        found = (*found, *rest)[:CARDS]
    return Ranking(found)


def _by_purity(frames: Iterable[Frame], needs: Needs) -> tuple[tuple[Frame, ...], tuple[Frame, ...]]:
    """The frames in the very colour wished for, and those only in its kin ("gold" and rose gold)."""
    frames = tuple(frames)
    pure = purest(needs.colours[0]) if len(needs.colours) == 1 else ()
    exact = tuple(frame for frame in frames if any(colour.name in pure for colour in frame.colours))
    return exact, tuple(frame for frame in frames if pure and frame not in exact)


def _without(needs: Needs, frames: tuple[Frame, ...]) -> Needs:
    return replace(needs, exclude=(*needs.exclude, *(frame.sku for frame in frames)))


def _kin_named(frames: tuple[Frame, ...], needs: Needs) -> str:
    """In which related colours the frames come that do not come in the very colour wished for."""
    exact, kin = _by_purity(frames, needs)
    if not (exact and kin):
        return ""
    names = dict.fromkeys(c.name for frame in kin for c in frame.colours if is_colour(c.name, needs.colours[0]))
    return f"The others come in {joined(names, 'or')}."


def present(situation: Situation, frames: tuple[Frame, ...], lead: str) -> Answer:
    """Put these very frames on the screen, in this order."""
    ranked_one = [rank((frame,), situation.memory.needs, situation.face, 1).recommendations[0] for frame in frames]
    tool = ToolUse(
        ToolName.SHOW_FRAMES,
        cards=tuple(FrameCard(sku=one.sku, score=one.score, reasons=one.reasons) for one in ranked_one),
        anchor_word=frames[0].name.split()[0],
    )
    return situation.say(lead, tool, topic=tuple(frame.sku for frame in frames), previous=situation.context.shown)


def back(situation: Situation) -> Answer:
    """The cards that stood there before these, or what was asked of the one frame before."""
    if len(situation.pointed) == 1:
        return _told(situation, situation.pointed[0])
    frames = situation.frames(situation.memory.previous)
    if not frames:
        return situation.say("There was nothing before these. Shall I show you others?", pending="more")
    return present(situation, frames, f"Here they are again: {joined(frame.name for frame in frames)}.")


def _told(situation: Situation, frame: Frame) -> Answer:
    """The fact asked for of a frame spoken of earlier, or all of it."""
    intent = next((one for one in situation.intents if one in FACTS), Intent.DESCRIBE)
    return situation.say(FACTS[intent](frame, situation.face, situation.turn), topic=(frame.sku,))


def more(situation: Situation) -> Answer:
    """Others for the same needs, or others like the one spoken of; when wishes would be broken, say so."""
    if ALIKE.search(situation.line) and (situation.pointed or len(situation.topic) == 1):
        return refine(situation, Intent.LIKE_THIS)
    needs = situation.wishes.applied(situation.memory.needs)
    return show(
        situation, needs, lead=pick(("Here are some others.", "Let me show you others."), situation.turn), fresh=True
    )


def refine(situation: Situation, intent: Intent) -> Answer:
    """Move one step from the frames in view in the direction asked for."""
    base = situation.wishes.applied(situation.memory.needs)
    if intent is Intent.LIGHTER and of_colour(situation):
        return show(situation, replace(base, light=situation.memory.needs.light))
    if intent is Intent.DEARER and len(situation.pointed) == 1 and WAS_LIKED.search(situation.line):
        liked = situation.pointed[0]
        asked = any(one in FACTS for one in situation.intents)
        return _told(situation, liked) if asked else situation.say(f"{liked.name}, then.", topic=(liked.sku,))
    one = situation.topic if len(situation.topic) == 1 else ()
    start = situation.pointed or one or situation.cards or situation.topic
    if not start:
        return show(situation, without_start(base, intent))
    if len(start) == 1 and stays_close(situation, intent):
        shapes = base.shapes if "shapes" in situation.wishes.change else (start[0].shape,)
        base = replace(base, like=start[0].sku, shapes=shapes)
    needs, lead = step(base, intent, start, situation)
    if intent is Intent.CHEAPER and len(start) > 1 and "budget_cents" not in situation.wishes.change:
        among = _cheapest_among(situation, base, start, needs)
        if among:
            return among
    ranking = ranked(situation, needs)
    if ranking.relaxed and intent in BOUNDED:
        alone = rank(situation.catalogue, only(needs, intent), FaceNumbers(), 1)
        if alone.relaxed:
            return situation.say(end_of_range(intent, start), topic=tuple(frame.sku for frame in start))
    return show(situation, needs, lead=lead, keep=KEPT.get(intent, frozenset()))


def _cheapest_among(situation: Situation, base: Needs, start: tuple[Frame, ...], cheaper: Needs) -> Answer | None:
    """Where nothing meets the wishes for less than the cheapest shown: say so, and show what comes next to it."""
    words = wish_words(replace(base, thrifty=False, budget_cents=None), "frames")
    yielding = replace(cheaper, uses=(), style=None, light=False, size=None)
    if not words or _enough(situation, yielding, fresh=False, wanted=1):
        return None
    needs = replace(base, budget_cents=below_middle(start), thrifty=True, min_price_cents=None)
    pool, relaxed = candidates(situation.catalogue, _excluding(situation, needs, fresh=False), situation.face)
    if relaxed or set(pool) <= set(start):
        least = min(start, key=lambda frame: (frame.price_cents, frame.sku))
        text = f"{least_of(start, words)} Another shape or colour may cost less."
        return situation.say(text, topic=(least.sku,), needs=replace(base, thrifty=True))
    return show(situation, needs, lead=least_of(start, words), keep=frozenset({"budget_cents"}))


def calmer(situation: Situation) -> Answer:
    """Frames a step quieter than those wished for or shown."""
    return _along(situation, -1, "A step quieter, then.")


def bolder(situation: Situation) -> Answer:
    """Frames a step bolder than those wished for or shown."""
    return _along(situation, 1, "A step bolder, then.")


def _along(situation: Situation, rungs: int, lead: str) -> Answer:
    needs = situation.wishes.applied(situation.memory.needs)
    frames = situation.cards or situation.topic
    seen: Style | None = "bold" if frames and all(in_style(frame, "bold") for frame in frames) else None
    style = along(situation.memory.needs.style or seen, rungs)
    return show(situation, replace(needs, style=style), lead=lead, fresh=True, keep=frozenset({"style"}))


def _for_child(situation: Situation, needs: Needs) -> tuple[Needs, str]:
    """The needs for a child, with the caution that nothing here was made for children."""
    sturdy = Material.TR90 in needs.materials
    needs = replace(
        needs,
        size="very narrow",
        max_width_mm=None,
        min_width_mm=None,
        spring_hinges=needs.spring_hinges and not sturdy,
        avoid_rims=tuple(dict.fromkeys((*needs.avoid_rims, Rim.RIMLESS))),
    )
    shown = ranked(situation, needs).recommendations
    widest = max(situation.catalogue[one.sku].dimensions.total_width for one in shown)
    narrower = sum(frame.dimensions.total_width < widest for frame in situation.catalogue)
    claim = "These are our narrowest" if narrower < len(shown) else "These are among our narrowest"
    tough = " and take the most" if sturdy else ""
    return needs, f"I know of no children's range. {claim}{tough}; a colleague must check the fit."


def _lead(situation: Situation, ranking: Ranking, needs: Needs, count: int, lead: str) -> str:
    if ranking.relaxed:
        missing = joined(ranking.relaxed, "or")
        return pick(
            (f"Not everything at once, sorry. Nothing is also {missing}, so these are the closest.",
             f"Almost. None is also {missing}, but these come close."),
            situation.turn,
        )  # fmt: skip
    if situation.memory.wearer and situation.memory.wearer not in situation.memory.asked:
        own = situation.context.measurements
        aside = " I leave your own measurements aside." if own.pd or own.face_width else ""
        lead = lead or f"For {called(situation.memory.wearer)}, then.{aside}"
    if lead:
        return lead
    if situation.wishes.note:
        return situation.wishes.note
    if situation.wishes.beside:
        return f"Stylists like {joined(needs.colours, 'or')} with {situation.wishes.beside}. It's only a convention."
    if "size" in situation.wishes.change and situation.face.face_width:
        return f"I go by your measured width, about {millimetres(situation.face.face_width.value)}."
    amount = COUNTS.get(count, str(count))
    wish = wish_words(needs, "frame" if count == 1 else "frames")
    if wish:
        are = "is" if count == 1 else "are"
        return pick((f"Sure. Here {are} {amount} {wish}.", f"Gladly. I found {amount} {wish}."), situation.turn)
    return pick(
        (f"Let's start here. These {amount} differ on purpose.", f"Have a look. I picked {amount} different ones."),
        situation.turn,
    )


def _between(needs: Needs) -> str:
    """The bounds on the price in words."""
    low, high = needs.min_price_cents, needs.budget_cents
    if low and high:
        return f"between {number(low / 100)} and {dollars(high)}"
    return f"up to {dollars(high)}" if high else ""


_SIZE_WORDS = {"medium": "medium-sized"}


def wish_words(needs: Needs, noun: str) -> str:
    """The wishes as one noun phrase, for example "light blue frames for work up to 200 dollars"; empty without any."""
    before = [
        "inexpensive" if needs.thrifty else "",
        "light" if needs.light or needs.max_weight_g else "",
        _SIZE_WORDS.get(needs.size or "", needs.size or ""),
        needs.style or "",
        joined(needs.collections, "or"),
        joined(needs.colours, "or"),
        joined(needs.shapes, "or"),
        joined((RIM_WORDS[one] for one in needs.rims), "or"),
        _material_words(needs.materials),
    ]
    without = [*needs.avoid_colours, *([_material_words(needs.avoid_materials)] if needs.avoid_materials else [])]
    unlike = [*needs.avoid_shapes, *(RIM_WORDS[one] for one in needs.avoid_rims if not needs.rims)]
    after = [
        f"that are not {joined(unlike, 'or')}" if unlike else "",
        f"without {joined(without, 'or')}" if without else "",
        f"not made for {joined(needs.avoid_uses, 'or')}" if needs.avoid_uses else "",
        "that take progressives" if needs.progressive else "",
        "for strong lenses" if needs.strong_lenses else "",
        f"with a {joined(needs.bridges, 'or')} bridge" if needs.bridges else "",
        "with nose pads" if needs.low_bridge else "without nose pads" if needs.no_pads else "",
        "with spring hinges" if needs.spring_hinges else "",
        f"with lenses about {number(needs.lens_mm)} wide" if needs.lens_mm else "",
        "of materials that normally hold no nickel" if needs.nickel_allergy else "",
        "that are not too wide" if needs.max_width_mm else "",
        "that are not too narrow" if needs.min_width_mm and "wide" not in (needs.size or "") else "",
        f"for {joined('every day' if one == 'everyday' else one for one in needs.uses)}" if needs.uses else "",
        _between(needs),
    ]
    said = [word for word in before if word][:3]
    told = [word for word in after if word]
    return " ".join((*said, noun, *told)) if said or told else ""


def _material_words(materials: tuple[Material, ...]) -> str:
    """The materials named one by one, or by the word for all of them."""
    for word in ("metal", "plastic"):
        if set(materials) == set(MATERIALS[word]):
            return word
    return joined((MATERIAL_WORDS[one] for one in materials), "or")


def _named(situation: Situation, frames: tuple[Frame, ...], needs: Needs) -> str:
    first = frames[0]
    text = sentence(f"{first.name} {spoken_reason(first, needs, situation.face, situation.wishes.change)}")
    if len(frames) > 1 and situation.turn % 2 == 0:
        second = frames[1]
        text += f" {second.name} is {dollars(second.price_cents)}."
    return text


def spoken_reason(frame: Frame, needs: Needs, face: FaceNumbers, said: Mapping[str, object] = _NOTHING_SAID) -> str:
    """One clause after the frame's name: what was just asked for (`said`) first, then the fit, then taste."""
    fit = assess(frame, face)
    if "nickel_allergy" in said and frame.nickel_free:
        return f"is {MATERIAL_WORDS[frame.material]}; a colleague can confirm every part of it"
    if "progressive" in said and needs.progressive:
        return f"is {number(frame.dimensions.b)} millimetres deep, good for progressives"
    if "strong_lenses" in said and frame.dimensions.a <= STRONG_LENS_A_MM:
        return f"has small lenses, {number(frame.dimensions.a)} millimetres wide, which keeps strong glass thin"
    if "low_bridge" in said and "pads" in frame.bridge:
        return "has nose pads that can be set to your bridge"
    if ("light" in said or needs.max_weight_g) and frame.weight_g <= LIGHT_G:
        return f"weighs only {number(frame.weight_g)} grams and costs {dollars(frame.price_cents)}"
    if fit.width is not None and fit.width_verdict is WidthVerdict.RIGHT:
        return f"is {spoken_width(fit.width)}, and costs {dollars(frame.price_cents)}"
    colour = _nearest_colour(frame, needs)
    if colour:
        return f"comes in {colour} and costs {dollars(frame.price_cents)}"
    if needs.light or needs.max_weight_g:
        return f"weighs only {number(frame.weight_g)} grams"
    if needs.style and in_style(frame, needs.style):
        return f"is the {needs.style} one, {SHAPE_NOUNS[frame.shape]}, {dollars(frame.price_cents)}"
    return f"is my first pick, {MATERIAL_WORDS[frame.material]} for {dollars(frame.price_cents)}"


def _nearest_colour(frame: Frame, needs: Needs) -> str | None:
    """The colourway that comes nearest to the colours wished for: the very colour, else one of its kin."""
    wished = [c.name for c in frame.colours if any(is_colour(c.name, w) for w in needs.colours)]
    pure = {name for colour in needs.colours for name in purest(colour)}
    return next((name for name in wished if name in pure), wished[0] if wished else None)


def _next_question(situation: Situation, needs: Needs) -> str:
    """At most one open question an answer, none twice, and none once enough is known."""
    if needs.told >= 2 or len(set(situation.memory.asked) & set(QUESTIONS)) >= 2:
        return ""
    known = {
        "use": needs.uses or bool(_OCCASION.search(situation.line)),
        "budget": needs.budget_cents,
        "style": needs.style,
    }
    return next((name for name in QUESTIONS if not known[name] and name not in situation.memory.asked), "")

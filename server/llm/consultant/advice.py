"""Showing frames: the first choice, more of them, and finer wishes."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from app.domain.face_numbers import FaceNumbers
from app.domain.fit import WidthVerdict, assess
from app.domain.frame import Frame, Material
from app.domain.needs import Needs, is_colour, purest
from app.domain.recommendation import LIGHT_G, STRONG_LENS_A_MM, Ranking, candidates, in_style, rank
from app.protocol.messages import FrameCard, ToolName
from server.llm.consultant.facts import spoken_width
from server.llm.consultant.intents import Intent
from server.llm.consultant.lexicon import MATERIALS
from server.llm.consultant.situation import Answer, Situation
from server.llm.consultant.wearer import called
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
    parts = (
        _lead(situation, ranking, shown_needs, len(frames), lead),
        given_up,
        lenses,
        _named(situation, frames, shown_needs),
    )
    text = " ".join(part for part in parts if part)
    question = _next_question(situation, needs)
    if question:
        text = f"{text} {pick(QUESTIONS[question], situation.turn)}"
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
    ranking = ranked(situation, _unlike(situation, met, needs.style), fresh=fresh)
    if ranking.relaxed or (len(ranking.recommendations) < ENOUGH and set(tried) == {"budget_cents"}):
        return needs, needs, ranked(situation, needs, fresh=fresh), ""
    tastes = {name: value for name, value in tried.items() if name != "budget_cents"}
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
        if word and met < len(frames):
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


def _enough(situation: Situation, needs: Needs, fresh: bool, wanted: int) -> bool:
    pool, relaxed = candidates(situation.catalogue, _excluding(situation, needs, fresh), situation.face)
    return not relaxed and len(pool) >= wanted


def _excluding(situation: Situation, needs: Needs, fresh: bool) -> Needs:
    offered = situation.memory.offered if fresh else ()
    return replace(needs, exclude=(*needs.exclude, *offered, *((needs.like,) if needs.like else ())))


def _as_property(name: str, value: object) -> str:
    if name == "light":
        return "light"
    if name in {"size", "min_price_cents", "max_weight_g", "max_width_mm", "min_width_mm"} or name.startswith("avoid_"):
        return ""
    if name == "materials":
        return _material_words(value) if isinstance(value, tuple) else ""
    values = [str(one) for one in value] if isinstance(value, tuple) else [str(value)]
    return f"made for {joined(values)}" if name == "uses" else joined(values, "or")


def ranked(situation: Situation, needs: Needs, *, fresh: bool = False) -> Ranking:
    """The ranking for needs, without the frame to stay close to and, if `fresh`, without what was offered before.

    Where enough frames come in exactly the colour wished for (gold), its kin (rose gold) stand back.
    """
    limited = _excluding(situation, needs, fresh)
    pool, relaxed = candidates(situation.catalogue, limited, situation.face)
    pure = purest(needs.colours[0]) if len(needs.colours) == 1 else ()
    exact = {frame.sku for frame in pool if any(colour.name in pure for colour in frame.colours)}
    if not relaxed and len(exact) >= ENOUGH:
        others = tuple(frame.sku for frame in pool if frame.sku not in exact)
        limited = replace(limited, exclude=(*limited.exclude, *others))
    return rank(situation.catalogue, limited, situation.face, CARDS)


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
    """The cards that stood there before these."""
    frames = situation.frames(situation.memory.previous)
    if not frames:
        return situation.say("There was nothing before these. Shall I show you others?", pending="more")
    return present(situation, frames, f"Here they are again: {joined(frame.name for frame in frames)}.")


def more(situation: Situation) -> Answer:
    """Others for the same needs; when wishes would be broken, say so."""
    needs = situation.wishes.applied(situation.memory.needs)
    return show(
        situation, needs, lead=pick(("Here are some others.", "Let me show you others."), situation.turn), fresh=True
    )


def refine(situation: Situation, intent: Intent) -> Answer:
    """Move one step from the frames in view in the direction asked for."""
    base = situation.wishes.applied(situation.memory.needs)
    start = (
        situation.pointed
        or (situation.topic if len(situation.topic) == 1 else ())
        or situation.cards
        or situation.topic
    )
    if not start:
        return show(situation, _without_start(base, intent))
    if len(start) == 1 and (Intent.LIKE_THIS in situation.intents or intent is Intent.CHEAPER):
        base = replace(base, like=start[0].sku)
        if Intent.LIKE_THIS in situation.intents and "shapes" not in situation.wishes.change:
            base = replace(base, shapes=(start[0].shape,))
    needs, lead = _step(base, intent, start, situation)
    ranking = ranked(situation, needs)
    if ranking.relaxed and intent in {Intent.CHEAPER, Intent.LIGHTER, Intent.SMALLER, Intent.BIGGER, Intent.DEARER}:
        alone = rank(situation.catalogue, _only(needs, intent), FaceNumbers(), 1)
        if alone.relaxed:
            return situation.say(_end_of_range(intent, start), topic=tuple(frame.sku for frame in start))
    return show(situation, needs, lead=lead, keep=_STEPS.get(intent, frozenset()))


_STEPS = {
    Intent.CHEAPER: frozenset({"budget_cents"}), Intent.DEARER: frozenset({"min_price_cents"}),
    Intent.LIGHTER: frozenset({"max_weight_g", "light"}), Intent.SMALLER: frozenset({"max_width_mm"}),
    Intent.BIGGER: frozenset({"min_width_mm"}), Intent.OTHER_SHAPE: frozenset({"avoid_shapes"}),
}  # fmt: skip


def _step(base: Needs, intent: Intent, start: tuple[Frame, ...], situation: Situation) -> tuple[Needs, str]:
    turn = situation.turn
    widths = [frame.dimensions.total_width for frame in start]
    if intent is Intent.CHEAPER:
        limit = min(frame.price_cents for frame in start) - 100
        budget = (
            min(limit, base.budget_cents or limit)
            if "budget_cents" not in situation.wishes.change
            else base.budget_cents
        )
        return replace(base, budget_cents=budget, min_price_cents=None), pick(
            ("Here is less to pay.", "These cost less."), turn
        )
    if intent is Intent.DEARER:
        floor = max(frame.price_cents for frame in start) + 100
        return replace(base, budget_cents=None, min_price_cents=floor), "These are a step up."
    if intent is Intent.LIGHTER:
        limit_g = min(frame.weight_g for frame in start)
        return replace(base, light=True, max_weight_g=limit_g), pick(("These weigh less.", "Lighter it is."), turn)
    if intent is Intent.SMALLER:
        return replace(base, max_width_mm=min(widths), min_width_mm=None, size=None), "These are narrower."
    if intent is Intent.BIGGER:
        return replace(base, min_width_mm=max(widths), max_width_mm=None, size=None), "These are wider."
    if intent is Intent.OTHER_SHAPE:
        shapes = tuple(dict.fromkeys(frame.shape for frame in start))[:4]
        wanted = tuple(shape for shape in base.shapes if shape not in shapes)
        if situation.wishes.change.get("shapes"):
            return base, "Another shape, then."
        return replace(
            base, shapes=wanted, avoid_shapes=tuple(dict.fromkeys((*base.avoid_shapes, *shapes)))
        ), "Another shape, then."
    if intent is Intent.LIKE_THIS:
        like = start[0]
        return replace(base, like=like.sku), f"In the manner of {like.name}:"
    return base, "Here you are."


def _without_start(base: Needs, intent: Intent) -> Needs:
    steps: dict[Intent, dict[str, object]] = {
        Intent.CHEAPER: {"budget_cents": base.budget_cents or 15000},
        Intent.DEARER: {"min_price_cents": 30000},
        Intent.LIGHTER: {"light": True},
        Intent.SMALLER: {"size": "narrow"},
        Intent.BIGGER: {"size": "wide"},
    }
    return replace(base, **steps.get(intent, {}))  # type: ignore[arg-type]


def _only(needs: Needs, intent: Intent) -> Needs:
    kept = {
        Intent.CHEAPER: "budget_cents", Intent.DEARER: "min_price_cents", Intent.LIGHTER: "max_weight_g",
        Intent.SMALLER: "max_width_mm", Intent.BIGGER: "min_width_mm",
    }[intent]  # fmt: skip
    return replace(Needs(), **{kept: getattr(needs, kept)})


def _end_of_range(intent: Intent, start: tuple[Frame, ...]) -> str:
    if intent is Intent.CHEAPER:
        cheapest = min(start, key=lambda frame: frame.price_cents)
        return f"Nothing costs less, sorry. {cheapest.name} at {dollars(cheapest.price_cents)} is the end of our range."
    if intent is Intent.DEARER:
        dearest = max(start, key=lambda frame: frame.price_cents)
        return f"That is already the top. {dearest.name} costs {dollars(dearest.price_cents)}."
    if intent is Intent.LIGHTER:
        lightest = min(start, key=lambda frame: frame.weight_g)
        return f"Nothing is lighter. {lightest.name} weighs just {number(lightest.weight_g)} grams."
    word, pick_one = ("narrower", min) if intent is Intent.SMALLER else ("wider", max)
    frame = pick_one(start, key=lambda one: one.dimensions.total_width)
    return f"We have nothing {word}. {frame.name} is {number(frame.dimensions.total_width)} millimetres wide."


def _lead(situation: Situation, ranking: Ranking, needs: Needs, count: int, lead: str) -> str:
    if ranking.relaxed:
        missing = joined(ranking.relaxed, "or")
        return pick(
            (f"Not everything at once, sorry. Nothing is also {missing}, so these are the closest.",
             f"Almost. None is also {missing}, but these come close."),
            situation.turn,
        )  # fmt: skip
    if situation.memory.wearer and situation.memory.wearer not in situation.memory.asked:
        lead = lead or f"For {called(situation.memory.wearer)}, then. I leave your own measurements aside."
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


_SIZE_WORDS = {"narrow": "narrow", "medium": "medium-sized", "wide": "wide"}


def wish_words(needs: Needs, noun: str) -> str:
    """The wishes as one noun phrase, for example "light blue frames for work up to 200 dollars"; empty without any."""
    before = [
        "light" if needs.light or needs.max_weight_g else "",
        _SIZE_WORDS.get(needs.size or "", ""),
        needs.style or "",
        joined(needs.collections, "or"),
        joined(needs.colours, "or"),
        joined(needs.shapes, "or"),
        joined((RIM_WORDS[one] for one in needs.rims), "or"),
        _material_words(needs.materials),
    ]
    without = [*needs.avoid_colours, *([_material_words(needs.avoid_materials)] if needs.avoid_materials else [])]
    after = [
        f"that are not {joined(needs.avoid_shapes, 'or')}" if needs.avoid_shapes else "",
        f"without {joined(without, 'or')}" if without else "",
        "that take progressives" if needs.progressive else "",
        "for strong lenses" if needs.strong_lenses else "",
        f"with a {joined(needs.bridges, 'or')} bridge" if needs.bridges else "",
        "with nose pads" if needs.low_bridge else "",
        "with spring hinges" if needs.spring_hinges else "",
        f"with lenses about {number(needs.lens_mm)} wide" if needs.lens_mm else "",
        "of materials that normally hold no nickel" if needs.nickel_allergy else "",
        "that are not too wide" if needs.max_width_mm else "",
        "that are not too narrow" if needs.min_width_mm and needs.size != "wide" else "",
        f"for {joined('every day' if one == 'everyday' else one for one in needs.uses)}" if needs.uses else "",
        f"up to {dollars(needs.budget_cents)}" if needs.budget_cents else "",
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
    colour = next((c.name for c in frame.colours if any(is_colour(c.name, w) for w in needs.colours)), None)
    if colour:
        return f"comes in {colour} and costs {dollars(frame.price_cents)}"
    if needs.light or needs.max_weight_g:
        return f"weighs only {number(frame.weight_g)} grams"
    if needs.style and in_style(frame, needs.style):
        return f"is the {needs.style} one, {SHAPE_NOUNS[frame.shape]}, {dollars(frame.price_cents)}"
    return f"is my first pick, {MATERIAL_WORDS[frame.material]} for {dollars(frame.price_cents)}"


def _next_question(situation: Situation, needs: Needs) -> str:
    """At most one open question an answer, none twice, and none once enough is known."""
    if needs.told >= 2 or len(set(situation.memory.asked) & set(QUESTIONS)) >= 2:
        return ""
    known = {"use": needs.uses, "budget": needs.budget_cents, "style": needs.style}
    return next((name for name in QUESTIONS if not known[name] and name not in situation.memory.asked), "")

"""Answers and acts on particular frames: facts, comparing, trying on, saving, choosing."""

import re
from collections.abc import Callable
from dataclasses import replace

from app.domain.face_numbers import FaceNumbers
from app.domain.fit import assess
from app.domain.frame import Frame
from app.domain.needs import Needs, is_colour
from app.domain.recommendation import candidates, rank
from app.protocol.messages import FrameCard, ToolName
from server.llm.consultant import advice, choices, facts
from server.llm.consultant.complexion import find_complexion
from server.llm.consultant.intents import Intent
from server.llm.consultant.situation import Answer, Situation
from server.llm.consultant.wearer import called
from server.llm.consultant.wording import (
    COUNTS,
    article,
    dollars,
    joined,
    kind_of,
    millimetres,
    number,
    pick,
    sentence,
)
from server.llm.port import ToolUse

_TOGETHER = re.compile(r"\b(?:together|in total|altogether|in all|the sum|combined|total for)\b")
PRESCRIBED = {"strong_lenses", "progressive", "nickel_allergy"}
BEST_EXCESS_MM = 2.0
SECOND_FACT = 0.15
_WHOLE_SHOP = re.compile(
    r"\b(?:you have|you sell|you carry|in the (?:shop|store)|of all|overall|in your|you got|have you got|at all|"
    r"anywhere|your)\b"
)

_OF_SAVED = re.compile(
    r"\b(?:favorites|saved|shortlist|my list|(?:of|from|among|between) (?:my|mine)\b|"
    r"(?:i|we) (?:have )?(?:saved|kept|put aside)|my (?:2|3|4|two|three|four|picks?))\b"
)
_ALL_SAVED = re.compile(r"\b(?:all|everything|clear|empty|both|them)\b")
_SHOW_ME = re.compile(r"^(?!.*\b(?:of (?:these|those|them)|here)\b).*\b(?:show me|let me see|find me)\b")
_IN_VIEW = re.compile(r"\b(?:which|what|one|ones|of these|of those|of them|these|those|them|here|has|have)\b")


def fact(situation: Situation, intent: Intent) -> Answer:
    """One fact about the frame meant, or the same fact about several."""
    frames = situation.meant()
    if situation.references.missing_place:
        return _not_there(situation)
    if intent is Intent.PRICE and situation.wishes.price_share:
        return advice.refine(situation, Intent.CHEAPER)
    if choices.RANKS.search(situation.line) and not situation.references.named:
        return superlative(situation)
    if not frames:
        return situation.say("Which frame do you mean? Say its name, or let me show you some first.", pending="show")
    colours = situation.wishes.change.get("colours")
    avoided = situation.wishes.change.get("avoid_colours")
    if len(frames) > 1 and intent is Intent.COLOURS and colours:
        return situation.say(facts.which_come_in(list(frames), colours[0]), topic=_skus(frames))
    if len(frames) > 1 and intent is Intent.PRICE and _TOGETHER.search(situation.line):
        total = dollars(sum(frame.price_cents for frame in frames[:3]))
        parts = joined(f"{frame.name} {dollars(frame.price_cents)}" for frame in frames[:3])
        return situation.say(f"Together {total}. That is {parts}, without lenses.", topic=_skus(frames))
    if len(frames) > 1:
        return situation.say(facts.several(intent, list(frames), situation.face), topic=_skus(frames))
    frame = frames[0]
    if intent is Intent.FIT and situation.memory.wearer:
        return _fit_of_another(situation, frame)
    pending = "measure" if intent is Intent.FIT and situation.face.face_width is None else ""
    if intent is Intent.RX and "strong_lenses" in situation.wishes.change:
        text = facts.strong(frame)
    elif intent is Intent.RX and re.search(r"\b(?:progressive|bifocal)s?\b", situation.line):
        text = facts.progressive(frame)
        pending = "show" if text.endswith("?") else ""
    elif intent is Intent.COLOURS and colours:
        text = facts.comes_in(frame, colours[0])
    elif intent is Intent.COLOURS and avoided:
        text = facts.besides(frame, avoided)
    else:
        text = facts.FACTS[intent](frame, situation.face, situation.turn)
    size = situation.wishes.change.get("size") or situation.memory.needs.size
    if intent is Intent.FIT and situation.face.face_width is None and size:
        text = facts.fit_told(frame, size) or text
    second = _asked_besides(situation, intent)
    if second is not None and not text.endswith("?"):
        besides = avoided if second is Intent.COLOURS else None
        more = facts.besides(frame, besides) if besides else facts.FACTS[second](frame, situation.face, situation.turn)
        text = f"{text} {more}"
    told = {name: value for name, value in situation.wishes.change.items() if name in PRESCRIBED}
    needs = replace(situation.memory.needs, **told)
    return situation.say(text, topic=(frame.sku,), pending=pending, needs=needs)


def _asked_besides(situation: Situation, intent: Intent) -> Intent | None:
    """The fact that a line asks besides the first: "what is it made of, and is it heavy"."""
    if not re.search(r"\b(?:and|also|plus|or)\b", situation.line):
        return None
    odds = {one: situation.odds.get(one.name, 0.0) for one in facts.FACTS if one not in {intent, Intent.DESCRIBE}}
    likeliest = max(odds, key=lambda one: odds[one])
    return likeliest if odds[likeliest] >= SECOND_FACT else None


def _fit_of_another(situation: Situation, frame: Frame) -> Answer:
    """The fit on somebody else's face, which the camera does not see."""
    wide = f"{frame.name} is {millimetres(frame.dimensions.total_width)} wide, {facts.band(frame)} size."
    return situation.say(f"{_unmeasured(situation)} {wide} A colleague must check the fit.", topic=(frame.sku,))


def _unmeasured(situation: Situation) -> str:
    wearer = situation.memory.wearer
    return f"I haven't measured {'them' if wearer == 'someone else' else called(wearer)}, so I can't tell."


def compare(situation: Situation) -> Answer:
    frames = situation.pointed
    if len(frames) == 1:
        frames = tuple(f for f in (situation.topic[:1] + situation.context_focus()) if f != frames[0])[:1] + frames
    if len(frames) < 2 and _OF_SAVED.search(situation.line):
        frames = situation.frames(situation.context.shortlist)
        if len(frames) < 2:
            return situation.say("That takes two favorites. Save one more and I'll compare them.")
    if len(frames) < 2 and not situation.pointed:
        frames = situation.several or situation.cards
        frames = frames[: 3 if re.search(r"\b(?:3|all)\b", situation.line) else 2]
    if situation.references.missing_place:
        return _not_there(situation)
    if len(frames) < 2:
        return situation.say(
            "Which two would you like to compare? Tell me their names or places.",
            topic=_skus(frames) or situation.memory.topic,
        )
    tool = ToolUse(ToolName.COMPARE, skus=_skus(frames[:3]))
    question = re.search(
        r"\b(lighter|cheaper|wider|bigger|smaller|heavier|narrower|more expensive|less expensive)\b", situation.line
    )
    asks_why = re.search(r"\bwhy\b", situation.line)
    if question and len(frames) == 2 and not asks_why:
        return situation.say(
            _is_more(frames[0], frames[1], question[1]), tool, topic=_skus(frames), focus=_skus(frames)
        )
    why = _why_dearer(frames[0], frames[1]) if asks_why else ""
    lead = pick(("Side by side.", "Here they are."), situation.turn)
    return situation.say(
        f"{lead} {why or facts.compared(list(frames), situation.face)}",
        tool,
        topic=_skus(frames[:3]),
        focus=_skus(frames[:3]),
    )


def _why_dearer(first: Frame, second: Frame) -> str:
    """Two prices, what both have in common and where they differ; the reason itself is the shop's to tell."""
    prices = f"{first.name} is {dollars(first.price_cents)} and {second.name} is {dollars(second.price_cents)}."
    common = [str(first.material)] if first.material is second.material else []
    common += [str(first.shape)] if first.shape is second.shape else []
    same = f" Both are {joined(common)}." if common else ""
    lines = f" {first.name} is from the {first.collection} line, {second.name} from {second.collection}."
    return f"{prices}{same}{lines if first.collection != second.collection else ''} Why, a colleague can tell."


def _is_more(first: Frame, second: Frame, word: str) -> str:
    _, key, intent = next(entry for entry in choices.KEYS if re.search(entry[0], word))
    return ("Yes. " if key(first) < key(second) else "No. ") + facts.several(intent, [first, second], FaceNumbers())


def try_on(situation: Situation) -> Answer:
    frames = situation.meant()
    if situation.references.missing_place:
        return _not_there(situation)
    if not frames:
        return advice.show(
            situation, situation.wishes.applied(situation.memory.needs), lead="Let's pick a frame first."
        )
    frame = frames[0]
    width = assess(frame, situation.face).width
    size = f"It is {facts.spoken_width(width) if width else f'{millimetres(frame.dimensions.total_width)} wide'}."
    colour = _colour_said(situation, frame)
    size += f" It does come in {colour}; a colleague can show you that." if colour else ""
    own = re.search(
        r"\b(?:(?<!let )(?<!show )me|my (?:own )?(?:face|nose|head)|myself|mirror|virtual\w*|put|wear)\b",
        situation.line,
    )
    lead = (
        f"I can't put it on your face. Here is {frame.name}, drawn to scale."
        if own
        else pick(
            (f"Here it is. {frame.name}, drawn to scale.", f"There. {frame.name}, in its true size."), situation.turn
        )
    )
    return situation.say(
        f"{lead} {size}",
        ToolUse(ToolName.TRY_ON, skus=(frame.sku,)),
        topic=(frame.sku,),
        focus=(frame.sku,),
    )


def save(situation: Situation) -> Answer:
    frames = situation.pointed or situation.topic or situation.cards
    if situation.references.missing_place:
        return _not_there(situation)
    if not frames:
        return situation.say("Which one shall I save? Tell me its name.")
    if not situation.pointed and situation.references.pronoun != "them":
        frames = frames[:1]
    frames = frames[:4]
    names = joined(frame.name for frame in frames)
    text = pick(
        (
            f"Saved. {names} {'is' if len(frames) == 1 else 'are'} in your favorites.",
            f"Done. I've kept {names} for you.",
        ),
        situation.turn,
    )
    if len(frames) == 1:
        colour = _colour_said(situation, frames[0])
        text += f" It does come in {colour}; tell the optician which color you'd like." if colour else ""
    return situation.say(text, ToolUse(ToolName.SAVE, skus=_skus(frames)), topic=_skus(frames), deed="save")


def unsave(situation: Situation) -> Answer:
    kept = situation.frames(situation.context.shortlist)
    spoken_of = tuple(frame for frame in situation.topic[:1] if frame in kept) if situation.references.pronoun else ()
    if not kept:
        return situation.say("Your favorites are empty.")
    frames = tuple(frame for frame in situation.pointed if frame in kept) or spoken_of
    if situation.pointed and not frames:
        return situation.say(f"{situation.pointed[0].name} isn't in your favorites.")
    if not frames and len(kept) > 1 and not _ALL_SAVED.search(situation.line):
        names = joined((frame.name for frame in kept[:4]), "or")
        return situation.say(f"Which one shall I take off, {names}?")
    frames = frames or kept
    return situation.say(
        f"Done. {joined(frame.name for frame in frames)} {'is' if len(frames) == 1 else 'are'} off your list.",
        ToolUse(ToolName.UNSAVE, skus=_skus(frames)),
    )


def saved(situation: Situation) -> Answer:
    frames = situation.frames(situation.context.shortlist)
    if not frames:
        return situation.say("Nothing saved yet. Tell me which one you like and I'll keep it.")
    parts = joined(f"{frame.name} for {dollars(frame.price_cents)}" for frame in frames[:4])
    amount = COUNTS.get(len(frames), str(len(frames)))
    if set(frames) <= set(situation.cards):
        return situation.say(f"You've saved {amount}. {sentence(parts)}", topic=_skus(frames))
    return advice.present(situation, frames[:4], f"You've saved {amount}. {sentence(parts)}")


def present(situation: Situation) -> Answer:
    """Bring the frames pointed at to the screen and say what they are."""
    frames = situation.pointed
    if len(frames) > 1:
        return advice.present(situation, frames, facts.several(Intent.DESCRIBE, list(frames), situation.face))
    return advice.present(situation, frames, facts.describe(frames[0], situation.face, situation.turn))


def superlative(situation: Situation) -> Answer:
    """The cheapest, lightest, widest ... of those meant, or of the whole shop."""
    entry = next((one for one in choices.KEYS if re.search(one[0], situation.line)), None)
    if entry is None:
        return opinion(situation)
    _, key, intent = entry
    saved_ones = situation.frames(situation.context.shortlist) if _OF_SAVED.search(situation.line) else ()
    in_view = saved_ones or situation.pointed or situation.several or situation.cards
    needs = situation.wishes.applied(Needs())
    whole = (
        not in_view
        or bool(_WHOLE_SHOP.search(situation.line))
        or bool(situation.wishes.change.get("shapes"))
        or not (situation.pointed or saved_ones or _IN_VIEW.search(situation.line))
        or bool(_SHOW_ME.search(situation.line))
        or situation.wishes.any_price
    )
    if len(situation.pointed) == 2 and not saved_ones:
        return _by_how_much(situation, key, intent)
    if not whole:
        best = min(in_view, key=lambda f: (key(f), f.sku))
        level = tuple(frame for frame in in_view if key(frame) == key(best))
        if len(level) > 1:
            return situation.say(choices.level(level, intent), topic=_skus(level)[:4])
        text = f"{best.name}. {choices.measure_of(best, intent)}{choices.against(best, in_view, intent)}"
        also = next((one for one in choices.KEYS if one[2] is not intent and re.search(one[0], situation.line)), None)
        if also is not None:
            second = min(in_view, key=lambda f: (also[1](f), f.sku))
            same = "It is that one as well." if second.sku == best.sku else f"There it is {second.name}."
            text += f" {same} {choices.measure_of(second, also[2])}"
        return situation.say(text, topic=(best.sku,))
    pool = [frame for frame in situation.catalogue if _matches(frame, needs)] or list(situation.catalogue)
    ordered = sorted(pool, key=lambda f: (key(f), f.sku))[: advice.CARDS]
    first = ordered[0]
    ranked = [rank((frame,), Needs(), situation.face, 1).recommendations[0] for frame in ordered]
    tool = ToolUse(
        ToolName.SHOW_FRAMES,
        cards=tuple(FrameCard(sku=one.sku, score=one.score, reasons=one.reasons) for one in ranked),
        anchor_word=first.name.split()[0],
    )
    text = f"That is {first.name}. {choices.measure_of(first, intent)} {sentence(kind_of(first))}"
    kept = replace(situation.memory.needs, budget_cents=None) if situation.wishes.any_price else situation.memory.needs
    return situation.say(text, tool, topic=(first.sku,), needs=kept)


def _by_how_much(situation: Situation, key: Callable[[Frame], float], intent: Intent) -> Answer:
    """Which of two it is, with both figures and the difference."""
    best, other = sorted(situation.pointed, key=lambda f: (key(f), f.sku))
    gap = abs(key(best) - key(other)) / (100 if intent is Intent.PRICE else 1)
    if not gap:
        return situation.say(choices.level(situation.pointed, intent), topic=_skus(situation.pointed))
    difference = choices.MEASURES[intent](best).replace(choices.MEASURES[intent](best).split()[0], number(gap))
    figures = f"{best.name} has {choices.MEASURES[intent](best)}, {other.name} {choices.MEASURES[intent](other)}"
    return situation.say(
        f"{best.name}, by {difference}. {figures}.",
        topic=(best.sku,),
    )


def _matches(frame: Frame, needs: Needs) -> bool:
    return (
        (not needs.shapes or frame.shape in needs.shapes)
        and (not needs.rims or frame.rim in needs.rims)
        and (not needs.materials or frame.material in needs.materials)
        and (not needs.colours or any(is_colour(c.name, w) for c in frame.colours for w in needs.colours))
        and (not needs.uses or bool(set(needs.uses) & set(frame.tags)))
    )


def opinion(situation: Situation) -> Answer:
    """A pick among those in view, by fit and wishes; looks are never judged."""
    frames = situation.pointed or situation.several or situation.cards or situation.topic
    if not frames:
        lead = _by_the_face(situation) if re.search(r"\bmy face\b|\bsuits? me\b|\bon me\b", situation.line) else ""
        return advice.show(situation, situation.wishes.applied(situation.memory.needs), lead=lead)
    needs = situation.wishes.applied(situation.memory.needs)
    if len(frames) == 1:
        frame = frames[0]
        beside = find_complexion(situation.line)
        if beside is not None:
            return situation.say(facts.beside(frame, beside.part, beside.colours), topic=(frame.sku,))
        text = f"I don't judge looks, only fit. {facts.fit(frame, situation.face, situation.turn)}"
        pending = "measure" if situation.face.face_width is None else ""
        return situation.say(text, topic=(frame.sku,), pending=pending)
    best = situation.catalogue[rank(frames, needs, situation.face, 1).recommendations[0].sku]
    reason = ""
    if len(frames) == 2:
        other = next(frame for frame in frames if frame.sku != best.sku)
        best, reason = choices.preferred(best, other, measured=situation.face.face_width is not None)
    reason = reason or sentence(f"It {advice.spoken_reason(best, needs, situation.face)}")
    text = f"I'd take {best.name}. {reason} Shall I draw it large?"
    return situation.say(text, topic=(best.sku,), pending="try_on", pending_skus=(best.sku,))


def _by_the_face(situation: Situation) -> str:
    width = situation.face.face_width
    if width is None:
        return "I haven't measured you yet; say measure me and, with your consent, I will. Until then, these differ."
    return f"I go by your measured width, about {millimetres(width.value)}."


def aloud(situation: Situation) -> Answer:
    """Say what stands on the screen, for somebody who cannot read it."""
    frames = situation.cards or situation.topic
    if not frames:
        return situation.say("No need to read. I say everything aloud; just tell me what you'd like.")
    told = " ".join(sentence(f"{frame.name}, {kind_of(frame)}, {dollars(frame.price_cents)}") for frame in frames[:3])
    return situation.say(f"I'll tell you. {told} Put your glasses back on whenever you like.", topic=_skus(frames))


def best_fit(situation: Situation) -> Answer:
    """Which of those meant fits the face best, or what is missing to tell."""
    frames = situation.meant()[:3]
    widths = [(frame, assess(frame, situation.face).width) for frame in frames]
    known = [(frame, width) for frame, width in widths if width is not None]
    if not known:
        said = joined(f"{frame.name} is {millimetres(frame.dimensions.total_width)} wide" for frame in frames)
        if situation.memory.wearer:
            return situation.say(
                f"{_unmeasured(situation)} {said}. A colleague must check the fit.", topic=_skus(frames)
            )
        size = situation.wishes.change.get("size") or situation.memory.needs.size or ""
        if "narrow" in size or "wide" in size:
            pick_one = min if "narrow" in size else max
            best = pick_one(frames, key=lambda frame: frame.dimensions.total_width)
            nearer = f"Rather {best.name}, as you told me of {article(size)} face."
            return situation.say(
                f"{nearer} {said}. Shall I measure you to be sure?", topic=_skus(frames), pending="measure"
            )
        return situation.say(
            f"I'd have to measure you for that. {said}. Shall I measure you?", topic=_skus(frames), pending="measure"
        )
    best, width = min(known, key=lambda pair: abs(pair[1].value - BEST_EXCESS_MM))
    return situation.say(f"{best.name}, by its width. It is {facts.spoken_width(width)}.", topic=(best.sku,))


def thinnest(situation: Situation) -> Answer:
    """Which of those in view keeps lenses thinnest: the smallest uncut lens, by effective diameter and decentration."""
    frames = situation.pointed or situation.cards or situation.topic
    pd = situation.face.pd

    def uncut(frame: Frame) -> float:
        d = frame.dimensions
        return d.ed + (abs(d.a + d.dbl - pd.value) if pd else 0.0)

    best = min(frames, key=lambda frame: (uncut(frame), frame.sku))
    d = best.dimensions
    standing = "the best of these for where your eyes sit" if pd else "the least of these"
    return situation.say(
        f"{best.name}, by its lenses. They are {millimetres(d.a)} wide and {number(d.ed)} at their longest, "
        f"{standing}. An optician can say how thin they get.",
        topic=(best.sku,),
        needs=replace(situation.memory.needs, strong_lenses=True),
    )


def count(situation: Situation) -> Answer:
    """How many frames meet what was just wished, or what is wished so far."""
    needs = situation.wishes.applied(Needs()) if situation.wishes.change else situation.memory.needs
    found, relaxed = candidates(situation.catalogue, needs, FaceNumbers())
    noun = "frame" if len(found) == 1 else "frames"
    wish = advice.wish_words(needs, noun)
    if relaxed or not wish:
        return situation.say(
            f"We have {len(situation.catalogue)} frames in all. Shall I show you some?", pending="show"
        )
    prices = sorted(frame.price_cents for frame in found)
    return situation.say(
        f"We have {len(found)} {wish}. They go from {dollars(prices[0])} to {dollars(prices[-1])}. Shall I show more?",
        needs=needs, pending="more",
    )  # fmt: skip


def why(situation: Situation) -> Answer:
    frames = situation.pointed or situation.topic or situation.cards
    if not frames:
        return situation.say("I haven't picked anything yet. Shall I show you some frames?", pending="show")
    frame = frames[0]
    if choices.PRICEY.search(situation.line):
        text = choices.why_that_price(frame, situation.catalogue)
        return situation.say(text, topic=(frame.sku,))
    reasons = rank((frame,), situation.memory.needs, situation.face, 1).recommendations[0].reasons
    spoken = " ".join(sentence(_aloud(reason)) for reason in reasons[:2])
    return situation.say(f"Here is why {frame.name}. {spoken}", topic=(frame.sku,))


def _aloud(reason: str) -> str:
    return re.sub(r"\b1 mm\b", "1 millimetre", reason).replace(" mm", " millimetres")


def liked(situation: Situation) -> Answer:
    frames = situation.meant()
    if not frames:
        return situation.say("Glad to hear it. What else should I know?")
    frame = frames[0]
    return situation.say(
        pick(
            (f"Glad you like {frame.name}. Shall I save it?", f"{frame.name} it is. Shall I keep it for you?"),
            situation.turn,
        ),
        topic=(frame.sku,), pending="save", pending_skus=(frame.sku,),
    )  # fmt: skip


def disliked(situation: Situation) -> Answer:
    frames = situation.pointed or (situation.topic if len(situation.topic) == 1 else situation.cards)
    needs = situation.wishes.applied(situation.memory.needs)
    if "style" in situation.wishes.change:
        given = {"colours": (), "shapes": (), "materials": (), "rims": (), "uses": ()}
        needs = replace(needs, **{name: situation.wishes.change.get(name, none) for name, none in given.items()})
    needs = replace(needs, exclude=tuple(dict.fromkeys((*needs.exclude, *_skus(frames)))))
    lead = pick(("Fair enough, here are others.", "No problem. Let's try these."), situation.turn)
    return advice.show(situation, needs, lead=lead, fresh=True)


def names(situation: Situation) -> Answer | None:
    """What the frames on the screen are called."""
    if len(situation.pointed) == 1:
        return situation.say(f"That one is {situation.pointed[0].name}.", topic=_skus(situation.pointed))
    if not situation.cards:
        return None
    return situation.say(f"They are {joined(frame.name for frame in situation.cards)}.")


def _not_there(situation: Situation) -> Answer:
    count = len(situation.cards)
    if not count:
        return situation.say("There are no frames on the screen yet. Shall I show you some?", pending="show")
    names = joined(frame.name for frame in situation.cards)
    seen = "one frame" if count == 1 else f"{COUNTS.get(count, str(count))} frames"
    return situation.say(f"I only see {seen}. {names}: which one?")


def _colour_said(situation: Situation, frame: Frame) -> str | None:
    """The colour of the frame that was named, if any."""
    return next((one.name for one in frame.colours if one.name.lower() in situation.line), None)


def _skus(frames: tuple[Frame, ...]) -> tuple[str, ...]:
    return tuple(frame.sku for frame in frames)

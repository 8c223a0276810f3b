"""The rules that need no frame: the shop, lenses, the shopper's own measurements, the talk around a visit."""

import re
from dataclasses import replace

from app.domain.face_numbers import FaceNumbers
from app.domain.needs import Needs
from app.domain.styling import advice_for
from server.llm.consultant import advice, frame_talk, small_talk, topics
from server.llm.consultant.intents import Intent
from server.llm.consultant.lexicon import FACE_SHAPES
from server.llm.consultant.questions import PUTTING, QUESTION, WHICH_FRAMES
from server.llm.consultant.situation import Answer, Situation
from server.llm.consultant.wearer import CHILD
from server.llm.consultant.wording import number, pick

_DEFINES = re.compile(
    r"\b(?:what (?:is|are|does)|explain|how (?:do|does|are)|do i need|should i|difference|tell me about|mean|"
    r"worth|make sense|good idea)\b|"
    r"\b(?:would|are|will|can|do) (?:progressives|bifocals)\b"
)
_PRESSED = re.compile(r"\b(?:nose|ears?|temples|cheeks?|at the sides)\b")
_WHICH_THIN = re.compile(
    r"\bwhich(?: one)?\b(?=.*\blens(?:es)?\b).*\b(?:thin|thinner|thinnest|least thick|less thick)\b|"
    r"\bwhich (?:one|of (?:these|those|them))\b.*\b(?:best|better|good|right)\b.*"
    r"\b(?:strong (?:prescription|lenses|glasses)|high prescription|minus \d+|(?:near|short)sighted)\b"
)
_DURABLE = re.compile(r"\b(?:survive|break|breaks|pull|pulls|grab|grabs|durable|sturdy|hanging)\b")
CHILD_WIDTH_MM = 126.0
_NEWCOMER = re.compile(
    r"\b(?:never|not) (?:\w+ )?(?:worn|had|owned|needed|got|wore|bought|chosen)(?: \w+)? "
    r"(?:glasses|frames|a pair|any)\b|"
    r"\bfirst (?:ever )?(?:pair|glasses)\b|\bfirst time\b|\bnew to (?:this|glasses)\b|"
    r"\bwhere to (?:start|begin|look)\b|\bhow (?:do|does) (?:i|one|we) (?:start|begin)\b"
)
_ALWAYS = {"volume", "listening", "no prescription", "gender"}


def nothing_heard(s: Situation) -> Answer | None:
    return None if s.line else small_talk.lost(s)


def person_wanted(s: Situation) -> Answer | None:
    return small_talk.call_person(s) if Intent.CALL_PERSON in s.intents else None


def about_consultant(s: Situation) -> Answer | None:
    for intent in (Intent.NO_CAMERA, Intent.PRIVACY, Intent.WHO, Intent.WHAT_CAN):
        if intent in s.intents and not (intent is Intent.WHAT_CAN and not s.wishes.empty):
            said = small_talk.who(s) if intent is Intent.WHO else pick(small_talk.SIMPLE[intent], s.turn)
            return s.say(said, pending=s.memory.pending, pending_skus=s.memory.pending_skus)
    return None


def for_children(s: Situation) -> Answer | None:
    """Glasses for a child: what is narrow, with the caution that it was not made for children."""
    if (
        not CHILD.search(s.line)
        or (_DURABLE.search(s.line) and not s.memory.wearer)
        or not (s.memory.wearer or "for" in s.line.split())
    ):
        return None
    return narrow_for_children(s)


def narrow_for_children(s: Situation) -> Answer:
    needs = replace(s.wishes.applied(s.memory.needs), size="narrow", max_width_mm=CHILD_WIDTH_MM)
    child = replace(s, memory=replace(s.memory, wearer=s.memory.wearer or "child"), face=FaceNumbers())
    return advice.show(
        child, needs, lead="I know of no children's range. These are our narrowest; a colleague must check the fit."
    )


def shop_topics(s: Situation) -> Answer | None:
    found = topics.find_topic(s.line, topics.SHOP, s.plausible)
    if found and found.key == "lens price" and s.wishes.all_in:
        return None
    aside = found and (found.key in {"repair", "contacts"} or (found.key == "medical" and _PRESSED.search(s.line)))
    if aside and s.wishes.change and Intent.SHOW in s.intents:
        return None
    return small_talk.topic(s, found) if found else None


def over_again(s: Situation) -> Answer | None:
    if Intent.REPEAT in s.intents and s.wishes.empty:
        return small_talk.repeat(s)
    if Intent.RESET in s.intents:
        return started_over(s)
    return None


def started_over(s: Situation) -> Answer:
    """All wishes but those just said are forgotten."""
    return advice.show(s, s.wishes.applied(Needs()), lead="A fresh start.", fresh=True)


def lens_topics(s: Situation) -> Answer | None:
    if "strong_lenses" in s.wishes.change and s.wishes.change.get("size") == "wide":
        return s.say(
            "Not forbidden. But with a strong prescription, big lenses get thicker and heavier at the edge. "
            "Shall I show you smaller ones?",
            pending="show",
            needs=replace(s.memory.needs, strong_lenses=True),
        )
    if _WHICH_THIN.search(s.line) and (len(s.pointed) > 1 or (s.cards and not s.pointed)):
        return frame_talk.thinnest(s)
    if _WHICH_THIN.search(s.line) and not s.pointed:
        needs = replace(s.wishes.applied(s.memory.needs), strong_lenses=True)
        return advice.show(s, needs, lead="Small lenses stay thinnest, and high-index material helps.")
    found = topics.find_topic(s.line, topics.LENSES, s.plausible)
    if found is None:
        return None
    if s.cards and re.search(r"\bwhich (?:one|of|frames?)\b", s.line) and found.key in {"progressive", "bifocal"}:
        return frame_talk.fact(s, Intent.RX)
    if found.key == "thickness" and s.pointed:
        return frame_talk.fact(s, Intent.RX)
    if Intent.RX in s.intents and (s.pointed or (s.references.pronoun and s.meant())):
        return None
    wants = bool(s.wishes.change) and not QUESTION.search(s.line)
    seeks = s.wishes.change.get("progressive") and (PUTTING.search(s.line) or WHICH_FRAMES.search(s.line))
    if (wants or seeks) and not _DEFINES.search(s.line):
        return None
    return small_talk.topic(s, found)


def material_topics(s: Situation) -> Answer | None:
    found = topics.find_topic(s.line, topics.MATERIALS, s.plausible)
    return small_talk.topic(s, found) if found and not s.pointed else None


def own_measurements(s: Situation) -> Answer | None:
    if s.wishes.told_pd_mm and s.context.measurements.pd is None:
        return s.say(
            f"Thank you, I've noted {number(s.wishes.told_pd_mm)} millimetres. An optician must confirm it. "
            "Shall I show you frames?",
            pending="show",
        )
    if Intent.RX_TOLD in s.intents and not s.wishes.change:
        return s.say(
            "Thank you. That works with most frames here; an optician will match the lenses. Shall I show you some?",
            pending="show",
        )
    if Intent.SUITS_SHAPE in s.intents:
        shape = face_shape_named(s.line)
        if shape:
            return small_talk.suits(s, shape)
    for intent in (Intent.MY_PD, Intent.MY_WIDTH, Intent.MY_SHAPE):
        if intent in s.intents and not (
            intent is Intent.MY_SHAPE and s.wishes.told_shape and not QUESTION.search(s.line)
        ):
            return small_talk.own_numbers(s, intent)
    return small_talk.measure(s) if Intent.MEASURE in s.intents else None


def face_shape_named(line: str) -> str | None:
    """The face shape that a plain line names."""
    return next((FACE_SHAPES[word] for word in FACE_SHAPES if re.search(rf"\b{word}\b", line)), None)


def newcomer(s: Situation) -> Answer | None:
    """Somebody who never had glasses, or knows not where to begin: one question to begin with."""
    if not _NEWCOMER.search(s.line) or not s.wishes.empty or s.cards or s.pointed:
        return None
    return welcome_newcomer(s)


def welcome_newcomer(s: Situation) -> Answer:
    return s.say(
        "Then we start simply, and I'll help. What will you wear them for most: work, driving, reading or every day?",
        pending="use", asked=(*s.memory.asked, "use"),
    )  # fmt: skip


def told_shape(s: Situation) -> Answer | None:
    shape = s.wishes.told_shape
    known = advice_for(shape) if shape else None
    if shape is None or known is None:
        return None
    return advice.show(
        s,
        s.wishes.applied(s.memory.needs),
        lead=f"{shape.capitalize()}, I'll go by that. Stylists pick shapes that {known.why}, by convention.",
    )


def farewell(s: Situation) -> Answer | None:
    return small_talk.goodbye(s) if Intent.GOODBYE in s.intents else None


def chat(s: Situation) -> Answer | None:
    for intent in (Intent.HOW_ARE_YOU, Intent.WAIT, Intent.THANKS):
        if intent in s.intents:
            return s.say(pick(small_talk.SIMPLE[intent], s.turn))
    if Intent.NAME_TOLD in s.intents:
        return s.say("Nice to meet you. What will you wear your glasses for?", pending="use")
    if Intent.GREET in s.intents:
        return small_talk.greet_back(s)
    found = topics.find_topic(s.line, topics.CHAT, s.plausible)
    return small_talk.topic(s, found) if found else None


def other_topics(s: Situation) -> Answer | None:
    found = topics.find_topic(s.line, topics.CHAT, s.plausible)
    if found is None or (found.key not in _ALWAYS and (s.pointed or not s.wishes.empty)):
        return None
    return small_talk.topic(s, found)


def leftover(s: Situation) -> Answer | None:
    if Intent.UNSURE in s.intents and s.cards:
        return s.say("Take your time. I can compare two of these, or draw one large.")
    if Intent.UNSURE in s.intents:
        return advice.show(s, s.memory.needs)
    if Intent.YES in s.intents:
        return s.say("Good. Would you like to see more frames, or try one on?", pending="more")
    return s.say("All right. Tell me when you need me.") if Intent.NO in s.intents else None

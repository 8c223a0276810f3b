"""What is answered to the meaning of a line: its label says what to do, its words still say with what."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from server.llm.consultant import advice, explanations, frame_talk, particulars, rules_frames, rules_visit, small_talk
from server.llm.consultant.intents import Intent
from server.llm.consultant.questions import SEEKS, asks
from server.llm.consultant.rules_replies import replied
from server.llm.consultant.situation import Answer, Situation
from server.llm.consultant.topics import ALL, BY_LABEL, find_topic

Doing = Callable[[Situation], Answer | None]

UNHEARD = "NONE"
MERE_WORDS = frozenset({
    "LIKE", "YES", "NO", "UNSURE", "GREET", "THANKS", "NAME_TOLD", "LOOKING", "COMPLIMENT", "GENDER", "TREND", "WAIT",
    "VAGUE_BUDGET", "HOW_ARE_YOU", "DISLIKE", "CALMER", "BOLDER",
})  # fmt: skip
"""Labels of lines that, where a frame is wished for besides, are about the wish."""


KNOWLEDGE = frozenset({
    "RIMS_EXPLAINED", "BRIDGE_EXPLAINED", "HINGES_EXPLAINED", "MATERIALS_EXPLAINED", "SHAPES_EXPLAINED",
    "NICKEL_GENERAL", "NICKEL", "NOT_CARRIED", "PROGRESSIVE", "BIFOCAL", "SINGLE_VISION", "BLUE_LIGHT", "THICKNESS",
    "HIGH_INDEX", "NIGHT_DRIVING", "LENSES", "UNEVEN", "CHILDREN", "STAY_ON", "STRONG",
})  # fmt: skip
"""Labels of questions; where a line wishes for frames and asks nothing, they are about the wish."""

_DEEDS = frozenset({"SAVE", "UNSAVE", "TRY_ON", "COMPARE", "MEASURE", "CALL_PERSON", "GOODBYE", "RESET"})
_STEPS = frozenset(
    {"SEARCH", "MY_WIDTH", "MY_SHAPE", "LIGHTER", "CHEAPER", "SMALLER", "BIGGER", "DEARER", "WEIGHT", "PRICE", "SIZE"}
)
_DEED_MAY_BE = 0.03
_CONTRARY: Mapping[str, Intent] = MappingProxyType({
    "CHEAPER": Intent.DEARER, "DEARER": Intent.CHEAPER, "SMALLER": Intent.BIGGER, "BIGGER": Intent.SMALLER,
    "LIKE": Intent.DISLIKE, "YES": Intent.NO, "NO": Intent.YES, "SAVE": Intent.UNSAVE,
    "RESET": Intent.UNSAVE,
})  # fmt: skip
"""What sentence vectors hardly tell apart, and a single word does."""


def doubtful(s: Situation, label: str) -> bool:
    """Whether the words of the line speak so plainly against the label that the rules are to be asked first."""
    if _CONTRARY.get(label) in s.intents:
        return True
    own = Intent.__members__.get(label)
    if own is not None and own in s.intents[:1]:
        return False
    if label == "SEARCH":
        return not s.wishes.change or bool(s.cards and _OF_THESE.search(s.line))
    if s.references.named and Intent.SHOW in s.intents:
        return True
    if any(intent.name in _DEEDS and s.odds.get(intent.name, 0) >= _DEED_MAY_BE for intent in s.intents):
        return True
    if label == "UNSAVE" and not s.context.shortlist and s.wishes.change:
        return True
    if label == "TREND" and Intent.OPINION in s.intents:
        return True
    return bool(s.references.unknown)


_AND_MINE = re.compile(
    r"\b(?:mine|(?:get|tell|measure|find|take|do|give) (?:\w+ )?(?:it|one|that)|my (?:own|pupillary))\b"
)
_SEEN_IN = re.compile(r"\b(?:see|show me|show|bring up) (?:those|these|them|the same) in\b")
_AS_WELL = re.compile(r"^(?:and )?(?:\w+ ){0,3}(?:as well|too|also)\b|\b(?:as well|too|also)(?: please)?$")
_WHICH_ARE = re.compile(
    r"\bwhich (?:one|of (?:these|those|them))(?: of (?:these|those|them))? (?:is|are|have|has|come|comes)\b"
)
_OF_THESE = re.compile(r"\b(?:of (?:them|these|those)|do they|are they)\b")


def at_once(s: Situation) -> Answer | None:
    """What the words make plain whatever the label: "which of these are rimless", "and the Novel as well"."""
    if s.cards and s.wishes.change and _WHICH_ARE.search(s.line):
        return particulars.which_of_these(s)
    if s.cards and s.wishes.change.get("colours") and _SEEN_IN.search(s.line):
        return particulars.search(s)
    if s.memory.deed == "save" and s.references.named and _AS_WELL.search(s.line):
        return frame_talk.save(s)
    return None


def answered(s: Situation, label: str) -> Answer | None:
    """The answer to a line of that meaning; `None` where the label has none in this situation."""
    if label == "EYE_TEST" and (begun := rules_visit.newcomer(s)):
        return begun
    if label in {"LENS_PRICE", "PAYMENT"} and s.wishes.all_in:
        return particulars.search(s)
    if label in _STEPS and Intent.SUPERLATIVE in s.intents:
        return frame_talk.superlative(s)
    of_frame = _OF_A_FRAME.get(label)
    if of_frame in s.intents and (s.pointed or (s.references.pronoun == "it" and len(s.topic) == 1)):
        return frame_talk.fact(s, Intent(of_frame))
    if s.wishes.change and (label in MERE_WORDS or (label in KNOWLEDGE and _only_wishes(s.line, label in _OF_LENSES))):
        return particulars.search(s)
    doing = _DOING.get(label)
    if doing is not None:
        return doing(s)
    topic = BY_LABEL.get(label)
    if topic is None:
        return None
    if label == "PD_EXPLAINED" and _AND_MINE.search(s.line):
        return particulars.explained_and_told(s, topic)
    if label in {"ORDERING", "NEXT_STEP", "PAYMENT"} and s.references.named:
        return particulars.taken(s, topic)
    kin = tuple(one for one in ALL if {one.key, topic.key} in _KIN)
    return small_talk.topic(s, find_topic(s.line, kin) or topic)


_OF_A_FRAME: Mapping[str, Intent] = MappingProxyType({
    "HINGES_EXPLAINED": Intent.HINGES, "BRIDGE_EXPLAINED": Intent.BRIDGE, "MATERIALS_EXPLAINED": Intent.MATERIAL,
    "RIMS_EXPLAINED": Intent.SHAPE, "SHAPES_EXPLAINED": Intent.SHAPE, "NICKEL_GENERAL": Intent.NICKEL,
    "PROGRESSIVE": Intent.RX, "THICKNESS": Intent.RX, "NUMBERS_EXPLAINED": Intent.SIZE,
})  # fmt: skip
"""What is asked in general may also be asked of one frame."""


_IN_GENERAL: Mapping[Intent, str] = MappingProxyType({
    Intent.HINGES: "HINGES_EXPLAINED", Intent.BRIDGE: "BRIDGE_EXPLAINED", Intent.NICKEL: "NICKEL_GENERAL",
})  # fmt: skip
"""A fact asked without a frame is asked in general."""


def _only_wishes(line: str, of_lenses: bool = False) -> bool:
    """Whether a line seeks frames, or at least asks nothing; a complaint that lenses would mend must seek them."""
    return not (of_lenses or asks(line)) or bool(SEEKS.search(_NEEDED.sub(" ", line)))


_OF_LENSES = frozenset({"NIGHT_DRIVING", "BLUE_LIGHT"})
_NEEDED = re.compile(r"\b(?:do|would|should|will) (?:i|we|you) (?:really |even |actually )?(?:need|want)\b")


_KIN = (
    {"care", "wipes"}, {"bifocal", "bifocal or progressive"}, {"progressive", "bifocal or progressive"},
    {"shipping", "delivery"}, {"coatings", "scratches"}, {"coatings", "fogging"},
    {"sunglasses", "photochromic"}, {"contacts", "safety"},
    {"why dear", "other shops"},
)  # fmt: skip


def _fact(intent: Intent, s: Situation) -> Answer | None:
    """A fact of the frames meant; without any, or where the line only wishes, frames that have it."""
    named = s.references.named or len(s.topic) == 1
    if s.wishes.change and intent in _WISHABLE and not named and not asks(s.line):
        return particulars.search(s)
    if intent is Intent.RX and "strong_lenses" in s.wishes.change and len(s.meant()) > 1:
        return explanations.strong_lenses(s)
    if len(s.pointed) == 2 and " than " in s.line:
        return frame_talk.compare(s)
    if s.meant() or s.references.missing_place:
        return frame_talk.best_fit(s) if _which_fits(intent, s) else frame_talk.fact(s, intent)
    if intent is Intent.PRICE and not s.references.unknown:
        return small_talk.shop_facts(s, Intent.PRICE_RANGE)
    if intent in _IN_GENERAL and not _only_wishes(s.line):
        return answered(s, _IN_GENERAL[intent])
    if s.wishes.change and not _only_wishes(s.line) and intent is not Intent.RX:
        return None
    return particulars.search(s) if s.wishes.change or intent is Intent.FIT else frame_talk.fact(s, intent)


_WISHABLE = frozenset({
    Intent.COLOURS, Intent.MATERIAL, Intent.SHAPE, Intent.SIZE, Intent.HINGES, Intent.BRIDGE, Intent.FIT,
})  # fmt: skip


def _which_fits(intent: Intent, s: Situation) -> bool:
    return intent is Intent.FIT and len(s.meant()) > 1


def _refined(intent: Intent, s: Situation) -> Answer | None:
    if s.pointed and intent in {Intent.SMALLER, Intent.BIGGER} and asks(s.line):
        return frame_talk.fact(s, Intent.FIT)
    if re.search(r"\bwhich\b", s.line) and len(s.meant()) > 1:
        return frame_talk.superlative(s)
    if intent is Intent.DEARER and "budget_cents" in s.wishes.change:
        return particulars.search(s)
    return advice.refine(replace(s, intents=(intent, *s.intents)), intent)


def _other_colour(s: Situation) -> Answer | None:
    of_frame = s.pointed or (len(s.topic) == 1 and s.references.pronoun is not None)
    return particulars.search(s) if s.wishes.change.get("colours") or not of_frame else _fact(Intent.COLOURS, s)


def _simple(intent: Intent, s: Situation) -> Answer | None:
    return rules_visit.about_consultant(replace(s, intents=(intent,)))


def _chatted(intent: Intent, s: Situation) -> Answer | None:
    return rules_visit.chat(replace(s, intents=(intent,)))


def _replied(intent: Intent, s: Situation) -> Answer | None:
    said = replace(s, intents=(intent,))
    return replied(said) or rules_visit.leftover(said)


def _own(intent: Intent, s: Situation) -> Answer | None:
    if intent is Intent.MY_SHAPE and s.wishes.told_shape:
        return small_talk.suits(s, s.wishes.told_shape)
    return small_talk.own_numbers(s, intent)


def _shop(intent: Intent, s: Situation) -> Answer | None:
    if intent is Intent.PRICE_RANGE and s.pointed:
        return _fact(Intent.PRICE, s)
    return small_talk.shop_facts(s, intent)


def _suits_shape(s: Situation) -> Answer | None:
    shape = rules_visit.face_shape_named(s.line)
    return small_talk.suits(s, shape) if shape else None


def _other_brand(s: Situation) -> Answer | None:
    return particulars.search(s) if s.wishes.change else small_talk.other_brand(s)


def _opinion(s: Situation) -> Answer | None:
    if re.search(r"\bfits?\b", s.line) and len(s.meant()) > 1:
        return frame_talk.best_fit(s)
    return rules_frames.opinion_wanted(replace(s, intents=(Intent.OPINION,))) or frame_talk.opinion(s)


def _thick(s: Situation) -> Answer | None:
    if "plus" in s.line.split() or "longsighted" in s.line or "farsighted" in s.line:
        return s.say(
            "Plus lenses are thickest in the middle. A small lens close to your pupillary distance and high-index "
            "material keep them thin and light; an optician works it out. Shall I show you small frames?",
            pending="show",
            needs=replace(s.memory.needs, strong_lenses=True),
        )
    return _fact(Intent.RX, s) if s.pointed else small_talk.topic(s, BY_LABEL["THICKNESS"])


_DOING: Mapping[str, Doing] = MappingProxyType({
    "SEARCH": particulars.search,
    "SAVE": frame_talk.save,
    "UNSAVE": frame_talk.unsave,
    "LIST_SAVED": frame_talk.saved,
    "TRY_ON": frame_talk.try_on,
    "COMPARE": frame_talk.compare,
    "MEASURE": small_talk.measure,
    "CALL_PERSON": small_talk.call_person,
    "REPEAT": small_talk.repeat,
    "RESET": rules_visit.started_over,
    "BACK": advice.back,
    "ALOUD": frame_talk.aloud,
    "GOODBYE": small_talk.goodbye,
    "MORE": advice.more,
    "LIKE": frame_talk.liked,
    "DISLIKE": particulars.disliked,
    "TREND": particulars.trendy,
    "PRIVACY": particulars.private,
    "OPINION": _opinion,
    "MY_WIDTH": particulars.measured,
    "OTHER_BRAND": _other_brand,
    "WHY": frame_talk.why,
    "WHY_DEAR": particulars.why_dear,
    "NAMES": frame_talk.names,
    "FORGET_ME": particulars.forgotten,
    "SUPERLATIVE": frame_talk.superlative,
    "COUNT": particulars.counted,
    "CALMER": advice.calmer,
    "BOLDER": advice.bolder,
    "OTHER_COLOUR": _other_colour,
    "STAY_ON": explanations.staying_on,
    "STRONG": explanations.sturdiness,
    "SHAPES_EXPLAINED": explanations.shapes,
    "MATERIALS_EXPLAINED": explanations.materials,
    "THICKNESS": _thick,
    "SUITS_SHAPE": _suits_shape,
    "RX_TOLD": particulars.told_prescription,
    "CHILDREN": rules_visit.narrow_for_children,
    "NEWCOMER": rules_visit.welcome_newcomer,
    **{intent.name: partial(_simple, intent) for intent in (
        Intent.NO_CAMERA, Intent.WHO, Intent.WHAT_CAN,
    )},
    **{intent.name: partial(_chatted, intent) for intent in (
        Intent.HOW_ARE_YOU, Intent.WAIT, Intent.THANKS, Intent.NAME_TOLD, Intent.GREET,
    )},
    **{intent.name: partial(_replied, intent) for intent in (Intent.YES, Intent.NO, Intent.UNSURE)},
    **{intent.name: partial(_refined, intent) for intent in (
        Intent.CHEAPER, Intent.DEARER, Intent.LIGHTER, Intent.SMALLER, Intent.BIGGER, Intent.LIKE_THIS,
    )},
    **{intent.name: partial(_fact, intent) for intent in (
        Intent.PRICE, Intent.WEIGHT, Intent.BRIDGE, Intent.TEMPLE, Intent.HINGES, Intent.COLOURS, Intent.MATERIAL,
        Intent.NICKEL, Intent.SIZE, Intent.SHAPE, Intent.FIT, Intent.RX, Intent.DESCRIBE,
    )},
    **{intent.name: partial(_own, intent) for intent in (Intent.MY_PD, Intent.MY_SHAPE)},
    **{intent.name: partial(_shop, intent) for intent in (Intent.LIST_COLLECTIONS, Intent.PRICE_RANGE)},
})  # fmt: skip

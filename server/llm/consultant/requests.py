# ruff: noqa: E501 (cue tables read best one cue a line)
"""Cut what was said into the requests it holds: "show me round ones and what is the first one's price"."""

import re

from server.llm.consultant import topics
from server.llm.consultant.hearing import find_intents
from server.llm.consultant.intents import FACTS, REFINEMENTS, Intent
from server.llm.consultant.words import plain

_VERBS = (
    "show|save|keep|compare|try|put|call|get me|measure|add|remove|goodbye|bye|find|recommend|tell|what|how|is it|"
    "does it|has it|do they|does the|is the|are they|which"
)
_SPLIT = re.compile(
    rf"\b(?:and then|and also|and by the way|by the way|and|then) (?=(?:please |can you |could you |also |then )*(?:{_VERBS})\b)"
)
_SENTENCE = re.compile(
    r"(?<=[a-z)])[.?!]+\s+|[,;]\s*(?=(?:and|but|oh),? (?:also,? |oh,? |by the way,? )?(?:what|how|has|is|does|do|can|could|show|save|compare)\b)",
    re.IGNORECASE,
)
_VAGUE = re.compile(r"[.?!,]+\s*(?:or )?(?:something|somebody) like that[.?!,]\s*", re.IGNORECASE)
_DEEDS = {
    Intent.UNSAVE,
    Intent.LIST_SAVED,
    Intent.BACK,
    Intent.SAVE,
    Intent.TRY_ON,
    Intent.GOODBYE,
    Intent.CALL_PERSON,
    Intent.MEASURE,
    Intent.COMPARE,
}
_SHOWS = {Intent.SHOW, Intent.MORE, *REFINEMENTS}
_OWN = {Intent.MY_PD, Intent.MY_WIDTH, Intent.MY_SHAPE}
_ASKS = re.compile(
    r"^(?:what|which|how|why|do|does|is|are|can|could|has|have|will|would|where|when|who|tell me)\b|\b(?:what|how (?:much|wide|heavy|long|many|big)) (?:is|are|does|do)\b"
)


def requests(text: str) -> tuple[str, ...]:
    """The text as plain lines, two where it holds two requests of different kinds, otherwise one."""
    text = _VAGUE.sub(". ", text)
    whole = plain(text)
    by_sentence = _sentences(text)
    by_word = tuple(part.strip() for part in _SPLIT.split(whole) if part.strip())
    for parts in (by_sentence, by_word):
        if len(parts) != 2:
            continue
        first, second = map(_kinds, parts)
        if _separate(first, second):
            return parts if str(Intent.PRIVACY) not in first else (whole,)
    return (whole,)


def _sentences(text: str) -> tuple[str, ...]:
    """Plain sentences; one of a single word ("Cheap.") belongs to the one before it, and at the start to none."""
    found: list[str] = []
    for line in map(plain, _SENTENCE.split(text)):
        if len(line.split()) > 1:
            found.append(line)
        elif line and found:
            found[-1] += f" {line}"
    return tuple(found)


def _kinds(line: str) -> frozenset[str]:
    """What a part asks for, as marks that two parts must not share; empty when it asks for nothing."""
    intents = set(find_intents(line))
    if Intent.PRIVACY in intents:
        return frozenset({str(Intent.PRIVACY)})
    deeds = {str(intent) for intent in intents & _DEEDS}
    if deeds:
        return frozenset(deeds)
    if _ASKS.search(line):
        topic = next((one for one in (topics.find_topic(line, table) for table in _TABLES) if one), None)
        asked = {str(intent) for intent in intents & {*FACTS, *_OWN}} - {str(Intent.DESCRIBE)}
        if topic:
            return frozenset({"topic"})
        if asked and not intents & {Intent.SHOW, Intent.OPINION, Intent.SUPERLATIVE}:
            return frozenset(asked)
    return frozenset({"show"}) if intents & _SHOWS else frozenset()


_TABLES = (topics.SHOP, topics.LENSES, topics.MATERIALS)


def _separate(first: frozenset[str], second: frozenset[str]) -> bool:
    return bool(first and second and not first & second)

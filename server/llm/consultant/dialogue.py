"""The policy: what an utterance is answered with, most specific rule first."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from app.domain.catalogue import Catalogue
from app.protocol.messages import ToolName
from server.llm.consultant import by_meaning, rules_frames, rules_replies, rules_visit, small_talk
from server.llm.consultant.hearing import find_intents
from server.llm.consultant.intents import REFINEMENTS, Intent
from server.llm.consultant.meaning import Heard, Meaning
from server.llm.consultant.memory import Memory
from server.llm.consultant.priors import factors
from server.llm.consultant.requests import requests
from server.llm.consultant.situation import NOT_ABSURD, Answer, Situation
from server.llm.consultant.spelling import is_everyday, mended
from server.llm.consultant.temper import soothed
from server.llm.consultant.understanding import Hear, situate
from server.llm.consultant.words import plain
from server.llm.port import Context

_LAST_QUESTION = re.compile(r"(?:^|(?<=[.!?;:]))[^.!?;:]*\?$")

_GREETING = re.compile(r"(?:hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening)|morning)\b(?! (?:light|sun))")

_FEW, _MANY = 3, 5
_SURE, _LOST = 0.42, 0.25
_SURER = {"SAVE": (0.8, 0.5), "FORGET_ME": (0.6, 0.45), "CALL_PERSON": (0.6, 0.4), "GOODBYE": (0.55, 0.4)}
_DEEDS = frozenset({Intent.GOODBYE, Intent.CALL_PERSON, Intent.SAVE, Intent.UNSAVE, Intent.MEASURE, Intent.TRY_ON})
_OF_A_DEED = 0.1
_OF_PARTING = 0.2
_OF_A_REPLY = 0.03

Rule = Callable[[Situation], Answer | None]

_RULES: tuple[Rule, ...] = (
    rules_visit.nothing_heard, rules_visit.about_consultant, rules_visit.person_wanted, rules_visit.for_children,
    rules_visit.shop_topics, rules_frames.favourites, rules_visit.over_again, rules_visit.lens_topics,
    rules_visit.material_topics, rules_visit.other_topics, rules_visit.own_measurements, rules_visit.newcomer,
    rules_frames.unheard, rules_frames.acts_wanted, rules_visit.farewell, rules_visit.told_shape,
    rules_frames.catalogue_facts, rules_frames.refinement, rules_replies.open_question, rules_frames.facts_of_frames,
    rules_frames.opinion_wanted, rules_frames.frames_wished, rules_frames.frame_named, rules_visit.chat,
    rules_visit.leftover,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Answers what a shopper says. Holds the catalogue and nothing of any visit."""

    catalogue: Catalogue
    meaning: Meaning | None = None

    def answer(self, text: str, context: Context, memory: Memory) -> Answer:
        """Answer an utterance; two requests in one ("save it and show me more") are answered one after the other."""
        hear = cache(self.meaning.hear) if self.meaning else None
        parts = [mended(part, self.catalogue.spoken_names) for part in requests(text)]
        if len(parts) == 2 and not all(_clear(part, hear) for part in parts):
            parts = [mended(plain(text), self.catalogue.spoken_names)]
        if len(parts) == 2:
            first = self._answer(parts[0], context, memory, hear)
            second = self._answer(parts[1], _after(first, context), first.memory, hear)
            if _ends(second) and first.tools and all(tool.cards for tool in first.tools):
                return first
            said = f"{_LAST_QUESTION.sub('', first.text)} {second.text}".strip()
            tools = (*(replace(tool, anchor_word=None) for tool in first.tools), *second.tools)
            return replace(second.saying(said), tools=tools)
        answer = self._answer(parts[0], context, memory, hear)
        return answer.saying(_greeted(parts[0], soothed(parts[0], answer.text), memory))

    def _answer(self, line: str, context: Context, memory: Memory, hear: Hear | None) -> Answer:
        situation = situate(line, self.catalogue, context, memory, hear)
        if situation.heard is None or _replies(situation) or _strange(situation):
            return _by_rules(situation) or small_talk.lost(situation)
        heard = situation.heard.at(factors(situation))
        intents = tuple(
            one for one in situation.intents if one in REFINEMENTS or heard.odds.get(one.name, 1.0) >= _least(one, line)
        )
        situation = replace(situation, intents=intents, heard=heard)
        return (
            by_meaning.at_once(situation)
            or (None if by_meaning.doubtful(situation, heard.label) else _if_sure(situation, heard, lost=False))
            or _by_rules(situation)
            or _if_sure(situation, heard, lost=True)
            or small_talk.lost(situation)
        )


def _clear(part: str, hear: Hear | None) -> bool:
    """Whether the deeds that a part's words stand for are likely meant, and no story told beside a request."""
    deeds = [intent for intent in find_intents(part) if intent in _DEEDS]
    if hear is None or not deeds:
        return True
    odds = hear(part).odds
    return all(odds.get(intent.name, 1.0) >= _least(intent, part) for intent in deeds)


def _replies(situation: Situation) -> bool:
    """Whether a line is so short, after a question of the consultant's, that it can only be the reply to it."""
    return bool(situation.memory.pending) and len(situation.line.split()) < _FEW


def _ends(answer: Answer) -> bool:
    """Whether the visit ends: "that's it" after a wish is the end of the wish."""
    return any(tool.name is ToolName.END_VISIT for tool in answer.tools)


def _greeted(line: str, text: str, memory: Memory) -> str:
    """The first answer, with a greeting where one was given beside a wish."""
    given = memory.turn == 0 and _GREETING.match(line) and not _GREETING.match(text.lower())
    return f"Hello. {text}" if given else text


def _strange(situation: Situation) -> bool:
    """Whether no word of the line is known, so that its reading means nothing."""
    return not any(is_everyday(word) or not word.isalpha() for word in situation.line.split())


def _if_sure(situation: Situation, heard: Heard, *, lost: bool) -> Answer | None:
    needed = _needed(heard.label, replied=bool(situation.memory.pending), lost=lost)
    return by_meaning.answered(situation, heard.label) if heard.probability >= needed else None


def _least(intent: Intent, line: str) -> float:
    """How likely the meaning must be that a cue stands for: deeds more than words, the end of the visit most."""
    if intent in {Intent.YES, Intent.NO} and len(line.split()) >= _FEW:
        return _OF_A_REPLY
    if intent not in _DEEDS or len(line.split()) < _FEW:
        return NOT_ABSURD
    return _OF_PARTING if intent in {Intent.GOODBYE, Intent.CALL_PERSON} and len(line.split()) > _MANY else _OF_A_DEED


def _needed(label: str, *, replied: bool, lost: bool) -> float:
    """How sure a meaning must be before it is acted on: a word costs little, the end of the visit much."""
    if label in {"YES", "NO"} and replied:
        return _LOST
    sure, least = _SURER.get(label, (_SURE, _LOST))
    return least if lost else sure


def _by_rules(situation: Situation) -> Answer | None:
    return next((answer for answer in (rule(situation) for rule in _RULES) if answer is not None), None)


def _after(answer: Answer, context: Context) -> Context:
    """The context once an answer's cards are on the screen and its frames kept."""
    cards = [tuple(card.sku for card in tool.cards) for tool in answer.tools if tool.cards]
    kept = list(context.shortlist)
    for tool in answer.tools:
        if tool.name is ToolName.SAVE:
            kept += [sku for sku in tool.skus if sku not in kept]
        elif tool.name is ToolName.UNSAVE:
            kept = [sku for sku in kept if sku not in tool.skus]
    return replace(context, shown=cards[-1] if cards else context.shown, shortlist=tuple(kept))

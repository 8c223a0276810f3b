"""The policy: what an utterance is answered with, most specific rule first."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.catalogue import Catalogue
from server.llm.consultant import rules_frames, rules_replies, rules_visit, small_talk
from server.llm.consultant.memory import Memory
from server.llm.consultant.requests import requests
from server.llm.consultant.situation import Answer, Situation
from server.llm.consultant.spelling import mended
from server.llm.consultant.temper import soothed
from server.llm.consultant.understanding import situate
from server.llm.port import Context

_LAST_QUESTION = re.compile(r"(?:^|(?<=[.!?;:]))[^.!?;:]*\?$")

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

    def answer(self, text: str, context: Context, memory: Memory) -> Answer:
        """Answer an utterance; two requests in one ("save it and show me more") are answered one after the other."""
        parts = [mended(part, self.catalogue.spoken_names) for part in requests(text)]
        if len(parts) == 2:
            first = self._answer(parts[0], context, memory)
            second = self._answer(parts[1], _after(first, context), first.memory)
            said = f"{_LAST_QUESTION.sub('', first.text)} {second.text}".strip()
            tools = (*(replace(tool, anchor_word=None) for tool in first.tools), *second.tools)
            return Answer(said, replace(second.memory, said=said), tools)
        answer = self._answer(parts[0], context, memory)
        text = soothed(parts[0], answer.text)
        return Answer(text, replace(answer.memory, said=text), answer.tools)

    def _answer(self, line: str, context: Context, memory: Memory) -> Answer:
        situation = situate(line, self.catalogue, context, memory)
        for rule in _RULES:
            answer = rule(situation)
            if answer is not None:
                return answer
        return small_talk.lost(situation)


def _after(answer: Answer, context: Context) -> Context:
    """The context once an answer's cards are on the screen."""
    cards = [tuple(card.sku for card in tool.cards) for tool in answer.tools if tool.cards]
    return replace(context, shown=cards[-1]) if cards else context

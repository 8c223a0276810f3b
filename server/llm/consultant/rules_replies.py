"""The rule for a plain yes or no, or no preference, to the consultant's own question."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from app.domain.frame import Material
from app.domain.styling import advice_for
from server.llm.consultant import advice, frame_talk, small_talk
from server.llm.consultant.intents import FACTS, Intent
from server.llm.consultant.rules_frames import acts_wanted, is_fact
from server.llm.consultant.situation import Answer, Situation
from server.llm.consultant.wording import pick

_WISHED: Mapping[str, Mapping[str, Any]] = MappingProxyType({
    "sturdy": {"materials": (Material.TR90, Material.TITANIUM)}, "padded": {"low_bridge": True},
})  # fmt: skip
"""What is wished for with a yes to the question of that name."""


def open_question(s: Situation) -> Answer | None:
    """A plain yes or no, or no preference, to the consultant's own question."""
    key, _, detail = s.memory.pending.partition(":")
    if not key or s.wishes.change or is_fact(s) or Intent.GREET in s.intents:
        return None
    short = len(s.line.split()) <= 7
    if Intent.DISLIKE in s.intents and (s.pointed or s.cards):
        return None
    if Intent.NO in s.intents and short and not s.pointed and not (Intent.MORE in s.intents and s.cards):
        return _declined(s, key)
    if Intent.UNSURE in s.intents and key in advice.QUESTIONS and Intent.MORE not in s.intents:
        return advice.show(s, s.memory.needs)
    if Intent.YES in s.intents and (short or key == "call") and Intent.SHOW not in s.intents[:-1]:
        return _accepted(s, key, detail)
    return None


def replied(s: Situation) -> Answer | None:
    """What a yes, a no or no preference, in however many words, is answered with while a question is open."""
    key, _, detail = s.memory.pending.partition(":")
    if not key:
        return None
    if Intent.NO in s.intents:
        return _declined(s, key)
    if Intent.UNSURE in s.intents:
        return advice.show(s, s.memory.needs) if key in advice.QUESTIONS else None
    return _accepted(s, key, detail)


def _accepted(s: Situation, key: str, detail: str) -> Answer | None:
    picked = (
        replace(s, references=replace(s.references, skus=s.memory.pending_skus))
        if s.memory.pending_skus and not s.pointed
        else s
    )
    if key == "call":
        return small_talk.call_person(s, f"Question about {detail}")
    if key == "measure":
        return small_talk.measure(s)
    if key == "try_on":
        return frame_talk.try_on(picked)
    if key == "save":
        return frame_talk.save(picked)
    if key == "more":
        return advice.more(s)
    if key in _WISHED:
        return advice.show(s, replace(s.memory.needs, **_WISHED[key]))
    if key == "cheaper":
        return advice.refine(s, Intent.CHEAPER)
    if key == "named":
        intent = Intent(detail)
        return (
            frame_talk.fact(picked, intent)
            if intent in FACTS
            else acts_wanted(replace(picked, intents=(intent,))) or (frame_talk.present(picked))
        )
    if key == "show":
        return advice.show(s, s.memory.needs)
    if key == "suits":
        known = advice_for(detail)
        return advice.show(s, replace(s.memory.needs, shapes=tuple(sorted(known.prefer)) if known else ()))
    if key == "budget":
        return s.say("What would you like to spend at most?", pending="budget")
    return s.say("Tell me a little more: work, driving, reading, sport or every day?", pending="use")


def _declined(s: Situation, key: str) -> Answer:
    if key in advice.QUESTIONS:
        return advice.show(s, s.memory.needs, lead="No problem.")
    if key == "more":
        return s.say("Fine. Is there one you'd like to know more about?")
    return s.say(pick(("All right. What would you like to see instead?", "No problem. What else can I do?"), s.turn))

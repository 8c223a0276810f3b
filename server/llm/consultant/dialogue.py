"""The policy: what an utterance is answered with, most specific rule first."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.catalogue import Catalogue
from app.domain.face_numbers import FaceNumbers
from app.domain.needs import Needs
from app.domain.styling import advice_for
from server.llm.consultant import advice, frame_talk, small_talk, topics
from server.llm.consultant.circumstances import BRANDS
from server.llm.consultant.hearing import find_intents
from server.llm.consultant.intents import FACTS, REFINEMENTS, Intent
from server.llm.consultant.lexicon import DULL, FACE_SHAPES
from server.llm.consultant.likeness import shared_with
from server.llm.consultant.memory import Memory
from server.llm.consultant.misheard import LIKELY, POSSIBLE, unknown_name
from server.llm.consultant.references import InView, find_references
from server.llm.consultant.requests import requests
from server.llm.consultant.situation import Answer, Situation, face_numbers
from server.llm.consultant.spelling import mended
from server.llm.consultant.temper import soothed
from server.llm.consultant.wearer import CHILD, find_wearer
from server.llm.consultant.wishes import find_wishes
from server.llm.consultant.wording import joined, number, pick
from server.llm.consultant.words import segments
from server.llm.port import Context

_LAST_QUESTION = re.compile(r"(?:^|(?<=[.!?;:]))[^.!?;:]*\?$")
_ADDING = re.compile(r"\b(?:also|too|as well|and maybe|additionally|on top)\b")
_PUTTING = re.compile(
    r"\b(?:you have|have you|show|looking for|i need|i want|i would like|find|anything|something|any|some|recommend|"
    r"sell|carry|suggest)\b"
)
_QUESTION = re.compile(
    r"^(?:what|which|how|why|do|does|is|are|can|could|should|would|will|tell me|explain|and what|but what|so what)\b|"
    r"\b(?:what|how|should i|do i need|explain|tell me)\b|"
    r"\b(?:are|is|will|would|do|does|am) not (?:the|my|they|it|that|those|lenses)\b|"
    r"\b(?:will|would|are|do|does|is) (?:the|my|they|it|that|those|these) (?:lenses?|glass|be|get|have|look)\b"
)
_WHAT_FITS = re.compile(
    r"\bwhat (?:would|will|could|might|frames?|glasses|do you have|else)\b.*\bfits?\b|"
    r"\b(?:anything|something|show|find)\b.*\bfits?\b|^what fits\b"
)
_WHICH_FRAMES = re.compile(
    r"\b(?:what else|which (?:frames|glasses|models)|what (?:frames|glasses|would|works|do you))\b"
)
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
_ABOUT_FACE = re.compile(
    r"\b(?:do i look|look (?:younger|older|thinner|slimmer|prettier|handsome|sexy)|how do i look|"
    r"(?:think|like|about) (?:of |about )?my (?:new )?(?:hair|beard|face|outfit|smile|look|nose|dress|shirt)\b|"
    r"am i (?:pretty|beautiful|handsome|ugly|old)|my face (?:nice|pretty|ugly))\b"
)


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
        situation = self.situate(line, context, memory)
        for rule in _RULES:
            answer = rule(situation)
            if answer is not None:
                return answer
        return small_talk.lost(situation)

    def situate(self, line: str, context: Context, memory: Memory) -> Situation:
        """Understand a plain line in its context."""
        meant = segments(line)[-1]
        memory = _with_touches(memory, context)
        view = InView(context.shown, memory.topic, context.shortlist, memory.recent)
        references = find_references(meant, self.catalogue, view)
        if not references.skus and meant != line and find_wishes(meant, self.catalogue.collections).empty:
            references = find_references(line, self.catalogue, view)
        amended = memory.needs.budget_cents is not None and re.fullmatch(r"(?:\D+ ){0,3}\d{2,4}(?: dollars)?", line)
        money_expected = memory.pending == "budget" or bool(amended)
        wishes = find_wishes(line, self.catalogue.collections, money_expected=money_expected)
        if not references.named:
            heard = unknown_name(meant, self.catalogue)
            if heard and heard[2] >= LIKELY:
                references = replace(references, skus=(heard[1],), named=(heard[1],))
            elif heard:
                references = replace(references, unknown=heard[0], perhaps=heard[1] if heard[2] >= POSSIBLE else "")
        if wishes.told_shape or wishes.told_pd_mm:
            memory = replace(
                memory,
                told_shape=wishes.told_shape or memory.told_shape,
                told_pd_mm=wishes.told_pd_mm or memory.told_pd_mm,
            )
        intents = find_intents(line)
        spoken_of = next(iter((*references.skus, *memory.topic, *context.shown)), "")
        shared = shared_with(line, self.catalogue.get(spoken_of))
        if shared:
            wishes = replace(wishes, change={**shared, **wishes.change})
            memory = replace(memory, needs=replace(memory.needs, exclude=(*memory.needs.exclude, spoken_of)))
        wearer = find_wearer(line)
        if wearer is not None:
            memory = replace(memory, wearer=wearer)
        own = replace(memory, wearer="") if any(intent in _OF_THE_SPEAKER for intent in intents) else memory
        return Situation(
            self.catalogue,
            context,
            memory,
            face_numbers(context.measurements, own),
            line,
            intents,
            wishes,
            references,
        )


def _after(answer: Answer, context: Context) -> Context:
    """The context once an answer's cards are on the screen."""
    cards = [tuple(card.sku for card in tool.cards) for tool in answer.tools if tool.cards]
    return replace(context, shown=cards[-1]) if cards else context


def _with_touches(memory: Memory, context: Context) -> Memory:
    """What was touched since the last turn is what is spoken of now."""
    if context.focus and context.focus[:1] != memory.focus[:1]:
        return replace(memory, topic=context.focus[:1], focus=context.focus)
    return memory


_DURABLE = re.compile(r"\b(?:survive|break|breaks|pull|pulls|grab|grabs|durable|sturdy|hanging)\b")
CHILD_WIDTH_MM = 126.0
_OF_THE_SPEAKER = {Intent.MY_PD, Intent.MY_WIDTH, Intent.MY_SHAPE}
_ALWAYS = {"volume", "listening", "no prescription", "gender"}

Rule = Callable[[Situation], Answer | None]


def _nothing_heard(s: Situation) -> Answer | None:
    return None if s.line else small_talk.lost(s)


def _person(s: Situation) -> Answer | None:
    return small_talk.call_person(s) if Intent.CALL_PERSON in s.intents else None


def _self(s: Situation) -> Answer | None:
    for intent in (Intent.NO_CAMERA, Intent.PRIVACY, Intent.WHO, Intent.WHAT_CAN):
        if intent in s.intents and not (intent is Intent.WHAT_CAN and not s.wishes.empty):
            return s.say(
                pick(small_talk.SIMPLE[intent], s.turn), pending=s.memory.pending, pending_skus=s.memory.pending_skus
            )
    return None


def _children(s: Situation) -> Answer | None:
    """Glasses for a child: what is narrow, with the caution that it was not made for children."""
    if not CHILD.search(s.line) or _DURABLE.search(s.line) or not (s.memory.wearer or "for" in s.line.split()):
        return None
    needs = replace(s.wishes.applied(s.memory.needs), size="narrow", max_width_mm=CHILD_WIDTH_MM)
    child = replace(s, memory=replace(s.memory, wearer=s.memory.wearer or "child"), face=FaceNumbers())
    return advice.show(
        child, needs, lead="I know of no children's range. These are our narrowest; a colleague must check the fit."
    )


def _shop(s: Situation) -> Answer | None:
    found = topics.find_topic(s.line, topics.SHOP)
    if found and found.key == "lens price" and s.wishes.all_in:
        return None
    aside = found and (found.key in {"repair", "contacts"} or (found.key == "medical" and _PRESSED.search(s.line)))
    if aside and s.wishes.change and Intent.SHOW in s.intents:
        return None
    return small_talk.topic(s, found) if found else None


def _again(s: Situation) -> Answer | None:
    if Intent.REPEAT in s.intents and s.wishes.empty:
        return small_talk.repeat(s)
    if Intent.RESET in s.intents:
        return advice.show(s, s.wishes.applied(Needs()), lead="A fresh start.", fresh=True)
    return None


def _favourites(s: Situation) -> Answer | None:
    if Intent.LIST_SAVED in s.intents and Intent.COMPARE not in s.intents:
        return frame_talk.saved(s)
    of_list = s.context.shortlist or re.search(r"\b(?:favorites|list|shortlist|unsave)\b", s.line)
    return frame_talk.unsave(s) if Intent.UNSAVE in s.intents and of_list else None


def _unheard(s: Situation) -> Answer | None:
    """A name was said that is no frame's: say so, and ask for the one it sounds like."""
    unknown = s.references.unknown
    wanted = {Intent.PRICE, Intent.WEIGHT, Intent.DESCRIBE, Intent.TRY_ON, Intent.COMPARE, Intent.SAVE, Intent.SHOW}
    if not unknown or s.pointed or not s.wishes.empty or not wanted & set(s.intents):
        return None
    named = f"I know no frame called {unknown.title()}."
    perhaps = s.frames((s.references.perhaps,))
    if perhaps:
        intent = next(intent for intent in s.intents if intent in wanted)
        return s.say(
            f"{named} Did you mean {perhaps[0].name}?", pending=f"named:{intent}", pending_skus=(perhaps[0].sku,)
        )
    return s.say(f"{named} Tell me what you'd like, and I'll look.", pending="use")


def _acts(s: Situation) -> Answer | None:
    if Intent.BACK in s.intents:
        return advice.back(s)
    if Intent.ALOUD in s.intents:
        return frame_talk.aloud(s)
    if Intent.NAMES in s.intents and s.cards:
        return s.say(f"They are {joined(frame.name for frame in s.cards)}.")
    if Intent.TRY_ON in s.intents:
        return frame_talk.try_on(s)
    if Intent.COMPARE in s.intents:
        return frame_talk.compare(s)
    if Intent.SAVE in s.intents:
        return frame_talk.save(s)
    return None


def _lenses(s: Situation) -> Answer | None:
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
    found = topics.find_topic(s.line, topics.LENSES)
    if found is None:
        return None
    if s.cards and re.search(r"\bwhich (?:one|of|frames?)\b", s.line) and found.key in {"progressive", "bifocal"}:
        return frame_talk.fact(s, Intent.RX)
    if found.key == "thickness" and s.pointed:
        return frame_talk.fact(s, Intent.RX)
    if Intent.RX in s.intents and (s.pointed or (s.references.pronoun and s.meant())):
        return None
    wants = bool(s.wishes.change) and not _QUESTION.search(s.line)
    seeks = s.wishes.change.get("progressive") and (_PUTTING.search(s.line) or _WHICH_FRAMES.search(s.line))
    if (wants or seeks) and not _DEFINES.search(s.line):
        return None
    return small_talk.topic(s, found)


def _materials(s: Situation) -> Answer | None:
    found = topics.find_topic(s.line, topics.MATERIALS)
    return small_talk.topic(s, found) if found and not s.pointed else None


def _own(s: Situation) -> Answer | None:
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
        shape = next((FACE_SHAPES[word] for word in FACE_SHAPES if re.search(rf"\b{word}\b", s.line)), None)
        if shape:
            return small_talk.suits(s, shape)
    for intent in (Intent.MY_PD, Intent.MY_WIDTH, Intent.MY_SHAPE):
        if intent in s.intents and not (
            intent is Intent.MY_SHAPE and s.wishes.told_shape and not _QUESTION.search(s.line)
        ):
            return small_talk.own_numbers(s, intent)
    return small_talk.measure(s) if Intent.MEASURE in s.intents else None


def _told_shape(s: Situation) -> Answer | None:
    shape = s.wishes.told_shape
    known = advice_for(shape) if shape else None
    if shape is None or known is None:
        return None
    return advice.show(
        s,
        s.wishes.applied(s.memory.needs),
        lead=f"{shape.capitalize()}, I'll go by that. Stylists pick shapes that {known.why}, by convention.",
    )


def _farewell(s: Situation) -> Answer | None:
    return small_talk.goodbye(s) if Intent.GOODBYE in s.intents else None


def _catalogue(s: Situation) -> Answer | None:
    if BRANDS.search(s.line) and not s.wishes.change:
        return small_talk.other_brand(s)
    for intent in (Intent.COUNT, Intent.LIST_COLLECTIONS, Intent.PRICE_RANGE):
        if intent is Intent.COUNT and intent in s.intents and (s.wishes.change or s.references.pronoun == "them"):
            return frame_talk.count(s)
        if intent in s.intents and not (intent is Intent.PRICE_RANGE and (s.pointed or s.wishes.change)):
            return small_talk.shop_facts(s, intent)
    return (
        frame_talk.superlative(s) if Intent.SUPERLATIVE in s.intents and Intent.OPINION not in s.intents[:1] else None
    )


def _refinement(s: Situation) -> Answer | None:
    asks = _QUESTION.search(s.line) or "do you think" in s.line
    if asks and _is_fact(s) and (s.pointed or s.references.pronoun) and Intent.FIT in s.intents:
        return None
    for intent in REFINEMENTS:
        if intent not in s.intents:
            continue
        if intent is Intent.OTHER_COLOUR:
            if (s.pointed or len(s.topic) == 1) and not s.wishes.change.get("colours"):
                return frame_talk.fact(s, Intent.COLOURS)
            continue
        return advice.refine(s, intent)
    return None


def _is_fact(s: Situation) -> bool:
    return any(intent in FACTS for intent in s.intents)


def _pending(s: Situation) -> Answer | None:
    """A plain yes or no, or no preference, to the consultant's own question."""
    key, _, detail = s.memory.pending.partition(":")
    if not key or s.wishes.change or _is_fact(s) or Intent.GREET in s.intents:
        return None
    short = len(s.line.split()) <= 7
    if Intent.DISLIKE in s.intents and (s.pointed or s.cards):
        return None
    if Intent.NO in s.intents and short and not s.pointed:
        return _declined(s, key)
    if Intent.UNSURE in s.intents and key in advice.QUESTIONS:
        return advice.show(s, s.memory.needs)
    if Intent.YES in s.intents and (short or key == "call") and Intent.SHOW not in s.intents[:-1]:
        return _accepted(s, key, detail)
    return None


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
    if key == "named":
        intent = Intent(detail)
        return (
            frame_talk.fact(picked, intent)
            if intent in FACTS
            else _acts(replace(picked, intents=(intent,))) or (frame_talk.present(picked))
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


def _facts(s: Situation) -> Answer | None:
    if Intent.WHY in s.intents and not s.wishes.change:
        return frame_talk.why(s)
    if s.references.named and not _is_fact(s):
        return _about_named(s)
    if not _is_fact(s) or s.wishes.any_price:
        return None
    if s.wishes.change and not s.pointed and (s.references.pronoun is None or not s.meant()):
        return None
    if (
        s.wishes.change
        and not s.pointed
        and _PUTTING.search(s.line)
        and not re.search(r"\b(?:it|that one|this one|them|those|these|they)\b", s.line)
    ):
        return None
    intent = next(intent for intent in s.intents if intent in FACTS)
    if intent is Intent.FIT and not s.pointed and _WHAT_FITS.search(s.line):
        return None
    if intent is Intent.DESCRIBE and not (s.pointed or s.references.pronoun or s.topic):
        return None
    if intent is Intent.FIT and len(s.meant()) > 1 and re.search(r"\bwhich\b", s.line):
        return frame_talk.best_fit(s)
    if Intent.OPINION in s.intents and intent in {Intent.FIT, Intent.DESCRIBE} and not s.pointed:
        return None
    return frame_talk.fact(s, intent)


def _about_named(s: Situation) -> Answer | None:
    """A frame was named beside something wished for: whether that frame has it."""
    said = s.wishes.change
    if not said:
        return None
    if "colours" in said or "avoid_colours" in said:
        return frame_talk.fact(s, Intent.COLOURS)
    if "strong_lenses" in said or "progressive" in said:
        return frame_talk.fact(s, Intent.RX)
    if "size" in said:
        return frame_talk.fact(s, Intent.FIT)
    return frame_talk.fact(s, Intent.NICKEL if "nickel_allergy" in said else Intent.DESCRIBE)


def _opinion(s: Situation) -> Answer | None:
    if _ABOUT_FACE.search(s.line):
        if not s.meant():
            return s.say("I don't judge looks, only fit. Shall I show you frames that fit?", pending="show")
        return frame_talk.opinion(replace(s, references=replace(s.references, skus=(s.meant()[0].sku,))))
    among = bool(re.search(r"\b(?:of (?:them|these|those|the)|which one)\b", s.line)) and bool(s.meant())
    return frame_talk.opinion(s) if Intent.OPINION in s.intents and (among or not s.wishes.change) else None


def _wished(s: Situation) -> Answer | None:
    """Frames for what was wished, unless far too little is known and nothing was asked to be shown."""
    if s.pointed and not s.wishes.change:
        return None
    needs = s.wishes.applied(s.memory.needs, add=bool(_ADDING.search(s.line)))
    if Intent.MORE in s.intents and not s.wishes.change:
        return advice.more(s)
    if Intent.DISLIKE in s.intents and (not s.wishes.change or (s.cards and DULL.search(s.line))):
        return frame_talk.disliked(s)
    if not s.wishes.empty:
        return advice.show(
            s,
            replace(
                needs,
                like=None,
                min_price_cents=s.wishes.change.get("min_price_cents"),
                max_weight_g=None,
                max_width_mm=_bound(s, "max_width_mm"),
                min_width_mm=_bound(s, "min_width_mm"),
            )
            if s.wishes.change
            else needs,
        )
    if Intent.LIKE in s.intents:
        return None
    if Intent.SHOW in s.intents or _WHAT_FITS.search(s.line):
        vague = needs.told == 0 and not re.search(r"\b(?:show|see|recommend|suggest|browse|looking|fits?)\b", s.line)
        if vague and "use" not in s.memory.asked:
            return s.say(
                "Happy to help. What will you wear them for most: work, driving, reading or every day?",
                pending="use", asked=(*s.memory.asked, "use"),
            )  # fmt: skip
        return advice.show(s, needs)
    return None


def _bound(s: Situation, name: str) -> float | None:
    """A bound on the width just wished for, in millimetres: the measured face where there is one."""
    said: float | None = s.wishes.change.get(name)
    width = s.face.face_width
    return width.value if said and width else said


def _named(s: Situation) -> Answer | None:
    """Only a frame was named or pointed at: yes to an open question about frames, otherwise tell about it."""
    if Intent.LIKE in s.intents:
        return frame_talk.liked(s)
    if Intent.DISLIKE in s.intents:
        return frame_talk.disliked(s)
    if s.references.missing_place:
        return frame_talk.fact(s, Intent.DESCRIBE)
    if not s.pointed:
        return None
    return frame_talk.present(s) if Intent.SHOW in s.intents else frame_talk.fact(s, Intent.DESCRIBE)


def _chat(s: Situation) -> Answer | None:
    for intent in (Intent.HOW_ARE_YOU, Intent.WAIT, Intent.THANKS):
        if intent in s.intents:
            return s.say(pick(small_talk.SIMPLE[intent], s.turn))
    if Intent.NAME_TOLD in s.intents:
        return s.say("Nice to meet you. What will you wear your glasses for?", pending="use")
    if Intent.GREET in s.intents:
        return small_talk.greet_back(s)
    found = topics.find_topic(s.line, topics.CHAT)
    return small_talk.topic(s, found) if found else None


def _elsewhere(s: Situation) -> Answer | None:
    found = topics.find_topic(s.line, topics.CHAT)
    if found is None or (found.key not in _ALWAYS and (s.pointed or not s.wishes.empty)):
        return None
    return small_talk.topic(s, found)


def _leftover(s: Situation) -> Answer | None:
    if Intent.UNSURE in s.intents and s.cards:
        return s.say("Take your time. I can compare two of these, or draw one large.")
    if Intent.UNSURE in s.intents:
        return advice.show(s, s.memory.needs)
    if Intent.YES in s.intents:
        return s.say("Good. Would you like to see more frames, or try one on?", pending="more")
    return s.say("All right. Tell me when you need me.") if Intent.NO in s.intents else None


_RULES: tuple[Rule, ...] = (
    _nothing_heard, _self, _person, _children, _shop, _again, _favourites, _lenses, _materials, _elsewhere, _own,
    _unheard, _acts, _farewell, _told_shape, _catalogue, _refinement, _pending, _facts, _opinion, _wished, _named,
    _chat, _leftover,
)  # fmt: skip

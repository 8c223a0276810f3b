"""The rules about frames: acts on them, facts of them, frames for what was wished."""

import re
from dataclasses import replace

from server.llm.consultant import advice, frame_talk, small_talk
from server.llm.consultant.circumstances import BRANDS
from server.llm.consultant.intents import FACTS, REFINEMENTS, Intent
from server.llm.consultant.lexicon import DULL
from server.llm.consultant.questions import PUTTING, asks
from server.llm.consultant.situation import Answer, Situation

_WHAT_FITS = re.compile(
    r"\bwhat (?:would|will|could|might|frames?|glasses|do you have|else)\b.*\bfits?\b|"
    r"\b(?:anything|something|show|find)\b.*\bfits?\b|^what fits\b"
)
_ABOUT_FACE = re.compile(
    r"\b(?:do i look|look (?:younger|older|thinner|slimmer|prettier|handsome|sexy)|how do i look|"
    r"(?:think|like|about) (?:of |about )?my (?:new )?(?:hair|beard|face|outfit|smile|look|nose|dress|shirt)\b|"
    r"am i (?:pretty|beautiful|handsome|ugly|old)|my face (?:nice|pretty|ugly))\b"
)
UNLIKELY_WISH = 0.04
_ADDING = re.compile(r"\b(?:also|too|as well|and maybe|additionally|on top)\b")


def favourites(s: Situation) -> Answer | None:
    if Intent.LIST_SAVED in s.intents and not {Intent.COMPARE, Intent.SUPERLATIVE} & set(s.intents):
        return frame_talk.saved(s)
    of_list = s.context.shortlist or re.search(r"\b(?:favorites|list|shortlist|unsave)\b", s.line)
    return frame_talk.unsave(s) if Intent.UNSAVE in s.intents and of_list else None


def unheard(s: Situation) -> Answer | None:
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


def acts_wanted(s: Situation) -> Answer | None:
    if Intent.BACK in s.intents:
        return advice.back(s)
    if Intent.ALOUD in s.intents:
        return frame_talk.aloud(s)
    if Intent.NAMES in s.intents and s.cards:
        return frame_talk.names(s)
    if Intent.TRY_ON in s.intents:
        return frame_talk.try_on(s)
    if Intent.COMPARE in s.intents:
        return frame_talk.compare(s)
    if Intent.SAVE in s.intents:
        return frame_talk.save(s)
    return None


def catalogue_facts(s: Situation) -> Answer | None:
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


_WHICH_WAS = re.compile(r"\bwhich (?:one )?(?:is|was|are|were)\b")


def refinement(s: Situation) -> Answer | None:
    asked = asks(s.line) or "do you think" in s.line
    if _WHICH_WAS.search(s.line) and len(s.meant()) > 1:
        return frame_talk.superlative(s)
    if asked and is_fact(s) and (s.pointed or s.references.pronoun) and Intent.FIT in s.intents:
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


def is_fact(s: Situation) -> bool:
    return any(intent in FACTS for intent in s.intents)


def facts_of_frames(s: Situation) -> Answer | None:
    if Intent.WHY in s.intents and not s.wishes.change:
        return frame_talk.why(s)
    if s.references.named and not is_fact(s):
        return _about_named(s)
    if not is_fact(s) or s.wishes.any_price:
        return None
    if s.wishes.change and not s.pointed and (s.references.pronoun is None or not s.meant()):
        return None
    if (
        s.wishes.change
        and not s.pointed
        and PUTTING.search(s.line)
        and not re.search(r"\b(?:it|that one|this one|them|those|these|they)\b", s.line)
    ):
        return None
    intent = next(intent for intent in s.intents if intent in FACTS)
    if intent is Intent.FIT and not s.pointed and (_WHAT_FITS.search(s.line) or not s.meant()):
        return None if s.references.missing_place else frames_wished(replace(s, intents=(Intent.SHOW,)))
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


def opinion_wanted(s: Situation) -> Answer | None:
    if _ABOUT_FACE.search(s.line):
        if not s.meant():
            return s.say("I don't judge looks, only fit. Shall I show you frames that fit?", pending="show")
        return frame_talk.opinion(replace(s, references=replace(s.references, skus=(s.meant()[0].sku,))))
    among = bool(re.search(r"\b(?:of (?:them|these|those|the)|which one)\b", s.line)) and bool(s.meant())
    return frame_talk.opinion(s) if Intent.OPINION in s.intents and (among or not s.wishes.change) else None


def frames_wished(s: Situation) -> Answer | None:
    """Frames for what was wished; none where nothing was asked to be shown and the line hardly wishes for any."""
    if s.pointed and not s.wishes.change:
        return None
    if s.heard is not None and s.heard.wishes < UNLIKELY_WISH and not s.memory.pending and Intent.SHOW not in s.intents:
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
        return advice.show(s, needs)
    return None


def _bound(s: Situation, name: str) -> float | None:
    """A bound on the width just wished for, in millimetres: the measured face where there is one."""
    said: float | None = s.wishes.change.get(name)
    width = s.face.face_width
    return width.value if said and width else said


def frame_named(s: Situation) -> Answer | None:
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

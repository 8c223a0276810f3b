"""Answers that a single meaning needs and nothing else shares."""

import re
from dataclasses import replace

from app.domain.face_numbers import FaceNumbers
from app.domain.needs import Needs
from app.domain.recommendation import candidates
from app.protocol.messages import ToolName
from server.llm.consultant import advice, frame_talk, rules_frames, rules_visit, small_talk
from server.llm.consultant.intents import Intent
from server.llm.consultant.memory import Memory
from server.llm.consultant.questions import PUTTING, QUESTION, asks
from server.llm.consultant.situation import Answer, Situation
from server.llm.consultant.topics import BY_LABEL, Topic
from server.llm.consultant.wording import joined
from server.llm.port import ToolUse


def search(s: Situation) -> Answer | None:
    """Frames for what is wished now and was before."""
    plain = replace(s, intents=(Intent.SHOW,))
    return rules_visit.for_children(plain) or rules_visit.told_shape(plain) or rules_frames.frames_wished(plain)


def told_prescription(s: Situation) -> Answer | None:
    """A prescription told: noted, and met with frames where more is wished for."""
    if QUESTION.search(s.line):
        return None
    if s.wishes.change:
        return search(s)
    return rules_visit.own_measurements(
        replace(s, intents=(Intent.RX_TOLD,), wishes=replace(s.wishes, change={}), memory=_noted(s))
    )  # fmt: skip


def _noted(s: Situation) -> Memory:
    return replace(s.memory, needs=s.wishes.applied(s.memory.needs))


def counted(s: Situation) -> Answer:
    """How many frames there are, of what was wished or in all."""
    if BY_LABEL["PAYMENT"].cues.search(s.line):
        return small_talk.topic(s, BY_LABEL["PAYMENT"])
    if s.wishes.change or s.references.pronoun == "them":
        return frame_talk.count(s)
    return small_talk.shop_facts(s, Intent.COUNT)


def disliked(s: Situation) -> Answer:
    """Others than those in view; with none in view, what it is that bothers."""
    if s.cards or s.topic:
        return frame_talk.disliked(s)
    return s.say(
        "Many feel that way at first. Is it the weight, the size or the look that bothers you?",
        pending="style",
    )


def trendy(s: Situation) -> Answer:
    """What is in fashion, which the catalogue does not know."""
    if not PUTTING.search(s.line):
        return small_talk.topic(s, BY_LABEL["TREND"])
    return advice.show(s, s.memory.needs, lead="I don't know what sells best, so here are some that suit many.")


def why_dear(s: Situation) -> Answer:
    """Why something costs what it costs."""
    if re.search(r"\b(?:so|this|that|too) (?:cheap|little|low)\b", s.line):
        return s.say("Nothing is wrong with the cheap ones. Simple make and material keep the price low.")
    return small_talk.topic(s, BY_LABEL["WHY_DEAR"])


def forgotten(s: Situation) -> Answer:
    """The numbers are forgotten at once, with the permission to measure."""
    if not (s.context.camera_allowed or s.context.measurements.pd or s.context.measurements.face_width):
        return s.say("Nothing of you was measured, and no picture is stored. Our talk is wiped when you leave.")
    return s.say(
        "Done. Your numbers are forgotten and the camera no longer measures you. No picture is stored, and our talk is "
        "wiped when you leave.",
        ToolUse(ToolName.FORGET),
    )


def private(s: Situation) -> Answer | None:
    """What becomes of pictures and numbers; while nothing was measured, that nothing is."""
    if s.face.face_width or s.face.pd or not asks(s.line):
        return rules_visit.about_consultant(replace(s, intents=(Intent.PRIVACY,)))
    return s.say(
        "Nothing is recorded. No picture is stored, the camera measures only with your consent, and all is wiped "
        "when you leave. We can go on without it.",
        pending=s.memory.pending,
    )


def measured(s: Situation) -> Answer:
    """The width of the face, or all numbers when the measuring itself is asked about."""
    asks_all = "measure" in s.line and s.face.pd is not None
    return small_talk.own_numbers(
        replace(s, line=f"{s.line} measurements"), Intent.MY_PD if asks_all else Intent.MY_WIDTH
    )


def explained_and_told(s: Situation, topic: Topic) -> Answer:
    """What the pupillary distance is, and the shopper's own or the offer to measure it."""
    own = small_talk.own_numbers(s, Intent.MY_PD)
    return own.saying(f"{small_talk.topic(s, topic).text} {own.text}")


def taken(s: Situation, topic: Topic) -> Answer:
    """What happens next with the frames that somebody takes."""
    answer = small_talk.topic(s, topic)
    answer = answer.saying(f"{joined(frame.name for frame in s.pointed)}, gladly. {answer.text}")
    return replace(answer, memory=replace(answer.memory, topic=s.references.skus))


def which_of_these(s: Situation) -> Answer | None:
    """Which of the frames in view have what is named; others that have it where none does."""
    wanted = s.wishes.applied(Needs())
    having = tuple(frame for frame in s.cards if not candidates((frame,), wanted, FaceNumbers())[1])
    if not having:
        return search(s)
    names = joined(frame.name for frame in having)
    if len(having) == len(s.cards):
        return s.say("All of them." if len(having) > 1 else f"{names} is.", topic=tuple(f.sku for f in having))
    return s.say(f"Of these, {names}.", topic=tuple(frame.sku for frame in having))

"""What the consultant says about itself and the visit, and what belongs to no frame."""

import re
from dataclasses import replace

from app.domain.styling import advice_for
from app.protocol.messages import ToolName
from server.llm.consultant.facts import own_pd, own_shape, own_width
from server.llm.consultant.intents import Intent
from server.llm.consultant.situation import Answer, Situation
from server.llm.consultant.topics import Topic
from server.llm.consultant.wording import article, dollars, joined, pick
from server.llm.port import ToolUse

BODILY = {"strong_lenses", "progressive", "nickel_allergy", "low_bridge", "size"}
_OPENED = {
    "trend": "style", "gender": "style", "vague budget": "budget", "thickness": "show", "why dear": "cheaper",
    "how measured": "measure", "night driving": "show",
}  # fmt: skip
OFFER_PERSON = ("Shall I call someone?", "Shall I get a colleague?")

HOW_TO_ALLOW = 'Touch "Measure my face" to allow it. Or tell me your pupillary distance.'

SIMPLE: dict[Intent, tuple[str, ...]] = {
    Intent.WHO: (
        "I'm an AI, not a person. I know this shop's frames and find ones that fit; real opticians are here too.",
        "I'm a computer. An AI consultant for frames, to be exact, and the staff here are human.",
    ),
    Intent.PRIVACY: (
        "No picture is stored. Nobody but me gets your measurements, and all is wiped when you leave.",
        "Pictures never leave this kiosk. Nothing is kept: when you leave, the measurements and our talk are wiped.",
    ),
    Intent.NO_CAMERA: (
        "Of course. Everything works without the camera; tell me your sizes if you know them, or ask a colleague.",
        "No problem. We simply go on without measuring. What would you like to see?",
    ),
    Intent.WHAT_CAN: (
        "I find frames for you. Tell me your use, budget or taste; I can also measure you and draw frames to scale.",
        "Quite a few things. I recommend frames, compare them, measure your face and explain lenses. What do you need?",
    ),
    Intent.HOW_ARE_YOU: (
        "Very well, thank you. What kind of glasses are you looking for?",
        "All good, thanks for asking. What can I find for you?",
    ),
    Intent.WAIT: ("Of course, take your time.", "Sure. I'm here when you're ready."),
    Intent.THANKS: ("You're welcome. Is there anything else?", "My pleasure. What else can I do?"),
}  # fmt: skip


def greet(situation: Situation) -> Answer:
    if situation.context.turns:
        frames = joined(frame.name for frame in situation.topic[:2])
        if frames:
            return situation.say(f"I'm back. We were looking at {frames}; shall we go on?", pending="show")
        return situation.say("I'm back. Where were we? Tell me what you're looking for.")
    return situation.say(
        f"Hello, and welcome. {_introduced(situation)} AI consultant for glasses. What will you wear them for most?",
        pending="use",
        asked=("use",),
    )


def who(situation: Situation) -> str:
    """What it is, after its name where that was asked for."""
    said = pick(SIMPLE[Intent.WHO], situation.turn)
    name = situation.context.name
    kind = (
        "Thank you. "
        if re.search(
            r"\b(?:nice|lovely|beautiful|great|pretty|sweet|good|like your) (?:\w+ )?(?:voice|name|face|smile)\b",
            situation.line,
        )
        else ""
    )
    return f"{kind}My name is {name}. {said}" if name and "your name" in situation.line else f"{kind}{said}"


def _introduced(situation: Situation) -> str:
    return f"I'm {situation.context.name}, this shop's" if situation.context.name else "I'm this shop's"


def greet_back(situation: Situation) -> Answer:
    if situation.cards:
        return situation.say(
            pick(("Hello again. What would you like to know?", "Hi there. Shall we go on?"), situation.turn)
        )
    return situation.say(
        pick(
            ("Hello. What kind of glasses are you looking for?", "Hi, good to see you. What will you wear them for?"),
            situation.turn,
        ),
        pending="use",
    )


def goodbye(situation: Situation) -> Answer:
    saved = situation.frames(situation.context.shortlist)
    were = "favorite was" if len(saved) == 1 else "favorites were"
    keep = f" Your {were} {joined(frame.name for frame in saved[:3])}." if saved else ""
    return situation.say(
        pick(("Goodbye, and thank you.", "Thank you for coming. Goodbye."), situation.turn)
        + f"{keep} I'll now wipe everything about this visit.",
        ToolUse(ToolName.END_VISIT),
    )


def call_person(situation: Situation, reason: str = "The shopper would like to talk to a person") -> Answer:
    return situation.say(
        pick(
            (
                "Of course. The screen now says that you'd like someone. If nobody comes, please ask at the counter.",
                "Sure. It's on the screen that you'd like a person. If nobody comes, please ask at the counter.",
            ),
            situation.turn,
        ),
        ToolUse(ToolName.CALL_ASSOCIATE, reason=reason),
    )


def topic(situation: Situation, found: Topic) -> Answer:
    text = pick(found.answers, situation.turn)
    told = {name: value for name, value in situation.wishes.change.items() if name in BODILY}
    needs = replace(situation.memory.needs, **told)
    if not found.offer_person:
        return situation.say(text, pending=_OPENED.get(found.key, ""), needs=needs)
    return situation.say(f"{text} {pick(OFFER_PERSON, situation.turn)}", pending=f"call:{found.key}", needs=needs)


def repeat(situation: Situation) -> Answer:
    said = situation.memory.said
    if not said:
        return greet_back(situation)
    return situation.say(said, pending=situation.memory.pending, pending_skus=situation.memory.pending_skus)


def lost(situation: Situation) -> Answer:
    if situation.memory.lost:
        return situation.say(
            "I'm sorry, I still don't follow. You can type it, touch a frame, or I call a colleague. Shall I?",
            pending="call:not understood",
            lost=situation.memory.lost + 1,
        )
    hint = (
        "Ask me about one of these frames, or tell me what you'd like."
        if situation.cards
        else "What are the glasses for, or what should they look like?"
    )
    return situation.say(f"Sorry, I didn't get that. {hint}", lost=1)


def own_numbers(situation: Situation, intent: Intent) -> Answer:
    face = situation.face
    told = situation.context.measurements.pd is None
    if intent is Intent.MY_PD and face.pd:
        text = own_pd(face.pd, told=told)
        if "measurements" in situation.line and face.face_width:
            text = f"{own_width(face.face_width).split('.')[0]}. Your pupillary distance: {text[:1].lower()}{text[1:]}"
        return situation.say(text)
    if intent is Intent.MY_WIDTH and face.face_width:
        return situation.say(own_width(face.face_width))
    if intent is Intent.MY_SHAPE and (face.shape or face.shape_chosen):
        advice = advice_for(face.shape_chosen or face.shape[0][0])
        if advice and re.search(
            r"\b(?:goes|go|suits?|best|works?) (?:\w+ )?(?:with|for|on|it|me|best)?\b", situation.line
        ):
            liked = joined(sorted(advice.prefer)[:3], "or")
            guess = own_shape(face).split(". ")[0]
            goes = (
                f"stylists often say {liked}" if advice.avoid else f"most shapes suit it, stylists say, such as {liked}"
            )
            return situation.say(
                f"{guess}. By convention {goes}; your taste decides. Shall I show you some?",
                pending="show",
            )
        return situation.say(own_shape(face))
    unknown = pick(("I don't know that yet.", "I haven't measured that yet."), situation.turn)
    if not situation.context.camera_allowed and "measure" in situation.line.split():
        return measure(situation)
    if not situation.context.camera_allowed:
        return situation.say(f"{unknown} {HOW_TO_ALLOW}")
    return situation.say(
        unknown + " With your consent the camera can find out in a few seconds. Shall I measure you?",
        pending="measure",
    )


def measure(situation: Situation) -> Answer:
    if not situation.context.camera_allowed:
        return situation.say(
            'I need your permission for that. Please read the screen, and touch "Yes, measure my face" if you agree.',
            ToolUse(ToolName.MEASURE),
        )
    return situation.say(
        pick(
            (
                "Let's measure you. Please look straight at the screen and keep still for a moment.",
                "Gladly. Look straight ahead, please, without glasses if you can.",
            ),
            situation.turn,
        ),
        ToolUse(ToolName.MEASURE),
    )


def suits(situation: Situation, shape: str) -> Answer:
    advice = advice_for(shape)
    if advice is None:
        return lost(situation)
    liked = joined(sorted(advice.prefer)[:3], "or")
    start = "It's a convention, not a rule. " if "round glasses" in situation.line or "should" in situation.line else ""
    end = "your taste decides" if start else "it's a convention, not a rule"
    return situation.say(
        f"{start}Stylists often say {liked}. They {advice.why} on {article(shape)} face; {end}. Shall I show you some?",
        pending=f"suits:{shape}",
    )


def other_brand(situation: Situation) -> Answer:
    return situation.say(
        f"I don't see that brand here. Our own collections are {joined(situation.catalogue.collections)}. "
        "Shall I show you something similar?",
        pending="use",
    )


def shop_facts(situation: Situation, intent: Intent) -> Answer:
    catalogue = situation.catalogue
    prices = sorted(frame.price_cents for frame in catalogue)
    span = f"from {dollars(prices[0])} to {dollars(prices[-1])}"
    if intent is Intent.COUNT:
        return situation.say(f"We have {len(catalogue)} frames here, {span}. What should yours be for?", pending="use")
    if intent is Intent.PRICE_RANGE:
        return situation.say(f"Our frames go {span}, without lenses. Do you have a budget in mind?", pending="budget")
    return situation.say(
        f"These are our own collections: {joined(catalogue.collections)}. Would you like to see one of them?",
        pending="use",
    )

"""Answers to everything but words: touches, finished tools, new measurements."""

from dataclasses import replace

from app.protocol.messages import ToolName, TouchAction
from server.llm.consultant import facts, small_talk
from server.llm.consultant.situation import Answer, Situation
from server.llm.consultant.wording import number, pick
from server.llm.port import MeasurementsArrived, ToolOutcome, TouchEvent

_FAILED = {
    ToolName.MEASURE: "I couldn't measure you, sorry. We can try again, or you tell me your pupillary distance.",
    ToolName.TRY_ON: "The drawing doesn't open right now. I can describe the fit instead.",
    ToolName.SAVE: "I couldn't save that one, sorry.",
    ToolName.UNSAVE: "I couldn't take that one off, sorry.",
    ToolName.CALL_ASSOCIATE: "I couldn't put that on the screen. Please ask at the counter.",
}


def touched(situation: Situation, event: TouchEvent) -> Answer | None:
    """The kiosk has already acted; say in a few words what matters, or nothing."""
    frames = situation.frames(event.skus)
    skus = tuple(frame.sku for frame in frames)
    match event.action:
        case TouchAction.OPEN_FRAME if frames:
            return situation.say(facts.describe(frames[0], situation.face, situation.turn), topic=skus[:1], focus=skus)
        case TouchAction.SAVE_FRAME if frames:
            return situation.say(
                pick((f"{frames[0].name} is saved.", f"I'll keep {frames[0].name}."), situation.turn), topic=skus[:1]
            )
        case TouchAction.UNSAVE_FRAME if frames:
            return situation.say(f"{frames[0].name} is off your list.")
        case TouchAction.COMPARE if len(frames) > 1:
            return situation.say(facts.compared(list(frames), situation.face), topic=skus[:3], focus=skus)
        case TouchAction.TRY_ON if frames:
            fit = (
                facts.fit(frames[0], situation.face, situation.turn)
                if situation.face.face_width
                else "Would you like to know more about it?"
            )
            return situation.say(f"This is {frames[0].name}, drawn to scale. {fit}", topic=skus[:1], focus=skus)
        case TouchAction.ASK_PERSON:
            return situation.say("Of course. The screen now asks someone from the shop to come over.")
        case TouchAction.CHOOSE_SHAPE if event.value:
            memory = replace(situation.memory, told_shape=event.value)
            return small_talk.suits(replace(situation, memory=memory), event.value)
        case _:
            return None


def finished(situation: Situation, event: ToolOutcome) -> Answer | None:
    """A tool that worked needs no words; one that failed does."""
    text = _FAILED.get(event.name)
    return (
        situation.say(text, pending="measure" if event.name is ToolName.MEASURE else "")
        if not event.ok and text
        else None
    )


def measured(situation: Situation, _event: MeasurementsArrived) -> Answer | None:
    """The first numbers are told once; later ones only better them."""
    pd, width = situation.context.measurements.pd, situation.context.measurements.face_width
    if situation.memory.measured_told or (pd is None and width is None):
        return None
    face = situation.face
    if face.pd and pd:
        text = (
            f"Thank you, I have your measurements. Your pupillary distance is about {number(face.pd.value)} "
            f"millimetres, between {number(face.pd.low)} and {number(face.pd.high)}; an optician must confirm it. "
            "Shall I show you what fits?"
        )
    elif face.face_width:
        text = f"Thank you. {facts.own_width(face.face_width)} Shall I show you what fits?"
    else:
        return None
    return situation.say(text, pending="show", measured_told=True)

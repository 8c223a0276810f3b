"""Behaviour of an answer whose voice is slow or lost, in virtual time."""

import asyncio
import itertools

from app.protocol.messages import Caption, Say, Touch, TouchAction, Trouble
from server.conversation.answer import LEAD_INS, Limits
from server.llm.port import Context, Event, Greeting, Reply, TextDelta
from tests.unit.server.conversation.dialogue import Visit, visit
from tests.virtual_time import run

ANSWER = "Fable is a round frame in flexible TR90, it weighs 17 grams and costs 129 dollars."


def script(event: Event, context: Context) -> list[Reply | float]:
    return [] if isinstance(event, Greeting) else [TextDelta(ANSWER)]


def said(scene: Visit) -> str:
    return " ".join(word.text for caption in scene.of(Caption) for word in caption.words)


def test_a_slow_first_clause_is_led_in() -> None:
    """Within a second of the question something is said, the answer follows whole, and its sentence has no gap."""

    async def story() -> None:
        async with visit(script) as scene:
            scene.voice.pace = 0.9
            scene.voice.ready = set(LEAD_INS)
            asked = scene.stage.now_media()
            scene.conversation.receive(Say(text="Tell me about Fable."))
            await asyncio.sleep(30.0)
            words = [word for caption in scene.of(Caption) for word in caption.words]
            lead_in = next(phrase for phrase in LEAD_INS if said(scene).startswith(phrase))
            assert said(scene) == f"{lead_in} {ANSWER}"
            assert words[0].start_media - asked < 1.0
            sentence = words[len(lead_in.split()) :]
            assert max(after.start_media - word.end_media for word, after in itertools.pairwise(sentence)) < 0.05

    run(story())


def test_lead_ins_change() -> None:
    """Two answers one after the other are not led in with the same words."""

    async def story() -> None:
        async with visit(script) as scene:
            scene.voice.pace = 0.9
            scene.voice.ready = set(LEAD_INS)
            for _ in range(2):
                scene.conversation.receive(Say(text="Tell me about Fable."))
                await asyncio.sleep(30.0)
            assert len({phrase for phrase in LEAD_INS if phrase in said(scene)}) == 2

    run(story())


def test_nothing_is_led_in_without_need() -> None:
    """A quick voice, words that would have to be made first, and the answer to a touch begin with themselves."""

    async def story() -> None:
        async with visit(script) as scene:
            scene.voice.ready = set(LEAD_INS)
            scene.conversation.receive(Say(text="Tell me about Fable."))
            await asyncio.sleep(30.0)
            scene.voice.pace, scene.voice.ready = 0.9, set()
            scene.conversation.receive(Say(text="Tell me about Fable."))
            await asyncio.sleep(30.0)
            scene.voice.ready = set(LEAD_INS)
            scene.conversation.receive(Touch(action=TouchAction.OPEN_FRAME, skus=("CTY-101",)))
            await asyncio.sleep(30.0)
            assert said(scene) == " ".join([ANSWER] * 3)

    run(story())


def test_a_voice_that_hangs_costs_the_sound_and_not_the_answer() -> None:
    """A clause that takes for ever is shown at the pace of speech, without an apology for a slow answer."""

    async def story() -> None:
        async with visit(script, limits=Limits(making=3.0)) as scene:
            scene.voice.pace = 1000.0
            scene.conversation.receive(Say(text="Tell me about Fable."))
            await asyncio.sleep(60.0)
            assert said(scene) == ANSWER
            assert [trouble.code for trouble in scene.of(Trouble)] == ["voice"]

    run(story())

import asyncio
import itertools

import pytest

from app.errors import ServiceError
from app.protocol.messages import (
    Caption,
    ConsultantState,
    Flush,
    Interrupt,
    Measurements,
    Memory,
    Mute,
    Permission,
    Playout,
    ResumePacket,
    Say,
    SharedMeasurements,
    Start,
    State,
    ToolCall,
    ToolName,
    ToolResult,
    Touch,
    TouchAction,
    Transcript,
    Trouble,
    TurnRecord,
    TurnReport,
)
from server.llm.port import (
    Context,
    Event,
    Greeting,
    MeasurementsArrived,
    Remember,
    Reply,
    TextDelta,
    ToolOutcome,
    ToolUse,
    TouchEvent,
    Utterance,
)
from tests.unit.server.conversation.dialogue import Visit, visit
from tests.virtual_time import run


def reports(scene: Visit) -> list[TurnReport]:
    return scene.of(TurnReport)


def test_greets_on_start_with_timed_captions() -> None:
    """The start is greeted, every word is captioned in media time, and the turn is reported when it has sounded."""

    async def story() -> None:
        async with visit() as scene:
            assert scene.language.events == [Greeting()]
            captions = [word for caption in scene.of(Caption) for word in caption.words]
            assert [word.text for word in captions] == ["Hello,", "what", "may", "I", "show", "you?"]
            starts = [word.start_media for word in captions]
            assert starts == sorted(starts)
            report = reports(scene)[-1]
            assert (report.heard, report.said) == ("", "Hello, what may I show you?")
            assert report.answer_start_media == captions[0].start_media
            assert scene.times(TurnReport)[-1] >= captions[-1].end_media
            states = [message.state for message in scene.of(State)]
            assert states == [ConsultantState.THINKING, ConsultantState.SPEAKING, ConsultantState.ATTENTIVE]

    run(story())


def test_answers_a_finished_sentence_within_the_time_of_transcription() -> None:
    """A complete sentence is answered as soon as its transcript, begun at the first silence, is there."""

    async def story() -> None:
        async with visit() as scene:
            ended = await scene.say("show me round frames.")
            await scene.until(lambda: len(scene.voice.said) > 1)
            await scene.quiet()
            report = reports(scene)[-1]
            assert report.heard == "show me round frames."
            assert report.answer_start_media is not None
            assert report.answer_start_media - ended == pytest.approx(0.13 + 0.35 + 0.1, abs=0.08)
            assert report.voiced_end_uplink == pytest.approx(ended, abs=0.05)
            assert report.latency_ms.transcript == pytest.approx(480, abs=80)
            assert report.latency_ms.end_of_turn == pytest.approx(270, abs=80)
            final = [message.text for message in scene.of(Transcript) if message.final]
            assert final == ["show me round frames."]
            assert scene.of(Memory)[-1].memory["language"] == {"answered": ["frames"]}

    run(story())


def test_waits_out_a_hesitation() -> None:
    """A pause in mid-sentence is waited for, and the whole sentence becomes one turn."""

    async def story() -> None:
        async with visit() as scene:
            await scene.say("I want")
            await asyncio.sleep(1.4)
            await scene.say("something light.")
            await scene.until(lambda: len(reports(scene)) > 1)
            assert [report.heard for report in reports(scene)[1:]] == ["I want something light."]
            assert reports(scene)[-1].said.startswith("About light,")

    run(story())


def test_words_that_lead_on_are_waited_for() -> None:
    """A judge that is sure is not believed at once when the words themselves lead on."""

    async def story() -> None:
        async with visit() as scene:
            await scene.say("looking for. the.")
            await asyncio.sleep(1.0)
            await scene.say("round frames.")
            await scene.until(lambda: len(reports(scene)) > 1)
            assert reports(scene)[1].heard == "looking for. the. round frames."

    run(story())


def test_answers_an_unfinished_sentence_after_the_cap() -> None:
    """Whoever says nothing more is answered after two and a half seconds of silence."""

    async def story() -> None:
        async with visit() as scene:
            ended = await scene.say("I want")
            await scene.until(lambda: len(reports(scene)) > 1)
            start = reports(scene)[-1].answer_start_media
            assert start is not None
            assert start - ended == pytest.approx(2.5, abs=0.1)

    run(story())


def test_goes_on_with_a_turn_that_was_cut_short() -> None:
    """Speaking on before the answer sounds takes the answer back and joins both parts."""

    async def story() -> None:
        async with visit() as scene:
            scene.recogniser.seconds = 0.6
            await scene.say("I like blue.")
            await asyncio.sleep(0.75)
            await scene.say("and green frames.")
            await scene.until(lambda: len(reports(scene)) > 1)
            assert [report.heard for report in reports(scene)[1:]] == ["I like blue. and green frames."]
            assert [report.turn for report in reports(scene)] == [1, 2]

    run(story())


def test_ducks_at_once_and_stops_after_half_a_second_of_speech() -> None:
    """Voice lowers the consultant within 150 ms, half a second of it stops them, and the log keeps what was heard."""

    async def story() -> None:
        async with visit() as scene:
            await scene.say("show me round frames.")
            await scene.until(lambda: len(scene.voice.said) > 2)
            answer_at = next(w.start_media for c in scene.of(Caption) for w in c.words if w.text == "About")
            await asyncio.sleep(answer_at + 1.9 - scene.stage.now_media())
            began = scene.stage.now_media()
            speaking = asyncio.create_task(scene.say("no wait show square ones."))
            await scene.until(lambda: scene.stage.ducks == [True])
            assert scene.stage.now_media() - began < 0.15
            await scene.until(lambda: bool(scene.of(Flush)))
            assert scene.stage.now_media() - began == pytest.approx(0.5, abs=0.15)
            await speaking
            await scene.until(lambda: len(reports(scene)) > 2)
            cut = reports(scene)[1]
            assert cut.interrupted
            assert cut.said == "About frames, one two three four five six"
            context = scene.language.contexts[-1]
            assert context.turns[-1] == TurnRecord(speaker="consultant", text=cut.said)
            assert reports(scene)[2].heard == "no wait show square ones."
            assert context.memory == {"answered": ["frames"]}

    run(story())


def test_the_loudspeaker_decides_what_was_heard() -> None:
    """A kiosk that lags behind the stage cuts the log to what its loudspeaker had reached."""

    async def story() -> None:
        async with visit() as scene:
            await scene.say("show me round frames.")
            await scene.until(lambda: len(scene.voice.said) > 2)
            answer_at = next(w.start_media for c in scene.of(Caption) for w in c.words if w.text == "About")
            await asyncio.sleep(answer_at + 2.5 - scene.stage.now_media())
            scene.conversation.receive(Playout(position_media=scene.stage.now_media() - 1.2))
            scene.conversation.receive(Interrupt())
            assert reports(scene)[-1].said == "About frames, one two"
            assert scene.of(Flush)[-1].position_media == scene.stage.flushes[-1]

    run(story())


@pytest.mark.parametrize("sound", ["*", "okay"])
def test_noise_and_signs_of_listening_do_not_stop_the_consultant(sound: str) -> None:
    """A short noise or an "okay" lowers the voice for a moment; the answer is said to its end."""

    async def story() -> None:
        async with visit() as scene:
            await scene.say("show me round frames.")
            await scene.until(lambda: len(scene.voice.said) > 2)
            await asyncio.sleep(1.0)
            await scene.say(sound)
            await scene.until(lambda: len(reports(scene)) > 1)
            assert scene.stage.ducks == [True, False]
            assert not reports(scene)[-1].interrupted
            assert reports(scene)[-1].said.endswith("twelve.")
            assert scene.of(Flush) == []

    run(story())


def test_noise_again_and_again_still_gets_an_answer() -> None:
    """Noise between a question and its answer can hold the answer up three times at most."""

    async def story() -> None:
        async with visit() as scene:
            await scene.say("show me round frames.")
            for _ in range(40):
                await asyncio.sleep(0.4)
                await scene.say("*")
            await scene.until(lambda: len(reports(scene)) > 1)
            assert reports(scene)[1].heard == "show me round frames."

    run(story())


def test_own_echo_in_the_first_seconds_is_not_heard() -> None:
    """Within three seconds of the first sound the greeting's own words neither interrupt nor become a turn."""

    async def story() -> None:
        async with visit(start=False) as scene:
            scene.conversation.receive(Start())
            await asyncio.sleep(0.4)
            await scene.say("Hello, what may")
            await scene.quiet()
            await asyncio.sleep(3.0)
            assert scene.stage.ducks == []
            assert scene.language.events == [Greeting()]
            assert not reports(scene)[0].interrupted

    run(story())


@pytest.mark.parametrize("transcription", [0.35, 4.0])
def test_a_sentence_over_the_greeting_is_answered(transcription: float) -> None:
    """What a shopper says in the greeting's first seconds is answered, however late it is understood."""

    async def story() -> None:
        async with visit(start=False) as scene:
            scene.recogniser.seconds = transcription
            scene.conversation.receive(Start())
            await asyncio.sleep(0.4)
            await scene.say("I need progressives.")
            await scene.until(lambda: len(reports(scene)) > 1)
            assert scene.language.events[-1] == Utterance("I need progressives.")
            assert reports(scene)[-1].heard == "I need progressives."
            assert reports(scene)[-1].said.startswith("About progressives,")
            assert not reports(scene)[-1].interrupted

    run(story())


def test_a_sign_of_listening_over_the_greeting_lets_it_go_on() -> None:
    """An "okay" in the greeting's first seconds neither stops it nor is answered."""

    async def story() -> None:
        async with visit(start=False) as scene:
            scene.conversation.receive(Start())
            await asyncio.sleep(0.4)
            await scene.say("okay")
            await scene.quiet()
            await asyncio.sleep(3.0)
            assert scene.language.events == [Greeting()]
            assert not reports(scene)[0].interrupted

    run(story())


def test_a_guess_is_thrown_away_without_a_trace() -> None:
    """A run begun on a guess that proved wrong says nothing, does nothing and is not remembered."""

    def script(event: Event, context: Context) -> list[Reply | float]:
        if isinstance(event, Utterance):
            return [ToolUse(ToolName.SAVE, skus=("A",)), TextDelta(event.text), Remember({"last": event.text})]
        return []

    async def story() -> None:
        async with visit(script) as scene:
            await scene.say("save")
            await asyncio.sleep(1.2)
            assert Utterance("save") in scene.language.events
            assert scene.of(ToolCall) == []
            await scene.say("nothing today.")
            await scene.until(lambda: bool(reports(scene)))
            assert len(scene.of(ToolCall)) == 1
            assert reports(scene)[0].said == "save nothing today."
            assert scene.of(Memory)[-1].memory["language"] == {"last": "save nothing today."}

    run(story())


def test_a_touch_interrupts_and_becomes_context() -> None:
    """A touch stops the consultant at once, and the frames touched are in focus for what follows."""

    async def story() -> None:
        async with visit() as scene:
            await scene.say("show me round frames.")
            await scene.until(lambda: len(scene.voice.said) > 2)
            await asyncio.sleep(1.0)
            scene.conversation.receive(Touch(action=TouchAction.OPEN_FRAME, skus=("CTY-101",)))
            assert len(scene.stage.flushes) == 1
            await asyncio.sleep(0.5)
            assert scene.language.events[-1] == TouchEvent(TouchAction.OPEN_FRAME, ("CTY-101",))
            assert scene.language.contexts[-1].focus == ("CTY-101",)
            assert scene.of(Memory)[-1].memory["focus"] == ["CTY-101"]
            assert reports(scene)[-1].interrupted

    run(story())


def test_typed_words_are_equal_to_speech() -> None:
    """Typed words interrupt, are answered and stand in the log."""

    async def story() -> None:
        async with visit() as scene:
            await scene.say("show me round frames.")
            await scene.until(lambda: len(scene.voice.said) > 2)
            scene.conversation.receive(Say(text="something red"))
            await scene.until(lambda: len(reports(scene)) > 2)
            assert [report.heard for report in reports(scene)] == ["", "show me round frames.", "something red"]
            assert reports(scene)[-1].voiced_end_uplink is None

    run(story())


def test_tools_fall_on_the_word_that_names_them() -> None:
    """A tool with an anchor takes effect when that word sounds, the end of the visit after the last word."""

    def script(event: Event, context: Context) -> list[Reply | float]:
        if isinstance(event, Utterance):
            return [
                ToolUse(ToolName.END_VISIT),
                ToolUse(ToolName.TRY_ON, skus=("B",), anchor_word="Oxford"),
                TextDelta("Look at this. The Oxford's lovely. Goodbye."),
            ]
        return []

    async def story() -> None:
        async with visit(script) as scene:
            scene.conversation.receive(Say(text="bye"))
            await scene.until(lambda: bool(reports(scene)))
            words = [word for caption in scene.of(Caption) for word in caption.words]
            oxford = next(word for word in words if word.text.startswith("Oxford"))
            calls = {call.name: call.at_media for call in scene.of(ToolCall)}
            assert calls == {ToolName.TRY_ON: oxford.start_media, ToolName.END_VISIT: words[-1].end_media}
            assert scene.language.contexts[-1].focus == ()
            assert reports(scene)[0].tools == (ToolName.TRY_ON, ToolName.END_VISIT)

    run(story())


def test_a_tool_that_failed_is_told_when_nobody_speaks() -> None:
    """The outcome of a tool waits for the end of the answer; results of dropped calls are ignored."""

    def script(event: Event, context: Context) -> list[Reply | float]:
        if isinstance(event, Utterance):
            return [ToolUse(ToolName.MEASURE), TextDelta("I will measure you now.")]
        return [TextDelta("That did not work.")] if isinstance(event, ToolOutcome) else []

    async def story() -> None:
        async with visit(script) as scene:
            scene.conversation.receive(Say(text="measure"))
            await asyncio.sleep(0.3)
            (call,) = scene.of(ToolCall)
            scene.conversation.receive(ToolResult(call_id=call.call_id, ok=False, detail="no camera"))
            scene.conversation.receive(ToolResult(call_id="unknown", ok=False))
            await scene.until(lambda: len(reports(scene)) > 1)
            outcomes = [event for event in scene.language.events if isinstance(event, ToolOutcome)]
            assert outcomes == [ToolOutcome(ToolName.MEASURE, ok=False, detail="no camera")]
            assert [report.said for report in reports(scene)] == ["I will measure you now.", "That did not work."]

    run(story())


def test_a_language_model_that_hangs_is_apologised_for() -> None:
    """After six seconds without a sound the consultant apologises, tells the screen, and goes on."""

    def script(event: Event, context: Context) -> list[Reply | float]:
        return [100.0, TextDelta("late")] if event == Utterance("hang") else [TextDelta("Fine.")]

    async def story() -> None:
        async with visit(script) as scene:
            scene.conversation.receive(Say(text="hang"))
            await scene.until(lambda: len(reports(scene)) > 1)
            assert [trouble.code for trouble in scene.of(Trouble)] == ["slow"]
            assert reports(scene)[-1].said.startswith("I'm sorry, that took me too long.")
            scene.conversation.receive(Say(text="again"))
            await scene.until(lambda: len(reports(scene)) > 2)
            assert reports(scene)[-1].said == "Fine."

    run(story())


def test_without_a_voice_the_words_appear() -> None:
    """When the synthesiser fails the words are captioned at the pace of speech, and the screen is told once."""

    async def story() -> None:
        async with visit() as scene:
            scene.voice.error = ServiceError("gone")
            await scene.say("show me round frames.")
            await scene.until(lambda: len(reports(scene)) > 1)
            assert [trouble.code for trouble in scene.of(Trouble)] == ["voice"]
            assert reports(scene)[-1].said.startswith("About frames, one two")

    run(story())


def test_a_recogniser_that_fails_is_admitted() -> None:
    """When hearing fails the consultant says so instead of falling silent."""

    async def story() -> None:
        async with visit() as scene:
            scene.recogniser.error = ServiceError("gone")
            await scene.say("show me round frames.")
            await scene.until(lambda: len(reports(scene)) > 1)
            assert [trouble.code for trouble in scene.of(Trouble)] == ["recogniser"]
            assert "could not hear you" in reports(scene)[-1].said

    run(story())


def test_a_visit_is_carried_on_with_its_unanswered_question() -> None:
    """A companion that takes over answers what went unanswered, with the turns before it as context."""
    packet = ResumePacket(
        visit_id="visit-0001",
        turns=(TurnRecord(speaker="consultant", text="Hello."), TurnRecord(speaker="shopper", text="something red")),
        memory={"language": {"answered": ["blue"]}, "focus": ["CTY-101"]},
    )

    async def story() -> None:
        async with visit(resume=packet) as scene:
            assert scene.language.events == [Utterance("something red")]
            context = scene.language.contexts[0]
            assert context.turns == packet.turns[:1]
            assert (context.memory, context.focus) == ({"answered": ["blue"]}, ("CTY-101",))
            assert reports(scene)[0].said.startswith("Sorry about that, I'm back. About red,")

    run(story())


def test_muted_sound_is_not_followed() -> None:
    """While the microphone is off nothing is heard, and the state says so."""

    async def story() -> None:
        async with visit() as scene:
            scene.conversation.receive(Mute(muted=True))
            await scene.say("show me round frames.")
            await asyncio.sleep(3.0)
            assert scene.language.events == [Greeting()]
            assert scene.stage.states[-1] is ConsultantState.IDLE
            scene.conversation.receive(Mute(muted=False))
            await scene.say("show me round frames.")
            await scene.until(lambda: len(reports(scene)) > 1)

    run(story())


def test_measurements_wait_for_the_end_of_the_answer() -> None:
    """New numbers are offered to the language model once, when nobody speaks."""

    async def story() -> None:
        async with visit() as scene:
            scene.conversation.receive(Say(text="something red"))
            numbers = SharedMeasurements(shape=(("oval", 0.6),))
            scene.conversation.receive(Measurements(measurements=SharedMeasurements()))
            scene.conversation.receive(Measurements(measurements=numbers))
            await scene.until(lambda: len(reports(scene)) > 1)
            await asyncio.sleep(0.5)
            assert scene.language.events[-2:] == [Utterance("something red"), MeasurementsArrived()]
            assert scene.language.contexts[-1].measurements == numbers

    run(story())


def test_sound_that_ceases_to_arrive_ends_the_turn() -> None:
    """A turn whose sound breaks off is answered with what arrived."""

    async def story() -> None:
        async with visit() as scene:
            for frame in range(60):
                scene.conversation.hear(scene.words.sound("round" if frame < 30 else "frames")[:960], 0.02 * frame)
            scene.conversation.hear = lambda pcm, uplink: None  # type: ignore[method-assign]
            await scene.until(lambda: len(reports(scene)) > 1, 10.0)
            assert reports(scene)[-1].heard == "round frames"

    run(story())


def test_ending_the_visit_ends_every_task() -> None:
    """Nothing runs on after the conversation was cancelled in mid-answer."""

    async def story() -> None:
        async with visit() as scene:
            scene.conversation.receive(Say(text="something red"))
            await asyncio.sleep(0.3)

    run(story())


@pytest.mark.parametrize("pace", [0.0, 0.6, 1.3])
def test_a_slow_voice_begins_later_instead_of_stopping_in_a_sentence(pace: float) -> None:
    """However slow the voice is, the words of one sentence follow each other without a gap."""

    def script(event: Event, context: Context) -> list[Reply | float]:
        if isinstance(event, Greeting):
            return []
        return [TextDelta("Here you are, these are four light frames which fit your face and cost little. ")]

    async def story() -> None:
        async with visit(script) as scene:
            scene.voice.pace = pace
            scene.conversation.receive(Say(text="Show me frames."))
            await asyncio.sleep(20.0)
            words = [word for caption in scene.of(Caption) for word in caption.words]
            assert len(words) == 15
            gaps = [after.start_media - before.end_media for before, after in itertools.pairwise(words)]
            assert max(gaps) < 0.05, gaps

    run(story())


def test_a_voice_that_cannot_keep_up_is_waited_for() -> None:
    """A voice three times too slow is late, but all of the answer is said and no trouble is told."""

    def script(event: Event, context: Context) -> list[Reply | float]:
        if isinstance(event, Greeting):
            return []
        return [TextDelta("These are four light frames which fit your face, cost little and are there in your size. ")]

    async def story() -> None:
        async with visit(script) as scene:
            scene.voice.pace = 3.0
            scene.conversation.receive(Say(text="Show me frames."))
            await asyncio.sleep(60.0)
            assert len([word for caption in scene.of(Caption) for word in caption.words]) == 17
            assert scene.of(Trouble) == []

    run(story())


def test_permission_given_in_mid_visit_is_known_to_the_next_answer() -> None:
    """The language model is told that the shopper may be measured now."""

    async def story() -> None:
        async with visit() as scene:
            scene.conversation.receive(Permission(camera=True))
            await scene.say("measure me please.")
            await scene.until(lambda: len(reports(scene)) > 1)
            allowed = [context.camera_allowed for context in scene.language.contexts]
            assert (allowed[0], allowed[-1]) == (False, True)

    run(story())


def test_for_whom_the_frames_are_is_told_to_the_kiosk() -> None:
    """It travels with each act and with the memory, and stays unknown until a language model tells it."""

    def script(event: Event, _context: Context) -> list[Reply | float]:
        if isinstance(event, Utterance):
            return [
                ToolUse(ToolName.COMPARE, skus=("A", "B"), for_other=True),
                TextDelta("For your son, then."),
                Remember({"wearer": "son"}, for_other=True),
            ]
        return [TextDelta("Hello.")]

    async def story() -> None:
        async with visit(script) as scene:
            await scene.say("for my son.")
            await scene.until(lambda: len(reports(scene)) > 1)
            assert [call.for_other for call in scene.of(ToolCall)] == [True]
            told = [memory.for_other for memory in scene.of(Memory)]
            assert (told[0], told[-1]) == (None, True)

    run(story())

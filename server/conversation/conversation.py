"""One visit's conversation: who speaks when, and what becomes of it.

Everything runs on one loop; what takes long is awaited in tasks that `run` owns. Nothing is queued without a bound:
sound is followed as it comes, one answer is under way at a time, later events wait in a line of eight, the oldest
giving way.
"""

import asyncio
import itertools
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

import numpy as np
import structlog
from numpy.typing import NDArray

from app.clock import Clock
from app.errors import DeadlineError, LunetteError
from app.protocol.messages import (
    ConsultantState,
    Flush,
    Interrupt,
    KioskMessage,
    Measurements,
    Memory,
    Motion,
    Mute,
    Permission,
    Playout,
    ResumePacket,
    Say,
    ShopperPlace,
    Start,
    ToolCall,
    ToolResult,
    Touch,
    Transcript,
    Trouble,
)
from server.animation.port import Animator
from server.asr.port import Recogniser
from server.conversation.answer import Answer, Limits, Voice
from server.conversation.bearing import Bearing
from server.conversation.ear import Decimator
from server.conversation.end_of_turn import EndOfTurn
from server.conversation.history import History
from server.conversation.inbox import Inbox
from server.conversation.interruption import Manners, is_backchannel
from server.conversation.listening import Heard, Listener, Patience
from server.conversation.own_echo import is_own_echo
from server.conversation.ports import Pace, Send, Stage
from server.conversation.reporting import turn_report
from server.conversation.voice_activity import Probability, VoiceActivity
from server.llm.port import (
    Event,
    Greeting,
    LanguageModel,
    TouchEvent,
    Utterance,
)
from server.tts.port import Synthesiser

_log = structlog.get_logger(__name__)

_WATCH_SECONDS = 0.2
_PREFACE = "Sorry about that, I'm back."
_TOO_SLOW = "I'm sorry, that took me too long. Could you ask me again?"
_FAILED = "I'm sorry, something went wrong on my side. Could you say that again?"
_NOT_UNDERSTOOD = "I'm sorry, I could not hear you just now. Could you say that again?"
OFTEN_SAID = (_PREFACE, _TOO_SLOW, _FAILED, _NOT_UNDERSTOOD)
"""Sentences of our own, which are worth having ready: they are said when something is slow."""


class Conversation:
    """Hears, answers and is interrupted. `hear` and `receive` return at once and never raise.

    `run` must be running; what arrives before it is kept. Ending `run` ends everything.
    """

    def __init__(
        self,
        resume: ResumePacket,
        stage: Stage,
        send: Send,
        *,
        language: LanguageModel,
        recogniser: Recogniser,
        synthesiser: Synthesiser,
        animator: Animator,
        end_of_turn: EndOfTurn,
        voice_probability: Probability,
        clock: Clock,
        name: str = "",
        pace: Pace = lambda: None,
        ready: Callable[[str], bool] = lambda _: False,
        manners: Manners | None = None,
        patience: Patience | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._stage = stage
        self._send = send
        self._clock = clock
        self._bearing = Bearing(stage, send, clock)
        self._manners = manners or Manners()
        self._voice = Voice(
            language,
            synthesiser,
            animator,
            stage,
            send,
            clock,
            self._lost_voice,
            itertools.count(1),
            pace,
            ready,
            limits or Limits(),
        )
        self._history = History(resume, name)
        self._ear = Decimator()
        self._listener = Listener(
            VoiceActivity(voice_probability), recogniser, end_of_turn, clock, self._spawn, self, patience
        )
        self._group: asyncio.TaskGroup | None = None
        self._early: deque[KioskMessage] = deque(maxlen=32)
        self._inbox = Inbox()
        self._turn = len(resume.turns)
        self._answer: Answer | None = None
        self._answering: asyncio.Task[None] | None = None
        self._heard: Heard | None = None
        self._taken_back = 0
        self._muted = False
        self._started = False
        self._first_sound: float | None = None
        self._ducked_at: float | None = None
        self._suspected: Answer | None = None
        self._overlapping = False
        self._playout: tuple[float, float] | None = None
        self._voice_lost = False
        self._leaving = False

    # What the session calls

    async def run(self) -> None:
        """Converse until cancelled."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            try:
                while self._early:
                    self.receive(self._early.popleft())
                while True:
                    await asyncio.sleep(_WATCH_SECONDS)
                    self._watch()
            finally:
                self._listener.drop()
                if self._answering is not None:
                    self._answering.cancel()
                self._group = None

    def hear(self, pcm: NDArray[np.int16], uplink: float) -> None:
        """Follow the shopper's sound: int16 mono of 48 kHz whose first sample is `uplink` seconds into it."""
        if self._group is not None and self._started and not self._muted:
            self._listener.hear(self._ear(pcm), uplink)

    def receive(self, message: KioskMessage) -> None:
        """Act on a message of the kiosk."""
        if self._group is None:
            self._early.append(message)
            return
        match message:
            case Start():
                self._start()
            case Say():
                self._take_over()
                self._send(Transcript(turn=self._turn + 1, text=message.text, final=True))
                self._begin(Utterance(message.text))
            case Touch():
                self._take_over()
                self._history.touched(message)
                self._begin(TouchEvent(message.action, message.skus, message.value))
            case Interrupt():
                self._take_over()
                self._rest()
            case Mute():
                self._muted = message.muted
                self._listener.drop()
                self.guess_failed()
                self._resume_speech()
            case Measurements():
                self._history.measured(message.measurements)
                self._inbox.measured()
                self._next()
            case ToolResult():
                self._inbox.result(message, self._answer.tools if self._answer is not None else ())
                self._next()
            case Playout():
                self._playout = (message.position_media, self._clock.monotonic())
            case ShopperPlace():
                self._bearing.shopper_at(message.place)
            case Permission():
                self._history.permitted(camera=message.camera)
            case Motion():
                self._bearing.move_little(on=message.reduced)

    # What the listener tells

    def voice_began(self) -> bool:
        """Lower the voice, take an unheard answer back, or simply listen."""
        self._suspected, self._overlapping = None, False
        answer = self._answer
        if answer is None or not answer.committed:
            self._bearing.show(ConsultantState.LISTENING)
            return False
        if not answer.audible:
            if self._may_take_back(answer):
                self._take_back(answer)
                return True
            if answer.start_media is None:
                return False
        if self._protected():
            self._suspected = answer
            return False
        self._speak_lower()
        return False

    def voice_goes_on(self, voiced_seconds: float) -> None:
        """Stop speaking for somebody who means it."""
        self._bearing.shopper_voice(voiced=True)
        if self._suspected is not None and not self._protected():
            self._suspected = None
            if self._speaking():
                self._speak_lower()
        if self._ducked_at is not None and voiced_seconds >= self._manners.voice:
            self._stop_for_voice()

    def voice_paused(self) -> None:
        """Let the figure show that it listens."""
        self._bearing.shopper_voice(voiced=False)

    def guessed(self, text: str) -> None:
        """Prepare an answer, to be thrown away if more is said; words stop the consultant, a sign of listening not."""
        if self._suspected is not None or self._overlapping:
            if self._means_nothing(text):
                self._resume_speech()
                return
            self._suspected = None
            self._stop_for_voice()
        if not text:
            return
        self._send(Transcript(turn=self._turn + 1, text=text, final=False))
        if self._answer is None:
            self._launch(self._new_answer(Utterance(text)))

    def guess_failed(self) -> None:
        """Throw a prepared answer away."""
        if self._answer is not None and not self._answer.committed:
            self._drop_answer()

    def turn_heard(self, heard: Heard) -> None:
        """Answer what was said, unless it was noise, a sign of listening, or our own echo."""
        if self._means_nothing(heard.text):
            self._suspected = None
            self.guess_failed()
            self._resume_speech()
            return
        if self._answer is not None and self._answer.committed:
            self._stop(self._answer)
        self._ducked_at, self._overlapping, self._suspected = None, False, None
        self._heard = heard
        self._send(Transcript(turn=self._turn + 1, text=heard.text, final=True))
        prepared = self._answer
        if prepared is not None and prepared.event == Utterance(heard.text):
            self._commit(prepared)
        else:
            self._begin(Utterance(heard.text), heard)

    def recogniser_failed(self) -> None:
        """Say so, unless the consultant speaks anyway."""
        self.guess_failed()
        self._trouble("recogniser", "The consultant could not hear you. Please say it again, or type it.")
        if self._answer is None:
            self._begin(None, preface=_NOT_UNDERSTOOD)
        else:
            self._resume_speech()

    # Answers

    def _start(self) -> None:
        if self._started:
            return
        self._started = True
        unanswered = self._history.unanswered
        if unanswered is None:
            self._begin(Greeting())
        else:
            self._history.unsay_shopper()
            self._begin(Utterance(unanswered), preface=_PREFACE)

    def _begin(self, event: Event | None, heard: Heard | None = None, *, preface: str = "") -> None:
        """Answer an event now, in place of whatever was prepared."""
        self._drop_answer()
        self._heard = heard
        answer = self._new_answer(event, preface)
        self._launch(answer)
        self._commit(answer)

    def _new_answer(self, event: Event | None, preface: str = "") -> Answer:
        return Answer(self._voice, self._turn + 1, event, self._history.context(), preface=preface)

    def _launch(self, answer: Answer) -> None:
        self._answer = answer
        self._answering = self._spawn(self._carry_out(answer), "answer")

    def _commit(self, answer: Answer) -> None:
        self._turn = answer.turn
        if isinstance(answer.event, Utterance | TouchEvent | Greeting):
            self._bearing.show(ConsultantState.THINKING)
        answer.commit()

    async def _carry_out(self, answer: Answer) -> None:
        speaking = self._spawn(self._watch_sound(answer), "answer-state")
        try:
            try:
                await answer.run()
            except Exception as error:  # noqa: BLE001 - a visit outlives a failed answer
                await self._recover(answer, error)
            await answer.sounded()
        finally:
            speaking.cancel()
        self._answer = self._answering = None
        self._overlapping = False
        keeps_leaving = self._leaving and not isinstance(answer.event, Utterance | TouchEvent)
        self._leaving = answer.takes_leave or keeps_leaving
        self._finish(answer, None)
        self._resume_speech()

    async def _watch_sound(self, answer: Answer) -> None:
        """Show that the consultant speaks from the first sample on."""
        await answer.begun()
        if self._first_sound is None:
            self._first_sound = answer.start_media
        if self._ducked_at is None:
            self._bearing.show(ConsultantState.SPEAKING)

    async def _recover(self, answer: Answer, error: Exception) -> None:
        _log.warning("answer_failed", error=type(error).__name__, turn=answer.turn)
        slow = isinstance(error, DeadlineError)
        self._trouble("slow" if slow else "language", "The consultant had trouble answering. Please ask again.")
        try:
            async with asyncio.timeout(self._voice.limits.first_sound):
                await answer.say(_TOO_SLOW if slow else _FAILED)
        except (LunetteError, TimeoutError) as second:
            _log.warning("apology_failed", error=type(second).__name__)

    def _finish(self, answer: Answer, cut: float | None) -> None:
        """Log an answer that sounded to its end, or to media time `cut`."""
        media = float("inf") if cut is None else cut
        said, done = answer.said_until(media), answer.done_until(media)
        heard, self._heard, self._taken_back = self._heard, None, 0
        words = answer.event.text if isinstance(answer.event, Utterance) else ""
        self._history.heard(words)
        self._history.said(said)
        self._acted(done)
        if answer.memory is not None and (said or done or cut is None):
            self._history.remember(answer.memory, answer.for_other)
        if words or said or done:
            self._send(turn_report(answer, heard, words, said, done, interrupted=cut is not None))
        self._send(Memory(memory=self._history.memory(), for_other=self._history.for_other))

    # Interruption

    def _speaking(self) -> bool:
        return self._answer is not None and self._answer.committed and self._answer.start_media is not None

    def _protected(self) -> bool:
        """Whether echo cancellation may still be settling."""
        if self._first_sound is None:
            return self._speaking()
        return self._stage.now_media() - self._first_sound < self._manners.protection

    def _means_nothing(self, text: str) -> bool:
        """Whether it was noise, or beside our own speech a sign of listening or that speech's echo."""
        suspected = self._suspected
        if suspected is not None and is_own_echo(text, suspected.said_until(self._stage.now_media()).split()):
            return True
        return not text or ((self._overlapping or suspected is not None) and is_backchannel(text))

    def _speak_lower(self) -> None:
        self._ducked_at, self._overlapping = self._clock.monotonic(), True
        self._stage.duck(on=True)
        self._bearing.show(ConsultantState.INTERRUPTED)

    def _stop_for_voice(self) -> None:
        answer, self._ducked_at, self._overlapping = self._answer, None, False
        if answer is None or not answer.committed:
            return
        heard = answer.said_until(self._reached(self._stage.now_media()))
        if self._may_take_back(answer) and len(heard.split()) < self._manners.merge_words:
            self._take_back(answer)
            self._listener.join_last()
        else:
            self._stop(answer)
        self._bearing.show(ConsultantState.LISTENING)

    def _take_over(self) -> None:
        """Stop whatever is being said or heard, for a touch or typed words."""
        self._listener.drop()
        self._suspected, self._overlapping, self._ducked_at = None, False, None
        if self._answer is not None and self._answer.committed:
            self._stop(self._answer)
        self._drop_answer()

    def _stop(self, answer: Answer) -> None:
        """Fall silent; the log keeps what was really heard."""
        sounded = answer.start_media is not None
        position = self._stage.flush()
        self._drop_answer()
        if sounded or answer.tools:
            self._send(Flush(position_media=position))
        self._finish(answer, self._reached(position))

    def _may_take_back(self, answer: Answer) -> bool:
        """Only spoken turns go on, and not again and again, or a noise could keep the answer away for ever."""
        spoken = isinstance(answer.event, Utterance) and self._heard is not None
        return spoken and self._taken_back < self._manners.take_backs

    def _take_back(self, answer: Answer) -> None:
        """The shopper goes on with the turn that was being answered: as if it had not been."""
        self._taken_back += 1
        position = self._stage.flush()
        self._drop_answer()
        if answer.start_media is not None or answer.tools:
            self._send(Flush(position_media=position))
        self._acted(answer.done_until(position))
        self._turn = answer.turn - 1
        self._heard = None
        self._ducked_at, self._overlapping = None, False
        self._bearing.show(ConsultantState.LISTENING)

    def _reached(self, position: float) -> float:
        """The media time up to which the shopper hears: not beyond `position`, nor beyond the loudspeaker."""
        if self._playout is None:
            return position
        media, at = self._playout
        return min(position, media + self._clock.monotonic() - at)

    def _resume_speech(self) -> None:
        if self._ducked_at is not None:
            self._ducked_at = None
            self._stage.duck(on=False)
        if self._answer is None:
            self._rest()
            self._next()
        elif self._speaking():
            self._bearing.show(ConsultantState.SPEAKING)

    def _drop_answer(self) -> None:
        if self._answering is not None:
            self._answering.cancel()
        self._answer = self._answering = None

    # The rest

    def _watch(self) -> None:
        self._listener.watch()
        if self._ducked_at is not None and self._clock.monotonic() - self._ducked_at > self._manners.patience:
            self._resume_speech()
        self._bearing.watch()

    def _acted(self, calls: list[ToolCall]) -> None:
        self._history.acted(calls)
        self._inbox.called(calls)

    def _rest(self) -> None:
        """Nobody speaks."""
        if self._answer is None and not self._listener.hearing_someone:
            resting = ConsultantState.FAREWELL if self._leaving else ConsultantState.ATTENTIVE
            self._bearing.show(resting if self._started and not self._muted else ConsultantState.IDLE)

    def _next(self) -> None:
        """Turn to what waited until nobody speaks."""
        if self._started and self._inbox and self._answer is None and not self._listener.hearing_someone:
            self._begin(self._inbox.take())

    def _lost_voice(self) -> None:
        if not self._voice_lost:
            self._voice_lost = True
            self._trouble("voice", "The consultant's voice is away for a moment; the words appear on the screen.")

    def _trouble(self, code: str, message: str) -> None:
        self._send(Trouble(code=code, message=message))

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        assert self._group is not None
        return self._group.create_task(work, name=name)

"""One answer, from an event to sound on the stage, clause by clause."""

import asyncio
import string
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from app.clock import Clock
from app.errors import DeadlineError, ServiceError
from app.protocol.messages import Caption, CaptionWord, ToolCall, ToolName
from server.animation.port import Animator
from server.avatar.cues import CardsShown, GoodBye
from server.conversation.clauses import ClauseCutter, sentence_rest
from server.conversation.ports import Pace, Send, Stage
from server.llm.port import Context, Event, LanguageModel, Remember, Reply, TextDelta, ToolUse, Utterance
from server.tts.pace import hold
from server.tts.port import Speech, Synthesiser, TimedWord

_log = structlog.get_logger(__name__)

_LONGEST_WORD = 80
_MOST_READ_AHEAD = 64
_SILENT_WORD_SECONDS = 0.33
_SEEN_BELOW = frozenset({ToolName.SHOW_FRAMES, ToolName.COMPARE, ToolName.TRY_ON})
LEAD_INS = ("All right.", "Okay.", "Right.")
"""Said, where they are ready, before an answer whose first clause takes long to make; they suit any answer."""
_FIRST_CARD = -0.7
"""The kiosk puts several cards in a row below the consultant, the first one at the viewer's left."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: until the first sound after the answer is wanted, between clauses, and how far to speak ahead.

    A clause that takes longer than `making` is only shown; a first one that takes longer than `lead_in` is led in.
    """

    first_sound: float = 6.0
    between: float = 8.0
    ahead: float = 8.0
    making: float = 20.0
    lead_in: float = 0.7
    tick: float = 0.02


@dataclass(frozen=True, slots=True)
class Voice:
    """What the answers of one visit speak with.

    `lost` is called when the synthesiser fails; `calls` number tools; `pace` is what a second of speech
    costs in seconds; `ready` tells what can be said without being made.
    """

    language: LanguageModel
    synthesiser: Synthesiser
    animator: Animator
    stage: Stage
    send: Send
    clock: Clock
    lost: Callable[[], None]
    calls: Iterator[int]
    pace: Pace = lambda: None
    ready: Callable[[str], bool] = lambda _: False
    limits: Limits = field(default_factory=Limits)


class Answer:
    """Begins at once, but nothing is heard or done before `commit`, so it can be thrown away by cancelling `run`.

    Afterwards `words`, `tools` and `memory` tell what came of it. `turn` numbers it for the kiosk. Without an event
    only the preface is said.
    """

    def __init__(self, voice: Voice, turn: int, event: Event | None, context: Context, *, preface: str = "") -> None:
        self._voice = voice
        self.turn = turn
        self.event = event
        self._context = context
        self._preface = preface
        self._gate = asyncio.Event()
        self._queued = asyncio.Event()
        self._limit: asyncio.Timeout | None = None
        self._cutter = ClauseCutter()
        self._making = 0.0
        self._ahead: dict[str, asyncio.Task[Speech]] = {}
        self._waiting: list[ToolUse] = []
        self._last: list[ToolUse] = []
        self.words: list[CaptionWord] = []
        self.tools: list[ToolCall] = []
        self.memory: Mapping[str, object] | None = None
        self.for_other: bool | None = None
        self.first_token_at: float | None = None
        self.start_media: float | None = None
        self.end_media = 0.0

    @property
    def committed(self) -> bool:
        return self._gate.is_set()

    @property
    def audible(self) -> bool:
        """Whether it has begun to sound."""
        return self.start_media is not None and self._voice.stage.now_media() >= self.start_media

    @property
    def takes_leave(self) -> bool:
        """Whether the visit ends with it."""
        return any(call.name is ToolName.END_VISIT for call in self.tools)

    @property
    def finished_sounding(self) -> bool:
        return self._voice.stage.now_media() >= self.end_media

    def commit(self) -> None:
        """It is wanted: let it be heard."""
        self._gate.set()
        self._allow(self._voice.limits.first_sound + self._making)

    def said_until(self, media: float) -> str:
        """The words that had begun to sound well before media time `media`."""
        return " ".join(word.text for word in self.words if (word.start_media + word.end_media) / 2 <= media)

    def done_until(self, media: float) -> list[ToolCall]:
        """The tool calls that had taken effect by media time `media`."""
        return [call for call in self.tools if call.at_media is None or call.at_media <= media]

    async def run(self) -> None:
        """Return when all of it is on the stage. Raises `DeadlineError` and what the language port raises."""
        try:
            async with asyncio.timeout(None) as self._limit:
                if self.committed:
                    self._allow(self._voice.limits.first_sound + self._making)
                await self._speak_all()
        except TimeoutError:
            raise DeadlineError("The answer took too long.") from None
        finally:
            self._limit = None
            ahead = list(self._ahead.values())
            self._ahead.clear()
            for task in ahead:
                task.cancel()
            await asyncio.gather(*ahead, return_exceptions=True)

    async def begun(self) -> None:
        """Return when its first sample was sent; not before there is one."""
        await self._queued.wait()
        while not self.audible:
            left = (self.start_media or 0.0) - self._voice.stage.now_media()
            await asyncio.sleep(max(self._voice.limits.tick, left))

    async def sounded(self) -> None:
        """Return when the last word was sent."""
        while not self.finished_sounding:
            left = self.end_media - self._voice.stage.now_media()
            await asyncio.sleep(max(self._voice.limits.tick, min(left, 0.25)))

    async def say(self, text: str) -> None:
        """Speak a sentence of our own at the end of it, e.g. an apology."""
        await self._speak(text)

    def _allow(self, seconds: float) -> None:
        if self._limit is not None:
            self._limit.reschedule(asyncio.get_running_loop().time() + seconds)

    async def _speak_all(self) -> None:
        if self._preface:
            await self._speak(self._preface)
        if self.event is None:
            return
        replies: asyncio.Queue[Reply | Exception | None] = asyncio.Queue(_MOST_READ_AHEAD)
        reader = asyncio.create_task(self._read(self.event, replies), name="language")
        try:
            while (reply := await replies.get()) is not None:
                if isinstance(reply, Exception):
                    raise reply
                await self._take(reply)
        finally:
            reader.cancel()
            await asyncio.gather(reader, return_exceptions=True)
        await self._speak_clauses(self._cutter.finish())
        await self._gate.wait()
        for use in [*self._waiting, *self._last]:
            self._act(use, self.end_media if self.words else None)
        self._waiting.clear()

    async def _read(self, event: Event, replies: "asyncio.Queue[Reply | Exception | None]") -> None:
        """Let the language model run ahead of the voice; it waits when 64 pieces are unspoken."""
        stream = self._voice.language.respond(event, self._context)
        try:
            async for reply in stream:
                if isinstance(reply, Remember):
                    self.memory, self.for_other = reply.memory, reply.for_other
                else:
                    await replies.put(reply)
            await replies.put(None)
        except Exception as error:  # noqa: BLE001 - handed to whoever speaks
            await replies.put(error)
        finally:
            close = getattr(stream, "aclose", None)
            if close is not None:
                await close()

    async def _take(self, reply: Reply) -> None:
        match reply:
            case TextDelta():
                if self.first_token_at is None and reply.text.strip():
                    self.first_token_at = self._voice.clock.monotonic()
                await self._speak_clauses(self._cutter.feed(reply.text))
            case ToolUse(name=ToolName.END_VISIT):
                self._last.append(reply)
            case ToolUse(anchor_word=None):
                await self._speak_clauses(self._cutter.finish())
                await self._gate.wait()
                self._act(reply, self.end_media if self.words else None)
            case ToolUse():
                self._waiting.append(reply)
            case Remember():
                pass

    async def _speak_clauses(self, clauses: Sequence[str]) -> None:
        for number, clause in enumerate(clauses):
            await self._speak(clause, sentence_rest(clauses, number))

    async def _speak(self, clause: str, rest: Sequence[str] = ()) -> None:
        """Say a clause; the `rest` of its sentence is made meanwhile."""
        stage = self._voice.stage
        self._making = self._voice.limits.making
        if self.committed:
            self._allow(self._voice.limits.first_sound + self._making)
        made = self._begun(clause)
        await self._lead_in({made}, self._voice.limits.lead_in)
        try:
            async with asyncio.timeout(self._voice.limits.making):
                speech = await made
        except (ServiceError, TimeoutError) as error:
            _log.warning("synthesis_failed", error=type(error).__name__)
            await self._gate.wait()
            self._voice.lost()
            self._show(clause)
            return
        finally:
            self._ahead.pop(clause, None)
        if speech.pcm.size == 0:
            return
        for later in rest:
            self._begun(later)
        curves = self._voice.animator.animate(speech)
        await self._gate.wait()
        await self._keep_together(speech, rest)
        start = stage.enqueue(speech, curves)
        self._captioned(speech.words, start, start + speech.seconds)
        while stage.queued_until - stage.now_media() > self._voice.limits.ahead:
            self._allow(self._voice.limits.between)
            await asyncio.sleep(self._voice.limits.tick * 10)

    def _begun(self, clause: str) -> asyncio.Task[Speech]:
        """The clause in the making."""
        if clause not in self._ahead:
            self._ahead[clause] = asyncio.create_task(self._voice.synthesiser.synthesise(clause), name="clause")
        return self._ahead[clause]

    async def _lead_in(self, awaited: Collection[asyncio.Task[Speech]], patience: float) -> None:
        """Once the answer is wanted and what it begins with takes longer than `patience`, say words that are ready."""
        words = LEAD_INS[self.turn % len(LEAD_INS)]
        if self.start_media is not None or not isinstance(self.event, Utterance) or not self._voice.ready(words):
            return
        await self._gate.wait()
        await asyncio.wait(awaited, timeout=patience)
        if all(task.done() for task in awaited):
            return
        speech = await self._voice.synthesiser.synthesise(words)
        start = self._voice.stage.enqueue(speech, self._voice.animator.animate(speech))
        self._captioned(speech.words, start, start + speech.seconds)
        self._allow(self._voice.limits.first_sound + self._making)

    async def _keep_together(self, speech: Speech, rest: Sequence[str]) -> None:
        """Let a slow voice get so far ahead that the sentence has no gap in it."""
        seconds, waiting = self._hold(speech, rest)
        if seconds > self._voice.limits.lead_in and self.start_media is None:
            await self._lead_in(waiting, 0.0)
            seconds, waiting = self._hold(speech, rest)
        if seconds > 0.0:
            self._allow(seconds + self._voice.limits.between)
            await asyncio.wait(waiting, timeout=seconds)

    def _hold(self, speech: Speech, rest: Sequence[str]) -> tuple[float, list[asyncio.Task[Speech]]]:
        """How long `speech` should wait for the rest of its sentence, and what of it is being made."""
        stage = self._voice.stage
        waiting = {later: self._ahead[later] for later in rest if not self._ahead[later].done()}
        in_hand = max(stage.queued_until - stage.now_media(), 0.0) + speech.seconds
        return hold(in_hand, tuple(waiting), self._voice.pace()), list(waiting.values())

    def _show(self, clause: str) -> None:
        """Without a voice the words still appear, at the pace of speech."""
        words = clause.split()
        spans = [index * _SILENT_WORD_SECONDS for index in range(len(words) + 1)]
        timed = tuple(TimedWord(word, spans[i], spans[i + 1]) for i, word in enumerate(words))
        start = max(self.end_media, self._voice.stage.now_media())
        self._captioned(timed, start, start + spans[-1])

    def _captioned(self, words: tuple[TimedWord, ...], start: float, end: float) -> None:
        if self.start_media is None:
            self.start_media = start
            self._queued.set()
        self.end_media = end
        self._allow(self._voice.limits.between)
        timed = tuple(
            CaptionWord(text=word.text[:_LONGEST_WORD], start_media=start + word.start, end_media=start + word.end)
            for word in words
        )
        self.words.extend(timed)
        if timed:
            self._voice.send(Caption(turn=self.turn, words=timed))
        for use in list(self._waiting):
            anchor = _bare(use.anchor_word or "")
            moment = next((word.start_media for word in timed if _bare(word.text) == anchor), None)
            if moment is not None:
                self._waiting.remove(use)
                self._act(use, moment)

    def _act(self, use: ToolUse, media: float | None) -> None:
        call = ToolCall(
            call_id=f"call-{next(self._voice.calls)}",
            turn=self.turn,
            name=use.name,
            cards=use.cards,
            skus=use.skus,
            reason=use.reason,
            at_media=media,
            for_other=use.for_other,
        )
        self.tools.append(call)
        self._voice.send(call)
        self._show_act(call)

    def _show_act(self, call: ToolCall) -> None:
        """Look at what appears, and take leave."""
        stage = self._voice.stage
        at = stage.now_media() if call.at_media is None else call.at_media
        if call.name is ToolName.END_VISIT:
            stage.perform(GoodBye(at))
        elif call.name in _SEEN_BELOW:
            stage.perform(CardsShown(at, _FIRST_CARD if len(call.cards) > 1 else 0.0))


def _bare(word: str) -> str:
    first = (word.replace("\u2019", "'").split(maxsplit=1) or [""])[0]
    return first.strip(string.punctuation).casefold().removesuffix("'s")

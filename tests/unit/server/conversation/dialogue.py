"""A scripted visit in virtual time: a shopper whose sound spells words, and models that read it.

Each word sounds for 0.3 s as a constant of its own, so what a recogniser is given can be read back exactly.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.protocol.messages import CompanionMessage, ConsultantState, ResumePacket, Start
from server.animation.port import ARKIT_NAMES, Curves
from server.asr.port import Transcript
from server.avatar.cues import Cue
from server.conversation.answer import Limits
from server.conversation.conversation import Conversation
from server.llm.port import Context, Event, Greeting, Remember, Reply, TextDelta, Utterance
from server.tts.port import Speech, TimedWord
from tests.virtual_time import LoopClock

WORD_SECONDS = 0.3
FRAME = 960
FRAME_SECONDS = 0.02
VISIT = ResumePacket(visit_id="visit-0001")
NOISE = "*"

Sent = TypeVar("Sent")


class Words:
    """Gives every word a level, and reads levels back."""

    def __init__(self) -> None:
        self._levels: dict[str, int] = {}

    def sound(self, text: str) -> NDArray[np.int16]:
        parts = [np.full(round(WORD_SECONDS * 48_000), self._level(word), np.int16) for word in text.split()]
        return np.concatenate(parts)

    def read(self, pcm: NDArray[np.float32]) -> str:
        windows = pcm[: pcm.size // 160 * 160].reshape(-1, 160)
        levels = [round(float(np.median(window)) * 32768 / 200) for window in windows]
        by_level = {level: word for word, level in self._levels.items()}
        heard: list[str] = []
        run, last = 0, 0
        for level in levels:
            run, last = (run + 1, last) if level == last else (1, level)
            if run == 8 and level in by_level and by_level[level] != NOISE:
                heard.append(by_level[level])
        return " ".join(heard)

    def _level(self, word: str) -> int:
        return self._levels.setdefault(word, len(self._levels) + 20) * 200


@dataclass
class FakeStage:
    """A stage whose clock is the loop's."""

    ducks: list[bool] = field(default_factory=list)
    states: list[ConsultantState] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    flushes: list[float] = field(default_factory=list)
    _end: float = 0.0

    def now_media(self) -> float:
        return asyncio.get_running_loop().time()

    @property
    def queued_until(self) -> float:
        return max(self._end, self.now_media())

    def enqueue(self, speech: Speech, curves: Curves) -> float:
        start = self.queued_until
        self._end = start + speech.seconds
        return start

    def flush(self) -> float:
        self._end = self.now_media()
        self.flushes.append(self._end)
        return self._end

    def duck(self, *, on: bool) -> None:
        self.ducks.append(on)

    def set_state(self, state: ConsultantState) -> None:
        self.states.append(state)

    def perform(self, cue: Cue) -> None:
        self.cues.append(cue)


class FakeVoice:
    """Every word lasts 0.3 s; takes 0.1 s to synthesise, and `pace` seconds for each second of sound on top.

    It makes one clause after the other, as real voices do; what is in `ready` costs nothing.
    """

    def __init__(self) -> None:
        self.said: list[str] = []
        self.error: Exception | None = None
        self.pace = 0.0
        self.ready: set[str] = set()
        self._turn = asyncio.Lock()

    async def synthesise(self, text: str) -> Speech:
        if text not in self.ready:
            async with self._turn:
                await asyncio.sleep(0.1 + self.pace * 0.3 * len(text.split()))
        if self.error is not None:
            raise self.error
        self.said.append(text)
        words = tuple(TimedWord(word, 0.3 * n, 0.3 * (n + 1)) for n, word in enumerate(text.split()))
        return Speech(np.zeros(round(0.3 * len(words) * 1000), np.float32), 1000, words, ())

    async def aclose(self) -> None: ...


class FakeRecogniser:
    def __init__(self, words: Words) -> None:
        self._words = words
        self.seconds = 0.35
        self.error: Exception | None = None
        self.calls = 0

    async def transcribe(self, pcm: NDArray[np.float32]) -> Transcript:
        self.calls += 1
        await asyncio.sleep(self.seconds)
        if self.error is not None:
            raise self.error
        return Transcript(self._words.read(pcm), self.seconds)

    async def aclose(self) -> None: ...


class FakeEndOfTurn:
    """A turn is over after a full stop or a question mark, or when only noise was heard."""

    def __init__(self, words: Words) -> None:
        self._words = words

    async def probability(self, pcm: NDArray[np.float32]) -> float:
        await asyncio.sleep(0.05)
        text = self._words.read(pcm)
        return 0.9 if not text or text.endswith((".", "?")) else 0.1


Script = Callable[[Event, Context], Sequence[Reply | float]]


class FakeLanguage:
    """Plays a script; a number in it is a pause in seconds."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self.events: list[Event] = []
        self.contexts: list[Context] = []

    async def respond(self, event: Event, context: Context) -> AsyncIterator[Reply]:
        self.events.append(event)
        self.contexts.append(context)
        for item in self._script(event, context):
            if isinstance(item, float):
                await asyncio.sleep(item)
            else:
                yield item

    async def aclose(self) -> None: ...


class Animator:
    def animate(self, speech: Speech) -> Curves:
        return Curves(50.0, np.zeros((1, len(ARKIT_NAMES)), np.float32))


def echoing(event: Event, context: Context) -> list[Reply | float]:
    """Welcomes, and answers an utterance with a long sentence that quotes its last word."""
    if isinstance(event, Greeting):
        return [TextDelta("Hello, what may I show you?")]
    if isinstance(event, Utterance):
        last = event.text.split()[-1].strip(".?")
        return [
            TextDelta(f"About {last}, "),
            TextDelta("one two three four five six seven eight nine ten eleven twelve."),
            Remember({"answered": [*context.memory.get("answered", []), last]}),  # type: ignore[misc]
        ]
    return []


class Visit:
    """The parts, what was sent to the kiosk with its time, and a microphone that never stops."""

    def __init__(self, script: Script, resume: ResumePacket, limits: Limits | None) -> None:
        self.words = Words()
        self.stage = FakeStage()
        self.voice = FakeVoice()
        self.recogniser = FakeRecogniser(self.words)
        self.language = FakeLanguage(script)
        self.sent: list[tuple[float, CompanionMessage]] = []
        self._sound: list[NDArray[np.int16]] = []
        self.uplink = 0.0
        self.conversation = Conversation(
            resume,
            self.stage,
            lambda message: self.sent.append((self.stage.now_media(), message)),
            language=self.language,
            recogniser=self.recogniser,
            synthesiser=self.voice,
            pace=lambda: self.voice.pace,
            ready=lambda text: text in self.voice.ready,
            animator=Animator(),
            end_of_turn=FakeEndOfTurn(self.words),
            voice_probability=lambda pcm: float(np.mean(np.abs(pcm)) > 0.05),
            clock=LoopClock(),
            limits=limits,
        )

    async def microphone(self) -> None:
        """Send 20 ms of what is to be said, or of silence, every 20 ms."""
        while True:
            frame = self._sound.pop(0) if self._sound else np.zeros(FRAME, np.int16)
            self.conversation.hear(frame, self.uplink)
            self.uplink += FRAME_SECONDS
            await asyncio.sleep(FRAME_SECONDS)

    async def say(self, text: str) -> float:
        """Speak; returns the time after the last word."""
        sound = self.words.sound(text)
        self._sound += [sound[at : at + FRAME] for at in range(0, sound.size, FRAME)]
        await asyncio.sleep(len(self._sound) * FRAME_SECONDS)
        return asyncio.get_running_loop().time()

    def of(self, kind: type[Sent]) -> list[Sent]:
        """The messages of one kind, in order."""
        return [message for _, message in self.sent if isinstance(message, kind)]

    def times(self, kind: type) -> list[float]:
        return [at for at, message in self.sent if isinstance(message, kind)]

    async def until(self, met: Callable[[], bool], seconds: float = 30.0) -> None:
        """Wait in virtual time; fails after `seconds`."""
        async with asyncio.timeout(seconds):
            while not met():  # noqa: ASYNC110 - virtual time costs nothing
                await asyncio.sleep(0.01)

    async def quiet(self) -> None:
        """Wait until nothing more is said."""
        await self.until(lambda: self.stage.queued_until <= self.stage.now_media())
        await asyncio.sleep(0.5)


@asynccontextmanager
async def visit(
    script: Script = echoing, *, resume: ResumePacket = VISIT, limits: Limits | None = None, start: bool = True
) -> AsyncIterator[Visit]:
    """A running visit; with `start` its greeting is over."""
    scene = Visit(script, resume, limits)
    work = [
        asyncio.create_task(scene.conversation.run(), name="conversation"),
        asyncio.create_task(scene.microphone(), name="microphone"),
    ]
    try:
        await asyncio.sleep(0)
        if start:
            scene.conversation.receive(Start())
            await asyncio.sleep(0.5)
            await scene.quiet()
        yield scene
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)

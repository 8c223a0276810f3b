"""Hearing the shopper out: from the first sound of a turn to its words.

Transcription starts on a guess at the first silence and is kept if nothing more was said. Beside it the end of turn is
judged, again and again while silence lasts, until a cap.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import structlog
from numpy.typing import NDArray

from app.clock import Clock
from app.errors import LunetteError
from server.asr.port import Recogniser
from server.conversation.end_of_turn import EndOfTurn
from server.conversation.unfinished import leads_on
from server.conversation.voice_activity import WINDOW_SECONDS, VoiceActivity, Window

_log = structlog.get_logger(__name__)

_DRIFT = 0.001
"""Seconds a window by which two clocks may part; sound that arrives in a late burst was spoken before."""

Spawn = Callable[[Coroutine[Any, Any, None], str], asyncio.Task[None]]


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds, but for `certainty`: how sure the judge must be that the turn is over (0..1).

    `leading_on` of silence must pass after words that lead on, whatever the judge says.
    """

    guess_after: float = 0.13
    check_after: float = 0.2
    check_every: float = 0.2
    cap: float = 2.5
    leading_on: float = 1.4
    certainty: float = 0.5
    preroll: float = 0.6
    longest: float = 28.0
    continuation: float = 8.0
    transcription: float = 6.0
    stalled: float = 1.0


@dataclass(frozen=True, slots=True)
class Heard:
    """A finished turn. `voiced_end` is the last voiced sample in uplink seconds, the other times are monotonic."""

    text: str
    voiced_seconds: float
    voiced_end: float
    voiced_end_at: float
    decided_at: float
    transcribed_at: float


class Hearing(Protocol):
    """What the listener tells, on the loop."""

    def voice_began(self) -> bool:
        """Somebody speaks; `True` joins it to the turn that was just heard."""

    def voice_goes_on(self, voiced_seconds: float) -> None:
        """Somebody has spoken that long in this turn."""

    def voice_paused(self) -> None:
        """Silence after voice, for the moment."""

    def guessed(self, text: str) -> None:
        """The words so far, should nothing more be said; empty for noise."""

    def guess_failed(self) -> None:
        """More is being said than was guessed."""

    def turn_heard(self, heard: Heard) -> None:
        """The shopper is done; `heard.text` is empty when it was only noise."""

    def recogniser_failed(self) -> None:
        """The shopper is done, but was not understood for a fault of ours."""


@dataclass(slots=True)
class _Utterance:
    pieces: list[NDArray[np.float32]]
    voiced_end: float
    prefix: int = 0
    voiced_seconds: float = 0.0
    check_at: float = 0.0
    silence: float = 0.0
    done: bool = False
    decided_at: float = 0.0
    text: str | None = None
    transcribed_at: float = 0.0
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return len(self.pieces) * WINDOW_SECONDS

    def sound(self) -> NDArray[np.float32]:
        return np.concatenate(self.pieces)

    def forget_guess(self) -> bool:
        """Throw away what was started at the last silence; whether there was something."""
        started = bool(self.tasks)
        for task in self.tasks:
            task.cancel()
        self.tasks.clear()
        self.text, self.done = None, False
        return started


class Listener:
    """Follows the sound of one visit. Not thread-safe; every call on the loop."""

    def __init__(
        self,
        activity: VoiceActivity,
        recogniser: Recogniser,
        end_of_turn: EndOfTurn,
        clock: Clock,
        spawn: Spawn,
        hearing: Hearing,
        patience: Patience | None = None,
    ) -> None:
        self._activity = activity
        self._recogniser = recogniser
        self._end_of_turn = end_of_turn
        self._clock = clock
        self._spawn = spawn
        self._hearing = hearing
        self._patience = patience or Patience()
        self._recent: deque[NDArray[np.float32]] = deque(maxlen=round(self._patience.preroll / WINDOW_SECONDS))
        self._open: _Utterance | None = None
        self._last: _Utterance | None = None
        self._offset: float | None = None
        self._heard_at = 0.0

    @property
    def hearing_someone(self) -> bool:
        """Whether a turn of the shopper is under way."""
        return self._open is not None

    def hear(self, pcm: NDArray[np.float32], uplink: float) -> None:
        """Follow `pcm`, float32 mono of 16 kHz whose first sample is `uplink` seconds into the shopper's sound."""
        self._heard_at = self._clock.monotonic()
        for window in self._activity.push(pcm, uplink):
            late = self._heard_at - window.end
            self._offset = late if self._offset is None else min(late, self._offset + _DRIFT)
            self._follow(window)

    def drop(self) -> None:
        """Forget the turn under way and the one before."""
        if self._open is not None:
            self._open.forget_guess()
        self._open = self._last = None

    def join_last(self) -> None:
        """Put the turn that was just heard before the one under way, if its sound is still there."""
        if self._open is not None and self._last is not None:
            self._open.pieces = self._last.pieces + self._open.pieces[self._open.prefix :]
            self._open.voiced_seconds += self._last.voiced_seconds
            self._last = None

    def watch(self) -> None:
        """End a turn whose sound has ceased to arrive; to be called now and then."""
        turn = self._open
        if turn is not None and self._clock.monotonic() - self._heard_at > self._patience.stalled:
            if not turn.tasks:
                self._guess(turn)
            turn.silence = self._patience.cap
            self._decide(turn)

    def _follow(self, window: Window) -> None:
        self._recent.append(window.pcm)
        turn = self._open
        if turn is None:
            self._keep_last(window)
            if not window.voiced:
                return
            turn = self._begin(window)
        else:
            turn.pieces.append(window.pcm)
        if window.voiced:
            if turn.forget_guess():
                self._hearing.guess_failed()
            turn.voiced_end, turn.silence = window.end, 0.0
            turn.voiced_seconds += WINDOW_SECONDS
            turn.check_at = self._patience.check_after
            self._hearing.voice_goes_on(turn.voiced_seconds)
            if turn.seconds >= self._patience.longest:
                turn.silence = self._patience.cap
                self._guess(turn)
                self._decide(turn)
        else:
            self._silence(turn, window.end - turn.voiced_end)

    def _keep_last(self, window: Window) -> None:
        if self._last is not None:
            self._last.pieces.append(window.pcm)
            if window.end - self._last.voiced_end > self._patience.continuation:
                self._last = None

    def _begin(self, window: Window) -> _Utterance:
        joined = self._hearing.voice_began()
        if joined and self._last is not None:
            turn, self._last = self._last, None
            turn.forget_guess()
        else:
            turn = _Utterance(list(self._recent), window.end, len(self._recent))
        self._open = turn
        return turn

    def _silence(self, turn: _Utterance, silence: float) -> None:
        if silence >= self._patience.guess_after and not turn.tasks:
            self._guess(turn)
            self._hearing.voice_paused()
        turn.silence = silence
        if turn.done:
            self._close_if_complete(turn)
            return
        if silence >= self._patience.cap:
            self._decide(turn)
        elif silence >= turn.check_at:
            turn.check_at = silence + self._patience.check_every
            turn.tasks.append(self._spawn(self._check(turn, turn.sound()), "end-of-turn"))

    def _guess(self, turn: _Utterance) -> None:
        turn.tasks.append(self._spawn(self._transcribe(turn, turn.sound()), "transcription"))

    def _decide(self, turn: _Utterance) -> None:
        if not turn.done:
            turn.done, turn.decided_at = True, self._clock.monotonic()
            self._close_if_complete(turn)

    def _close_if_complete(self, turn: _Utterance) -> None:
        if not turn.done or turn.text is None or self._open is not turn:
            return
        if turn.silence < self._patience.leading_on and leads_on(turn.text):
            turn.decided_at = self._clock.monotonic()
            return
        self._open, self._last = None, turn
        turn.tasks.clear()
        self._hearing.turn_heard(
            Heard(
                turn.text,
                turn.voiced_seconds,
                turn.voiced_end,
                turn.voiced_end + (self._offset or 0.0),
                turn.decided_at,
                turn.transcribed_at,
            )
        )

    async def _check(self, turn: _Utterance, sound: NDArray[np.float32]) -> None:
        try:
            over = await self._end_of_turn.probability(sound) >= self._patience.certainty
        except LunetteError:
            _log.warning("end_of_turn_failed")
            over = True
        if over:
            self._decide(turn)

    async def _transcribe(self, turn: _Utterance, sound: NDArray[np.float32]) -> None:
        try:
            async with asyncio.timeout(self._patience.transcription):
                transcript = await self._recogniser.transcribe(sound)
        except (LunetteError, TimeoutError) as error:
            _log.warning("transcription_failed", error=type(error).__name__)
            if self._open is turn:
                self._open = None
                turn.forget_guess()
                self._hearing.recogniser_failed()
            return
        turn.text, turn.transcribed_at = transcript.text.strip(), self._clock.monotonic()
        if self._open is turn and not turn.done:
            self._hearing.guessed(turn.text)
        self._close_if_complete(turn)

"""A `KioskObserver` that notes everything and lets a test wait for it."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.measurement import FaceMeasurement
from app.protocol.messages import CaptionWord, ConsultantState, Memory, ToolCall
from media.face.measuring import MeasuringState
from media.face.observation import FaceObservation
from media.kiosk_observer import ConnectionState, DeviceStatus, TurnSummary


@dataclass(frozen=True, slots=True)
class Note:
    at: float
    what: str
    value: object


class NotingObserver:
    """Each call becomes a note in order; `until` waits for one with a deadline."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self._changed = asyncio.Event()

    def values(self, what: str) -> list[object]:
        return [note.value for note in self.notes if note.what == what]

    def at(self, what: str, value: object) -> float:
        return next(note.at for note in self.notes if note.what == what and note.value == value)

    async def until(self, wanted: Callable[["NotingObserver"], bool], deadline: float = 15.0) -> None:
        async with asyncio.timeout(deadline):
            while not wanted(self):
                self._changed.clear()
                await self._changed.wait()

    def _note(self, what: str, value: object) -> None:
        self.notes.append(Note(time.monotonic(), what, value))
        self._changed.set()

    def connection_changed(self, state: ConnectionState) -> None:
        self._note("connection", state)

    def consultant_changed(self, state: ConsultantState) -> None:
        self._note("consultant", state)

    def transcript(self, turn: int, text: str, *, final: bool) -> None:
        self._note("transcript", text)

    def words_spoken(self, turn: int, words: tuple[CaptionWord, ...]) -> None:
        for word in words:
            self._note("word", word.text)

    def speech_stopped(self) -> None:
        self._note("stopped", True)

    def tool_called(self, call: ToolCall) -> None:
        self._note("tool", call)

    def picture_available(self) -> None:
        self._note("picture", True)

    def preview_available(self) -> None:
        self._note("preview", True)

    def microphone_level(self, level: float) -> None:
        self._note("level", level)

    def face_changed(self, observation: FaceObservation, state: MeasuringState) -> None:
        self._note("face", state)

    def measured(self, measurement: FaceMeasurement) -> None:
        self._note("measured", measurement)

    def motion(self) -> None:
        self._note("motion", True)

    def device_changed(self, status: DeviceStatus) -> None:
        self._note("device", status)

    def trouble(self, code: str, sentence: str) -> None:
        self._note("trouble", (code, sentence))

    def turn_finished(self, summary: TurnSummary) -> None:
        self._note("turn", summary)

    def remembered(self, memory: Memory) -> None:
        self._note("memory", memory.memory)

    def recording_ended(self) -> None:
        self._note("recording_ended", True)

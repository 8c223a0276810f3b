"""Notes what a playout releases, and when."""

from app.clock import Clock
from app.protocol.messages import CaptionWord, ToolCall
from media.webrtc.frames import I420Frame


class Listener:
    """A `PlayoutListener` with a list for everything; times are those of its clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.pictures: list[tuple[float, I420Frame]] = []
        self.words: list[tuple[float, str]] = []
        self.tools: list[tuple[float, str]] = []
        self.dropped: list[str] = []

    def picture_due(self, frame: I420Frame) -> None:
        self.pictures.append((self._clock.monotonic(), frame))

    def words_due(self, turn: int, words: tuple[CaptionWord, ...]) -> None:
        self.words += [(self._clock.monotonic(), word.text) for word in words]

    def tool_due(self, call: ToolCall) -> None:
        self.tools.append((self._clock.monotonic(), call.call_id))

    def tool_dropped(self, call: ToolCall) -> None:
        self.dropped.append(call.call_id)

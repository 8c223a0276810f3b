"""What happens while somebody speaks, kept until nobody does."""

from collections import OrderedDict, deque
from collections.abc import Iterable

from app.protocol.messages import ToolCall, ToolName, ToolResult
from server.llm.port import Event, MeasurementsArrived, ToolOutcome

MOST_WAITING = 8
"""Events that wait at once; the oldest gives way."""

MOST_CALLS = 64
"""Calls whose results are still expected; the oldest is given up."""


class Inbox:
    """Events in order of arrival. The result of a call that the kiosk was never asked for is nobody's business."""

    def __init__(self) -> None:
        self._waiting: deque[Event] = deque(maxlen=MOST_WAITING)
        self._calls: OrderedDict[str, ToolName] = OrderedDict()

    def __bool__(self) -> bool:
        """Whether anything waits."""
        return bool(self._waiting)

    def called(self, calls: Iterable[ToolCall]) -> None:
        """Expect the results of these."""
        for call in calls:
            self._calls[call.call_id] = call.name
        while len(self._calls) > MOST_CALLS:
            self._calls.popitem(last=False)

    def measured(self) -> None:
        """New numbers came; several of them are one event."""
        if MeasurementsArrived() not in self._waiting:
            self._waiting.append(MeasurementsArrived())

    def result(self, result: ToolResult, under_way: Iterable[ToolCall]) -> None:
        """Keep a result of an expected call, or of one of the answer that is `under_way`."""
        name = next((call.name for call in under_way if call.call_id == result.call_id), None)
        name = name or self._calls.pop(result.call_id, None)
        if name is not None:
            self._waiting.append(ToolOutcome(name, result.ok, result.detail))

    def take(self) -> Event:
        """The oldest event; there must be one."""
        return self._waiting.popleft()

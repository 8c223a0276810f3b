from app.protocol.messages import ToolCall, ToolName, ToolResult
from server.conversation.inbox import MOST_CALLS, MOST_WAITING, Inbox
from server.llm.port import MeasurementsArrived, ToolOutcome


def call(number: int, name: ToolName = ToolName.SAVE) -> ToolCall:
    return ToolCall(call_id=f"call-{number}", turn=1, name=name)


def test_events_are_taken_in_order_and_numbers_only_once() -> None:
    """Numbers that arrive again while they wait are one event, and results keep their place."""
    inbox = Inbox()
    inbox.called([call(1)])
    inbox.measured()
    inbox.result(ToolResult(call_id="call-1", ok=False, detail="full"), ())
    inbox.measured()
    assert [inbox.take(), inbox.take()] == [MeasurementsArrived(), ToolOutcome(ToolName.SAVE, ok=False, detail="full")]
    assert not inbox


def test_a_result_counts_once_and_only_for_a_known_call() -> None:
    """A result of nobody's call, and a second result of the same call, are ignored."""
    inbox = Inbox()
    inbox.called([call(1)])
    for call_id in ("call-1", "call-1", "call-2"):
        inbox.result(ToolResult(call_id=call_id, ok=True), ())
    inbox.take()
    assert not inbox


def test_a_result_of_the_answer_under_way_counts() -> None:
    """A call that was sent with the answer still being spoken has its result kept."""
    inbox = Inbox()
    inbox.result(ToolResult(call_id="call-3", ok=True), [call(3, ToolName.MEASURE)])
    assert inbox.take() == ToolOutcome(ToolName.MEASURE, ok=True, detail="")


def test_nothing_grows_without_end() -> None:
    """The oldest waiting event and the oldest expected call give way."""
    inbox = Inbox()
    calls = [call(number) for number in range(MOST_CALLS + 1)]
    inbox.called(calls)
    inbox.result(ToolResult(call_id="call-0", ok=True), ())
    assert not inbox
    for number in range(1, MOST_WAITING + 2):
        inbox.result(ToolResult(call_id=f"call-{number}", ok=True, detail=str(number)), ())
    assert inbox.take() == ToolOutcome(ToolName.SAVE, ok=True, detail="2")

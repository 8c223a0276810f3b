"""What the kiosk is told of a finished answer."""

from app.protocol.messages import ToolCall, TurnLatency, TurnReport
from server.conversation.answer import Answer
from server.conversation.listening import Heard


def turn_report(
    answer: Answer, heard: Heard | None, words: str, said: str, done: list[ToolCall], *, interrupted: bool
) -> TurnReport:
    """`heard` is the spoken turn that was answered, if it was spoken; `words` what it said, `said` what was played."""
    return TurnReport(
        turn=answer.turn,
        heard=words,
        said=said,
        tools=tuple(call.name for call in done),
        interrupted=interrupted,
        latency_ms=_latency(heard, answer),
        voiced_end_uplink=heard.voiced_end if heard else None,
        answer_start_media=answer.start_media,
    )


def _latency(heard: Heard | None, answer: Answer) -> TurnLatency:
    if heard is None:
        return TurnLatency()

    def after(moment: float | None) -> float | None:
        return None if moment is None else round(1000 * (moment - heard.voiced_end_at), 1)

    return TurnLatency(
        end_of_turn=after(heard.decided_at),
        transcript=after(heard.transcribed_at),
        first_token=after(answer.first_token_at),
    )

"""The wire protocol against its golden messages: what version 1 programs in the field send and expect."""

import json
from pathlib import Path

import pytest
from pydantic import BaseModel

from app.errors import ProtocolError, ProtocolVersionError
from app.protocol.messages import (
    MAX_MESSAGE_BYTES,
    Problem,
    SessionAnswer,
    SessionRequest,
    parse_companion_message,
    parse_kiosk_message,
)

GOLDEN = Path(__file__).parents[1] / "data" / "protocol"
KIOSK = sorted((GOLDEN / "kiosk").glob("*.json"))
COMPANION = sorted((GOLDEN / "companion").glob("*.json"))
KIOSK_TYPES = {
    "start",
    "say",
    "touch",
    "interrupt",
    "mute",
    "measurements",
    "tool_result",
    "playout",
    "shopper_place",
    "permission",
    "motion",
}
COMPANION_TYPES = {
    "anchor",
    "state",
    "transcript",
    "caption",
    "flush",
    "tool_call",
    "turn_report",
    "memory",
    "trouble",
}


def _same(message: BaseModel, golden: str) -> bool:
    written = json.loads(message.model_dump_json(exclude_unset=True))
    return bool(written == json.loads(golden))


@pytest.mark.parametrize("path", KIOSK, ids=lambda path: path.stem)
def test_kiosk_message_is_read_and_written_alike(path: Path) -> None:
    """Each golden kiosk message is understood and written again as the same JSON."""
    golden = path.read_text()

    assert _same(parse_kiosk_message(golden), golden)


@pytest.mark.parametrize("path", COMPANION, ids=lambda path: path.stem)
def test_companion_message_is_read_and_written_alike(path: Path) -> None:
    """Each golden companion message is understood and written again as the same JSON."""
    golden = path.read_text()

    assert _same(parse_companion_message(golden), golden)


def test_every_message_type_has_a_golden_example() -> None:
    """No type of version 1 can disappear or be added without a golden message."""
    assert {json.loads(path.read_text())["type"] for path in KIOSK} == KIOSK_TYPES
    assert {json.loads(path.read_text())["type"] for path in COMPANION} == COMPANION_TYPES


@pytest.mark.parametrize(
    ("name", "model"),
    [("session_request", SessionRequest), ("session_answer", SessionAnswer), ("problem", Problem)],
)
def test_signalling_body_is_read_and_written_alike(name: str, model: type[BaseModel]) -> None:
    """Each golden HTTP body is understood and written again as the same JSON."""
    golden = (GOLDEN / f"{name}.json").read_text()

    assert _same(model.model_validate_json(golden), golden)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"v":1}',
        '{"v":1,"type":"nonsense"}',
        '{"v":1,"type":"say","text":""}',
        '{"v":1,"type":"start","x":1}',
    ],
)
def test_malformed_message_is_refused(text: str) -> None:
    """What is not a message of version 1 is a protocol error that does not repeat the input."""
    with pytest.raises(ProtocolError) as caught:
        parse_kiosk_message(text)

    assert "nonsense" not in str(caught.value) or "type" in str(caught.value)


def test_other_version_is_recognised_as_such() -> None:
    """A message of another version is told apart from a malformed one."""
    with pytest.raises(ProtocolVersionError):
        parse_kiosk_message('{"v":2,"type":"start"}')


def test_oversized_message_is_refused_unread() -> None:
    """A message beyond the limit is refused by its size."""
    with pytest.raises(ProtocolError, match="refused"):
        parse_companion_message(" " * (MAX_MESSAGE_BYTES + 1))

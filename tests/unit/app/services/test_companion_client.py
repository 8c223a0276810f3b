"""Behaviour of the kiosk's HTTP side, against the answers a companion can give."""

import httpx
import pytest

from app.errors import (
    CapacityError,
    ConnectionFailedError,
    CredentialsError,
    LunetteError,
    ProtocolError,
    ProtocolVersionError,
)
from app.protocol.messages import ResumePacket, SessionRequest
from app.services.companion_client import CompanionAddress, CompanionClient

REQUEST = SessionRequest(protocol=1, sdp="offer", resume=ResumePacket(visit_id="visit-0001"))


def _client(answer: httpx.Response | Exception) -> CompanionClient:
    def handle(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        answer.headers["x-seen-token"] = request.headers.get("Authorization", "")
        return answer

    return CompanionClient(CompanionAddress("http://127.0.0.1:1", "secret-token"), httpx.MockTransport(handle))


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, {"code": "credentials", "message": "x."}, CredentialsError),
        (409, {"code": "protocol_version", "message": "Update."}, ProtocolVersionError),
        (422, {"code": "malformed", "message": "Bad offer."}, ProtocolError),
        (503, {"code": "no_slot", "message": "Full."}, CapacityError),
        (500, {"code": "internal", "message": "Broken."}, ConnectionFailedError),
        (502, "<html>", ConnectionFailedError),
        (201, {"unexpected": True}, ProtocolError),
    ],
)
async def test_refusals_become_our_errors(status: int, body: object, expected: type[LunetteError]) -> None:
    """Each refusal is raised as the error of its meaning."""
    async with _client(httpx.Response(status, json=body)) as client:
        with pytest.raises(LunetteError) as caught:
            await client.open(REQUEST)

    assert type(caught.value) is expected


@pytest.mark.parametrize("failure", [httpx.ConnectError("refused"), httpx.ReadTimeout("slow")])
async def test_unreachable_companion_is_one_error(failure: Exception) -> None:
    """A companion that is away or silent is a failed connection, which may be tried again."""
    async with _client(failure) as client:
        with pytest.raises(ConnectionFailedError) as caught:
            await client.readiness()

    assert caught.value.retryable


async def test_session_is_opened_with_the_token() -> None:
    """The answer is read, and the token travels as a bearer."""
    response = httpx.Response(201, json={"protocol": 1, "session_id": "s", "sdp": "answer"})
    async with _client(response) as client:
        answer = await client.open(REQUEST)

    assert (answer.session_id, answer.sdp) == ("s", "answer")
    assert response.headers["x-seen-token"] == "Bearer secret-token"


async def test_ending_what_is_gone_is_no_error() -> None:
    """A session that the companion no longer knows counts as ended."""
    async with _client(httpx.Response(404, json={"code": "not_found", "message": "None."})) as client:
        await client.close("gone")


def test_address_never_shows_its_token() -> None:
    """The token stays out of whatever prints an address."""
    assert "secret" not in repr(CompanionAddress("http://127.0.0.1:1", "secret-token"))

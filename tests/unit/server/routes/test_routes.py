"""Behaviour of the companion's HTTP side."""

import json

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from app.clock import ManualClock
from app.domain.consultants import ROSTER, find_consultant
from app.errors import ProtocolError
from app.protocol.messages import SessionRequest
from server.broker import SessionBroker
from server.readiness import PartState, Readiness
from server.routes import avatar_chat, health, problems
from server.telemetry.metrics import Metrics

TOKEN = "a-token-of-a-kiosk"


class EchoVisit:
    """Answers any offer but an empty one."""

    async def open(self, offer_sdp: str) -> str:
        if not offer_sdp:
            raise ProtocolError("The offer is not a session description (SDP).")
        return "answer"

    async def ended(self) -> None:
        import asyncio

        await asyncio.Event().wait()

    async def aclose(self) -> None:
        return


def _build(_session_id: str, request: SessionRequest) -> EchoVisit:
    find_consultant(request.consultant)
    return EchoVisit()


class Rig:
    def __init__(self, capacity: int = 1) -> None:
        self.broker = SessionBroker(capacity, _build, lambda: "the-session", ManualClock(), Metrics())
        self.readiness = Readiness(("models", "renderer"))
        self.readiness.set("models", PartState.READY)
        self.readiness.set("renderer", PartState.DEGRADED, "No picture.")
        application = FastAPI()
        application.include_router(avatar_chat.routes(self.broker, self.readiness, SecretStr(TOKEN)))
        application.include_router(health.routes(self.broker, self.readiness))
        problems.install(application)
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(application),
            base_url="http://companion",
            headers={"Authorization": f"Bearer {TOKEN}"},
        )


def _body(**changes: object) -> str:
    return json.dumps({"protocol": 1, "sdp": "offer", "resume": {"visit_id": "visit-0001"}} | changes)


async def test_session_is_opened_and_ended() -> None:
    """An offer is answered with 201 and the session's id; DELETE ends it with 204, once."""
    rig = Rig()

    opened = await rig.http.post("/v1/avatar-chat/sessions", content=_body())
    ended = await rig.http.delete("/v1/avatar-chat/sessions/the-session")
    again = await rig.http.delete("/v1/avatar-chat/sessions/the-session")

    assert (opened.status_code, opened.json()) == (
        201,
        {"protocol": 1, "session_id": "the-session", "sdp": "answer"},
    )
    assert (ended.status_code, again.status_code) == (204, 404)
    assert again.json()["code"] == "not_found"


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (_body(sdp=""), 422, "malformed"),
        (_body(protocol=2), 409, "protocol_version"),
        (_body(protocol=2, future_field=True), 409, "protocol_version"),
        (_body(unknown=1), 422, "malformed"),
        (_body(resume={"visit_id": "x"}), 422, "malformed"),
        ("not json", 422, "malformed"),
        ("[]", 422, "malformed"),
        ("{}", 409, "protocol_version"),
    ],
)
async def test_bad_request_is_refused_with_a_sentence(content: str, status: int, code: str) -> None:
    """Whatever is wrong with a request, the answer is a problem with a code and a sentence."""
    rig = Rig()

    response = await rig.http.post("/v1/avatar-chat/sessions", content=content)

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.json()["message"].endswith(".")
    assert rig.broker.active == 0


@pytest.mark.parametrize("header", ["", "Bearer wrong", TOKEN, "Bearer ünïcode"])
async def test_wrong_token_is_refused(header: str) -> None:
    """Without the exact token nothing about sessions is told."""
    rig = Rig()

    response = await rig.http.post(
        "/v1/avatar-chat/sessions", content=_body(), headers={b"Authorization": header.encode("latin-1")}
    )

    assert (response.status_code, response.json()["code"]) == (401, "credentials")


async def test_full_companion_says_when_to_come_back() -> None:
    """With no place free the answer is 503 with Retry-After."""
    rig = Rig()
    await rig.http.post("/v1/avatar-chat/sessions", content=_body())

    response = await rig.http.post("/v1/avatar-chat/sessions", content=_body())
    await rig.broker.drain(0.0)

    assert (response.status_code, response.json()["code"]) == (503, "no_slot")
    assert int(response.headers["Retry-After"]) > 0


async def test_starting_companion_takes_no_session() -> None:
    """Before its parts are ready a companion refuses sessions and says so under /ready, while it is alive."""
    rig = Rig()
    rig.readiness.set("models", PartState.STARTING)

    opened = await rig.http.post("/v1/avatar-chat/sessions", content=_body())
    ready = await rig.http.get("/ready", headers={"Authorization": ""})
    alive = await rig.http.get("/health", headers={"Authorization": ""})

    assert (opened.status_code, opened.json()["code"]) == (503, "starting")
    assert (ready.status_code, ready.json()["ready"]) == (503, False)
    assert (alive.status_code, alive.json()) == (200, {"status": "alive"})


async def test_readiness_tells_every_part() -> None:
    """A degraded part still serves, and its sentence is shown."""
    ready = await Rig().http.get("/ready")

    assert ready.status_code == 200
    assert ready.json()["parts"]["renderer"] == {"state": "degraded", "message": "No picture."}


async def test_huge_request_is_cut_off() -> None:
    """A body beyond the limit is refused before it is parsed."""
    response = await Rig().http.post("/v1/avatar-chat/sessions", content=b" " * (avatar_chat.MAX_BODY + 1))

    assert (response.status_code, response.json()["code"]) == (413, "too_large")


async def test_unknown_consultant_is_refused_and_takes_no_place() -> None:
    """The answer is 422 with every id that can be asked for, and the next request still finds its place."""
    rig = Rig()
    refused = await rig.http.post("/v1/avatar-chat/sessions", content=_body(consultant="nobody"))
    opened = await rig.http.post("/v1/avatar-chat/sessions", content=_body(consultant=ROSTER[0].id))
    await rig.broker.drain(0.0)

    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_consultant")
    assert all(profile.id in refused.json()["message"] for profile in ROSTER)
    assert opened.status_code == 201

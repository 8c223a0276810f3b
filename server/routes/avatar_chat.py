"""Opening and ending visits."""

import hmac
import json
from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException, Request, Response
from pydantic import SecretStr, ValidationError

from app.errors import ProtocolError, ProtocolVersionError
from app.protocol.messages import PROTOCOL_VERSION, SessionAnswer, SessionRequest
from server.broker import SessionBroker
from server.readiness import Readiness

MAX_BODY = 1024 * 1024


def routes(broker: SessionBroker, readiness: Readiness, token: SecretStr | None) -> APIRouter:
    """`/v1/avatar-chat/sessions`, behind a bearer token when there is one."""

    def authorised(authorization: Annotated[str, Header()] = "") -> None:
        if token is None:
            return
        expected = f"Bearer {token.get_secret_value()}".encode()
        if not hmac.compare_digest(authorization.encode(), expected):
            raise HTTPException(401, "The token is missing or wrong.", {"WWW-Authenticate": "Bearer"})

    router = APIRouter(prefix="/v1/avatar-chat", dependencies=[Depends(authorised)])

    @router.post("/sessions", status_code=201)
    async def open_session(request: Request) -> SessionAnswer:
        body = await _read(request)
        wanted = _request(body)
        if not readiness.ready:
            raise HTTPException(503, "The companion is still starting.", {"Retry-After": "2"})
        session_id, sdp = await broker.open(wanted)
        return SessionAnswer(session_id=session_id, sdp=sdp)

    @router.delete("/sessions/{session_id}", status_code=204)
    async def close_session(session_id: str) -> Response:
        if not await broker.close(session_id):
            raise HTTPException(404, "There is no such session.")
        return Response(status_code=204)

    return router


async def _read(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise HTTPException(413, f"The request is larger than {MAX_BODY} bytes.")
    return bytes(body)


def _request(body: bytes) -> SessionRequest:
    """Read a request; the protocol version is judged first, since another version may have other fields."""
    try:
        raw = json.loads(body)
    except ValueError:
        raise ProtocolError("The request is not JSON.") from None
    if not isinstance(raw, dict):
        raise ProtocolError("The request is not a JSON object.")
    version = raw.get("protocol")
    if version != PROTOCOL_VERSION:
        asked = version if isinstance(version, int) else "no known version"
        raise ProtocolVersionError(
            f"The kiosk speaks protocol {asked}, this companion speaks {PROTOCOL_VERSION}: update the older of the two."
        )
    try:
        return SessionRequest.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "request"
        raise ProtocolError(f"The request is malformed: {where}: {first['msg']}.") from None

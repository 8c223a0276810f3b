"""The kiosk's view of a companion over HTTP: ask whether it is ready, open a session, end it."""

from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Self

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from app.errors import (
    CapacityError,
    ConnectionFailedError,
    CredentialsError,
    LunetteError,
    ProtocolError,
    ProtocolVersionError,
    UnknownConsultantError,
)
from app.protocol.messages import PROTOCOL_VERSION, Problem, SessionAnswer, SessionRequest

CONNECT_TIMEOUT = 2.0
ANSWER_TIMEOUT = 10.0
_LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class CompanionAddress:
    """Where a companion listens, and the token it asks for."""

    url: str
    token: str | None = None

    def __repr__(self) -> str:
        return f"CompanionAddress(url={self.url!r})"

    @property
    def is_local(self) -> bool:
        """Whether it runs on this machine, so that the connection can stay on loopback."""
        return httpx.URL(self.url).host in _LOCAL


class CompanionPart(BaseModel):
    """One part of a companion: `starting`, `ready`, `degraded` or `failed`, with a sentence when something is wrong."""

    model_config = ConfigDict(frozen=True)

    state: str
    message: str = ""


class CompanionReadiness(BaseModel):
    """What a companion says about itself."""

    model_config = ConfigDict(frozen=True)

    ready: bool
    sessions: int
    capacity: int
    parts: dict[str, CompanionPart]


class CompanionClient:
    """One companion. Every failure is raised as one of our errors, with a sentence for the person at the kiosk."""

    def __init__(self, address: CompanionAddress, transport: httpx.AsyncBaseTransport | None = None) -> None:
        headers = {"Authorization": f"Bearer {address.token}"} if address.token else {}
        self._http = httpx.AsyncClient(
            base_url=address.url,
            headers=headers,
            timeout=httpx.Timeout(ANSWER_TIMEOUT, connect=CONNECT_TIMEOUT),
            trust_env=not address.is_local,
            transport=transport,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def readiness(self) -> CompanionReadiness:
        """What the companion says about itself; raises `ConnectionFailedError` when it cannot be reached."""
        response = await self._send("GET", "/ready")
        if response.status_code not in {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}:
            raise _refusal(response)
        try:
            return CompanionReadiness.model_validate_json(response.content)
        except ValidationError:
            raise ProtocolError("What answers at the companion's address is not a companion.") from None

    async def open(self, request: SessionRequest) -> SessionAnswer:
        """Open a session.

        Raises `CapacityError` when there is no place, `UnknownConsultantError`, `CredentialsError`,
        `ProtocolVersionError`, `ProtocolError`, or `ConnectionFailedError` when the companion cannot be reached.
        """
        response = await self._send("POST", "/v1/avatar-chat/sessions", request.model_dump_json())
        if response.status_code != HTTPStatus.CREATED:
            raise _refusal(response)
        try:
            answer = SessionAnswer.model_validate_json(response.content)
        except ValidationError:
            raise ProtocolError("The companion's answer cannot be read.") from None
        if answer.protocol != PROTOCOL_VERSION:
            raise ProtocolVersionError("The companion speaks another protocol version than this kiosk.")
        return answer

    async def close(self, session_id: str) -> None:
        """End a session; one that is gone already counts as ended."""
        response = await self._send("DELETE", f"/v1/avatar-chat/sessions/{session_id}")
        if response.status_code not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND}:
            raise _refusal(response)

    async def aclose(self) -> None:
        """Close the HTTP connections. Safe twice."""
        await self._http.aclose()

    async def _send(self, method: str, path: str, body: str | None = None) -> httpx.Response:
        headers = {"Content-Type": "application/json"} if body is not None else None
        try:
            return await self._http.request(method, path, content=body, headers=headers)
        except httpx.TimeoutException:
            raise ConnectionFailedError("The consultant's companion does not answer.") from None
        except httpx.HTTPError as error:
            raise ConnectionFailedError("The consultant's companion cannot be reached.") from error


def _refusal(response: httpx.Response) -> LunetteError:
    try:
        told = Problem.model_validate_json(response.content)
    except ValidationError:
        told = Problem(code="unknown", message=f"The companion answered with status {response.status_code}.")
    match response.status_code, told.code:
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN, _:
            return CredentialsError("The companion refused this kiosk's token.")
        case HTTPStatus.CONFLICT, "protocol_version":
            return ProtocolVersionError(told.message)
        case HTTPStatus.UNPROCESSABLE_ENTITY, "unknown_consultant":
            return UnknownConsultantError(told.message)
        case HTTPStatus.UNPROCESSABLE_ENTITY | HTTPStatus.CONFLICT, _:
            return ProtocolError(told.message)
        case HTTPStatus.SERVICE_UNAVAILABLE | HTTPStatus.TOO_MANY_REQUESTS, _:
            return CapacityError(told.message)
    return ConnectionFailedError(told.message)

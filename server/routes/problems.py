"""Every refusal as a `Problem`: a stable code and a sentence, never a traceback and never the input."""

import structlog
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.errors import CapacityError, LunetteError, ProtocolError, ProtocolVersionError, UnknownConsultantError
from app.protocol.messages import Problem
from server.broker import RETRY_AFTER

_log = structlog.get_logger(__name__)


def problem(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """A refusal as a response."""
    return JSONResponse(Problem(code=code, message=message).model_dump(), status_code=status, headers=headers)


def install(application: FastAPI) -> None:
    """Map our error tree, and the framework's own refusals, to problems."""

    async def ours(_request: Request, error: Exception) -> JSONResponse:
        match error:
            case ProtocolVersionError():
                return problem(409, "protocol_version", str(error))
            case ProtocolError():
                return problem(422, "malformed", str(error))
            case UnknownConsultantError():
                return problem(422, "unknown_consultant", str(error))
            case CapacityError():
                return problem(503, "no_slot", str(error), {"Retry-After": str(RETRY_AFTER)})
        _log.error("request_failed", error=type(error).__name__, exc_info=error)
        return problem(500, "internal", "The companion could not do that.")

    async def framework(_request: Request, error: Exception) -> JSONResponse:
        status = error.status_code if isinstance(error, HTTPException) else 500
        headers = dict(error.headers) if isinstance(error, HTTPException) and error.headers else None
        codes = {401: "credentials", 404: "not_found", 405: "method", 413: "too_large", 503: "starting"}
        detail = str(error.detail) if isinstance(error, HTTPException) else "The companion could not do that."
        return problem(status, codes.get(status, "refused"), detail, headers)

    application.add_exception_handler(LunetteError, ours)
    application.add_exception_handler(HTTPException, framework)

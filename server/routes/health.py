"""Liveness and readiness."""

from fastapi import APIRouter, Response

from server.broker import SessionBroker
from server.readiness import Readiness, ReadinessReport


def routes(broker: SessionBroker, readiness: Readiness) -> APIRouter:
    """`/health` answers while the loop runs; `/ready` answers 200 when a visit can be taken, 503 otherwise."""
    router = APIRouter()

    @router.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "alive"}

    @router.get("/ready")
    async def ready(response: Response) -> ReadinessReport:
        report = readiness.report(broker.active, broker.capacity)
        response.status_code = 200 if report.ready else 503
        return report

    return router

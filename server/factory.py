"""The companion's composition root."""

import numpy as np
from fastapi import FastAPI
from numpy.typing import NDArray

from app.clock import Clock
from app.protocol.messages import ConsultantState
from server.avatar import render_figure
from server.avatar.pose import FacePose
from server.companion import Companion
from server.embedded import EmbeddedConsultant
from server.lifespan import Ready, lifespan
from server.routes import avatar_chat, health, problems
from server.settings import ServerSettings


def application(companion: Companion, on_ready: Ready = lambda _failure: None) -> FastAPI:
    """The HTTP application around a companion; `on_ready` as in `lifespan`."""
    application = FastAPI(
        title="Lunette companion", docs_url=None, redoc_url=None, lifespan=lifespan(companion, on_ready)
    )
    application.include_router(avatar_chat.routes(companion.broker, companion.readiness, companion.settings.token))
    application.include_router(health.routes(companion.broker, companion.readiness))
    problems.install(application)
    return application


class LipsOnly:
    """A figure that moves nothing but its lips."""

    def pose(self, _media: float, _state: ConsultantState, weights: NDArray[np.float32] | None) -> FacePose:
        """The weights as they are, or the face at rest."""
        return FacePose() if weights is None else FacePose(weights=weights)


def companion(settings: ServerSettings, clock: Clock) -> Companion:
    """The companion with every part chosen by `settings`; starts nothing yet."""
    return Companion(settings, clock, EmbeddedConsultant(settings.catalogue, LipsOnly, clock), render_figure.build)

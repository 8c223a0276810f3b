"""The companion's composition root."""

import secrets
from functools import partial

from fastapi import FastAPI

from app.clock import Clock
from server.avatar import render_figure
from server.avatar.motion.life import Life
from server.avatar.motion.temperament import temperament_of
from server.companion import Companion
from server.embedded import EmbeddedConsultant, VoiceSettings
from server.lifespan import Ready, lifespan
from server.routes import avatar_chat, health, problems
from server.settings import ServerSettings
from server.telemetry.metrics import Metrics
from server.tts import phrase_store
from server.tts.delivery import Delivery


def application(companion: Companion, on_ready: Ready = lambda _failure: None) -> FastAPI:
    """The HTTP application around a companion; `on_ready` as in `lifespan`."""
    application = FastAPI(
        title="Lunette companion", docs_url=None, redoc_url=None, lifespan=lifespan(companion, on_ready)
    )
    application.include_router(avatar_chat.routes(companion.broker, companion.readiness, companion.settings.token))
    application.include_router(health.routes(companion.broker, companion.readiness))
    problems.install(application)
    return application


def companion(settings: ServerSettings, clock: Clock) -> Companion:
    """The companion with every part chosen by `settings`; starts nothing yet."""

    def motion(consultant: str) -> Life:
        return Life(secrets.randbits(32), temperament_of(consultant))

    metrics = Metrics()
    delivery = Delivery(settings.speaking_rate, settings.pitch)
    voices = VoiceSettings(delivery, settings.voice_cache or phrase_store.default_folder())
    consultant = EmbeddedConsultant(settings.catalogue, settings.roster, voices, motion, clock, metrics)
    return Companion(settings, clock, metrics, consultant, partial(render_figure.build_cast, settings.consultants))

"""Settings of the companion, from `LUNETTE_SERVER_*` variables and the command line."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.domain.consultants import ROSTER, ConsultantProfile, find_consultant
from app.errors import SettingsError, UnknownConsultantError
from app.logging import LogFormat

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class IceServerSettings(BaseModel):
    """A STUN or TURN server as JSON: `{"url": "turn:...", "username": "...", "credential": "..."}`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Annotated[str, Field(pattern=r"^(stun|stuns|turn|turns):")]
    username: str | None = None
    credential: str | None = None


class ServerSettings(BaseSettings):
    """Everything that can be set. `token` is needed on any address but loopback; sizes are pixels, times seconds.

    `consultants` are those that can be asked for, since each costs memory. `speaking_rate` 1.0 is the voices' own,
    `pitch` is in semitones; prepared phrases are kept in `voice_cache`.
    """

    model_config = SettingsConfigDict(env_prefix="LUNETTE_SERVER_", frozen=True, extra="ignore")

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    metrics_port: Annotated[int, Field(ge=0, le=65535)] = 9090
    token: SecretStr | None = None
    max_sessions: Annotated[int, Field(ge=1, le=64)] = 4
    connect_timeout: Annotated[float, Field(gt=0, le=120)] = 15.0
    drain_seconds: Annotated[float, Field(ge=0, le=600)] = 10.0
    ice_servers: tuple[IceServerSettings, ...] = ()
    picture_width: Annotated[int, Field(ge=320, le=1920, multiple_of=16)] = 768
    picture_height: Annotated[int, Field(ge=320, le=1920, multiple_of=16)] = 864
    frame_rate: Annotated[int, Field(ge=5, le=30)] = 30
    catalogue: Path | None = None
    consultants: Annotated[tuple[str, ...], Field(min_length=1)] = tuple(profile.id for profile in ROSTER)
    speaking_rate: Annotated[float, Field(ge=0.7, le=1.5)] = 1.0
    pitch: Annotated[float, Field(ge=-4.0, le=4.0)] = 0.0
    voice_cache: Path | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: LogFormat = "text"

    @field_validator("consultants")
    @classmethod
    def _known(cls, consultants: tuple[str, ...]) -> tuple[str, ...]:
        try:
            return tuple(find_consultant(consultant).id for consultant in dict.fromkeys(consultants))
        except UnknownConsultantError as error:
            raise ValueError(str(error)) from None

    @property
    def roster(self) -> tuple[ConsultantProfile, ...]:
        """Who can be asked for."""
        return tuple(find_consultant(consultant) for consultant in self.consultants)

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the companion."""
        return self.host in LOOPBACK


def load(**overrides: object) -> ServerSettings:
    """The environment with `overrides` on top; raises `SettingsError` with one sentence a wrong setting."""
    try:
        settings = ServerSettings(**{key: value for key, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg'].removeprefix('Value error, ')}".rstrip(
                "."
            )
            for problem in error.errors(include_input=False, include_url=False)
        )
        raise SettingsError(f"A setting of the companion cannot be used: {wrong}.") from None
    if not settings.is_local and settings.token is None:
        raise SettingsError(
            f"Listening on {settings.host} needs a token: set LUNETTE_SERVER_TOKEN, or listen on 127.0.0.1."
        )
    return settings

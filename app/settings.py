"""The kiosk's settings, from the environment (`LUNETTE_...`)."""

from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.domain.consultants import DEFAULT_CONSULTANT, find_consultant
from app.errors import SettingsError, UnknownConsultantError


class KioskSettings(BaseSettings):
    """`companion_url` names a companion elsewhere; without it the kiosk serves itself. Times in seconds.

    `focal_px` is what `lunette calibrate` found for the camera; without it an assumed field of view widens every
    interval.
    """

    model_config = SettingsConfigDict(env_prefix="LUNETTE_", frozen=True, extra="ignore")

    companion_url: str | None = None
    companion_token: SecretStr = SecretStr("")
    consultant: str = DEFAULT_CONSULTANT
    focal_px: float | None = Field(default=None, gt=100, lt=20000)
    reduced_motion: bool = False
    panel_inches: float = Field(default=27.0, ge=7, le=100)
    idle_seconds: int = Field(default=75, ge=10, le=3600)
    notice_seconds: int = Field(default=20, ge=5, le=120)
    goodbye_seconds: int = Field(default=25, ge=3, le=300)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("consultant")
    @classmethod
    def _known(cls, consultant: str) -> str:
        try:
            return find_consultant(consultant).id
        except UnknownConsultantError as error:
            raise ValueError(str(error)) from None

    @classmethod
    def read(cls) -> "KioskSettings":
        """Read the environment; raises `SettingsError` naming the variable."""
        try:
            return cls()
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            name = "LUNETTE_" + "_".join(str(part) for part in first["loc"]).upper()
            raise SettingsError(
                f"the setting {name} cannot be used: {first['msg'].removeprefix('Value error, ')}"
            ) from None

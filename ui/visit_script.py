"""A scripted visit: timed touches and expectations, read from YAML.

    steps:
      - {screen: attract, after: 1.5, touch: Touch to begin}
      - {screen: consultation, after: 40, touch: FrameCard, nth: 2}
      - {screen: consultation, after: 42, expect: {cards_at_least: 3}}

`after` counts seconds from the moment `screen` is ready. `touch` is the beginning of a control's name as a screen
reader says it, or its type; `nth` counts from 1, top left first. `say` is typed text. `expect` is checked at that
moment, and each miss becomes an error of the report.
"""

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.errors import AssetError

ScreenName = Literal["attract", "consent", "consultation", "goodbye"]


class Expectation(BaseModel):
    """What must hold; fields left out are not checked. `said` and `heard` must occur in the log, without case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    screen: ScreenName | None = None
    cards_at_least: int | None = Field(default=None, ge=0)
    favourites: int | None = Field(default=None, ge=0)
    said: str | None = None
    heard: str | None = None
    measured: bool | None = None


class Step(BaseModel):
    """One thing that happens, or is looked at, `after` seconds into `screen`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    screen: ScreenName
    after: float = Field(ge=0, le=3600)
    touch: str | None = None
    nth: int = Field(default=1, ge=1)
    say: str | None = Field(default=None, max_length=2000)
    expect: Expectation | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> "Step":
        if sum(part is not None for part in (self.touch, self.say, self.expect)) != 1:
            raise ValueError("a step has exactly one of touch, say and expect")
        return self


class VisitScript(BaseModel):
    """All steps, in any order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    steps: tuple[Step, ...] = ()

    @classmethod
    def load(cls, path: Path) -> "VisitScript":
        """Read a script; raises `AssetError` naming the file, the step and the fault."""
        try:
            return cls.model_validate(yaml.safe_load(path.read_text("utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            raise AssetError(f"the visit script {path} cannot be read: {error}") from error
        except yaml.YAMLError as error:
            raise AssetError(f"the visit script {path} is not YAML: {error}") from None
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = " ".join(str(part) for part in first["loc"])
            raise AssetError(f"the visit script {path} is wrong at {where}: {first['msg']}") from None

    @classmethod
    def automatic(cls) -> "VisitScript":
        """Wake the kiosk and agree to everything: what a replay without a script does."""
        return cls(
            steps=(
                Step(screen="attract", after=0.8, touch="Touch to begin"),
                Step(screen="consent", after=1.2, touch="Yes, measure my face"),
            )
        )

    def for_screen(self, screen: ScreenName) -> tuple[Step, ...]:
        """The steps of one screen, earliest first."""
        return tuple(sorted((step for step in self.steps if step.screen == screen), key=lambda step: step.after))

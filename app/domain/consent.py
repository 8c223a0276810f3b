"""What a shopper agreed to. Without it nothing about a face is computed, and no number leaves the kiosk."""

from dataclasses import dataclass, replace
from datetime import datetime

NOTICE_VERSION = "3"


@dataclass(frozen=True, slots=True)
class Consent:
    """One answer to the notice named by `notice_version`, given at `at` (UTC).

    `camera` allows measuring the face on the kiosk; `share_numbers` allows the resulting millimetres and shape
    probabilities, and where the shopper stands, never pictures or landmarks, to travel to the companion.
    """

    camera: bool
    share_numbers: bool
    at: datetime
    notice_version: str = NOTICE_VERSION

    def __post_init__(self) -> None:
        if self.share_numbers and not self.camera:
            raise ValueError("numbers can only be shared when measuring is allowed")

    @classmethod
    def full(cls, at: datetime) -> "Consent":
        """Measure, and let the consultant know the numbers."""
        return cls(camera=True, share_numbers=True, at=at)

    @classmethod
    def without_camera(cls, at: datetime) -> "Consent":
        """Consult by voice, touch and text alone."""
        return cls(camera=False, share_numbers=False, at=at)

    def withdrawn(self, at: datetime) -> "Consent":
        """The same shopper after taking the permission back."""
        return replace(self, camera=False, share_numbers=False, at=at)

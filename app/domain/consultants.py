"""The people a shopper can talk to: who they are, how they look and how they sound."""

from dataclasses import dataclass

from app.errors import UnknownConsultantError


@dataclass(frozen=True, slots=True)
class ConsultantProfile:
    """One of them. `id` travels on the wire and names the figure; `name` is said and shown; `voice` is spoken with."""

    id: str
    name: str
    voice: str


FEMALE_VOICE = "en-US-female-warm"
MALE_VOICE = "en-US-male-friendly"
ROSTER = (
    ConsultantProfile("female-professional-consultant", "Miriam", FEMALE_VOICE),
    ConsultantProfile("male-friendly-assistant", "Daniel", MALE_VOICE),
)
DEFAULT_CONSULTANT = "male-friendly-assistant"


def find_consultant(consultant_id: str, among: tuple[ConsultantProfile, ...] = ROSTER) -> ConsultantProfile:
    """The one of that id; raises `UnknownConsultantError`, which names all ids that can be chosen."""
    for profile in among:
        if profile.id == consultant_id:
            return profile
    known = " or ".join(profile.id for profile in among)
    raise UnknownConsultantError(f"There is no consultant of that name; choose {known}.")

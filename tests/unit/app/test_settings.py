"""Behaviour of the kiosk's settings."""

import pytest

from app.domain.consultants import ROSTER, ConsultantProfile, find_consultant
from app.errors import SettingsError, UnknownConsultantError
from app.settings import KioskSettings


@pytest.mark.parametrize("profile", ROSTER, ids=lambda profile: profile.id)
def test_each_consultant_can_be_chosen(profile: ConsultantProfile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every id of the roster is a valid setting."""
    monkeypatch.setenv("LUNETTE_CONSULTANT", profile.id)
    assert KioskSettings.read().consultant == profile.id


def test_unknown_consultant_is_refused_with_all_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the variable and every id that can be chosen."""
    monkeypatch.setenv("LUNETTE_CONSULTANT", "nobody")
    with pytest.raises(SettingsError) as refused:
        KioskSettings.read()
    assert "LUNETTE_CONSULTANT" in str(refused.value)
    for profile in ROSTER:
        assert profile.id in str(refused.value)


def test_people_differ_in_name_and_voice() -> None:
    """No two consultants share an id, a name or a voice, and an unknown id is refused."""
    for values in zip(*((profile.id, profile.name, profile.voice) for profile in ROSTER), strict=True):
        assert len(set(values)) == len(ROSTER)
    with pytest.raises(UnknownConsultantError):
        find_consultant("")

"""Behaviour of the companion's settings."""

import pytest

from app.domain.consultants import ROSTER
from app.errors import SettingsError
from server.settings import load


def test_defaults_listen_on_this_machine_alone() -> None:
    """Without any setting the companion is local, on its documented ports."""
    settings = load()

    assert (settings.host, settings.port, settings.metrics_port) == ("127.0.0.1", 8080, 9090)
    assert settings.is_local


def test_other_addresses_need_a_token() -> None:
    """An address that others can reach is refused without a token, in words that name the variable."""
    with pytest.raises(SettingsError, match="LUNETTE_SERVER_TOKEN"):
        load(host="0.0.0.0")

    assert load(host="0.0.0.0", token="a-long-enough-token").token is not None


def test_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables set values, and the command line goes before them."""
    monkeypatch.setenv("LUNETTE_SERVER_PORT", "8181")
    monkeypatch.setenv("LUNETTE_SERVER_MAX_SESSIONS", "7")

    settings = load(port=8282)

    assert (settings.port, settings.max_sessions) == (8282, 7)


def test_consultants_are_limited_to_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """All can be asked for unless some are named; an unknown one is refused with the ids there are."""
    assert load().roster == ROSTER
    assert load(consultants=[ROSTER[1].id]).roster == ROSTER[1:]
    monkeypatch.setenv("LUNETTE_SERVER_CONSULTANTS", f'["{ROSTER[0].id}"]')
    assert load().roster == ROSTER[:1]
    for wrong in (["nobody"], []):
        with pytest.raises(SettingsError, match="consultants"):
            load(consultants=wrong)
    with pytest.raises(SettingsError, match=ROSTER[0].id):
        load(consultants=["nobody"])


@pytest.mark.parametrize("change", [{"speaking_rate": 0.2}, {"speaking_rate": 3.0}, {"pitch": 9.0}])
def test_voices_are_not_bent_beyond_recognition(change: dict[str, float]) -> None:
    """Rates and pitches at which a voice no longer sounds like a person are refused."""
    with pytest.raises(SettingsError, match=next(iter(change))):
        load(**change)


def test_wrong_value_is_named_without_being_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value that cannot be used is named by its setting; the value itself is not printed."""
    monkeypatch.setenv("LUNETTE_SERVER_PORT", "secret-looking")

    with pytest.raises(SettingsError, match="port") as caught:
        load()

    assert "secret-looking" not in str(caught.value)

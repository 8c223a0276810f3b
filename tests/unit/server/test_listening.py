"""Behaviour of taking ports."""

import socket

import httpx
import pytest
from prometheus_client import CollectorRegistry, Counter

from app.errors import SettingsError
from server.listening import bind, metrics_endpoint


def _taken() -> socket.socket:
    other = socket.socket()
    other.bind(("127.0.0.1", 0))
    other.listen()
    return other


def test_taken_port_is_named_with_its_option() -> None:
    """A port that another program holds is named, with the option that chooses another."""
    with _taken() as other:
        port = other.getsockname()[1]

        with pytest.raises(SettingsError, match=rf"Port {port} .* --port"):
            bind("127.0.0.1", port, option="--port")


def test_taken_metrics_port_is_named_with_its_option() -> None:
    """The same holds for the metrics port."""
    with _taken() as other:
        port = other.getsockname()[1]

        with (
            pytest.raises(SettingsError, match=rf"Port {port} .* --metrics-port"),
            metrics_endpoint(CollectorRegistry(), "127.0.0.1", port, option="--metrics-port"),
        ):
            pass


def test_foreign_address_is_refused_with_a_sentence() -> None:
    """An address that is not this machine's is refused without a traceback's words."""
    with pytest.raises(SettingsError, match="Cannot listen"):
        bind("192.0.2.1", 0, option="--port")


def test_metrics_are_served_until_the_end() -> None:
    """The registry is served over HTTP, on a port the system chose."""
    registry = CollectorRegistry()
    Counter("visits", "Visits", registry=registry).inc()

    with metrics_endpoint(registry, "127.0.0.1", 0, option="--metrics-port") as port:
        text = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text

    assert "visits_total 1.0" in text

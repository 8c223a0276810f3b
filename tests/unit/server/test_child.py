"""Behaviour of a companion that lives as a child."""

import io
import json
import os
import threading

import pytest

from app.errors import SettingsError
from server.child import announce, read_token, watch_parent


def test_token_is_the_first_line() -> None:
    """The first line of the pipe is the token, and what follows stays unread."""
    pipe = io.BytesIO(b"a-token-of-good-length\nrest")

    assert read_token(pipe).get_secret_value() == "a-token-of-good-length"
    assert pipe.read() == b"rest"


@pytest.mark.parametrize("sent", [b"", b"\n", b"short\n"])
def test_missing_token_is_named(sent: bytes) -> None:
    """A parent that sends no usable token gets a sentence."""
    with pytest.raises(SettingsError, match="token"):
        read_token(io.BytesIO(sent))


def test_announcements_are_one_json_object_a_line() -> None:
    """The parent reads one object a line."""
    out = io.StringIO()

    announce(out, port=1, metrics_port=2)
    announce(out, ready=True)

    assert [json.loads(line) for line in out.getvalue().splitlines()] == [
        {"port": 1, "metrics_port": 2},
        {"ready": True},
    ]


def test_end_of_the_pipe_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the parent's end of the pipe closes, the child is told to stop, and is ended hard only if it lingers."""
    exits: list[float] = []

    class Timer:
        daemon = False

        def __init__(self, seconds: float, _function: object, args: tuple[int, ...]) -> None:
            self._seconds = seconds

        def start(self) -> None:
            exits.append(self._seconds)

    monkeypatch.setattr(threading, "Timer", Timer)
    reading, writing = os.pipe()
    gone = threading.Event()
    with os.fdopen(reading, "rb") as source:
        watch_parent(source, gone.set)
        early = gone.is_set()
        os.close(writing)
        noticed = gone.wait(5.0)
        for thread in threading.enumerate():
            if thread.name == "parent-watch":
                thread.join(5.0)

    assert (early, noticed, exits) == (False, True, [5.0])

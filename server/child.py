"""Life as a kiosk's child: the token comes through an inherited pipe, and the pipe's end is ours.

Standard output carries one JSON object a line for the parent: first the ports, then `{"ready": true}`.
"""

import json
import os
import sys
import threading
from collections.abc import Callable
from typing import IO

from pydantic import SecretStr

from app.errors import SettingsError

GRACE = 5.0
MIN_TOKEN = 16


def read_token(source: IO[bytes]) -> SecretStr:
    """The token, as the first line of the inherited pipe; raises `SettingsError` when there is none."""
    token = source.readline(4096).decode("ascii", errors="replace").strip()
    if len(token) < MIN_TOKEN:
        raise SettingsError("A child companion expects its token as the first line of standard input.")
    return SecretStr(token)


def announce(target: IO[str], **facts: object) -> None:
    """Write one JSON line for the parent; a parent that is gone is noticed by `watch_parent`."""
    try:
        target.write(json.dumps(facts) + "\n")
        target.flush()
    except OSError:
        return


def watch_parent(source: IO[bytes], on_gone: Callable[[], None]) -> None:
    """Call `on_gone` from a thread when the parent closes the pipe or dies; exit hard 5 s later if still alive."""

    def wait() -> None:
        while source.read(4096):
            pass
        on_gone()
        timer = threading.Timer(GRACE, os._exit, args=(1,))
        timer.daemon = True
        timer.start()

    threading.Thread(target=wait, name="parent-watch", daemon=True).start()


def private_output() -> IO[str]:
    """The announcement pipe for us alone: whatever else prints goes to standard error from here on."""
    pipe = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return pipe

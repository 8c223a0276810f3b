"""A private X display for a kiosk without a screen: starts `Xvfb`, which ends with this process."""

import ctypes
import os
import select
import shutil
import signal
import subprocess

from app.errors import DeviceMissingError

_START_DEADLINE_S = 15.0
_PR_SET_PDEATHSIG = 1


class VirtualDisplay:
    """`size` in pixels. `name` is valid between `start` and `close`; `close` is safe before start and twice."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.name = ""
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Raises `DeviceMissingError` when no virtual display can be had."""
        program = shutil.which("Xvfb")
        if program is None:
            raise DeviceMissingError("there is no screen and no Xvfb to stand in for one: install the package xvfb")
        width, height = self.size
        reading, writing = os.pipe()
        libc = ctypes.CDLL(None)
        try:
            self._process = subprocess.Popen(
                [
                    program,
                    "-displayfd",
                    str(writing),
                    "-screen",
                    "0",
                    f"{width}x{height}x24",
                    "-nolisten",
                    "tcp",
                    "-noreset",
                    "-dpi",
                    "96",
                ],
                pass_fds=(writing,),
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                preexec_fn=lambda: libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM),  # noqa: PLW1509  no threads run yet
            )
        finally:
            os.close(writing)
        with os.fdopen(reading, "rb") as answer:
            ready, _, _ = select.select([answer], [], [], _START_DEADLINE_S)
            number = answer.readline().strip() if ready else b""
        if not number:
            self.close()
            raise DeviceMissingError("the virtual display did not start; is /tmp/.X11-unix writable?")
        self.name = f":{number.decode()}"

    def close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self.name = ""

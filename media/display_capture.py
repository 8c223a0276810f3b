"""Record a virtual X display to a video file, in a process of its own so that the kiosk never waits for it.

`DisplayCapture` starts `python -m media.display_capture DISPLAY WIDTHxHEIGHT FPS FILE`; the child ends, and closes
the file properly, when its standard input reaches its end, so it cannot outlive the kiosk.
"""

import os
import resource
import select
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import av.error

from app.errors import AssetError

_STOP_DEADLINE_S = 20.0
_NICENESS = 10


class DisplayCapture:
    """A running recording of `display`; `size` in pixels. `close` may be called before start and twice."""

    def __init__(self, *, display: str, size: tuple[int, int], fps: int, file: Path) -> None:
        self._arguments = (display, f"{size[0]}x{size[1]}", str(fps), str(file))
        self._process: subprocess.Popen[bytes] | None = None
        self.cpu_seconds = 0.0

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "media.display_capture", *self._arguments],
            start_new_session=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def close(self) -> None:
        """Finish the file; raises `AssetError` when it could not be written."""
        process, self._process = self._process, None
        if process is None:
            return
        try:
            output, _ = process.communicate(timeout=_STOP_DEADLINE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise AssetError("the recording of the screen could not be finished in time") from None
        if process.returncode != 0:
            raise AssetError("the screen could not be recorded; is the disk full?")
        self.cpu_seconds = float(output or 0)


def record(display: str, size: str, fps: int, file: Path) -> None:
    """Copy the display to `file` as H.264 until standard input ends."""
    options = {"video_size": size, "framerate": str(fps), "draw_mouse": "0"}
    with av.open(display, format="x11grab", options=options) as source, av.open(str(file), "w") as sink:
        grabbed = source.streams.video[0]
        stream = sink.add_stream("libx264", rate=fps, options={"preset": "superfast", "crf": "28"})
        stream.width, stream.height = (int(side) for side in size.split("x"))
        stream.pix_fmt = "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
        stream.codec_context.thread_count = 1
        first: float | None = None
        for frame in source.decode(grabbed):
            at = float(frame.pts * grabbed.time_base) if frame.pts is not None and grabbed.time_base else 0.0
            first = at if first is None else first
            picture = frame.reformat(format="yuv420p")
            picture.pts = round((at - first) * 1000)
            picture.time_base = Fraction(1, 1000)
            sink.mux(stream.encode(picture))
            if select.select([sys.stdin], [], [], 0)[0]:
                break
        sink.mux(stream.encode(None))


def main() -> int:
    os.nice(_NICENESS)
    display, size, fps, file = sys.argv[1:5]
    try:
        record(display, size, int(fps), Path(file))
    except (av.error.FFmpegError, OSError):
        return 1
    usage = resource.getrusage(resource.RUSAGE_SELF)
    sys.stdout.write(f"{usage.ru_utime + usage.ru_stime:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

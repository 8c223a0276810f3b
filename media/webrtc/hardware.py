"""Whether this machine has a video encoder of its own, found out by encoding with it.

FFmpeg lists encoders that open only with the device they are for, and a driver that does not suit may crash or hang. So
each one for which there is a device is tried in a process of its own: a few pictures, one of them asked to stand alone,
must come out at once and look after decoding as they went in.
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av import CodecContext, Packet, VideoFrame
from av.video.codeccontext import VideoCodecContext

from media.webrtc.h264 import AMD, HARDWARE, INTEL, NVIDIA, SMALL_BOARDS, SOFTWARE, TICK, H264Codec, H264Context

TRY_SECONDS = 10.0
PICTURES, KEY_AT = 6, 4
SIZE = 320
RATE = 1_500_000
MOST_WRONG = 1.5
FITS, DOES_NOT = 0, 3
_DEVICES = {
    NVIDIA.name: ("nvidiactl", "dxg"),
    INTEL.name: ("dri/renderD*",),
    AMD.name: ("dri/renderD*",),
    SMALL_BOARDS.name: ("video1[0-9]",),
}
_IDR = 5
_TRIAL = (sys.executable, "-P", "-m", "media.webrtc.hardware")


@dataclass(frozen=True, slots=True)
class Found:
    """The encoder to use, if there is one, and what was wrong with each of those tried before it, by name."""

    codec: H264Codec | None
    refused: tuple[tuple[str, str], ...] = ()

    @property
    def sentence(self) -> str:
        """What encodes the picture, and why."""
        if self.codec is not None:
            return f"the picture is encoded as H.264 by this machine's own encoder ({self.codec.name})"
        reasons = ", ".join(f"{name}: {reason}" for name, reason in self.refused)
        return f"the picture is encoded as VP8 by the processor, as no video encoder works here ({reasons})"


class UnfitError(Exception):
    """An encoder works, but not as a live picture needs it; the text says why."""


async def find(
    codecs: Sequence[H264Codec] = HARDWARE,
    devices: Path = Path("/dev"),
    *,
    trial: Sequence[str] = _TRIAL,
    seconds: float = TRY_SECONDS,
) -> Found:
    """The first of these encoders that works on this machine; takes some tenths of a second for each with a device.

    `trial` is the command that tries the encoder named by its last argument, as `main` does, within `seconds`.
    """
    refused: list[tuple[str, str]] = []
    for codec in codecs:
        reason = await _tried((*trial, codec.name), seconds) if present(codec, devices) else "no device"
        if reason is None:
            return Found(codec, tuple(refused))
        refused.append((codec.name, reason))
    return Found(None, tuple(refused))


def present(codec: H264Codec, devices: Path) -> bool:
    """Whether there is a device file that this encoder could be for; always for one that needs none."""
    patterns = _DEVICES.get(codec.name)
    return patterns is None or any(next(devices.glob(pattern), None) is not None for pattern in patterns)


def attempt(codec: H264Codec) -> None:
    """Encode a few pictures; raises `UnfitError`, `av.FFmpegError` or `ValueError` when it cannot be used."""
    encoder, decoder = H264Context(codec), CodecContext.create("h264", "r")
    assert isinstance(decoder, VideoCodecContext)
    for index in range(PICTURES):
        drawn = _picture(index)
        data = encoder.encode(drawn, RATE, key=index == KEY_AT)
        if not data:
            raise UnfitError("it keeps pictures back")
        if index in {0, KEY_AT} and _IDR not in units(data):
            raise UnfitError("it gives no picture that stands alone when asked for one")
        if index == KEY_AT:
            decoder = CodecContext.create("h264", "r")
            assert isinstance(decoder, VideoCodecContext)
        packet = Packet(data)
        packet.pts, packet.time_base = drawn.pts, TICK
        seen = decoder.decode(packet)
        if len(seen) != 1:
            raise UnfitError("its pictures cannot be decoded at once")
        wrong = seen[0].to_ndarray(format="yuv420p").astype(np.int16) - drawn.to_ndarray()
        if float(np.abs(wrong).mean()) > MOST_WRONG:
            raise UnfitError("its pictures do not look like what was drawn")


def units(data: bytes) -> Iterable[int]:
    """The types of the NAL units in Annex B data, in order."""
    at = data.find(b"\0\0\1")
    while 0 <= at < len(data) - 3:
        yield data[at + 3] & 0x1F
        at = data.find(b"\0\0\1", at + 3)


def _picture(index: int) -> VideoFrame:
    """A ramp with a square that moves."""
    data = np.full((SIZE * 3 // 2, SIZE), 128, np.uint8)
    data[:SIZE] = np.linspace(40, 200, SIZE, dtype=np.uint8)
    data[80:120, 20 + index * 4 : 60 + index * 4] = 220
    frame = VideoFrame.from_ndarray(data, format="yuv420p")
    frame.pts, frame.time_base = index * 3000, TICK
    return frame


async def _tried(command: Sequence[str], seconds: float) -> str | None:
    """Why an encoder cannot be used, tried in a process of its own; `None` when it can."""
    root = str(Path(__file__).parent.parent.parent)
    paths = os.pathsep.join(path for path in (root, os.environ.get("PYTHONPATH", "")) if path)
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
        )
    except OSError as error:
        return str(error)
    try:
        async with asyncio.timeout(seconds):
            output, _ = await process.communicate()
    except TimeoutError:
        return "it does not answer"
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    if process.returncode == FITS:
        return None
    return output.decode(errors="replace").strip() if process.returncode == DOES_NOT else "it crashes"


def main(name: str) -> int:
    """Try the encoder of this name; prints why it cannot be used."""
    av.logging.set_level(av.logging.ERROR)
    codec = next((codec for codec in (*HARDWARE, SOFTWARE) if codec.name == name), H264Codec(name, "yuv420p"))
    try:
        attempt(codec)
    except UnfitError as error:
        sys.stdout.write(f"{error}\n")
    except (av.FFmpegError, ValueError) as error:
        told = getattr(error, "log", None)
        reason = told[2].strip().rstrip(".") if told else str(error).partition(":")[0]
        sys.stdout.write(f"{reason}\n")
    else:
        return FITS
    return DOES_NOT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""What Lunette relies on inside aiortc and aioice, which neither promises, checked before the first connection.

Their public interfaces offer no other sound buffer, no governed encoder, no known beginning of time stamps and no
loopback address, so a few names that they look up in their own modules and instances are replaced for a connection's
own tasks.
"""

import importlib.metadata
from collections.abc import Callable, Iterable
from inspect import signature

from aioice import ice
from aiortc import rtcrtpreceiver, rtcrtpsender
from aiortc.codecs.h264 import H264Encoder
from aiortc.codecs.vpx import Vp8Encoder
from aiortc.jitterbuffer import JitterBuffer

from app.errors import VendorChangedError

LOOKED_UP: tuple[tuple[object, str, Callable[..., object]], ...] = (
    (rtcrtpreceiver, "JitterBuffer", rtcrtpreceiver.RTCRtpReceiver.__init__),
    (rtcrtpreceiver, "TimestampMapper", rtcrtpreceiver.RTCRtpReceiver.__init__),
    (rtcrtpsender, "get_encoder", rtcrtpsender.RTCRtpSender._next_encoded_frame),  # noqa: SLF001
    (rtcrtpsender, "random32", rtcrtpsender.RTCRtpSender._run_rtp),  # noqa: SLF001
    (ice, "get_host_addresses", ice.Connection.gather_candidates),
)
"""Module or class, name in it, and the method that must look the name up there each time."""

BUILT_ON: tuple[tuple[type, tuple[str, ...]], ...] = (
    (JitterBuffer, ("add", "remove", "capacity")),
    (rtcrtpreceiver.TimestampMapper, ("map",)),
    (Vp8Encoder, ("encode", "pack", "target_bitrate", "_packetize")),
    (H264Encoder, ("encode", "pack", "target_bitrate", "_packetize", "_split_bitstream")),
    (rtcrtpsender.RTCRtpSender, ("_send_keyframe",)),
)
"""Classes and what of them is overridden or called."""


def check(
    looked_up: Iterable[tuple[object, str, Callable[..., object]]] = LOOKED_UP,
    built_on: Iterable[tuple[type, tuple[str, ...]]] = BUILT_ON,
) -> None:
    """Raise `VendorChangedError` when aiortc or aioice is not built as Lunette needs it."""
    changed = [
        f"{method.__qualname__} does not look up {name}"
        for module, name, method in looked_up
        if not (hasattr(module, name) and name in method.__code__.co_names)
    ]
    changed += [
        f"{kind.__name__} has no {name}" for kind, names in built_on for name in names if not hasattr(kind, name)
    ]
    changed += _state()
    if changed:
        raise VendorChangedError(
            f"aiortc {importlib.metadata.version('aiortc')} and aioice {importlib.metadata.version('aioice')} are not "
            f"those that Lunette was made for ({'; '.join(changed)}). Run `make setup`, which installs the right ones."
        )


def _state() -> list[str]:
    """What is wrong with the state that our subclasses read and write."""
    wrong: list[str] = []
    if {"capacity", "prefetch", "is_video"} - signature(JitterBuffer).parameters.keys():
        wrong.append("JitterBuffer is made otherwise")
    elif {"_origin", "_packets"} - vars(JitterBuffer(capacity=16, is_video=True)).keys():
        wrong.append("JitterBuffer keeps its packets otherwise")
    if "_data" not in rtcrtpreceiver.RTCRtpReceiver._handle_rtp_packet.__code__.co_names:  # noqa: SLF001
        wrong.append("RTCRtpReceiver leaves no picture data at its packets")
    if "_send_keyframe" not in rtcrtpsender.RTCRtpSender._handle_rtcp_packet.__code__.co_names:  # noqa: SLF001
        wrong.append("RTCRtpSender is asked for key pictures otherwise")
    if "picture_id" not in vars(Vp8Encoder()):
        wrong.append("Vp8Encoder counts no pictures")
    return wrong

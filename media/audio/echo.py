"""Takes the loudspeaker's sound and the shop's noise out of the microphone's, 10 ms at a time.

The canceller, noise suppressor and gain control are those of the WebRTC project, through `livekit`'s binding; nothing
here opens a network connection.
"""

from dataclasses import dataclass

import numpy as np
from livekit.rtc import AudioFrame, AudioProcessingModule

from media.devices.port import BLOCK, RATE
from media.webrtc.frames import Pcm

MAX_DELAY_MS = 500


@dataclass(frozen=True, slots=True)
class EchoSettings:
    """Which parts are used; gain control evens out voices near and far."""

    echo_cancellation: bool = True
    noise_suppression: bool = True
    gain_control: bool = True


class EchoCanceller:
    """One microphone and one loudspeaker. Not thread-safe; a call takes about 0.1 ms.

    Call `played` with every block that the loudspeaker sounds, in order and before the microphone block that may hold
    its echo, then `clean` with each microphone block.
    """

    def __init__(self, settings: EchoSettings | None = None) -> None:
        chosen = settings or EchoSettings()
        self._module = AudioProcessingModule(
            echo_cancellation=chosen.echo_cancellation,
            noise_suppression=chosen.noise_suppression,
            high_pass_filter=True,
            auto_gain_control=chosen.gain_control,
        )
        self._delay = chosen.echo_cancellation

    def played(self, pcm: Pcm) -> None:
        """480 int16 samples that go to the loudspeaker."""
        self._module.process_reverse_stream(_frame(pcm))

    def clean(self, pcm: Pcm, delay_seconds: float) -> Pcm:
        """A microphone block of 480 int16 samples without echo and noise.

        `delay_seconds` is the time at which the block last given to `played` sounds, less the time at which this
        block's first sample was captured: so much later its echo appears in the microphone's sound.
        """
        if self._delay:
            self._module.set_stream_delay_ms(min(MAX_DELAY_MS, max(0, round(delay_seconds * 1000))))
        frame = _frame(pcm)
        self._module.process_stream(frame)
        return np.frombuffer(bytes(frame.data), np.int16)


def _frame(pcm: Pcm) -> AudioFrame:
    if pcm.shape != (BLOCK,):
        raise ValueError(f"a block holds {BLOCK} samples, not {pcm.shape}")
    return AudioFrame(bytearray(pcm.tobytes()), RATE, 1, BLOCK)

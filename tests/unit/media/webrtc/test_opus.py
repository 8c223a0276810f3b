"""Behaviour of the consultant's voice as packets."""

import numpy as np
import pytest
from aiortc.codecs.opus import OpusDecoder
from aiortc.jitterbuffer import JitterFrame

from media.webrtc import opus
from media.webrtc.frames import FRAME_SAMPLES, Pcm
from media.webrtc.opus import VoiceEncoder
from media.webrtc.tracks import OPUS_LOOKAHEAD, sound

SILENCE = np.zeros(FRAME_SAMPLES, np.int16)


def voice(seconds: float) -> list[Pcm]:
    """Something voiced: a rich tone that swells, in frames of 20 ms."""
    time = np.arange(round(seconds * 48_000)) / 48_000
    tone = sum(np.sin(2 * np.pi * 180 * harmonic * time) / harmonic for harmonic in range(1, 12))
    samples = (4_000 * tone * (1.2 + np.sin(2 * np.pi * 2 * time))).astype(np.int16)
    return list(samples.reshape(-1, FRAME_SAMPLES))


def heard(packets: list[bytes]) -> Pcm:
    decoder = OpusDecoder()
    frames = [
        frame
        for number, packet in enumerate(packets)
        for frame in decoder.decode(JitterFrame(data=packet, timestamp=number * FRAME_SAMPLES))
    ]
    return np.concatenate([sound(frame)[0] for frame in frames])


def spectrum(samples: Pcm) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    power = np.abs(np.fft.rfft(samples.astype(np.float64) * np.hanning(samples.size)))
    return np.asarray(power / np.linalg.norm(power))


def test_voice_comes_back_after_the_lookahead() -> None:
    """What is decoded holds the tones of what was said, one frame for each packet, as late as the look-ahead says."""
    frames = [*[SILENCE] * 5, *voice(0.6), *[SILENCE] * 5]
    encoder = VoiceEncoder()
    back = heard([encoder.encode(frame) for frame in frames])
    said = np.concatenate(frames)

    assert back.shape == said.shape
    assert float(np.dot(spectrum(back), spectrum(said))) > 0.98
    lag = int(np.argmax(np.correlate(back.astype(float), said[:-2_000].astype(float), "valid")))
    assert abs(lag / 48_000 - OPUS_LOOKAHEAD) < 0.001


def test_lasting_silence_is_one_packet_and_harms_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lasting silence is the same few bytes and decodes to nothing; what follows is as if all had been encoded."""
    said = [*voice(0.4), *[SILENCE] * 200, *voice(0.6)]
    encoder = VoiceEncoder()
    packets = [encoder.encode(frame) for frame in said]
    monkeypatch.setattr(opus, "SETTLED", len(said))
    patient = VoiceEncoder()
    wanted = heard([patient.encode(frame) for frame in said]).astype(np.float64)
    settled = packets[31:220]

    assert len(settled[0]) < 10
    assert all(packet is settled[0] for packet in settled)
    assert not heard(settled).any()
    assert np.linalg.norm(heard(packets) - wanted) < 0.05 * np.linalg.norm(wanted)


def test_a_faint_sound_is_not_taken_for_silence() -> None:
    """A hiss of one step up and down is encoded as it is."""
    encoder = VoiceEncoder()
    for _ in range(50):
        encoder.encode(SILENCE)
    hiss = np.random.default_rng(0).integers(-1, 2, (20, FRAME_SAMPLES)).astype(np.int16)

    assert len({encoder.encode(frame) for frame in hiss}) > 1

"""Behaviour of the consultant's sound line."""

from time import thread_time

import numpy as np

from media.audio.resample import resample
from server.avatar.sound_timeline import FADE_SAMPLES, SoundTimeline


def test_underrun_is_silence() -> None:
    """Where nothing is queued there is silence, and the position moves on."""
    sound = SoundTimeline()

    pulled = sound.pull(960)

    assert not pulled.any()
    assert sound.position == 960


def test_speech_starts_at_the_next_sample_to_be_pulled() -> None:
    """Speech that comes after a pause begins at the present position."""
    sound = SoundTimeline()
    sound.pull(960)

    start = sound.enqueue(np.full(100, 7, np.int16))

    assert start == 960
    assert sound.pull(200).tolist() == [7] * 100 + [0] * 100


def test_clauses_follow_each_other_without_a_gap() -> None:
    """A second clause begins with the sample after the first one's last."""
    sound = SoundTimeline()

    starts = (sound.enqueue(np.full(1000, 1, np.int16)), sound.enqueue(np.full(500, 2, np.int16)))

    assert starts == (0, 1000)
    assert sound.queued_until == 1500
    assert np.concatenate([sound.pull(960), sound.pull(960)])[995:1005].tolist() == [1] * 5 + [2] * 5


def test_flush_fades_out_and_forgets_the_rest() -> None:
    """After a flush five milliseconds fade away and silence follows from the position it told."""
    sound = SoundTimeline()
    sound.enqueue(np.full(48_000, 10_000, np.int16))
    sound.pull(960)

    position = sound.flush()
    after = sound.pull(960)

    assert position == 960 + FADE_SAMPLES
    assert after[0] == 10_000
    assert np.all(np.diff(after[:FADE_SAMPLES].astype(int)) <= 0)
    assert not after[FADE_SAMPLES:].any()
    assert sound.queued_until == 1920


def test_flush_of_nothing_tells_the_present_position() -> None:
    """A flush while nothing is queued changes nothing."""
    sound = SoundTimeline()
    sound.pull(960)

    assert sound.flush() == 960
    assert not sound.pull(960).any()


def test_speech_after_a_flush_begins_after_the_fade() -> None:
    """A new answer never overlaps the fading old one."""
    sound = SoundTimeline()
    sound.enqueue(np.full(48_000, 10_000, np.int16))
    sound.pull(960)

    position = sound.flush()

    assert sound.enqueue(np.full(10, 1, np.int16)) == position


def test_duck_lowers_the_voice_smoothly_and_brings_it_back() -> None:
    """Ducking reaches a quarter within 50 ms without a jump, and ends at full level again."""
    sound = SoundTimeline()
    sound.enqueue(np.full(48_000, 10_000, np.int16))

    sound.duck(on=True)
    ducked = np.concatenate([sound.pull(960) for _ in range(4)]).astype(int)
    sound.duck(on=False)
    raised = np.concatenate([sound.pull(960) for _ in range(4)]).astype(int)

    assert np.abs(np.diff(ducked)).max() <= 6
    assert ducked[-1] == 2500
    assert raised[-1] == 10_000


def test_a_voice_of_another_rate_sounds_as_if_it_had_been_brought_to_this_one_at_once() -> None:
    """Voices of 24 kHz follow each other with the samples and the lengths that they have at 48 kHz, also when faded."""
    voices = [np.random.default_rng(seed).normal(0.0, 0.4, 2345).astype(np.float32) for seed in range(2)]
    whole = [(np.clip(resample(voice, 24_000, 48_000), -1, 1) * 32767).astype(np.int16) for voice in voices]
    sound = SoundTimeline()

    starts = [sound.say(voice, 24_000) for voice in voices]
    pulled = np.concatenate([sound.pull(960) for _ in range(7)])
    position = sound.flush()
    faded = sound.pull(960)

    expected = np.concatenate(whole)
    assert starts == [0, 4690]
    assert np.array_equal(pulled, expected[:6720])
    assert position == 6720 + FADE_SAMPLES
    assert faded[0] == expected[6720]
    assert not faded[FADE_SAMPLES:].any()


def test_a_long_clause_never_takes_long_at_once() -> None:
    """A minute of 24 kHz is queued and pulled, 20 ms at a time, without 5 ms of work in any one call."""
    voice = np.random.default_rng(1).normal(0.0, 0.2, 60 * 24_000).astype(np.float32)
    sound = SoundTimeline()
    times = [thread_time()]
    sound.say(voice, 24_000)
    times.append(thread_time())
    for _ in range(200):
        sound.pull(960)
        times.append(thread_time())
    assert max(np.diff(times)) < 0.005

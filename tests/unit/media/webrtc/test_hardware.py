"""Finding the machine's own video encoder by trying."""

import sys
from pathlib import Path

import pytest

from media.webrtc import hardware
from media.webrtc.h264 import AMD, HARDWARE, INTEL, NVIDIA, SOFTWARE, H264Codec
from media.webrtc.hardware import Found, UnfitError

LOOKAHEAD = H264Codec("libx264", "yuv420p", {"preset": "medium"})
TINY = H264Codec("libx264", "yuv420p", {**SOFTWARE.options, "x264-params": "qp=51"})


async def test_what_does_not_open_is_passed_over_for_what_works() -> None:
    """Encoders that cannot be used here are refused with a reason each, and the first that works is taken."""
    found = await hardware.find((H264Codec("no_such_encoder", "yuv420p"), SOFTWARE))

    assert found.codec == SOFTWARE
    ((name, reason),) = found.refused
    assert name == "no_such_encoder"
    assert reason
    assert found.sentence == "the picture is encoded as H.264 by this machine's own encoder (libx264)"


async def test_without_devices_nothing_is_started(tmp_path: Path) -> None:
    """With no device file of any kind every encoder is refused unseen, and the sentence names them all."""
    found = await hardware.find(devices=tmp_path, trial=("/no/such/program",))

    assert found.codec is None
    assert found.refused == tuple((codec.name, "no device") for codec in HARDWARE)
    assert all(codec.name in found.sentence for codec in HARDWARE)
    assert found.sentence.startswith("the picture is encoded as VP8 by the processor")


@pytest.mark.parametrize(
    ("device", "expected"), [("nvidiactl", [NVIDIA]), ("dri/renderD128", [INTEL, AMD]), ("dri/card0", [])]
)
def test_device_files_say_what_to_try(tmp_path: Path, device: str, expected: list[H264Codec]) -> None:
    """An encoder is tried only where a device is that it could be for."""
    (tmp_path / device).parent.mkdir(exist_ok=True)
    (tmp_path / device).touch()

    assert [codec for codec in HARDWARE if hardware.present(codec, tmp_path)] == expected


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("import os; os.abort()", "it crashes"),
        ("import time; time.sleep(60)", "it does not answer"),
        ("print('no card'); raise SystemExit(3)", "no card"),
    ],
    ids=["crash", "hang", "refusal"],
)
async def test_a_driver_that_crashes_or_hangs_costs_only_its_own_process(program: str, reason: str) -> None:
    """The trial's end is waited for no longer than asked, and each kind of end is a reason."""
    found = await hardware.find((SOFTWARE,), trial=(sys.executable, "-c", program), seconds=1.0)

    assert found == Found(None, (("libx264", reason),))


async def test_a_trial_that_cannot_be_started_is_a_reason_too() -> None:
    """A program that is not there is named."""
    found = await hardware.find((SOFTWARE,), trial=("/no/such/program",))

    assert found.codec is None
    assert "/no/such/program" in found.refused[0][1]


def test_an_encoder_that_looks_ahead_is_unfit() -> None:
    """One that keeps pictures back would make the consultant late."""
    with pytest.raises(UnfitError, match="back"):
        hardware.attempt(LOOKAHEAD)


def test_an_encoder_that_spoils_pictures_is_unfit() -> None:
    """What comes back must look like what went in."""
    with pytest.raises(UnfitError, match="look like"):
        hardware.attempt(TINY)


def test_an_encoder_that_gives_no_key_pictures_is_unfit() -> None:
    """A receiver that lost something must be able to begin again, with H.264."""
    with pytest.raises(UnfitError, match="alone"):
        hardware.attempt(H264Codec("libvpx", "yuv420p", {"deadline": "realtime", "lag-in-frames": "0"}))


def test_the_trial_prints_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    """Status 0 without a word for a good encoder, 3 and a reason for one that is not there."""
    assert hardware.main("libx264") == 0
    assert capsys.readouterr().out == ""
    assert hardware.main("no_such_encoder") == 3
    assert capsys.readouterr().out.strip()

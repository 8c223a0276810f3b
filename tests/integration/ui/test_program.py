"""The real program in processes of its own: window, companion, WebRTC, face worker, recordings."""

import json
import os
import signal
import subprocess
import sys
import time
import wave
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
SHOPPER = ROOT / "media" / "demonstration" / "shopper.mp4"
VISIT_DEADLINE_S = 200
STEP_DEADLINE_S = 90

TOUCHES = """
steps:
  - {screen: attract, after: 1, touch: Touch to begin}
  - {screen: consent, after: 1, touch: "Yes, measure my face"}
  - {screen: consultation, after: 9, touch: Something light}
  - {screen: consultation, after: 22, expect: {cards_at_least: 2}}
  - {screen: consultation, after: 22.5, touch: FrameCard}
  - {screen: consultation, after: 25, touch: Save to my frames}
  - {screen: consultation, after: 27, touch: Close}
  - {screen: consultation, after: 29, expect: {favourites: 1, measured: true}}
  - {screen: consultation, after: 31, touch: Leave}
"""


def silence(path: Path, seconds: int) -> Path:
    """A recording in which nobody speaks."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", "not compressed"))
        file.writeframes(bytes(2 * 16_000 * seconds))
    return path


def start(folder: Path, *more: str) -> "subprocess.Popen[str]":
    """`lunette replay` on the rendered shopper and a silent microphone."""
    command = [
        sys.executable,
        "-m",
        "ui",
        "replay",
        "--camera",
        str(SHOPPER),
        "--microphone",
        str(silence(folder / "silence.wav", 32)),
        "--out",
        str(folder / "out"),
        *more,
    ]
    environment = {key: value for key, value in os.environ.items() if key not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def family(pid: int) -> set[int]:
    """A process and everything that descends from it."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text("ascii").rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] not in {"Z", "X"}
    except OSError:
        return False


@pytest.mark.timeout(VISIT_DEADLINE_S + 30)
def test_a_whole_visit_by_touch_alone(tmp_path: Path) -> None:
    """Nobody speaks: touches bring frames, a favourite, a measurement and a goodbye, and the report has them."""
    visit = tmp_path / "visit.yaml"
    visit.write_text(TOUCHES, "utf-8")
    program = start(tmp_path, "--visit", str(visit))
    try:
        output, _ = program.communicate(timeout=VISIT_DEADLINE_S)
    finally:
        program.kill()
    assert program.returncode == 0, output
    report: dict[str, Any] = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert report["errors"] == [], output
    assert any("light" in turn["heard"].lower() for turn in report["turns"])
    assert report["recommendations"]
    assert report["face"]["pd_interval_mm"][0] < report["face"]["pd_mm"] < report["face"]["pd_interval_mm"][1]
    assert report["avatar"]["width"] >= 640
    for name in ("heard.wav", "avatar.mp4", "screen.mp4"):
        assert (tmp_path / "out" / name).stat().st_size > 10_000


@pytest.mark.timeout(STEP_DEADLINE_S * 2 + 30)
def test_killing_the_kiosk_leaves_no_process_behind(tmp_path: Path) -> None:
    """SIGKILL of the kiosk in mid-consultation ends companion, renderer, face worker, display and recorder."""
    program = start(tmp_path)
    deadline = time.monotonic() + STEP_DEADLINE_S
    assert program.stdout is not None
    for line in program.stdout:
        if "state=connected" in line or time.monotonic() > deadline:
            break
    children = family(program.pid) - {program.pid}
    assert len(children) >= 4
    program.send_signal(signal.SIGKILL)
    program.wait(timeout=10)
    program.stdout.close()
    while (left := {pid for pid in children if alive(pid)}) and time.monotonic() < deadline + STEP_DEADLINE_S:
        signal.sigtimedwait({signal.SIGUSR2}, 0.1)
    assert left == set()

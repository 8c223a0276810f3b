"""How child companions live and end: with their parent, with their pool, and one after the other."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.services.companion_process import CompanionPool

ROOT = Path(__file__).parents[3]
DEADLINE = 40.0

PARENT = """
import asyncio
from app.services.companion_process import CompanionProcess

async def main():
    companion = await CompanionProcess.start()
    await companion.ready()
    print(companion.pid, flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


def _family(pid: int) -> set[int]:
    """A process and all its descendants that run."""
    found = {pid} if Path(f"/proc/{pid}").exists() else set()
    waiting = list(found)
    while waiting:
        parent = waiting.pop()
        for tasks in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                children = {int(word) for word in tasks.read_text().split()}
            except OSError:
                continue
            waiting.extend(children - found)
            found |= children
    return found


def _running(pids: set[int]) -> set[int]:
    alive = set()
    for pid in pids:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if state != "Z":
            alive.add(pid)
    return alive


def _left_after(pids: set[int], seconds: float) -> set[int]:
    deadline = time.monotonic() + seconds
    while (left := _running(pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


@pytest.mark.timeout(180)
def test_killed_kiosk_leaves_no_process(tmp_path: Path) -> None:
    """When the parent dies by SIGKILL, the companion and everything it started end by themselves."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as parent:
        assert parent.stdout is not None
        companion = int(parent.stdout.readline())
        family = _family(companion)
        parent.kill()

    assert len(family) >= 2
    assert _left_after(family, DEADLINE) == set()


@pytest.mark.timeout(240)
async def test_spare_takes_over_at_once() -> None:
    """When the active companion is killed the warm spare is there in an instant, and another one follows it."""
    pool = CompanionPool(spare_delay=0.0)
    try:
        first = await pool.current()
        async with asyncio.timeout(90):
            await pool.warm()
        families = _family(first.pid)

        os.kill(first.pid, signal.SIGKILL)
        await first.exited()
        began = time.monotonic()
        second = await pool.current()
        took = time.monotonic() - began
        async with asyncio.timeout(90):
            await pool.warm()
        families |= _family(second.pid)
    finally:
        await pool.aclose()

    assert second.pid != first.pid
    assert took < 0.5
    assert await asyncio.to_thread(_left_after, families, DEADLINE) == set()


def test_taken_port_is_one_sentence() -> None:
    """A taken port ends the program with status 2 and a sentence, without a traceback."""
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "server", "serve", "--port", port, "--metrics-port", "0"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert done.returncode == 2
    assert f"Port {port} on 127.0.0.1 is already in use" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_child_without_a_token_says_so() -> None:
    """A child whose parent sends no token ends with a sentence."""
    done = subprocess.run(
        [sys.executable, "-m", "server", "serve", "--child"],
        cwd=ROOT,
        input="",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
    assert "token" in done.stderr
    assert "Traceback" not in done.stderr

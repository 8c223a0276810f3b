"""The render process: its pictures, its crashes and its ends, in real processes."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from app.clock import SystemClock
from app.errors import RendererUnavailableError
from server.avatar.render_process import RenderProcess
from tests.integration.server.avatar.grey_renderer import DIE, LOSE, build, die, refuse

DEADLINE = 30.0


@asynccontextmanager
async def rendering(factory: Callable[[], object] = build) -> AsyncIterator[tuple[RenderProcess, list[str]]]:
    errors: list[str] = []
    process = RenderProcess(
        factory,  # type: ignore[arg-type]
        SystemClock(),
        max_pixels=320 * 320,
        on_error=lambda: errors.append("crash"),
    )
    try:
        yield process, errors
    finally:
        await process.aclose()


async def test_pictures_come_back_whole_and_in_their_size() -> None:
    """Pictures of several views and sizes come back as asked for."""
    async with rendering() as (process, _):
        await process.start()

        pictures = await asyncio.gather(
            *(process.render(f"view {grey}", grey, 320, 64 + 2 * grey, 0.0) for grey in range(20))
        )

        for grey, picture in enumerate(pictures):
            assert picture is not None
            assert picture.shape == ((64 + 2 * grey) * 3 // 2, 320)
            assert np.unique(picture).tolist() == [grey]


async def test_newer_request_of_a_view_replaces_the_waiting_one() -> None:
    """What was overtaken before it was drawn is answered with nothing; the newest is drawn."""
    async with rendering() as (process, _):
        await process.start()

        answers = await asyncio.gather(*(process.render("view", grey, 320, 320, float(grey)) for grey in range(1, 9)))

        assert answers[-1] is not None
        assert answers[-1][0, 0] == 8
        assert any(answer is None for answer in answers)


@pytest.mark.parametrize("trouble", [DIE, LOSE])
async def test_crash_and_lost_context_are_survived(trouble: int) -> None:
    """A renderer that dies, or can draw no more, fails what it was drawing, is counted, and a new one takes over."""
    async with rendering() as (process, errors):
        await process.start()

        with pytest.raises(RendererUnavailableError):
            await process.render("view", trouble, 320, 320, 0.0)
        async with asyncio.timeout(DEADLINE):
            await process.recovered()
        picture = await process.render("view", 9, 320, 320, 0.0)

        assert errors == ["crash"]
        assert picture is not None
        assert picture[0, 0] == 9


async def test_refusal_is_told_and_not_repeated() -> None:
    """Without OpenGL the start says so in a sentence, and so does every request."""
    async with rendering(refuse) as (process, errors):
        with pytest.raises(RendererUnavailableError, match="No OpenGL context"):
            await process.start()
        with pytest.raises(RendererUnavailableError, match="No OpenGL context"):
            await process.render("view", 1, 320, 320, 0.0)

        assert errors == []


async def test_renderer_that_dies_at_its_start_is_given_up() -> None:
    """A process that never comes up is tried three times, then the start says so."""
    async with rendering(die) as (process, errors):
        with pytest.raises(RendererUnavailableError, match="ended while it started"):
            await process.start()

        assert len(errors) == 2


async def test_closing_before_the_start_and_twice_is_safe() -> None:
    """A renderer that never started closes, and closes again."""
    async with rendering() as (process, _):
        await process.aclose()
        await process.aclose()


PARENT = """
import asyncio, sys
from app.clock import SystemClock
from server.avatar.render_process import RenderProcess
from tests.integration.server.avatar.grey_renderer import build

async def main():
    process = RenderProcess(build, SystemClock(), max_pixels=320 * 320)
    await process.start()
    print(process._process.pid, flush=True)
    await asyncio.sleep(600)

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_renderer_ends_with_a_killed_parent(tmp_path: Path) -> None:
    """A parent that dies by SIGKILL leaves no render process behind."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    root = Path(__file__).parents[4]
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + DEADLINE
    while _alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert not _alive(child)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except OSError:
        return False

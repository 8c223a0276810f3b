"""Real companions whose drawing is away or lost, and shoppers who type anything."""

import os
import signal
from pathlib import Path

import pytest

from app.domain.consultants import DEFAULT_CONSULTANT
from app.protocol.messages import MAX_TEXT, Caption, Say, Start, Trouble
from app.services.companion_process import CompanionProcess
from media.webrtc.link import PeerState
from tests.integration.server.kiosk_end import KioskEnd, kiosk_end

ANSWERED = 60.0
ODD = (
    "\U0001f600\U0001f44d\U0001f3fd",
    "<script>alert('hi')</script> **bold** [link](https://example.org/a?b=c)",
    "https://shop.example.com/a/b?c=d#e",
    "189 52-18-145 +1 555-123-4567 1e308 0x7f \u00bd",
    "$1,250.50 or 20\u20ac or -$3",
    " ",
    "\x00\x07\u202e\u4e2d\u6587",
    ("any frames? " * MAX_TEXT)[:MAX_TEXT],
)


def _troubles(end: KioskEnd) -> list[str]:
    return [message.code for message in end.messages if isinstance(message, Trouble)]


def _captions(end: KioskEnd) -> str:
    return " ".join(word.text for message in end.messages if isinstance(message, Caption) for word in message.words)


def _renderer(pid: int) -> int:
    """The companion's process that draws: the one child that multiprocessing has spawned."""
    children = {int(word) for task in Path(f"/proc/{pid}/task").glob("*/children") for word in task.read_text().split()}
    (found,) = (child for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes())
    return found


@pytest.mark.timeout(240)
async def test_without_opengl_the_consultant_is_a_voice_that_answers_whatever_is_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The companion says why it cannot draw and takes visits; signs, links and endless texts end none of them."""
    monkeypatch.setenv("__EGL_VENDOR_LIBRARY_FILENAMES", os.devnull)
    monkeypatch.setenv("__GLX_VENDOR_LIBRARY_NAME", "none")
    monkeypatch.setenv("LIBGL_DRIVERS_PATH", os.devnull)
    monkeypatch.delenv("DISPLAY", raising=False)
    companion = await CompanionProcess.start(("--max-sessions", "1", "--consultant", DEFAULT_CONSULTANT))
    try:
        await companion.ready()
        async with kiosk_end(companion.address) as end:
            renderer = (await end.client.readiness()).parts["renderer"]
            await end.open()
            end.send(Start())
            await end.until(lambda: end.loudest > 1000 and bool(end.pictures), ANSWERED)
            for text in ODD:
                said = len(end.messages)
                end.send(Say(text=text))
                await end.until(lambda said=said: len(end.messages) > said, ANSWERED)  # type: ignore[misc]
            end.peer.send('{"type": "say", "text": ""}')
            await end.until(lambda: "malformed" in _troubles(end))
            before = len(_captions(end))
            end.send(Say(text="Which is your lightest frame?"))
            await end.until(lambda: "grams" in _captions(end)[before:], ANSWERED)

            assert renderer.state == "degraded"
            assert "OpenGL" in renderer.message
            assert _troubles(end) == ["renderer", "malformed"]
            assert end.state is PeerState.CONNECTED
    finally:
        await companion.aclose()


@pytest.mark.timeout(240)
async def test_a_renderer_lost_in_mid_visit_costs_the_picture_for_a_moment() -> None:
    """When the process that draws is killed the visit is told, sound goes on, and the figure moves again soon."""
    companion = await CompanionProcess.start(("--max-sessions", "1", "--consultant", DEFAULT_CONSULTANT))
    try:
        await companion.ready()
        async with kiosk_end(companion.address) as end:
            await end.open()
            end.send(Start())
            await end.until(lambda: end.loudest > 1000 and len(end.pictures) > 20, ANSWERED)
            os.kill(_renderer(companion.pid), signal.SIGKILL)
            await end.until(lambda: "renderer" in _troubles(end), ANSWERED)
            sounds = end.sounds
            await end.until(lambda: end.sounds > sounds + 25)
            end.pictures.clear()
            await end.until(lambda: len({frame.y[::4, ::4].tobytes() for frame in end.pictures[-12:]}) > 10, ANSWERED)

            assert _troubles(end) == ["renderer"]
            assert end.state is PeerState.CONNECTED
    finally:
        await companion.aclose()

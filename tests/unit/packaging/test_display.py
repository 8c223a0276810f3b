"""Commands get a virtual screen that lives exactly as long as they do."""

import os
import select
import signal
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
WITH_DISPLAY = ROOT / "packaging/setup/with-display"
DEADLINE_MS = 20_000


def _start(*command: str) -> subprocess.Popen[str]:
    environment = {key: value for key, value in os.environ.items() if key not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    return subprocess.Popen([WITH_DISPLAY, *command], env=environment, stdout=subprocess.PIPE, text=True)


def _watch_screen(wrapper: int) -> int:
    """A descriptor that becomes readable when the wrapper's Xvfb has ended."""
    children = Path(f"/proc/{wrapper}/task/{wrapper}/children").read_text(encoding="ascii").split()
    screens = [int(pid) for pid in children if "Xvfb" in Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")]
    assert len(screens) == 1
    return os.pidfd_open(screens[0])


def _ended(descriptor: int) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    ended = bool(poll.poll(DEADLINE_MS))
    os.close(descriptor)
    return ended


def test_a_command_finds_a_screen_and_its_status_is_kept() -> None:
    """Without a screen a virtual one is made, and the exit status is the command's."""
    wrapper = _start("sh", "-c", "echo $DISPLAY; exit 7")
    output, _ = wrapper.communicate(timeout=30)
    assert output.startswith(":")
    assert wrapper.returncode == 7


def test_a_real_screen_is_used_as_it_is() -> None:
    """Where there is a screen, the command simply runs on it."""
    done = subprocess.run(
        [WITH_DISPLAY, "sh", "-c", "echo $DISPLAY"],
        env=os.environ | {"DISPLAY": ":77"},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert done.stdout == ":77\n"


def test_the_screen_ends_with_the_wrapper_however_that_ends() -> None:
    """Ended or killed, the wrapper leaves no virtual screen behind."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        wrapper = _start("sh", "-c", "echo $$; exec sleep 60")
        assert wrapper.stdout is not None
        command = os.pidfd_open(int(wrapper.stdout.readline()))
        screen = _watch_screen(wrapper.pid)
        wrapper.send_signal(how)
        wrapper.wait(timeout=30)
        assert _ended(screen)
        if how is signal.SIGTERM:
            assert _ended(command)
        else:
            signal.pidfd_send_signal(command, signal.SIGKILL)
            os.close(command)
        wrapper.stdout.close()

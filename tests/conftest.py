"""What every test is held to: it leaves no task and no thread behind, and real-time tests do not crowd each other."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

# Threads of pools that a process shares and keeps: they start with the first use, not with the pool.
POOLED = ("ThreadPoolExecutor-", "Dummy-", "pytest_timeout", "tqdm", "shared-")
GRACE_SECONDS = 2.0

TESTS = Path(__file__).parent
REAL_TIME = {"integration", "screens", "soak"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keeps tests that run devices, models or a screen in real time on one worker, and each unit test file on one."""
    if not config.pluginmanager.hasplugin("xdist"):
        return
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0]
        group = "real-time" if folder in REAL_TIME else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))


def _unfinished(tasks: set[asyncio.Task[object]]) -> list[str]:
    return sorted(task.get_name() + ": " + repr(task.get_coro()) for task in tasks if not task.done())


def _guard(runner: asyncio.Runner) -> None:
    """Makes the runner's close fail when tasks outlive both the test and its fixtures."""
    close = runner.close

    async def settle() -> list[str]:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        if tasks:
            await asyncio.wait(tasks, timeout=GRACE_SECONDS)
        return _unfinished(tasks)

    def closing() -> None:
        leaked = runner.run(settle())
        close()
        if leaked:
            pytest.fail("tasks outlived the test: " + "; ".join(leaked), pytrace=False)

    runner.close = closing  # type: ignore[method-assign]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    for value in getattr(item, "funcargs", {}).values():
        if isinstance(value, asyncio.Runner) and "close" not in vars(value):
            _guard(value)
    return (yield)


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Fails a test after which a thread of its own still runs."""
    before = set(threading.enumerate())
    yield
    leaked = []
    for thread in set(threading.enumerate()) - before:
        if not thread.name.startswith(POOLED):
            thread.join(GRACE_SECONDS)
            if thread.is_alive():
                leaked.append(thread.name)
    if leaked:
        pytest.fail("threads outlived the test: " + ", ".join(sorted(leaked)), pytrace=False)

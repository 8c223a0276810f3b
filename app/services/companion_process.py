"""A companion as this program's own child: it cannot outlive us, and a warm spare stands behind it."""

import asyncio
import contextlib
import json
import os
import secrets
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog

import app
from app.errors import CompanionLostError, ConnectionFailedError
from app.services.companion_client import CompanionAddress

_log = structlog.get_logger(__name__)

LISTEN_TIMEOUT = 20.0
READY_TIMEOUT = 90.0
END_TIMEOUT = 7.0
SPARE_DELAY = 5.0
RETRY_DELAY = 2.0


class CompanionProcess:
    """One child companion.

    Its token travels through its standard input; when that pipe closes, by us or by our death, it ends with
    everything it has started. Made by `start`.
    """

    def __init__(self, process: asyncio.subprocess.Process, address: CompanionAddress, metrics_port: int) -> None:
        self._process = process
        self._ready = asyncio.create_task(self._await_ready(), name="companion-ready")
        self.address = address
        self.metrics_port = metrics_port

    @classmethod
    async def start(cls, arguments: tuple[str, ...] = ()) -> "CompanionProcess":
        """Start a child; returns once it listens. Raises `ConnectionFailedError` when it does not."""
        environment = dict(os.environ)
        roots = [str(Path(app.__file__).parent.parent), environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(root for root in roots if root)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "server", "serve", "--child", *arguments),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=environment,
        )
        token = secrets.token_urlsafe(32)
        try:
            assert process.stdin is not None
            process.stdin.write(f"{token}\n".encode())
            async with asyncio.timeout(LISTEN_TIMEOUT):
                facts = await _line(process)
            address = CompanionAddress(f"http://127.0.0.1:{int(str(facts['port']))}", token)
            return cls(process, address, int(str(facts["metrics_port"])))
        except (TimeoutError, KeyError, ValueError, OSError) as error:
            await _end(process)
            raise ConnectionFailedError("The consultant's companion could not be started.") from error
        except BaseException:
            await _end(process)
            raise

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def ready(self) -> None:
        """Wait until it can take a visit; raises `CompanionLostError` or `ConnectionFailedError` with its reason."""
        await asyncio.shield(self._ready)

    async def exited(self) -> int:
        """Wait for its end; the exit status."""
        return await self._process.wait()

    async def aclose(self) -> None:
        """End it and wait for that. Safe twice."""
        self._ready.cancel()
        await asyncio.gather(self._ready, return_exceptions=True)
        await _end(self._process)

    async def _await_ready(self) -> None:
        try:
            async with asyncio.timeout(READY_TIMEOUT):
                facts = await _line(self._process)
        except TimeoutError:
            raise ConnectionFailedError("The consultant's companion did not become ready in time.") from None
        except ValueError:
            raise CompanionLostError("The consultant's companion ended while it was starting.") from None
        if facts.get("ready") is not True:
            raise ConnectionFailedError(str(facts.get("message", "The consultant's companion could not start.")))


class CompanionPool:
    """The companion in use and a warm spare.

    `current` gives a living, ready companion: the one in use, or, when that died, the spare at once. A new spare is
    started behind it. Everything ends with `aclose`.
    """

    def __init__(
        self,
        start: Callable[[], Awaitable[CompanionProcess]] = CompanionProcess.start,
        *,
        spare_delay: float = SPARE_DELAY,
    ) -> None:
        self._start = start
        self._spare_delay = spare_delay
        self._active: CompanionProcess | None = None
        self._spare: CompanionProcess | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()
        self._dead: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def spare_ready(self) -> bool:
        """Whether a spare could take over this instant."""
        return self._spare is not None and self._spare.alive

    async def warm(self) -> None:
        """Return once a spare stands ready; at once when none is being made."""
        if self._keeper is not None:
            await asyncio.wait({self._keeper})

    async def current(self) -> CompanionProcess:
        """A ready companion; raises `ConnectionFailedError` when none can be started."""
        async with self._lock:
            if self._closed:
                raise ConnectionFailedError("The kiosk is closing.")
            if self._active is None or not self._active.alive:
                await self._replace()
            assert self._active is not None
            self._keep_spare()
            return self._active

    async def retire(self, companion: CompanionProcess) -> None:
        """Never give out `companion` again and end it: it lives but does not answer."""
        async with self._lock:
            if companion is self._active:
                self._active = None
            self._bury(companion)

    async def aclose(self) -> None:
        """End all children. Safe before the start and twice."""
        self._closed = True
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        async with self._lock:
            ending = [child.aclose() for child in (self._active, self._spare) if child is not None]
            self._active = self._spare = None
            await asyncio.gather(*ending, *self._dead)

    async def _replace(self) -> None:
        if self._active is not None:
            _log.warning("companion_lost", pid=self._active.pid)
            self._bury(self._active)
            self._active = None
        if self._spare is not None and self._spare.alive:
            self._active, self._spare = self._spare, None
            return
        self._active = await self._start_ready()

    async def _start_ready(self) -> CompanionProcess:
        companion = await self._start()
        try:
            await companion.ready()
        except BaseException:
            await companion.aclose()
            raise
        return companion

    def _keep_spare(self) -> None:
        if self._keeper is None or self._keeper.done():
            self._keeper = asyncio.create_task(self._make_spare(), name="companion-spare")

    async def _make_spare(self) -> None:
        while self._spare is None or not self._spare.alive:
            await asyncio.sleep(self._spare_delay)
            if self._spare is not None:
                self._bury(self._spare)
                self._spare = None
            try:
                self._spare = await self._start_ready()
            except ConnectionFailedError as error:
                _log.warning("companion_spare_failed", error=str(error))
                await asyncio.sleep(RETRY_DELAY)

    def _bury(self, companion: CompanionProcess) -> None:
        task = asyncio.create_task(companion.aclose(), name="companion-end")
        self._dead.add(task)
        task.add_done_callback(self._dead.discard)


async def _line(process: asyncio.subprocess.Process) -> dict[str, object]:
    """The child's next announcement; raises `ValueError` when the pipe ended or holds no JSON."""
    assert process.stdout is not None
    facts = json.loads(await process.stdout.readline())
    return facts if isinstance(facts, dict) else {}


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.stdin is not None:
        process.stdin.close()
    for stop in (None, process.terminate, process.kill):
        if stop is not None:
            with contextlib.suppress(ProcessLookupError):
                stop()
        try:
            async with asyncio.timeout(END_TIMEOUT):
                await process.wait()
        except TimeoutError:
            continue
        return

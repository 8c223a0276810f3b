"""Which companion serves a visit: the configured one while it works, otherwise a child of this kiosk."""

import asyncio
from typing import Protocol

from app.errors import ConnectionFailedError
from app.services.companion_client import CompanionAddress
from app.services.companion_process import CompanionPool, CompanionProcess


class CompanionSource(Protocol):
    """Hands out companions and takes back the ones that failed."""

    async def acquire(self) -> CompanionAddress:
        """A companion ready for a visit; raises `ConnectionFailedError` when there is none."""
        ...

    async def failed(self, address: CompanionAddress) -> None:
        """It did not serve the visit; it is not handed out again for this one."""
        ...

    async def gone(self, address: CompanionAddress) -> None:
        """Return when the companion is known to have ended; wait for ever when that cannot be known."""
        ...


class EmbeddedCompanions:
    """Children of this kiosk, a warm spare behind the one in use."""

    def __init__(self, pool: CompanionPool) -> None:
        self._pool = pool
        self._current: CompanionProcess | None = None

    async def acquire(self) -> CompanionAddress:
        self._current = await self._pool.current()
        return self._current.address

    async def failed(self, address: CompanionAddress) -> None:
        if self._current is not None and self._current.address == address:
            await self._pool.retire(self._current)
            self._current = None

    async def gone(self, address: CompanionAddress) -> None:
        if self._current is None or self._current.address != address:
            return
        await self._current.exited()


class ConfiguredCompanion:
    """A companion elsewhere, with children of this kiosk behind it for a visit in which it fails.

    `new_visit` trusts the configured one again.
    """

    def __init__(self, address: CompanionAddress, behind: CompanionSource | None) -> None:
        self._address = address
        self._behind = behind
        self._failed = False

    def new_visit(self) -> None:
        self._failed = False

    async def acquire(self) -> CompanionAddress:
        if not self._failed:
            return self._address
        if self._behind is None:
            self._failed = False
            raise ConnectionFailedError("The consultant cannot be reached right now.")
        return await self._behind.acquire()

    async def failed(self, address: CompanionAddress) -> None:
        if address == self._address:
            self._failed = True
        elif self._behind is not None:
            await self._behind.failed(address)

    async def gone(self, address: CompanionAddress) -> None:
        if address == self._address or self._behind is None:
            await asyncio.Event().wait()
        else:
            await self._behind.gone(address)

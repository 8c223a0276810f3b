"""The companion's life inside the HTTP application's."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI

from server.companion import Companion

Ready = Callable[[str | None], None]
"""Told once, when all parts have started: `None`, or a sentence that says why no visit can be taken."""


def lifespan(companion: Companion, on_ready: Ready) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Start the parts while requests are already answered, and end them with the application."""

    @asynccontextmanager
    async def living(_application: FastAPI) -> AsyncIterator[None]:
        async def start() -> None:
            on_ready(await companion.start())

        starting = asyncio.create_task(start(), name="companion-start")
        try:
            yield
        finally:
            starting.cancel()
            results = await asyncio.gather(starting, return_exceptions=True)
            await companion.aclose()
            for result in results:
                if isinstance(result, Exception):
                    raise result

    return living

"""Logging set-up shared by both programs: one line an event, JSON or readable, never personal data.

What a shopper says and what a face measures may appear in no log line; log lengths, counts, durations and ids instead.
"""

import logging
import sys
from typing import Literal

import structlog

LogFormat = Literal["text", "json"]


def configure(*, program: str, level: str = "INFO", fmt: LogFormat = "text") -> None:
    """Send structlog and stdlib records to stderr, each stamped with the program's name."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if fmt == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("aioice", "aiortc", "faster_whisper", "httpx", "httpcore", "uvicorn.access"):
        logging.getLogger(chatty).setLevel("WARNING")
    structlog.contextvars.bind_contextvars(program=program)

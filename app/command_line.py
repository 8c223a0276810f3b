"""How a program of ours ends: an error is one sentence on standard error, and its kind is the exit status."""

import argparse
import sys
from collections.abc import Callable, Sequence

from app.errors import LunetteError, SettingsError

FAILED = 1
MISUSED = 2


def run_command(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run the `command` that the parsed arguments name; 0, 1 when it failed, 2 when it was asked for wrongly."""
    options = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except LunetteError as error:
        sys.stderr.write(f"{parser.prog}: {error}\n")
        return MISUSED if isinstance(error, SettingsError) else FAILED
    except KeyboardInterrupt:
        return FAILED

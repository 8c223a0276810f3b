"""Entry point of the companion."""

import sys

from server.cli import run


def main() -> int:
    """Run `lunette-server` on the process's arguments; the exit status."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

"""Entry point of the kiosk."""

import sys

from ui.cli import run


def main() -> int:
    """Run `lunette` on the process's arguments; the exit status."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

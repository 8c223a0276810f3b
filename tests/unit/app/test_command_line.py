"""How both programs end."""

import argparse

import pytest

from app.command_line import run_command
from app.errors import ConnectionFailedError, SettingsError


def parser(outcome: BaseException | int) -> argparse.ArgumentParser:
    """A program whose only command ends like this."""

    def command(_options: argparse.Namespace) -> int:
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    made = argparse.ArgumentParser(prog="lunette-test")
    made.set_defaults(command=command)
    return made


@pytest.mark.parametrize(
    ("outcome", "status", "told"),
    [
        (0, 0, ""),
        (1, 1, ""),
        (SettingsError("Name a file."), 2, "lunette-test: Name a file.\n"),
        (ConnectionFailedError("Nobody is there."), 1, "lunette-test: Nobody is there.\n"),
        (KeyboardInterrupt(), 1, ""),
    ],
)
def test_how_a_command_ends(
    outcome: BaseException | int, status: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An error is one line under the program's name, and its kind decides the status."""
    assert run_command(parser(outcome), []) == status
    assert capsys.readouterr().err == told


def test_an_error_that_is_not_ours_is_not_hidden() -> None:
    """A mistake in the program keeps its trace."""
    with pytest.raises(ZeroDivisionError):
        run_command(parser(ZeroDivisionError()), [])

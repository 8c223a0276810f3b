"""The commands of `lunette`."""

import argparse
import json
from pathlib import Path

import pytest

from ui import cli


@pytest.mark.parametrize(("text", "expected"), [("1080x1920", (1080, 1920)), ("540x960", (540, 960))])
def test_a_size_is_width_by_height(text: str, expected: tuple[int, int]) -> None:
    """Pixels, an x between them."""
    assert cli.size(text) == expected


@pytest.mark.parametrize("text", ["1080", "x960", "10x10", "wide", "1080x-5"])
def test_anything_else_is_no_size(text: str) -> None:
    """The words that were given are named."""
    with pytest.raises(argparse.ArgumentTypeError, match="no size"):
        cli.size(text)


def test_a_missing_recording_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence, exit status 2, and nothing is started."""
    camera = tmp_path / "absent.mp4"
    status = cli.run(["replay", "--camera", str(camera), "--microphone", str(camera), "--out", str(tmp_path / "out")])
    assert status == 2
    assert capsys.readouterr().err == f"lunette: There is no file {camera}.\n"
    assert not (tmp_path / "out").exists()


def test_analyse_wants_something_to_analyse(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a picture or landmarks it says what to name."""
    assert cli.run(["analyse", "--json"]) == 2
    assert "Name at least one picture" in capsys.readouterr().err


def test_the_sample_shop_is_listed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """One object a frame, with its dimensions."""
    assert cli.run(["catalogue", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) >= 120
    assert {"sku", "dimensions", "price_cents"} <= set(lines[0])


def test_a_faulty_catalogue_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The fault is told in one line, exit status 1."""
    file = tmp_path / "frames.json"
    file.write_text("{", "utf-8")
    assert cli.run(["catalogue", str(file)]) == 1
    message = capsys.readouterr().err
    assert message.startswith("lunette: ")
    assert message.count("\n") == 1


def test_an_unreadable_token_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A token that cannot be read stops the program before it starts."""
    missing = tmp_path / "token"
    status = cli.run(["doctor", "--companion", "http://127.0.0.1:9", "--companion-token-file", str(missing)])
    assert status == 2
    assert str(missing) in capsys.readouterr().err

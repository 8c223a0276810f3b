"""Scripted visits are read strictly."""

from pathlib import Path

import pytest

from app.errors import AssetError
from ui.visit_script import VisitScript


def written(folder: Path, text: str) -> Path:
    path = folder / "visit.yaml"
    path.write_text(text, "utf-8")
    return path


def test_steps_of_a_screen_come_earliest_first(tmp_path: Path) -> None:
    """Steps may be written in any order."""
    script = VisitScript.load(
        written(
            tmp_path,
            "steps:\n"
            "  - {screen: consultation, after: 9, say: later}\n"
            "  - {screen: attract, after: 1, touch: Touch to begin}\n"
            "  - {screen: consultation, after: 2, touch: FrameCard, nth: 2}\n",
        )
    )
    assert [step.after for step in script.for_screen("consultation")] == [2, 9]
    assert script.for_screen("consultation")[0].nth == 2


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("steps:\n  - {screen: attract, after: 1}\n", "exactly one"),
        ("steps:\n  - {screen: lobby, after: 1, touch: x}\n", "screen"),
        ("steps:\n  - {screen: attract, after: -1, touch: x}\n", "after"),
        ("steps:\n  - {screen: attract, after: 1, tuch: x}\n", "tuch"),
        ("steps: [", "not YAML"),
        ("- 3\n", "wrong at"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, text: str, fault: str) -> None:
    """A script that cannot be used is refused in one sentence naming file and fault."""
    path = written(tmp_path, text)
    with pytest.raises(AssetError, match=fault) as caught:
        VisitScript.load(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A script that is not there is an error with its path."""
    with pytest.raises(AssetError, match="cannot be read"):
        VisitScript.load(tmp_path / "none.yaml")

"""What the documents tell people to type, and where they point, is there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import KioskSettings
from server.settings import ServerSettings

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
TEXT = "\n".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
COMMANDS = sorted(set(re.findall(r"`\.venv/bin/(lunette(?:-server)? [a-z]+(?: [a-z]+)?)\b(?!/)", TEXT)))
TARGETS = sorted(set(re.findall(r"`make ([a-z-]+)", TEXT)))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_is_named_exists(command: str) -> None:
    """Each command of the documents is one that the program knows."""
    program, *words = command.split()
    done = subprocess.run(
        [Path(sys.executable).with_name(program), *words, "--help"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr


def test_a_setting_that_is_named_exists() -> None:
    """Each variable of the documents is one that the kiosk, the companion or the set-up reads."""
    known = {f"LUNETTE_SERVER_{name.upper()}" for name in ServerSettings.model_fields}
    known |= {f"LUNETTE_{name.upper()}" for name in KioskSettings.model_fields}
    known |= {"LUNETTE_COMPANION_TOKEN", "LUNETTE_SCREEN"}
    assert set(re.findall(r"`(LUNETTE_[A-Z_]+[A-Z])`", TEXT)) - known == set()


def test_a_make_target_that_is_named_exists() -> None:
    """Each make target of the documents stands in the Makefile."""
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(TARGETS) - known == set()


def test_links_between_documents_lead_somewhere() -> None:
    """A relative link or picture is in the tree."""
    link = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
    lost = [
        f"{document.relative_to(ROOT)} -> {target}"
        for document in DOCUMENTS
        for target in link.findall(document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert lost == []


def test_files_that_are_named_exist() -> None:
    """A path in the documents leads to a file or folder of the tree."""
    named = set(re.findall(r"`((?:app|media|server|ui|packaging|tests|docs)/[\w/.-]*)`", TEXT))
    assert sorted(name for name in named if not (ROOT / name).exists()) == []

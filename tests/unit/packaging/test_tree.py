"""The rules of the house hold for the tree as it stands."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_import_rules_hold() -> None:
    """The rooms ui and server stand on media, media on app, and vendors stand in their rooms."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "0 broken" in done.stdout, done.stdout[-2000:]


def test_a_registry_host_or_a_key_in_the_tree_is_found(tmp_path: Path) -> None:
    """The check for private words passes a clean tree and fails one with a planted line."""
    script = str(shutil.copy2(ROOT / "packaging/setup/no-private-words", tmp_path))
    environment = os.environ | {"GIT_DIR": str(tmp_path / ".git"), "GIT_WORK_TREE": str(tmp_path)}

    def run(*command: str) -> int:
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False).returncode

    run("git", "init", "--quiet")
    (tmp_path / "notes.txt").write_text("nothing to hide\n", encoding="utf-8")
    run("git", "add", "notes.txt")
    assert run(script) == 0
    (tmp_path / "notes.txt").write_text("-----BEGIN EC PRIVATE " + "KEY-----\n", encoding="utf-8")
    assert run(script) == 1


def test_the_licence_is_there() -> None:
    """The licence that pyproject.toml names is in the tree in full."""
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")

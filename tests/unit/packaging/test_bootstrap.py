"""The set-up script says in one sentence what it would do and why it cannot."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
STAMPED = (
    "requirements.lock",
    "pyproject.toml",
    "packaging/assets/manifest.json",
    "packaging/setup/bootstrap",
    "packaging/setup/uv.txt",
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what the set-up reads, where nothing is set up yet."""
    for name in STAMPED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tmp_path / name)
    return tmp_path


def _pretend(tree: Path, **programs: str) -> str:
    """A search path on which programs answer with a shell line of ours."""
    folder = tree / "pretended"
    folder.mkdir()
    for name, line in programs.items():
        program = folder / name.replace("_", "-")
        program.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        program.chmod(0o755)
    return f"{folder}:/usr/bin:/bin"


def _bootstrap(tree: Path, *options: str, path: str = "/usr/bin:/bin") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [tree / "packaging/setup/bootstrap", *options],
        env={"PATH": path, "HOME": str(tree)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_check_names_the_work_and_does_none(tree: Path) -> None:
    """On a fresh tree --check says that the environment would be installed, and leaves the tree as it was."""
    done = _bootstrap(tree, "--check")
    assert done.returncode == 1
    assert "would install uv into .cache/uv" in done.stdout
    assert "would bring .venv in line with requirements.lock" in done.stdout
    assert not (tree / ".venv").exists()
    assert not (tree / ".cache").exists()


def test_a_stamped_tree_is_left_alone_until_the_lock_changes(tree: Path) -> None:
    """A finished set-up is recognised by its stamp, and a changed lock takes the stamp away."""
    sums = subprocess.run(["sha256sum", *STAMPED], cwd=tree, capture_output=True, check=True).stdout
    stamp = subprocess.run(["sha256sum"], input=sums, capture_output=True, check=True).stdout.split()[0]
    (tree / ".venv/bin").mkdir(parents=True)
    (tree / ".venv/bin/python").symlink_to("/bin/true")
    (tree / ".venv/.lunette-setup").write_bytes(stamp + b"\n")
    assert _bootstrap(tree).stdout == ""
    assert _bootstrap(tree, "--check").stdout == "setup: up to date\n"
    with (tree / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write("# another version\n")
    assert _bootstrap(tree, "--check").returncode == 1


@pytest.mark.parametrize(
    ("programs", "sentence"),
    [
        (
            {"uname": '[ "$1" = -m ] && echo aarch64 || echo Linux'},
            "setup: Lunette's libraries are built for x86_64 processors; this machine is aarch64.\n",
        ),
        (
            {"uname": "echo Darwin"},
            "setup: Lunette runs on Linux; this is Darwin.\n",
        ),
        (
            {"df": "printf 'f s u a c m\\nd 9 9 2097152 9 /\\n'"},
            "setup: only 2 GB are free on the disk of {tree}; 5 GB are needed.\n",
        ),
        (
            {"id": "echo 1000", "sudo": "exit 1", "dpkg_query": 'printf "ii %s\\n" "$@" | grep -v espeak'},
            (
                "setup: system libraries are missing and this user may not install them. "
                "Let an administrator run: apt-get install --yes --no-install-recommends espeak-ng\n"
            ),
        ),
    ],
)
def test_what_stands_in_the_way_is_one_sentence(tree: Path, programs: dict[str, str], sentence: str) -> None:
    """A wrong machine, a full disk and missing rights each end the set-up with one sentence and exit code 1."""
    done = _bootstrap(tree, path=_pretend(tree, **programs))
    assert done.stderr == sentence.format(tree=tree)
    assert done.returncode == 1


def test_an_unknown_option_is_refused(tree: Path) -> None:
    """Nothing starts when an option is mistyped."""
    done = _bootstrap(tree, "--chek")
    assert done.stderr == "setup: unknown option '--chek'; the only one is --check.\n"
    assert done.returncode == 1

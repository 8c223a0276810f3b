"""Every model and asset is pinned, licensed and named in the notices."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MANIFEST = json.loads((ROOT / "packaging/assets/manifest.json").read_text(encoding="utf-8"))["assets"]
BINARY = {".task", ".onnx", ".glb", ".ttf", ".otf", ".woff2", ".flac", ".ogg", ".wav", ".mp4", ".npz", ".bin", ".jpg"}


def _verify(script: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, script], capture_output=True, text=True, check=False, timeout=60)


def test_all_assets_are_as_pinned() -> None:
    """Each file of the manifest has the size and the SHA-256 that the manifest states."""
    done = _verify(ROOT / "packaging/setup/verify_assets.py")
    assert done.stdout == f"{len(MANIFEST)} models and assets are as they should be.\n"
    assert done.returncode == 0


def test_every_binary_of_the_repository_is_in_the_manifest() -> None:
    """A model, figure, font or recording cannot be added without origin and licence."""
    try:
        tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    binaries = {name for name in tracked.splitlines() if Path(name).suffix in BINARY and not name.startswith("tests/")}
    assert binaries - {entry["path"] for entry in MANIFEST if "module" not in entry} == set()


def test_notices_name_every_asset_with_its_licence() -> None:
    """NOTICE.md carries path and SHA-256 of each asset, and each has an origin and a licence."""
    notice = (ROOT / "NOTICE.md").read_text(encoding="utf-8")
    missing = [entry["path"] for entry in MANIFEST if entry["sha256"] not in notice or entry["path"] not in notice]
    assert missing == []
    assert [entry["path"] for entry in MANIFEST if not entry["licence"] or not entry["origin"]] == []


def test_damage_and_loss_are_named(tmp_path: Path) -> None:
    """A changed file and a missing one are each named in a sentence, and the check fails."""
    script = tmp_path / "packaging/setup/verify_assets.py"
    script.parent.mkdir(parents=True)
    shutil.copy2(ROOT / "packaging/setup/verify_assets.py", script)
    (tmp_path / "changed.bin").write_bytes(b"not what was pinned")
    entry = {"bytes": 4, "sha256": "00"}
    manifest = {"assets": [{"path": "changed.bin", **entry}, {"path": "lost.bin", **entry}]}
    (tmp_path / "packaging/assets").mkdir()
    (tmp_path / "packaging/assets/manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    done = _verify(script)
    assert done.stdout.splitlines()[:2] == ["changed.bin is damaged or of another version.", "lost.bin is missing."]
    assert done.returncode == 1

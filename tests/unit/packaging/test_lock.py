"""The lock names every distribution by version and hash, and the environment is the lock."""

import importlib.metadata
import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[3]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ENTRIES = [entry.strip() for entry in re.split(r"\n(?=[A-Za-z0-9])", LOCK)]
REQUIREMENTS = [Requirement(entry.split("\\")[0]) for entry in ENTRIES]


def test_every_entry_has_a_version_and_a_hash() -> None:
    """An entry without both could change under us."""
    loose = [entry.split("\n")[0] for entry in ENTRIES if "==" not in entry or "--hash=sha256:" not in entry]
    assert loose == []


def test_nothing_comes_from_an_address() -> None:
    """Distributions come from the registry by name, never from a URL."""
    assert [str(requirement) for requirement in REQUIREMENTS if requirement.url] == []
    assert "://" not in LOCK


def test_no_training_framework_is_dragged_in() -> None:
    """Models run on ONNX Runtime, CTranslate2 and MediaPipe alone."""
    heavy = {"torch", "tensorflow", "jax", "transformers", "opencv-contrib-python", "piper-tts"}
    wanted = {r.name for r in REQUIREMENTS if r.marker is None or r.marker.evaluate()}
    assert wanted & heavy == set()


def test_the_environment_is_the_lock() -> None:
    """What is installed has the version that the lock names."""
    wanted = {canonicalize_name(r.name): r.specifier for r in REQUIREMENTS if not r.marker or r.marker.evaluate()}
    installed = {canonicalize_name(d.name): d.version for d in importlib.metadata.distributions()}
    other = {name: installed.get(name) for name, version in wanted.items() if installed.get(name, "") not in version}
    assert other == {}


def test_no_library_is_under_the_gpl_alone() -> None:
    """GPL programs run as programs of their own; a library offers another licence or is not used."""
    wanted = {canonicalize_name(r.name) for r in REQUIREMENTS}
    bound = []
    for distribution in importlib.metadata.distributions():
        fields = ("License-Expression", "License", "Classifier")
        texts = [text for field in fields for text in distribution.metadata.get_all(field) or ()]
        stated = " ".join(text for text in texts if "::" not in text or "License" in text)[:400]
        if re.search(r"\bA?GPL|General Public", stated) and not re.search(r"LGPL|Lesser|Apache|MIT|BSD", stated):
            bound.append(distribution.name)
    assert [name for name in bound if canonicalize_name(name) in wanted] == []

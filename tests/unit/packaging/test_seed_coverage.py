"""docs/seed-coverage.md claims no metric that is not there."""

import re
from pathlib import Path

from server.telemetry.metrics import Metrics

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "docs/seed-coverage.md").read_text(encoding="utf-8")


def test_metrics_that_are_called_here_are_exported() -> None:
    """Each metric of the table marked "here" is one that the companion registers."""
    section = TEXT.split("## Metrics")[1].split("## ")[0]
    claimed = set(re.findall(r"^\| `(\w+)` \| here \|", section, re.MULTILINE))
    families = Metrics().registry.collect()
    exported = {family.name + "_total" * (family.type == "counter") for family in families}
    assert len(claimed) >= 15
    assert claimed - exported == set()

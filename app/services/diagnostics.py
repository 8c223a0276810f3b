"""What a technician asks first: what is there, what is not, and what to do about it. Checks are data."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum


class CheckState(StrEnum):
    """`warning` works with less; `absent` is a device that is not connected; `missing` does not work, a failure."""

    OK = "ok"
    WARNING = "warning"
    ABSENT = "absent"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a probe found; `advice` says what to do where something is wrong."""

    state: CheckState
    detail: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at. `probe` may take seconds and may raise: that counts as missing."""

    name: str
    probe: Callable[[], Finding]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A check's finding and how long it took."""

    name: str
    state: CheckState
    detail: str
    advice: str
    seconds: float


def run_checks(checks: Sequence[Check], on_outcome: Callable[[Outcome], None] | None = None) -> tuple[Outcome, ...]:
    """Run all checks in order; `on_outcome` hears of each as soon as it is there."""
    outcomes = []
    for check in checks:
        began = time.perf_counter()
        try:
            finding = check.probe()
        except Exception as error:  # noqa: BLE001  a broken part must not hide the others
            finding = Finding(
                CheckState.MISSING, f"the check itself failed: {type(error).__name__}: {error}", "Report this."
            )
        outcome = Outcome(
            check.name, finding.state, finding.detail, finding.advice, round(time.perf_counter() - began, 3)
        )
        outcomes.append(outcome)
        if on_outcome is not None:
            on_outcome(outcome)
    return tuple(outcomes)


def as_text(outcome: Outcome) -> str:
    """One line, and a second one with advice."""
    line = f"{outcome.state.value:<8} {outcome.name:<22} {outcome.detail}"
    return f"{line}\n{'':<31} -> {outcome.advice}" if outcome.advice else line


def as_json(outcomes: Sequence[Outcome]) -> str:
    """One JSON object: `ok` (nothing is missing) and `checks`."""
    return json.dumps(
        {
            "ok": all(outcome.state is not CheckState.MISSING for outcome in outcomes),
            "checks": [asdict(outcome) for outcome in outcomes],
        },
        ensure_ascii=False,
    )


def summary(outcomes: Sequence[Outcome]) -> str:
    """One sentence over all checks."""
    named = ((CheckState.MISSING, "missing"), (CheckState.ABSENT, "not connected"), (CheckState.WARNING, "to look at"))
    counts = [(sum(outcome.state is state for outcome in outcomes), words) for state, words in named]
    parts = [f"{count} {words}" for count, words in counts if count]
    if not parts:
        return "Everything is there."
    return f"{', '.join(parts)}; everything else is there."

"""Checks as data."""

import json

from app.services.diagnostics import Check, CheckState, Finding, Outcome, as_json, as_text, run_checks, summary


def broken() -> Finding:
    raise OSError("no such device")


CHECKS = (
    Check("disk", lambda: Finding(CheckState.OK, "12 GB free")),
    Check("camera", lambda: Finding(CheckState.MISSING, "no camera is connected", "Plug one in.")),
    Check("odd", broken),
)


def test_a_broken_probe_does_not_hide_the_others() -> None:
    """Its failure is a finding of its own, in order."""
    heard: list[Outcome] = []
    outcomes = run_checks(CHECKS, heard.append)
    assert [outcome.state for outcome in outcomes] == [CheckState.OK, CheckState.MISSING, CheckState.MISSING]
    assert "no such device" in outcomes[2].detail
    assert tuple(heard) == outcomes


def test_advice_stands_below_its_line() -> None:
    """A good finding takes one line, a bad one two."""
    good, bad, _ = run_checks(CHECKS)
    assert as_text(good).splitlines()[0].startswith("ok")
    assert as_text(bad).splitlines()[1].endswith("-> Plug one in.")


def test_json_and_summary_say_whether_all_is_there() -> None:
    """One missing part makes the whole not ok."""
    outcomes = run_checks(CHECKS)
    content = json.loads(as_json(outcomes))
    assert content["ok"] is False
    assert [check["name"] for check in content["checks"]] == ["disk", "camera", "odd"]
    assert summary(outcomes) == "2 missing; everything else is there."
    assert summary(outcomes[:1]) == "Everything is there."


def test_an_absent_device_is_no_failure() -> None:
    """What is not connected is counted by itself, and all is well without it."""
    outcomes = run_checks([CHECKS[0], Check("camera", lambda: Finding(CheckState.ABSENT, "no camera", "Plug one in."))])
    assert json.loads(as_json(outcomes))["ok"] is True
    assert summary(outcomes) == "1 not connected; everything else is there."

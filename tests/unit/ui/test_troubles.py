"""Which trouble is shown."""

from ui.troubles import Troubles
from ui.words import demonstration, wiped


def test_the_newest_trouble_is_shown_and_the_older_one_returns() -> None:
    """When the newest trouble is over, one that still lasts is shown again."""
    shown: list[str] = []
    troubles = Troubles(shown.append)
    troubles.set("camera", "No camera.")
    troubles.set("connection", "One moment.")
    troubles.clear("connection")
    troubles.clear("camera")
    assert shown == ["No camera.", "One moment.", "No camera.", ""]


def test_the_demonstration_banner_names_what_is_recorded() -> None:
    """The banner lists the recorded devices and is empty when everything is live."""
    assert demonstration(("camera", "microphone")) == "Demonstration: Camera and microphone from a recording"
    assert demonstration(()) == ""


def test_a_receipt_reads_as_a_sentence() -> None:
    """Counts of one are singular, what was not there is not mentioned."""
    from datetime import UTC, datetime

    from app.domain.visit import WipeReceipt

    at = datetime(2025, 1, 1, tzinfo=UTC)
    assert wiped(WipeReceipt("v", 3, 0, 1, 0, at)) == "1 saved frame and 3 lines of conversation are gone."
    assert wiped(WipeReceipt("v", 1, 0, 0, 0, at)) == "1 line of conversation is gone."
    assert wiped(WipeReceipt("v", 0, 0, 0, 0, at)) == "Nothing was kept, so there was nothing to forget."

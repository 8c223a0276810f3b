"""Sentences of the kiosk itself."""

from app.domain.visit import WipeReceipt

CONNECTING = "One moment, {name} is on the way."
RECONNECTING = "One moment, {name} will be right back. Nothing you chose is lost."
PERSON_CALLED = "Help from the shop is wanted here. If nobody comes, please ask at the counter."
DEMONSTRATION = "Demonstration: {parts} from a recording"


def demonstration(parts: tuple[str, ...]) -> str:
    """The banner that says what is played from a recording; empty when nothing is."""
    if not parts:
        return ""
    names = " and ".join(parts)
    return DEMONSTRATION.format(parts=names[0].upper() + names[1:]) if names else ""


def wiped(receipt: WipeReceipt) -> str:
    """What was forgotten, in one sentence."""
    counts = (
        (receipt.saved_frames, "saved frame", "saved frames"),
        (receipt.measurements, "measurement", "measurements"),
        (receipt.turns, "line of conversation", "lines of conversation"),
    )
    parts = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    if not parts:
        return "Nothing was kept, so there was nothing to forget."
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"{listed[0].upper()}{listed[1:]} {'is' if listed.startswith('1 ') and len(parts) == 1 else 'are'} gone."

"""A frame's facts in a shopper's words; every number comes from the catalogue or the measurements."""

from app.domain.face_numbers import FaceNumbers, Length
from app.domain.fit import Fit, WidthVerdict, assess, width_in_words
from app.domain.frame import Bridge, Frame, Rim

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}
_BRIDGES = {
    Bridge.SADDLE: "a smooth bridge that rests along your nose",
    Bridge.KEYHOLE: "a keyhole bridge that rests on the sides of your nose",
    Bridge.NOSE_PADS: "pads that are adjusted to your nose",
}
_RIMS = {Rim.FULL: "full rim", Rim.HALF: "half rim", Rim.RIMLESS: "rimless"}
_VERDICTS = {
    WidthVerdict.NARROW: "Sits tight",
    WidthVerdict.RIGHT: "Right width for you",
    WidthVerdict.WIDE: "Sits wide",
}

FOR_OTHER = ("For somebody else", "Their face was not measured, so please ask our staff to check the fit.")
"""Verdict and sentence where the frames are not for the shopper."""


def price(frame: Frame) -> str:
    """For example "$169" or "$169.50"."""
    whole, cents = divmod(frame.price_cents, 100)
    amount = f"{whole}" if cents == 0 else f"{whole}.{cents:02d}"
    symbol = _SYMBOLS.get(frame.currency)
    return f"{symbol}{amount}" if symbol else f"{amount} {frame.currency}"


def kind(frame: Frame) -> str:
    """For example "Rectangle, acetate, full rim"."""
    return f"{frame.shape.value.capitalize()}, {frame.material.value}, {_RIMS[frame.rim]}"


def facts(frame: Frame) -> list[dict[str, str]]:
    """Rows of `label` and `value` for the details of a frame."""
    size = frame.dimensions
    rows = [
        ("Front", f"{size.total_width:g} mm from side to side"),
        ("Each lens", f"{size.a:g} mm wide, {size.b:g} mm high"),
        ("Bridge", f"{size.dbl:g} mm, {_BRIDGES[frame.bridge]}"),
        ("Sides", f"{size.temple:g} mm long" + (", with spring hinges" if frame.spring_hinges else "")),
        ("Weight", f"{frame.weight_g:g} g without lenses"),
        ("Made of", frame.material.value + (", which usually holds no nickel" if frame.nickel_free else "")),
    ]
    return [{"label": label, "value": value} for label, value in rows]


def verdict(frame: Frame, face: FaceNumbers) -> tuple[str, str]:
    """A short verdict on the width and the sentence with its millimetres; both empty when nothing was measured."""
    fit: Fit = assess(frame, face)
    if fit.width is None or fit.width_verdict is None:
        return "", ""
    sentence = width_in_words(fit.width)
    short = _VERDICTS[fit.width_verdict] if fit.width.telling else "About your width"
    return short, sentence[0].upper() + sentence[1:]


def length(label: str, value: Length) -> str:
    """For example "Between your pupils: 62 mm, likely 58 to 66"."""
    return f"{label}: {value.value:.0f} mm, likely {value.low:.0f} to {value.high:.0f}"

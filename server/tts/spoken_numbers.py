"""Money, lengths, sizes, codes and the like as the words that are said for them."""

import re

_CURRENCIES = {
    "$": ("dollar", "dollars", "cent", "cents"),
    "\u20ac": ("euro", "euros", "cent", "cents"),
    "\u00a3": ("pound", "pounds", "penny", "pence"),
}
_NAMES = {"USD": "$", "US$": "$", "EUR": "\u20ac", "GBP": "\u00a3"}
_AMOUNT = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NAMED_BEFORE = re.compile(r"(?:\b(?:USD|EUR|GBP)|US\$)\s?(?=\d)")
_NAMED_AFTER = re.compile(rf"(?<![\w.,])({_AMOUNT})\s?(?:(USD|EUR|GBP)\b|([\u20ac\u00a3$])(?!\d))")
_MONEY_RANGE = re.compile(rf"([$\u20ac\u00a3])\s?({_AMOUNT})\s?[-\u2013\u2014]\s?\1?\s?({_AMOUNT})(?![\d,.]*\d)")
_MONEY = re.compile(rf"([$\u20ac\u00a3])\s?({_AMOUNT})")
_CODE = re.compile(r"\b([A-Z]{2,4})-?(\d{2,6})(?:-([A-Z0-9]{1,4}))?\b")
_NUMBERED = frozenset({"UV"})
_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d{1,4}\)?(?:[\s.-]\(?\d{2,4}\)?){2,5}(?![\w])")
_SIZE = re.compile(r"\b(\d{2})\s?[-\u25a1\u2610/]\s?(\d{2})(?:\s?[-/]\s?|\s)(\d{3})\b")
_LENS_AND_BRIDGE = re.compile(r"\b(\d{2})\s?[-\u25a1\u2610]\s?(\d{2})\b(?!\s?%)")
_TIMES = re.compile(r"(?<=\d)\s?[x\u00d7]\s?(?=\d)")
_RANGE = re.compile(r"(?<=\d)(\s?%)?\s?[-\u2013\u2014]\s?(?=\d)")
_TOLERANCE = re.compile(r"\s?(?:\u00b1|\+/-|\+-)\s?(?=\d)")
_SIGNED = re.compile(r"(?<![\w.)])([-\u2212+])(?=\d)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LONG_NUMBER = re.compile(r"\b\d{8,}\b")
_NUMBER_SIGN = re.compile(r"#\s?(?=\d)")
_UNITS = (
    ("mm", "millimetre"),
    ("cm", "centimetre"),
    ("kg", "kilogram"),
    ("g", "gram"),
    ("nm", "nanometre"),
)
_UNIT = re.compile(rf"(?<!\w)(\d+(?:\.\d+)?)\s?({'|'.join(short for short, _ in _UNITS)})\b")
_PER_CENT = re.compile(r"(?<=\d)\s?%")
_DEGREES = re.compile(r"(?<=\d)\s?\u00b0(?:\s?[CF]\b)?")
_LONG = dict(_UNITS)


def written_out(text: str) -> str:
    """The text with every figure in a form that is read as people say it."""
    text = _NAMED_BEFORE.sub(lambda found: _NAMES[found[0].strip()], text)
    text = _NAMED_AFTER.sub(lambda found: f"{_NAMES.get(found[2] or '', found[3])}{found[1]}", text)
    text = _MONEY_RANGE.sub(lambda found: f"{_plain(found[2])} to {found[1]}{found[3]}", text)
    text = _MONEY.sub(_money, text)
    text = _CODE.sub(_code, text)
    text = _DATE.sub(r"\1, \2, \3", text)
    text = _SIZE.sub(r"\1, \2, \3", text)
    text = _PHONE.sub(_phone, text)
    text = _LENS_AND_BRIDGE.sub(_lens_and_bridge, text)
    text = _TOLERANCE.sub(" plus or minus ", text)
    text = _TIMES.sub(" by ", text)
    text = _RANGE.sub(lambda found: f"{found[1] or ''} to ", text)
    text = _SIGNED.sub(lambda found: "plus " if found[1] == "+" else "minus ", text)
    text = _NUMBER_SIGN.sub("number ", text)
    text = _THOUSANDS.sub("", text)
    text = _UNIT.sub(lambda found: f"{found[1]} {_LONG[found[2]]}{'' if found[1] == '1' else 's'}", text)
    text = _DEGREES.sub(" degrees", _PER_CENT.sub(" percent", text))
    return _LONG_NUMBER.sub(lambda found: " ".join(found[0]), text)


def _plain(amount: str) -> str:
    return amount.replace(",", "")


def _money(found: re.Match[str]) -> str:
    one, many, one_part, many_parts = _CURRENCIES[found[1]]
    whole, _, part = _plain(found[2]).partition(".")
    if part and len(part) != 2:
        return f"{whole}.{part} {many}"
    cents = int(part or 0)
    said = f"{cents} {one_part if cents == 1 else many_parts}" if cents else ""
    if not int(whole) and said:
        return said
    return f"{whole} {one if int(whole) == 1 else many}{f' and {said}' if said else ''}"


def _code(found: re.Match[str]) -> str:
    digits = found[2] if found[1] in _NUMBERED else _digits(found[2])
    return " ".join([*found[1], digits, *(found[3] or "")])


def _digits(digits: str) -> str:
    """Up to two digits are a number, more are read one by one."""
    return digits if len(digits) <= 2 else " ".join(digits)


def _phone(found: re.Match[str]) -> str:
    """Digit by digit in its groups; left alone where it is too short for a telephone."""
    groups = re.findall(r"\d+", found[0])
    if sum(map(len, groups)) < 7 or not re.search(r"[-()+]", found[0]):
        return found[0]
    return ("plus " if found[0].startswith("+") else "") + ", ".join(" ".join(group) for group in groups)


def _lens_and_bridge(found: re.Match[str]) -> str:
    """A lens is wider than a bridge; what rises is a range."""
    return f"{found[1]}, {found[2]}" if int(found[1]) > int(found[2]) else f"{found[1]} to {found[2]}"

# ruff: noqa: E501 (cue tables read best one cue a line)
"""What a line says of money: sums, bounds, "not too dear", "for half the price"."""

import re
from typing import Any

from server.llm.consultant.meaning import Heard, Held

_MONEY = re.compile(
    r"\b(?:(?P<floor>over|above|more than|at least|from) )?(?:around |about )?(?P<amount>\d{2,4})(?: (?:to|and|or) "
    r"(?P<upper>\d{2,4}))?(?P<unit> dollars)?\b(?! (?:millimeters|percent|grams|years|minutes))"
)
_CUE = re.compile(
    r"\b(?:budget|spend|spending|afford|price|cost|costs|pay|dollars|under|below|less than|up to|at most|max|maximum|"
    r"no more than|within|cheaper than|around|about|over|above|more than|tops|or less|or so|maximum|between|limit|"
    r"(?:have|got|have got|bring|brought) (?:like |about |only |just |maybe )?(?=\d{2,4}\b))"
)
_CAP = re.compile(
    r"\b(?:under|below|less than|up to|at most|max|maximum|not (?:over|above|more than)|budget|tops|limit|spend)\b"
)
ALL_IN = re.compile(
    r"\b(?:for everything|frames? and (?:the )?lenses|lenses and (?:the )?frames?|(?:including|with) (?:the )?lenses|"
    r"all in|altogether|all together|in total|everything included|lenses included|glasses and all)\b"
)
NO_BUDGET = re.compile(
    r"\b(?:price|money|budget|cost) (?:is no|is not an?|does not|no) (?:issue|matter|object|problem)\b|\bno budget\b|\bany price\b|\bmoney is not\b"
)
_QUESTION = re.compile(
    r"^what (?:is|are|would)\b|^(?:is|are|why|does|do|was) (?:it|they|that|this|these|those|the|so)\b"
)
THRIFT = re.compile(
    r"\b(?:(?:not|nothing|without being|is not|are not|do not be) (?:too |so |very |that |overly |all that |terribly |crazy )*(?:dear|expensive|pricey|costly|steep)|"
    r"(?:easy|light|gentle|kind) on (?:the|my) (?:wallet|pocket|pocketbook|purse|budget|bank account)|"
    r"cheap(?:ish)?(?! (?:plastic|looking|look|material|stuff))|cheap and cheerful|affordable|inexpensive|low (?:cost|price|priced|budget)|"
    r"(?:good|fair|decent|reasonable|normal|sensible|modest|moderate|ordinary|human|friendly|honest) (?:price|prices|money|value|budget)|(?:reasonably|fairly|modestly|sensibly|moderately) priced|reasonable in price|"
    r"budget friendly|on a (?:\w+ )?(?:budget|pension)|(?:tight|small|little|low|student|limited) (?:budget|money|income)|"
    r"(?:not|never|without) (?:\w+ )?(?:cost(?:ing)?|break(?:ing)?|spend(?:ing)?|pay(?:ing)?)(?: me)? (?:the bank|a fortune|too much|a lot|much|the earth|a bomb|the world|an arm)|"
    r"money is (?:a bit |rather |quite |very )?(?:tight|short)|not made of money|economical|bargains?|good deal|as little as possible|do not have (?:much|a lot of) (?:money|to spend)|"
    r"without (?:\w+ )?(?:robbing|selling)|pinch(?:ing)? pennies)\b"
)
_MIDDLING = re.compile(r"\b(?:mid|middle|medium)(?: of the)? ?(?:price|priced|prices|range|price range)\b")
MIDDLING: dict[str, int] = {"min_price_cents": 13000, "budget_cents": 23000}
HALF = re.compile(
    r"\bhalf (?:of )?(?:the |that |its |this |of it )?(?:price|cost|money|much|as much)\b|\b(?:for|at|about|around|like|than) half\b|\bhalf (?:of )?that\b|"
    r"\bhalf as (?:much|expensive|dear|pricey)\b|\bhalf (?:off|price)\b"
)
HALF_SHARE = 0.5
ABOUT = 0.12
_NUMBER = re.compile(r"\b\d+(?:\.\d+)?\b")


def find_money(line: str, *, expected: bool, heard: Heard | None = None) -> dict[str, Any]:
    """Bounds on the price, in the fields of `Needs`; `expected` takes a bare number for a sum.

    Where it is `heard` what the numbers of the line bound, that counts.
    """
    change: dict[str, Any] = {}
    if THRIFT.search(line) and not _QUESTION.search(line):
        change["thrifty"] = True
    if _MIDDLING.search(line):
        change |= MIDDLING
    by_words = _sums(line, expected)
    if heard is None or expected:
        return change | by_words
    return change | _as_heard(line, by_words, heard)


def _as_heard(line: str, by_words: dict[str, int], heard: Heard) -> dict[str, int]:
    numbers = list(dict.fromkeys(_NUMBER.findall(line)))
    held = {number: heard.held(number) for number in numbers}
    if not numbers or any(how is None for how in held.values()):
        return by_words
    bounds: dict[str, int] = {}
    for number, how in held.items():
        cents = round(float(number) * 100)
        match how:
            case Held.WANTED:
                bounds["budget_cents"] = cents
            case Held.AT_LEAST:
                bounds["min_price_cents"] = cents
            case Held.ABOUT:
                bounds |= {"min_price_cents": round(cents * (1 - ABOUT)), "budget_cents": round(cents * (1 + ABOUT))}
            case _:
                pass
    return bounds


def is_capped(line: str) -> bool:
    """Whether a sum is named as a limit rather than quoted."""
    return bool(_CAP.search(line))


def _sums(line: str, expected: bool) -> dict[str, int]:
    if not (expected or _CUE.search(line)):
        return {}
    for match in _MONEY.finditer(line):
        amount = int(match["upper"] or match["amount"])
        if match["upper"] and 40 <= int(match["amount"]) < amount and "or" not in match[0].split():
            return {"min_price_cents": int(match["amount"]) * 100, "budget_cents": amount * 100}
        capped = re.search(
            r"\b(?:under|below|less than|up to|at most|not (?:over|above|more than)) $", line[: match.start("amount")]
        )
        if not (match["unit"] or expected or capped or 60 <= amount <= 2000) or amount < (20 if capped else 40):
            continue
        if match["floor"] and not match["upper"]:
            return (
                {"min_price_cents": amount * 100}
                if "not" not in line and "no more" not in line
                else {"budget_cents": amount * 100}
            )
        return {"budget_cents": amount * 100}
    return {}

# ruff: noqa: E501 (cue tables read best one cue a line)
"""For whom the glasses are: the speaker, whose face is measured, or somebody else, whose face is not."""

import re

_KIN = (
    "husband|wife|partner|fiance|fiancee|boyfriend|girlfriend|mother|mom|mum|mama|dad|father|papa|parents|brother|sister|"
    "grandma|grandmother|granny|grandpa|grandfather|grandad|granddad|friend|buddy|aunt|uncle|cousin|boss|neighbor|roommate|"
    "coworker|son|daughter|kid|boy|girl|child|lad|lass|grandson|granddaughter|grandchild|niece|nephew|teenager|mother in law|father in law"
)
CHILD = re.compile(
    r"\b(?:kids?|child|children|toddlers?|baby|little (?:boy|girl|one)|school ?(?:boy|girl|kid)|year old (?:son|daughter|boy|girl|kid))\b|"
    r"\b(?:son|daughter|kid|boy|girl|child|lad|lass|grandson|granddaughter|grandchild|niece|nephew)\b.*\b(?:is|she is|he is|turned|only|just|age|aged) (?:only |just |about )?(?:[3-9]|1[0-2])\b|"
    r"\b(?:[3-9]|1[0-2]) years? old\b|"
    r"\b(?:son|daughter|kid|boy|girl|child|lad|lass|grandson|granddaughter|grandchild|niece|nephew) (?:of )?(?:[3-9]|1[0-2])\b(?! (?:glasses|pairs?|frames))|"
    r"\b(?:she|he) is (?:only |just |about )?(?:[3-9]|1[0-2])\b(?! (?:and a half )?(?:feet|foot|dollars|millimeters|months|th|times))"
)
FOR_CHILDREN = re.compile(r"\bfor (?:the |our |my |a |an |\d+ )*(?:kids?|child|children|toddlers?|baby|little)\b")
_FOR = re.compile(
    rf"\bfor (?:my|our|the|a) (?:(?!(?:and|but|or|is|so|i|am)\b)\w+ ){{0,3}}?(?P<kin>{_KIN})\b(?! (?:wedding|party|graduation|christening|funeral|baptism|prom|communion|anniversary))|"
    rf"\bmy (?:\w+ )?(?P<needing>{_KIN}) (?:here )?(?:is (?:only |just |about |turning )?\d+|is looking|is after|is the one|needs?|wants?|has|wears|would like|could use|is getting|lost|broke|just got|drives|works|reads|plays|runs)\b|"
    rf"\b(?:buying|shopping|looking|present|gift|surprise|surprising)(?: \w+)? (?:for )?my (?:\w+ )?(?P<given>{_KIN})\b|"
    rf"\bwith my (?:\w+ )?(?P<along>{_KIN}) (?:who|and (?:he|she) (?:needs?|wants?))\b"
)
_SOMEONE = re.compile(
    r"\b(?:not for (?:me|myself)|for (?:someone|somebody) else|as a (?:gift|present)|(?:buying|getting) (?:them|these|it|glasses|a pair) for (?:him|her|them))\b"
)
_SELF = re.compile(
    r"\b(?<!not )for (?:me|myself)\b(?! too big)|\bmyself now\b|\bnow (?:me|mine)\b|\b(?:and|what about) me\b$|\bmy turn\b|\bmy own\b"
)


def find_wearer(line: str) -> str | None:
    """Who is to wear the glasses: "husband", "someone else", "" for the speaker again; `None` when nothing is said."""
    found = _FOR.search(line)
    if found:
        return next(kin for kin in found.groupdict().values() if kin)
    if _SOMEONE.search(line):
        return "someone else"
    return "" if _SELF.search(line) else None


def called(wearer: str) -> str:
    """The wearer as the consultant speaks of them."""
    return wearer if wearer == "someone else" else f"your {wearer}"

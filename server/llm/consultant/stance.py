# ruff: noqa: E501 (cue tables read best one cue a line)
"""How a speaker stands to what they name: wanted, ruled out, no longer insisted on, or only told of."""

import re
from enum import StrEnum


class Stance(StrEnum):
    """`SET_ASIDE` takes a wish back without excluding anything; `TOLD` is what somebody has or had."""

    WANTED = "wanted"
    RULED_OUT = "ruled out"
    SET_ASIDE = "set aside"
    TOLD = "told"


_SMALL = (
    r"(?: (?:a|an|any|so|too|the|in|of|on|really|want|like|be|is|them|it|made|those|these|such|very|that|makes|make|me|look|looks|my|your|"
    r"overly|all|super|wear|wearing|much|many|more|horrible|awful|ugly|hideous|usual|same|old|typical|standard|ordinary|again))"
)
_LARGE = (
    rf"(?:{_SMALL}| (?:have|has|having|had|got|get|getting|to|with|see|seeing|anything|kind|sort|about|at|go|going|for|into|keen|fond|mad|fan|"
    r"take|choose|buy|frames?|glasses|one|pair|something))"
)
_BARE_NO = re.compile(rf"\bno{_SMALL}*$")
_NEGATION = re.compile(
    r"\b(?:rather not|cannot (?:abide|stand|bear|take|do|see|be doing)|could do without|looks? (?:so |really )?(?:terrible|awful|bad|silly|ridiculous|pale|sick|ill|old|dead|stupid|horrible|ugly) (?:in|with)|could not (?:stand|bear)|detest|loathe|despise|hate|dislike|avoid|"
    r"fed up (?:of|with)|bored (?:of|with|by)|tired of|sick of|steer clear of|(?:keep|stay) away from|done with|enough (?:of|with)|"
    r"get rid of|lose the|skip|leave out|exclude|ditch|omit|do not (?:like|want|need|fancy|care for)|did not (?:like|want)|"
    r"am not (?:a fan|keen|into|fond)|never (?:liked|wear|again)|no more|against)"
    rf"{_LARGE}*$|"
    r"\b(?:not for|neither|nor|not|nothing|without|except|anything but|everything but|but not|never|instead of|apart from|aside from|fewer|less|"
    rf"other than|rather than|too){_SMALL}*$"
)
_PLAIN_NO = re.compile(
    r"\b(?:no|not|without|except(?: for)?|neither|nor|anything but|apart from|other than|aside from|bar)(?: (?:a|an|any|in|the|of|made|so|too))*$"
)
_AFTER_OUT = re.compile(
    r"^(?: (?:one|ones|frames?|glasses|thing|look|stuff|rims?))?"
    r"(?: (?:is|are)(?: \w+)? (?:out|a no|a no go|not (?:for me|my (?:thing|style|color|taste|cup)|me)|awful|ugly|horrible|hideous|no good)\b|"
    r"(?: (?:is|are|looks?))? (?:way |far |a bit |much )?too (?:dark|light|pale|bright|loud|harsh|boring|common|severe|strict|serious|heavy looking)\b|"
    r" (?:does|do|did) not (?:suit|work|look good|flatter)| never suits?| makes? me look like| (?:looks?|makes? me look) (?:bad|awful|terrible|silly|ridiculous|old|older|stupid|weird|cheap|pale|washed)|"
    r" (?:drains|washes) me)(?=$| )"
)
_SET_ASIDE = re.compile(
    r"\b(?:forget(?: about)?|never mind|scrap|drop|ignore|cancel|no longer (?:want|need)|(?:does|do) not (?:have|need) to (?:be|have|come)|"
    rf"need not be|not necessarily|no need for|i do not mind about|regardless of){_SMALL}*(?: (?:idea|thing|bit))?$"
)
_AFTER_ASIDE = re.compile(
    r"^(?: (?:one|ones|frames?|thing|idea|bit|part|rims?))?(?: (?:really|now))? (?:(?:does|do|is|are) not|no longer)(?: (?:really|even|so|that|a))* "
    r"(?:matters?|important|must|needed|necessary|essential)\b|^(?: \w+)? (?:is|are) (?:optional|no longer a must|not a must)\b"
)
_TOLD = re.compile(
    r"\bmy (?:old|last|previous|present|current)(?: \w+)?$|"
    r"\b(?:every(?:one|body)(?: else)? (?:has|wears|is wearing|owns)|all my (?:friends|colleagues) (?:have|wear)|"
    r"my (?:\w+ )?(?:old|last|current|present|previous|other) (?:one|ones|pair|glasses|frames|ones now)(?: \w+)? (?:is|are|was|were|had|has|have)|"
    r"(?:i|we) already (?:have|own|got|wear)|i (?:have got|have|own) enough|i used to (?:wear|have)|i (?:wore|had) always|(?:mine|these i have) (?:is|are|were))"
    r"(?: (?:a|an|the|some|in|pair|of|just|only|plain|\d|two|one))*$"
)


def stance(before: str, after: str = "") -> Stance:
    """How the speaker stands to what is named between `before` and `after`, both of a plain line."""
    before = before.strip()
    after = f" {after.strip()}" if after.strip() else ""
    if _SET_ASIDE.search(before) or _AFTER_ASIDE.search(after):
        return Stance.SET_ASIDE
    if _TOLD.search(before):
        return Stance.TOLD
    if _BARE_NO.search(before) or _NEGATION.search(before) or _AFTER_OUT.search(after):
        return Stance.RULED_OUT
    return Stance.WANTED


def plainly_ruled_out(before: str) -> bool:
    """Whether a bare "no" or "not" stands right before what follows."""
    return bool(_PLAIN_NO.search(before.strip()))


def negated(before: str) -> bool:
    """Whether what follows `before` is ruled out."""
    return stance(before) is Stance.RULED_OUT


_LINK = re.compile(
    r"^(?: (?:or|nor|and|or even|or in|and in|and any|or the|and the)|(?: \w+){0,5} so (?:is|are)(?: the)?)? ?$"
)
_OR = re.compile(r"^ (?:or|nor)\b")


def carried(stances: list[Stance], gaps: list[str]) -> list[Stance]:
    """The stances of neighbours in a list: "no black, brown or gray" rules out all three.

    `gaps[i]` is the text between mention i and the next one.
    """
    result = list(stances)
    for index in range(1, len(result)):
        gap = gaps[index - 1]
        linked = _LINK.match(gap) and (gap.strip() or any(_OR.match(later) for later in gaps[index : index + 2]))
        if linked and result[index] is Stance.WANTED and result[index - 1] in {Stance.RULED_OUT, Stance.SET_ASIDE}:
            result[index] = result[index - 1]
    return result

# ruff: noqa: E501 (cue tables read best one cue a line)
"""What a line says of the wearer's face, nose, skin and lenses, and of glasses that were a nuisance."""

import re
from typing import Any

WARY_OF_METAL = re.compile(
    r"\b(?:careful|allerg\w+|react\w*|trouble|problems?|issues?|rash) (?:\w+ )?(?:with|to|from) (?:\w+ )?metals?\b"
)
STRONG = re.compile(
    r"\b(?:strong|high|thick|heavy|bad) (?:minus |plus )?(?:prescription|lenses|eyesight|eyes|glass|script|numbers|power)\b"
    r"|\bprescription is (?:quite |very |really |pretty |rather )?(?:strong|high)\b|\b(?:very|really|quite|extremely) "
    r"(?:near|short|far)sighted\b|\bminus (?:[4-9]|1\d)\b|\bplus (?:[4-9]|1\d)\b|\bhigh (?:minus|myopia)\b|\bblind as a bat\b"
    r"|\bstrong (?:minus|plus|glasses)\b|\blens(?:es)?\b(?: \w+){0,5} thick\b(?!er)"
)
_PROGRESSIVE_NEED = re.compile(
    r"\b(?:(?:he|she|who|they|i)(?: \w+){0,5} (?:wears|needs|uses|has)|i (?:\w+ ){0,3}?(?:wear|need|have|use|want|get|got)|with|for|take|takes|in|fit|i am in|need|into) (?:\w+ ){0,3}?(?:progressive|bifocal)s?\b"
)
_LIGHT = re.compile(
    r"\b(?:light|lightweight|(?:no|nothing|not) (?:too |so |very )?heavy(?: ones?| frames| glasses)?|very light|(?:my|old|current|last) (?:\w+ )*(?:too|so|very|really) heavy|(?:my|these|those|such) heavy (?:glasses|frames|pair|ones?)|not (?:too |so |very )?heavy|weightless|weigh (?:almost )?nothing|weighs nothing|weighs? (?:me down|a ton|a tonne)|"
    r"do not feel|(?:marks?|dents?|grooves?|holes?) (?:on|in|into) (?:my|the) nose|not feel them|cannot feel|without weight|feather ?weight|airy|"
    r"(?:sore|red|painful|hurting|aching) nose|nose (?:is |gets |always )*(?:hurts?|hurting|sore|aches|aching)|hurts? (?:my|the) nose|heavy on (?:my|the) nose|press(?:es|ing)? (?:on|into) (?:my|the) nose)\b(?! (?:blue|green|color|colored|brown|pink|gray|tortoise|bulb|frames? color|shade|tone))"
)
_NOT_LIGHT = re.compile(
    r"\b(?:blue|bright|head|night|street|sun|day|the) (?:light|lights|lightweight)\b|\bcold\b|\blight sensitive\b|\blight on (?:the|my) (?:wallet|pocket)"
)
_NICKEL = re.compile(
    r"\bnickel\b|\b(?:allergic|allergy|react|reaction|rash|sensitive)\b.*\b(?:metal|metals|frames)\b|\bsensitive skin\b|\bhypoallergenic\b|\bmetal allergy\b|\bskin (?:reacts|gets)\b"
)
_LOW_BRIDGE = re.compile(
    r"\b(?:low|flat|flatter|wide|small|narrow|no) (?:nose )?bridge\b|\b(?:flat|small|low|little|tiny|big|large|wide|broad|long) nose\b|\bnose is (?:flat|small|low|quite flat)\b|"
    r"\badjustable (?:nose )?pads\b|\bnose pads\b|\basian fit\b|\blow bridge\b|\bbridge is (?:\w+ )?(?:low|flat)\b"
)
_SLIPPING = re.compile(
    r"\b(?:slid(?:e|es|ing)?|slip(?:s|ped|ping)?|creep(?:s|ing)?|fall(?:s|ing)?|fell)\b(?: \w+){0,4} (?:nose|down|off(?! (?:the|my|a) (?:table|bed|shelf|list|screen|desk|counter)))\b(?! (?:the price|in price))|"
    r"\bkeep(?:s)? (?:sliding|slipping|falling)\b|\b(?:stays?|staying|stay|sits?|holds?|keeps?) (?:put|in place|up|where it (?:is|belongs)|where they (?:are|belong)|on tight|firmly|on my nose|on my face)\b|"
    r"\b(?:push|pushing|shove|shoving) (?:them|it|my glasses) (?:back )?up\b|\b(?:do|does|will|would) not (?:stay|keep|hold) (?:on|up|put)\b|\b(?:they|it|mine|glasses|ones?|frames|always|keeps?) (?:\w+ )?(?:slide|slides|slid|slip|slips|slipped)\b|\b(?:non|no) slip\b|\b(?:tip|end) of (?:my|the|his|her) nose\b|\bbounc(?:e|es|ing)\b|\b(?:wobbl|jiggl)\w+\b"
)
_NO_PADS = re.compile(
    r"\b(?:no|not|without|hate|do not like|dislike|avoid|never|rather not|cannot stand|do without)\b(?: \w+){0,6} (?:nose )?pads\b"
)
_HEAD = r"(?:face|head|skull|noggin)"
_VERY = r"(?:really|very|extra|super|extremely|real|so|terribly|awfully|incredibly|massively|such a)"
_VERY_NARROW = re.compile(
    rf"\b(?:tiny|teeny|teensy|wee|minuscule|itty bitty|child sized|{_VERY} (?:tiny|small|little|narrow|slim|petite))(?: \w+){{0,2}} {_HEAD}\b|"
    rf"\b{_HEAD} is (?:{_VERY} (?:small|narrow|tiny|slim|little)|tiny)\b|\b(?:kids|children|childrens|child|boys|girls|junior)(?: section| department| glasses| frames| sizes?| range)\b|"
    rf"\b{_VERY} (?:small|narrow|tiny|petite) (?:frames?|glasses|ones?|size|fit)\b|\bsmallest sizes?\b|\bxs\b|\bextra small\b"
)
_VERY_WIDE = re.compile(
    rf"\b(?:huge|enormous|massive|giant|gigantic|extra large|xxl|xl|great big|{_VERY} (?:big|wide|large|broad|fat|round))(?: \w+)? {_HEAD}\b|"
    rf"\bbig (?:man|guy|fella|fellow|lad|boy|dude|bloke|fat) (?:\w+ )?{_HEAD}\b|\b{_HEAD} is (?:\w+ )?(?:huge|enormous|massive|{_VERY} (?:big|wide|large|broad))\b|"
    rf"\b(?:am|is|he is|i am) an? (?:{_VERY} )?(?:big|large|huge|heavy set|broad) (?:man|guy|fella|fellow|lad|bloke|dude|person)\b|\b{_HEAD} like an? (?:pumpkin|melon|bucket|watermelon|bowling ball|balloon)\b|"
    rf"\b(?:something|anything|need|want) {_VERY} (?:wide|big|large|broad)\b(?! (?:lens|lenses))|\b{_VERY} (?:wide|big|large|broad) (?:frames?|glasses|ones?|size|fit)\b|\bxxl\b|\bextra wide\b|\bbig headed\b"
)
_NARROW = re.compile(
    r"\b(?:something|anything|ones?) (?:really |very |quite )?(?:small|narrow|tiny|petite)\b|^(?:really |very )?(?:small|narrow|tiny) (?:but|and|please|$)|\b(?:small|narrow|slim|tiny|petite|little|thin|smaller|narrower)(?: \w+)? (?:face|head|size|fit)\b|\b(?:face|head) is (?:\w+ )?(?:small|narrow|slim|tiny)\b|\bsize small\b|\b(?:narrow|small) (?:frames?|glasses)\b|\bmost (?:frames|glasses) are too (?:big|wide|large)\b|\btoo (?:big|wide|large) (?:for|on) me\b.*\b(?:usually|always)\b|\b(?:ones?|glasses|frames|pair) i (?:have|own|wear|got) (?:\w+ ){0,2}?too (?:big|wide|large|loose)\b|"
    r"(?<!is )(?<!or )(?<!it )(?<!they )(?<!too )(?<!not )(?<!so )(?<!how )(?<!quite )(?<!rather )(?<!look )(?<!it is )\b(?:small|petite)(?: (?:and|but|please|for (?:a|my|the)\b)|$)"
)
_WIDE = re.compile(
    r"\b(?:something|anything|ones?) (?:really |very |quite )?(?:big|large|wide|huge)\b|^(?:really |very )?(?:big|large|wide|huge) (?:but|and|please|$)|\b(?:big|wide|broad|large|huge|round and wide|bigger|wider|larger)(?: \w+)? (?:face|head|size|fit)\b|\b(?:face|head) is (?:\w+ )?(?:big|wide|broad|large|huge)\b|\bsize large\b|\b(?:wide|large|extra wide|big) (?:frames?|glasses)\b|\boversized?\b|\bmost (?:frames|glasses) are too (?:small|narrow|tight)\b|\bpinch|\bsqueez\w+ (?:my|at the) (?:head|temples|ears)\b|\b(?:ones?|glasses|frames|pair) i (?:have|own|wear|got) (?:\w+ ){0,2}?too (?:tight|narrow|small)\b|"
    r"\b(?:loud|bold|red|colorful|black|chunky|statement) (?:and )?big\b|\bbig (?:and )?(?:loud|bold|chunky|colorful|red|black)\b"
)
_MEDIUM = re.compile(
    r"\b(?:medium|average|normal|regular)(?: \w+)? (?:face|head|size|sized|fit|width|frames?)\b|\bin between\b|\bsize medium\b|\bnot too (?:big|wide|large)\b.*\bnot too (?:small|narrow)\b"
)
_NOT_BIG = re.compile(
    r"\b(?:not|nothing) (?:too|overly|very|that) (?:big|wide|large|huge|oversized)\b|"
    r"\b(?:no|not|do not (?:\w+ )?(?:want|like)(?: any)?) (?:big|large|wide|huge|oversized) (?:frames?|glasses|ones?)\b"
)
_NOT_SMALL = re.compile(
    r"\b(?:not|nothing) (?:too|overly|very|that) (?:small|narrow|tiny)\b|"
    r"\b(?:no|not|do not (?:\w+ )?(?:want|like)(?: any)?) (?:small|narrow|tiny) (?:frames?|glasses|ones?)\b"
)
NOT_BIG_MM, NOT_SMALL_MM = 135.0, 132.0
_SIZES = (
    (_VERY_NARROW, "very narrow"),
    (_VERY_WIDE, "very wide"),
    (_NARROW, "narrow"),
    (_WIDE, "wide"),
    (_MEDIUM, "medium"),
)


def find_body(line: str) -> dict[str, Any]:
    """The fields of `Needs` that a plain line's words on face, nose, skin and lenses set."""
    change: dict[str, Any] = {}
    if STRONG.search(line):
        change["strong_lenses"] = True
    if _PROGRESSIVE_NEED.search(line):
        change["progressive"] = not re.search(
            r"\b(?:not|no|without|never)\b(?: \w+){0,3} (?:progressive|bifocal)s?\b", line
        )
    if _LIGHT.search(line) and not _NOT_LIGHT.search(line):
        change["light"] = True
    if _NICKEL.search(line):
        change["nickel_allergy"] = not re.search(r"\b(?:no|not)\b.*\ballerg", line)
    if _NO_PADS.search(line):
        change["no_pads"], change["low_bridge"] = True, False
    elif _LOW_BRIDGE.search(line) or _SLIPPING.search(line):
        change["low_bridge"] = True
    if _SLIPPING.search(line):
        change["light"] = True
    modest, ample = _NOT_BIG.search(line), _NOT_SMALL.search(line)
    if modest and not ample:
        change["max_width_mm"] = NOT_BIG_MM
    elif ample and not modest:
        change["min_width_mm"] = NOT_SMALL_MM
    else:
        size = next((name for cue, name in _SIZES if cue.search(line)), None)
        if size:
            change["size"] = size
    if re.search(r"\b(?:spring|flexible|flex) hinges?\b", line):
        change["spring_hinges"] = True
    return change

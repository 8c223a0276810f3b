"""From a transcript to plain words: lower case, spelt out, numbers as digits, hesitations and repeats removed."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from server.llm.consultant.homophones import PHRASES

_CONTRACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "won't": "will not", "can't": "cannot", "shan't": "shall not", "ain't": "is not", "let's": "let us",
        "summat": "something", "owt": "anything", "nowt": "nothing", "hafta": "have to",
        "gonna": "going to", "wanna": "want to", "gotta": "have to", "gimme": "give me", "lemme": "let me",
        "kinda": "kind of", "dunno": "do not know", "y'all": "you", "'em": "them", "c'mon": "come on", "ok": "okay",
        "whats": "what is", "thats": "that is", "im": "i am", "ive": "i have", "dont": "do not", "doesnt": "does not",
        "yeah": "yes", "yep": "yes", "yup": "yes", "nope": "no", "nah": "no", "ones": "one", "favourite": "favorite",
        "favourites": "favorites", "colour": "color", "colours": "colors", "coloured": "colored", "grey": "gray",
        "aluminium": "aluminum", "polarised": "polarized", "moulded": "molded", "harbour": "harbor", "bucks": "dollars",
        "usd": "dollars", "dollar": "dollars", "millimetre": "millimeter", "millimetres": "millimeters",
        "mm": "millimeters", "millimeter": "millimeters", "tr-90": "tr90", "specs": "glasses", "spectacles": "glasses",
        "eyeglasses": "glasses", "eyewear": "glasses", "pd": "pupillary distance", "p.d": "pupillary distance",
    }
)  # fmt: skip
_SUFFIXES = (("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'m", " am"), ("'d", " would"))
_IS_AFTER = frozenset(
    [
        "one",
        "what",
        "that",
        "it",
        "there",
        "here",
        "who",
        "how",
        "why",
        "where",
        "when",
        "he",
        "she",
        "which",
        "this",
        "everything",
    ]
)
_FILLERS = frozenset(["um", "uh", "er", "erm", "hmm", "mm", "ah", "eh", "uhm", "umm", "hm", "mhm", "mmm", "oh"])
_LEAD_INS = frozenset(["so", "and", "but", "well", "then", "now", "anyway", "also", "because", "like"])
_FILLERPHRASES = ("you know", "sort of", "kind of", "i guess", "how do you say")
_CORRECTIONS = re.compile(
    r"\b(?:i mean|no wait|wait no|or rather|scratch that|make that|actually no|no actually|i meant|sorry i|sorry no|"
    r"correction|no sorry)\b"
)
_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_WEIGH = re.compile(r"(\b(?:does|do|would) (?:\w+ ){1,4})(?:way|whey|wait)(?= (?:more|less|than|a lot|much)\b| $)")
_KIN_IS = re.compile(
    r"\b(daughter|son|kid|child|boy|girl|husband|wife|mother|mom|mum|dad|father|brother|sister|friend|partner|grandson|"
    r"granddaughter|grandma|grandpa|niece|nephew|face|nose|head|prescription|budget|name|bridge|hair|skin)'s "
    r"(?=(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|twenty|looking|only|just|not|a|an|really|very|pretty|quite|kinda|so|too|about|around|got|minus|plus|"
    r"wide|narrow|small|big|flat|low|long|round|square|oval|red|blonde|gray|grey|dark|brown|black|white|pale)\b)"
)
_DROPPED_G = re.compile(r"\b(\w{2,})in'(?!\w)")
_CALLED = re.compile(r",\s*(?:honey|love|dear|pet|hun|mate|buddy|sweetheart|darling|duck|hen|boss|pal)(?=[.,!?]|$)")
_ASIDE = re.compile(r",\s*(?:like|you know|i guess|right|i suppose|please|dear|honey|sweetie|buddy|man|mate|dude),\s*")
_SPRUNG = re.compile(
    r"\b(?:flexible|flex|flexi|flexing|bendy|bendable|springy|sprung|spring loaded|elastic) "
    r"(?:hinges?|arms|temples|sides|legs)\b|"
    r"\b(?:hinges?|arms|temples|sides|legs) (?:(?:that|which) )?(?:(?:can|will|are) )?(?:a bit |a little )?"
    r"(?:flex|bend|give|spring|flexible|bendy|bendable|springy|sprung)\b(?: (?:a bit|a little|outwards?|back)\b)?"
)
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[a-z0-9']+")


def plain(text: str) -> str:
    """One line of plain words, corrections ("I mean") still in place."""
    lowered = text.lower().replace("\u2019", "'").replace("-", " ").replace("tr 90", "tr90")
    lowered = _DROPPED_G.sub(r"\1ing", lowered)
    lowered = _CALLED.sub("", lowered)
    lowered = _KIN_IS.sub(r"\1 is ", lowered)
    lowered = _ASIDE.sub(" ", lowered)
    lowered = re.sub(r"\bp\.\s?d\.?", "pupillary distance", lowered)
    lowered = re.sub(r"\$\s*(\d[\d,]*)(?:\.\d\d)?", r"\1 dollars", lowered)
    words: list[str] = []
    for token in _TOKEN.findall(lowered):
        words += _expanded(token).split()
    line = f" {' '.join(words)} "
    for heard, meant in PHRASES:
        line = line.replace(f" {heard} ", f" {meant} ")
    line = _SPRUNG.sub("spring hinges", line)
    for phrase in _FILLERPHRASES:
        line = line.replace(f" {phrase} ", " ")
    line = _WEIGH.sub(r"\1weigh", line)
    words = [word for word in line.split() if word not in _FILLERS]
    while len(words) > 2 and words[0] in _LEAD_INS:
        words = words[1:]
    digits = " ".join(_digits(_without_repeats(words)))
    return re.sub(r"\b(\d+) point (\d)\b", r"\1.\2", re.sub(r"\b(\d+) and a half\b", r"\1.5", digits))


def segments(line: str) -> tuple[str, ...]:
    """A plain line cut where the speaker corrects themselves; the last piece is what is meant."""
    pieces = tuple(piece.strip() for piece in _CORRECTIONS.split(line) if piece.strip())
    return pieces or (line,)


def _expanded(token: str) -> str:
    if token[0].isdigit():
        return token.replace(",", "")
    token = token.strip("'")
    if token in _CONTRACTIONS:
        return _CONTRACTIONS[token]
    for suffix, spelt in _SUFFIXES:
        if token.endswith(suffix):
            return token.removesuffix(suffix) + spelt
    if token.endswith("'s"):
        return token[:-2] + (" is" if token[:-2] in _IS_AFTER else "")
    return token


def _without_repeats(words: list[str]) -> list[str]:
    return [word for index, word in enumerate(words) if index == 0 or word != words[index - 1]]


def _digits(words: list[str]) -> list[str]:
    """Number words as digits; a lone "one" stays, since it mostly means a frame."""
    result: list[str] = []
    index = 0
    while index < len(words):
        value, used = _number_at(words, index)
        if used:
            result.append(str(value))
            index += used
        else:
            result.append(words[index])
            index += 1
    return result


def _number_at(words: list[str], start: int) -> tuple[int, int]:
    word = words[start]
    follower = words[start + 1] if start + 1 < len(words) else ""
    if (word in _UNITS or word == "a" or (word.isdigit() and len(word) == 1)) and follower in {"hundred", "grand"}:
        hundreds = int(word) if word.isdigit() else _UNITS.get(word, 1)
        skip = 3 if words[start + 2 : start + 3] == ["and"] else 2
        rest, used = _below_hundred(words, start + skip)
        after = words[start + skip + used : start + skip + used + 1]
        if after == ["hundred"] or (skip == 3 and rest < 10 and after and after[0] in _TENS):
            return hundreds * 100, 2
        return hundreds * 100 + rest, skip + used if used else 2
    if word == "hundred":
        rest, used = _below_hundred(words, start + 1)
        return (100 + rest, 1 + used) if rest >= 10 else (100, 1)
    if word in _UNITS and 1 <= _UNITS[word] <= 5 and (follower in _TENS or 10 <= _UNITS.get(follower, 0) <= 19):
        rest, used = _below_hundred(words, start + 1)
        return _UNITS[word] * 100 + rest, 1 + used
    value, used = _below_hundred(words, start)
    return (0, 0) if word == "one" else (value, used)


def _below_hundred(words: list[str], start: int) -> tuple[int, int]:
    word = words[start] if start < len(words) else ""
    if word in _TENS:
        unit = words[start + 1] if start + 1 < len(words) else ""
        if unit in _UNITS and 1 <= _UNITS[unit] <= 9:
            return _TENS[word] + _UNITS[unit], 2
        return _TENS[word], 1
    return (_UNITS[word], 1) if word in _UNITS else (0, 0)

# ruff: noqa: E501 (cue tables read best one cue a line)
"""Wishes told as a story: what a life, a model of another brand or a figure to look like means for a frame."""

import re
from dataclasses import dataclass
from typing import Any

from app.domain.frame import FrameShape, Material, Rim


@dataclass(frozen=True, slots=True)
class Circumstance:
    """Words that tell of a circumstance, the fields of `Needs` they stand for, and what is said about it (may be empty)."""

    cues: re.Pattern[str]
    change: dict[str, Any]
    note: str = ""


def _c(cues: str, note: str = "", **change: Any) -> Circumstance:
    return Circumstance(re.compile(rf"\b(?:{cues})\b"), change, note)


_STURDY = "Flexible TR90 and spring hinges forgive a lot, though nothing is unbreakable."
BRANDS = re.compile(
    r"\b(?:ray ?bans?|wayfarers?|clubmasters?|gucci|oakleys?|prada|tom ford|persol|armani|chanel|dior|warby(?: parker)?|versace|"
    r"burberry|nike|adidas|cartier|lindberg|silhouette|moscot|oliver peoples|maui jim|carrera|hugo boss|calvin klein|ralph lauren|"
    r"coach (?:glasses|frames|bags?|ones)|michael kors|designer (?:brands?|frames?|glasses|names?))\b"
)
NOT_THAT_BRAND = "I don't have that brand here, but these come close."

_LOUNGE_SHAPES = (FrameShape.OVAL, FrameShape.PANTO, FrameShape.ROUND)
_METALS = (Material.TITANIUM, Material.STEEL)
_STRONG_PLASTIC = (Material.ACETATE, Material.TR90)

_LOOKS: tuple[Circumstance, ...] = (
    _c(r"clark kent|superman|don draper", "A strong dark frame has that look.", shapes=(FrameShape.RECTANGLE, FrameShape.SQUARE), colours=("black",), rims=(Rim.FULL,), materials=_STRONG_PLASTIC, avoid_uses=("sport",)),
    _c(r"buddy holly|woody allen|michael caine|austin powers|elvis costello|king of comedy|weezer", "A strong square frame has that look.", shapes=(FrameShape.SQUARE,), colours=("black", "tortoise"), rims=(Rim.FULL,), materials=_STRONG_PLASTIC),
    _c(r"harry potter|potter glasses|hogwarts", "Round, thin and plain: that is the look.", shapes=(FrameShape.ROUND,), colours=("black", "gunmetal", "silver"), rims=(Rim.FULL,)),
    _c(r"(?:john )?lennon|gandhi|ghandi|ozzy|janis joplin|leon the professional", "Round and thin metal: that is the look.", shapes=(FrameShape.ROUND,), materials=_METALS),
    _c(r"steve jobs", "Round and next to nothing around it: that is the look.", shapes=(FrameShape.ROUND,), rims=(Rim.RIMLESS, Rim.FULL), materials=_METALS),
    _c(r"malcolm x|(?:strong|thick|heavy|dark) (?:\w+ )?(?:top|brow) line|line (?:at|along|across|over) the top|colonel sanders|vince lombardi|jfk|fifties dad|nasa engineer", "A browline has that look.", shapes=(FrameShape.BROWLINE,)),
    _c(r"audrey hepburn|marilyn(?: monroe)?|dame edna|grace kelly|sophia loren|brigitte bardot|breakfast at tiffanys?", "A cat-eye has that look.", shapes=(FrameShape.CAT_EYE,)),
    _c(r"johnny depp|james dean|atticus finch|gregory peck|cary grant|andy warhol", "A panto has that look.", shapes=(FrameShape.PANTO,)),
    _c(r"top gun|maverick|tom cruise|fighter pilot|pilot look|(?:state )?trooper|sheriff|highway patrol|cops?|policeman|police officer", "An aviator has that look.", shapes=(FrameShape.AVIATOR,)),
    _c(r"motorbike|biker|rides? a (?:motor)?bike|harley", "An aviator belongs on the road.", shapes=(FrameShape.AVIATOR,)),
    _c(r"professors?(?! frame)|academic|scholarly|intellectual|university teacher|literary|writer|poet like|philosopher", "A panto or a browline has that look.", shapes=(FrameShape.PANTO, FrameShape.BROWLINE)),
    _c(r"architects?|graphic designer|gallery|curator", "Architects like a clear round or geometric line, at least in films.", shapes=(FrameShape.ROUND, FrameShape.GEOMETRIC)),
    _c(r"librarians?|schoolteacher|school ?marm|school mistress|governess", "A cat-eye or a small oval has that look.", shapes=(FrameShape.CAT_EYE, FrameShape.OVAL)),
    _c(r"secretary|fifties|1950s|50 style|pin ?up|movie star|film star|diva|glamorous|glam|femme fatale|hollywood", "A cat-eye has that look.", shapes=(FrameShape.CAT_EYE,)),
    _c(r"mad men|sixties|1960s|60 style|detective|spy|reporter|accountant look", "A browline has that look.", shapes=(FrameShape.BROWLINE,)),
    _c(r"hippie|hippy|beatles|seventies|1970s|wizard look|bohemian|boho", "Round it is, then.", shapes=(FrameShape.ROUND,)),
    _c(r"rock ?star|punk|drag queen|elton john|pop star|artist look|like an artist|on stage|performer|musician", "Then they may be bold.", style="bold"),
    _c(r"(?<!would )(?<!i )(?:like|as)(?: (?:a|an|my|our|some|your|the|his|her))? (?P<who>grandma|grandmother|granny|nan|old lady|old woman|mother|mom|mum|grandpa|grandad|granddad|grandfather|old man|dad|father|pensioner|accountant|undertaker)|(?:grandma|granny|grandmother|grandpa|grandad|granddad|grandfather|old lady|old man)(?: style| look| glasses| vibes?| frames)", "", style="classic"),
    _c(r"softer(?: (?:shape|line|lines|look|edges))?(?! (?:there|on|pads|nose|for my))|less (?:harsh|severe|strict|hard|angular|edgy)|soft (?:shape|line|lines|edges)|rounder edges|gentler|round(?:ed)? corners", "Softer lines: oval, panto or round.", shapes=_LOUNGE_SHAPES),
    _c(r"(?:more|some) (?:edges|corners|structure)|sharper (?:lines|edges|shape)|more angular|straighter lines", "Straighter lines, then.", shapes=(FrameShape.RECTANGLE, FrameShape.SQUARE, FrameShape.GEOMETRIC)),
)  # fmt: skip
_DISLIKED = re.compile(
    r"(?:\b(?:i would|i will|i|they|these|those|it|that|you|he says i|she says i|says i|makes? me|make me) (?:all )?(?:\w+ )?(?:look|looks|feel|feels)(?: \w+)? (?:like|as)|\bmakes? me|"
    r"\btoo(?: much)?|\bnot(?: like)?|\bno|\bwithout|\bless)(?: (?:a|an|the|my|some|of|like|much|old|bit|real|proper|strict|\d))*$"
)
_WISHED = re.compile(
    r"\b(?:want|like|love|wanted|try|trying|prefer|hope|hoping|need|going for) (?:\w+ )?to (?:look|feel)\b(?: \w+)*$"
)

_TABLE: tuple[Circumstance, ...] = (
    _c(
        r"break(?:s|ing)? (?:absolutely |just |literally )?(?:everything|all|them all|a lot|easily|every)|(?:always|keeps?|constantly|forever|for ever) (?:getting )?(?:breaking|dropping|sitting on|sat on|bending|losing|broken|bent|stepped on|trodden on)|"
        r"(?:i am|he is|she is|really|very|so|pretty) clumsy|(?:hard|rough|tough) on (?:my |his |her |their )?(?:glasses|things|stuff|frames|them|everything)|"
        r"(?:sit|sits|sat|step|steps|stepped|sleep|slept|tread|treads|trod|lies|lie|roll|rolls) (?:on|in) (?:them|my glasses|it|his glasses|her glasses|everything|the couch)|(?:get|gets|getting|got) (?:sat|stepped|trodden|trampled) on|"
        r"toddlers?|(?:kids?|babies|baby|grandkids?|dogs?|puppy|grandchild\w*|children|son|daughter|grandson) (?:\w+ ){0,4}(?:pull|pulls|pulling|grab|grabs|grabbing|yank\w*|hanging|chews?|pawing)|"
        r"(?:construction|building) (?:site|work|worker)|in a workshop|mechanic|carpenter|firefighter|take a beating|rough and tumble|take abuse|not break(?! the bank)|will not break(?! the bank)|cannot break|wrestl\w+|(?:drop|drops|dropping) (?:them|my glasses|everything)|"
        r"(?:nothing|not|no) (?:\w+ )?(?:snaps?|breaks?|cracks?)(?! the bank)|snaps? (?:off|easily|in half|in two)|snapped|kid ?proof|child ?proof|bomb ?proof|tough (?:frames?|glasses|ones?|as)|hurling|rugby|football|boxing|martial arts|judo",
        _STURDY, materials=(Material.TR90,), spring_hinges=True, avoid_rims=(Rim.RIMLESS,),
    ),
    _c(r"wayfarers?", NOT_THAT_BRAND, shapes=(FrameShape.SQUARE,), materials=(Material.ACETATE,), rims=(Rim.FULL,)),
    _c(r"clubmasters?", NOT_THAT_BRAND, shapes=(FrameShape.BROWLINE,)),
    _c(r"weddings?|mother of the (?:bride|groom)|bridal|bridesmaids?|(?:gala|christening|anniversary|reception|cocktail|black tie|evening (?:dress|gown)|special occasion|ceremony|festive|new year(?:s| is)?(?: eve)?|(?:for|to|at) the (?:opera|theater|ballet)|night at the \w+)", "For an occasion I'd keep it elegant.", style="elegant"),
    _c(r"(?:job )?interviews?|court room|funerals?|(?:in|at) (?:a|the) bank|bankers?|lawyers?", "", style="classic"),
    _c(r"part(?:y|ies)|clubbing|night out|holi?days? (?:mood|pair)", "", style="bold"),
    _c(r"helmet|headset|headphones|hard hat|under a (?:hat|cap)", "Slim and light temples sit best under that.", light=True, materials=(*_METALS, Material.TR90)),
    _c(r"hearing aids?|behind (?:my|the|his|her) ears?|oxygen (?:tube|hose)|(?:thin|skinny|slim|narrow|slender|fine) (?:arms?|temples?|sides|legs|sidepieces)|arms? (?:\w+ ){0,2}(?:thin|skinny|slim)", "Thin metal temples leave the most room behind the ear; a colleague can bend them to suit.", light=True, materials=_METALS),
    _c(r"dainty|daintier|delicate|filigree|spindly|wispy", "", light=True, materials=_METALS),
    _c(r"long (?:eye)?lashes|lashes (?:touch|hit|brush)", "Nose pads can hold the lenses further out.", low_bridge=True),
    _c(r"sweat|sweats|sweaty|sweating|(?:while|when) (?:i )?(?:run|running|jog|jogging)", "Little weight, spring hinges and nose pads hold best; a strap holds more.", uses=("sport",), spring_hinges=True),
    _c(r"(?:slid|slide|slides|slip|slips|slipping|sliding|stay|stays|fall|falls|fell) (?:\w+ ){0,3}(?:put|down|off|up)|keep pushing them", "Adjustable nose pads and little weight keep a pair up; a colleague sets the pads to your nose."),
    _c(r"(?:dents?|marks?|grooves?|holes?) (?:on|in|into) (?:my|the) nose|(?:sore|hurting|painful) nose|nose (?:is |gets |always )*(?:hurts?|hurting|sore)", "The less it weighs, the less it presses; a colleague can set the pads too."),
)  # fmt: skip


def find_circumstances(line: str, stated: frozenset[str] = frozenset()) -> tuple[dict[str, Any], str]:
    """All that a line tells of circumstances: the fields to change, alternatives joined, and one sentence about them.

    Fields `stated` outright in the same line stand; a circumstance that could only set those is not mentioned.

    A look that is told with dislike ("I'd look like a cop") rules out its shapes and turns its style round.
    """
    change: dict[str, Any] = {}
    notes: list[str] = []
    for one in _LOOKS:
        match = one.cues.search(line)
        if match is None:
            continue
        before = line[: match.start("who") if match.groupdict().get("who") else match.start()].rstrip()
        if _DISLIKED.search(before) and not _WISHED.search(before):
            _join(change, _turned_round(one.change))
        else:
            _join(change, one.change)
            notes += [one.note] if not one.change or set(one.change) - stated else []
    for one in _TABLE:
        if one.cues.search(line):
            _join(change, one.change)
            notes += [one.note] if not one.change or set(one.change) - stated else []
    if not change and not stated:
        return {}, ""
    if BRANDS.search(line):
        return change, NOT_THAT_BRAND
    return change, " ".join(note for note in dict.fromkeys(note for note in notes[:2]) if note)


def _join(change: dict[str, Any], more: dict[str, Any]) -> None:
    for name, value in more.items():
        change[name] = tuple(dict.fromkeys((*change.get(name, ()), *value))) if isinstance(value, tuple) else value


def _turned_round(change: dict[str, Any]) -> dict[str, Any]:
    """What a disliked look asks for: other shapes, the opposite style."""
    turned: dict[str, Any] = {}
    if "shapes" in change:
        turned["avoid_shapes"] = change["shapes"]
    if "style" in change:
        turned["style"] = "minimal" if change["style"] in {"bold", "trendy"} else "trendy"
    return turned

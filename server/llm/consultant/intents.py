# ruff: noqa: E501 (cue tables read best one cue a line)
"""What a line asks for, told by cues: phrases in plain words, tried in the order of the table."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Intent(StrEnum):
    CALL_PERSON = "call person"
    GOODBYE = "goodbye"
    PRIVACY = "privacy"
    WHO = "who are you"
    WHAT_CAN = "what can you do"
    REPEAT = "repeat"
    RESET = "start over"
    UNSAVE = "unsave"
    LIST_SAVED = "list saved"
    TRY_ON = "try on"
    COMPARE = "compare"
    SAVE = "save"
    MEASURE = "measure"
    MY_PD = "my pd"
    MY_WIDTH = "my width"
    MY_SHAPE = "my shape"
    SUITS_SHAPE = "what suits a shape"
    SUPERLATIVE = "which is the most"
    COUNT = "how many"
    LIST_COLLECTIONS = "collections"
    PRICE_RANGE = "price range"
    CHEAPER = "cheaper"
    DEARER = "dearer"
    LIGHTER = "lighter"
    SMALLER = "smaller"
    BIGGER = "bigger"
    OTHER_COLOUR = "another colour"
    OTHER_SHAPE = "another shape"
    LIKE_THIS = "more like this"
    OPINION = "opinion"
    WHY = "why"
    FIT = "fit"
    RX = "prescription suitability"
    PRICE = "price"
    WEIGHT = "weight"
    BRIDGE = "bridge"
    TEMPLE = "temple"
    HINGES = "hinges"
    COLOURS = "colours"
    MATERIAL = "material"
    NICKEL = "nickel"
    SIZE = "size"
    SHAPE = "shape of a frame"
    COLLECTION = "collection of a frame"
    DESCRIBE = "describe"
    MORE = "more"
    SHOW = "show"
    LIKE = "like"
    DISLIKE = "dislike"
    THANKS = "thanks"
    HOW_ARE_YOU = "how are you"
    NAME_TOLD = "name told"
    WAIT = "wait"
    GREET = "greet"
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    BACK = "the ones before"
    NAMES = "what are they called"
    RX_TOLD = "prescription told"


FACTS = (
    Intent.PRICE, Intent.WEIGHT, Intent.BRIDGE, Intent.TEMPLE, Intent.HINGES, Intent.COLOURS, Intent.MATERIAL,
    Intent.NICKEL, Intent.SIZE, Intent.SHAPE, Intent.COLLECTION, Intent.FIT, Intent.RX, Intent.DESCRIBE,
)  # fmt: skip

REFINEMENTS = (
    Intent.CHEAPER, Intent.DEARER, Intent.LIGHTER, Intent.SMALLER, Intent.BIGGER, Intent.OTHER_COLOUR,
    Intent.OTHER_SHAPE, Intent.LIKE_THIS,
)  # fmt: skip

_GLASSES = r"(?:glasses|frames?|pairs?|ones?|models?|options?|styles?)"
_PERSON = (
    r"(?:person|human|someone|somebody|staff|people|associate|assistant|optician|colleague|employee|manager|"
    r"representative|clerk|salesperson|sales person|team member|member of staff|advisor|consultant|specialist|expert)"
)
_MORE_THAN = r"(?:any|some|some ?thing|anything|one|ones|a bit|a little|slightly|much|even|them|it|that is|pairs?|frames?|glasses)"


def _refine(comparatives: str) -> tuple[str, ...]:
    return (
        rf"^(?!(?:which|what)(?: one| of)?\b)(?!.*\b(?:than the|is it|is that|are they|who)\b).*\b(?:{comparatives})\b",
    )


CUES: tuple[tuple[Intent, tuple[str, ...]], ...] = (
    (
        Intent.CALL_PERSON,
        (
            rf"\b(?:talk|speak|chat) (?:to|with) (?:a |an |the |your |another |one of your )?(?:real |actual |live |human )?{_PERSON}",
            rf"\b(?:call|get|fetch|find|send|bring|want|need|have|prefer) (?:me |for |over )?(?:a |an |the |your |one of your )?(?:real |actual |live )?{_PERSON}\b(?! (?:thing|else|to (?:wear|drive|read)))",
            r"\b(?:real|actual|human) (?:person|being|help)\b", r"\b(?:get|need|call for|call) (?:some )?help\b",
            r"\bis (?:there )?(?:somebody|someone|anyone|anybody) (?:here|around|who|i can|available|that)\b",
            rf"\bcan (?:a |an |the )?{_PERSON} (?:help|come|assist)\b", r"\bhuman please\b",
            rf"\bask (?:a |an |the |one of the )?{_PERSON}\b", rf"\bcall {_PERSON}",
        ),
    ),
    (
        Intent.PRIVACY,
        (
            r"\bprivacy\b", r"\b(?:store|storing|save|saving|keep|keeping|record|recording|share|sell|send|upload|stored|saved|recorded) (?:my |the |any |of my |these )?(?:\w+ )?(?:picture|pictures|photo|photos|image|images|face|data|video|voice|information|measurements|details)\b",
            r"\b(?:picture|pictures|photo|photos|image|images|face|data|video|voice|information|measurements|details|recording)s? (?:\w+ ){0,3}?(?:stored|saved|kept|recorded|shared|sold|deleted|go|uploaded|safe|happens)\b",
            r"\bwhat (?:happens|do you do) (?:to|with) (?:my|the|all)\b", r"\b(?:are|am) (?:you|i) (?:being )?(?:recording|recorded|filming|filmed|watching me|watched)\b",
            r"\bdelete my\b", r"\b(?:throw away|forget|erase|wipe|delete|remember|get rid of|know) (?:\w+ ){0,4}?(?:about me|of me|i said|i told you|my (?:face|data|visit))\b", r"\bis (?:the|that|your) camera\b", r"\bcan you see me\b", r"\bare you watching\b", r"\bdo you record\b",
            r"\bwho (?:can )?sees? (?:my|this|the)\b", r"\bdata protection\b",
        ),
    ),
    (
        Intent.WHO,
        (
            r"\bwho are you\b", r"\bwhat are you\b", r"\bare you (?:a |an )?(?:real|human|robot|ai|bot|machine|computer|person|chatbot|alive|artificial)\b",
            r"\b(?:what is|do you have a|tell me) your name\b", r"\btrust (?:a |an |this |that |the |your )?(?:you|computer|machine|robot|ai|screen|kiosk)\b", r"\bam i (?:talking|speaking) (?:to|with)\b", r"\byour name\b",
            r"\bis this (?:a |an )?(?:ai|robot|recording|real person|bot|computer|machine)\b",
        ),
    ),
    (
        Intent.WHAT_CAN,
        (r"\bwhat (?:can|do) you do\b", r"\bhow (?:does this|do you|does it) work\b", r"\bwhat (?:can|could|should|may) i (?:do|ask|say)\b", r"\bhow can you help\b", r"\bhelp me with what\b"),
    ),
    (
        Intent.REPEAT,
        (r"\b(?:repeat|say) (?:that|it|this)(?: again)?\b(?! (?:one|to|in my))", r"^(?:sorry |pardon |excuse me |i am sorry )?(?:what|pardon|come again|what was that|again)(?: please| again)?$", r"\bdid not (?:catch|hear|understand|get) (?:that|you|it)\b", r"\bwhat did you say\b", r"\bonce more please\b", r"\bsay again\b", r"^(?:can you )?repeat", r"\bpardon me\b", r"\bi could not hear\b"),
    ),
    (
        Intent.RESET,
        (r"\bstart (?:over|again|from scratch|fresh)\b", r"\bforget (?:all |everything|about all|what i said)", r"\b(?:something|anything) (?:completely|totally|entirely) (?:different|else|new)\b", r"\breset\b", r"\bfrom the beginning\b"),
    ),
    (
        Intent.BACK,
        (
            r"^(?:please )?(?:can (?:you|we|i) )?go back\b", r"\bback to (?:the|those) (?:others?|first ones|previous|ones)\b",
            r"\b(?:ones?|frames|glasses) (?:from )?before\b", r"\bprevious (?:one|ones|frames)\b", r"\bthe earlier ones\b",
        ),
    ),
    (Intent.NAMES, (r"\b(?:names?|called) (?:of |are )?(?:these|those|they|them|all)\b", r"\bwhat are (?:these|those|they) called\b")),
    (
        Intent.RX_TOLD,
        (
            r"\b(?:my|a|gave me a|have a) prescription,?(?: \w+){0,3} (?:minus|plus)\b", r"\bi am (?:minus|plus) [0-3]\b",
            r"\bi am (?:a bit |a little |slightly )?(?:near|far|short|long) ?sighted\b", r"\b(?:mild|weak|low) prescription\b",
        ),
    ),
    (
        Intent.UNSAVE,
        (
            r"\b(?:clear|empty) (?:my|the) (?:favorites|list|shortlist)\b",
            r"\b(?:remove|delete|unsave|drop)\b", r"\btake (?:\w+ ){1,4}(?:off|out of|from) (?:my|the) (?:list|favorites|shortlist|selection)\b", r"\bdo not (?:want|need) (?:to )?(?:save|keep)\b", r"\bno longer (?:want|like)\b"),
    ),
    (
        Intent.LIST_SAVED,
        (r"\b(?:what|which)(?: \w+){0,3} (?:have i |did i |i have |i )(?:saved|save|keep|kept|like|liked|picked|chosen|put)", r"\b(?:show|see|read|list|what is (?:in|on)|what are|open|go to|look at|tell me|which are)(?: me)?(?: in| on)? (?:my|the) (?:favorites|shortlist|list|saved|selection|saved frames)\b", r"^my (?:favorites|shortlist|list)(?: please)?$", r"\bwhat (?:\w+ ){0,4}(?:on|in) (?:my|the) (?:favorites|shortlist|list|selection)\b", r"\bwhich (?:\w+ ){0,4}(?:my|the) (?:favorites|shortlist|list)\b", r"\bfrom (?:my )?favorites\b", r"\bsaved (?:so far|frames)\b"),
    ),
    (
        Intent.TRY_ON,
        (r"\b(?:try|trying|tried|put|putting) (?:[\w]+ ){0,6}?on\b", r"\btry (?:out )?(?:it|them|that|this|those|these|the)\b", r"\b(?:see|show)(?: me)? (?:\w+ ){0,5}?on (?:me|my face|my head|my own face|myself)\b", r"\bhow (?:would|will|do|does|could|might) (?:[\w]+ ){0,5}?look on (?:me|my face)\b", r"\bvirtual(?:ly)?\b", r"\bsee myself\b", r"\btry on\b", r"\bsee (?:how )?(?:it|they|that|those|these) (?:looks?|suits?) on me\b", r"\blook like on me\b", r"\bmirror\b"),
    ),
    (
        Intent.COMPARE,
        (r"\bcompar", r"\bversus\b|\bvs\b", r"\bdifferences? between\b", r"\bhow (?:are|do) (?:they|these|those|the (?:2|two)) (?:different|differ)\b", r"\bwhat is the difference\b", r"\bside by side\b", r"\bnext to each other\b", r"\bhow (?:does|do) .+ (?:stack up|differ|measure up)\b", r"\b(?:is|are) .+ (?:lighter|cheaper|wider|bigger|smaller|heavier|narrower|more expensive|better) than\b"),
    ),
    (
        Intent.SAVE,
        (r"\bsave\b(?! (?:money|me (?:money|some)|on))", r"\bkeep (?:it|that|this|them|those|these|the|both|\w+ (?:for|in) )(?! ?(?:under|below|within|simple|light|cheap|around|between|up|low|classic|subtle|at|to))", r"\bbookmark\b", r"\badd (?:\w+ ){1,5}(?:to|in) (?:my|the) (?:list|favorites|shortlist|cart|selection)\b", r"\b(?:to|in|on|into) (?:my|the) (?:favorites|shortlist|list)\b", r"\b(?:i will|i would|let me|let us) (?:take|have|go (?:with|for)|buy|get) (?:it|that|this|them|those|these|the)\b", r"\bremember (?:it|that one|this one|the|that|this)\b", r"\bput (?:\w+ ){1,4}(?:aside|away)\b", r"\bshortlist\b", r"\bfavorite (?:it|that|this)\b", r"\bmark (?:it|that|this)\b", r"\bhold on to\b", r"\bi want to (?:buy|keep|take) (?:it|that|this|them|the)\b", r"\breserve\b"),
    ),
    (
        Intent.MEASURE,
        (r"\bmeasure (?:me|my|us|again|it again|now|the)\b", r"\b(?:can|could|please|want you to|go ahead and|let us|you|start) (?:you )?(?:measure|scan)\b", r"\bscan my\b", r"\btake (?:my |the |some )?measurements?\b", r"\b(?:use|turn on|start) the camera\b", r"\bget(?:ting)? measured\b", r"\bmeasure\b(?! up)", r"\bbe measured\b", r"\bdo (?:the|a) (?:scan|measurement|measuring)\b"),
    ),
    (
        Intent.MY_PD,
        (r"\bpupillary distance\b", r"\bmy (?:pupils?|eyes)(?: \w+){0,3} (?:apart|distance)\b", r"\bhow far apart are my\b", r"\bdistance between my (?:eyes|pupils)\b", r"\bmy (?:pupil|eye) distance\b", r"\bwhat (?:did you measure|are my (?:measurements|numbers))\b", r"\bmy measurements\b", r"\bhow (?:accurate|exact|precise|reliable|sure|certain)\b(?!.*\bshape\b)", r"\bmargin of error\b", r"\bmeasurements? (?:of|on) (?:me|my)\b"),
    ),
    (
        Intent.MY_WIDTH,
        (r"\bhow (?:wide|big|broad|large|narrow|small) is my (?:face|head)\b", r"\b(?:width|size) of my (?:face|head)\b", r"\bmy (?:face|head) (?:width|size)\b", r"\bwhat (?:size|width) (?:is my (?:face|head)|am i|do i (?:need|wear|have)|should i|frame do i)\b", r"\bis my (?:face|head) (?:wide|narrow|big|small|broad)\b", r"\bwhat is my size\b", r"\bwhich size (?:do|am|should)\b"),
    ),
    (
        Intent.MY_SHAPE,
        (r"\bshape (?:is|of) my (?:face|head)\b", r"\b(?:what|which|kind of|type of|what is) (?:\w+ ){0,3}?face shape\b", r"\bface shape (?:do|am|have|is mine)\b", r"\bmy face shape\b(?! is)", r"\bwhat (?:kind of |type of |sort of )?(?:shape|face) (?:am i|do i have|have i)\b", r"\b(?:is|would you say|do you think|think) (?:that )?my face\b(?! (?:wide|narrow|big|small|broad|too))", r"\bis my face (?:round|oval|square|heart|oblong|long)\b", r"\bdo i have an? (?:round|oval|square|heart|oblong|long)\b", r"\bwhat is my shape\b", r"\bhow sure are you\b.*\bshape\b"),
    ),
    (
        Intent.SUITS_SHAPE,
        (r"\b(?:what|which|best)(?: \w+){0,4} (?:suit|suits|fit|fits|go|goes|look|looks|work|works|flatter|flatters|good|best|better|recommend|recommended|for)(?: \w+){0,3} (?:round|square|oval|oblong|long|heart|heart shaped|diamond|triangle|triangular|rectangular)(?: shaped)? (?:face|shape|head)s?\b", r"\b(?:suits?|for|flatter|flatters) an? (?:round|square|oval|oblong|long|heart|heart shaped|diamond|triangular)(?: shaped)? face\b"),
    ),
    (
        Intent.COUNT,
        (r"\bhow many (?:\w+ ){0,2}?(?:frames|glasses|models|pairs|different|styles|options|do you)\b", r"\bhow (?:big|large) is (?:your|the) (?:selection|range|collection|catalog|catalogue)\b"),
    ),
    (
        Intent.LIST_COLLECTIONS,
        (r"\b(?:what|which) (?:\w+ )?(?:collections|brands|lines|designers|labels|makes|series)\b", r"\b(?:list|tell me|name) (?:me )?(?:your|the|all) (?:collections|brands)\b", r"\b(?:ray bans?|gucci|oakleys?|prada|tom ford|persol|armani|chanel|dior|warby|designer|versace|burberry|nike)\b", r"\bdo you (?:have|carry|sell|stock) (?:\w+ )?brands?\b"),
    ),
    (
        Intent.PRICE_RANGE,
        (r"\bprice range\b", r"\b(?:range of|what are (?:your|the)) prices\b", r"\bhow (?:much|expensive) (?:are|do) (?:your|the) (?:frames|glasses)\b(?! cost together)", r"\bwhat do (?:your )?(?:frames|glasses) cost\b", r"\bhow expensive are you\b", r"\bwhat (?:do|does) (?:a pair|glasses|frames)(?: of \w+)? (?:normally |usually )?cost\b"),
    ),
    (
        Intent.SUPERLATIVE,
        (r"\b(?:cheapest|least expensive|most expensive|dearest|priciest|lightest|heaviest|widest|narrowest|smallest|biggest|largest|lowest price|least heavy|most affordable|highest price|shortest|longest|deepest)\b", r"\b(?:which|what)(?: one| of (?:them|these|those|the \w+))?(?: \w+){0,2} (?:is|are|weighs?|costs?) (?:the )?(?:cheaper|lighter|heavier|wider|narrower|smaller|bigger|larger|more expensive|less expensive|less|least|more|most)\b"),
    ),
    (Intent.CHEAPER, _refine(r"cheaper|less expensive|less pricey|less money|lower price|lower priced|more affordable|affordable|too expensive|too pricey|too much money|over my budget|out of my budget|inexpensive|cheap|costs? less|bit expensive|quite expensive|a bit much|bit pricey|not so expensive")),
    (Intent.DEARER, _refine(r"more expensive|higher end|high end|premium|fancier|luxury|luxurious|nicer|better quality|more exclusive|upscale")),
    (Intent.LIGHTER, _refine(r"lighter(?! (?:color|colors|colored|shade|brown|blue|green))|less heavy|weighs? less|too heavy")),
    (Intent.SMALLER, _refine(r"smaller|narrower|less wide|not (?:so|as) (?:wide|big|large)|(?<!not )too (?:big|wide|large)|tighter|more compact|slimmer")),
    (Intent.BIGGER, _refine(r"bigger|wider|larger|broader|not (?:so|as) (?:small|narrow)|(?<!not )too (?:small|narrow|tight)|roomier")),
    (
        Intent.OTHER_COLOUR,
        (r"\b(?:another|other|different|more|new|alternative) colors?\b", r"\bdifferently colored\b", r"\b(?:change|switch) (?:the )?colors?\b"),
    ),
    (
        Intent.OTHER_SHAPE,
        (r"\b(?:another|other|different) shapes?\b", r"\bchange (?:the )?shape\b"),
    ),
    (
        Intent.LIKE_THIS,
        (r"\b(?:more|something|anything|others?|ones?|frames?|glasses|similar) (?:just |a bit |frames |ones |glasses |options )?(?:like|similar to|along the lines of|in the style of) (?:the|that|this|it|them|those|these|number|\w+$)", r"\bsimilar (?:to|ones?|frames?|glasses|styles?|options?|but)\b", r"\bmore (?:of|in) (?:that|this|the same) (?:style|kind|sort|type)\b", r"\bsame (?:style|kind|type|sort) as\b", r"\bmore like (?:it|that|this|the|them|these|those)\b", r"\banything similar\b", r"\bmore like \w+"),
    ),
    (
        Intent.WHY,
        (r"^(?:and |but |so )?why\b", r"\bwhat makes (?:you|it|them|this|that)\b", r"\bwhat is (?:so )?(?:good|special|great) about\b", r"\breasons?\b", r"\bhow (?:come|did you (?:pick|choose|decide))\b"),
    ),
    (
        Intent.FIT,
        (r"\b(?:does|do|would|will|is|are) (?:[\w]+ ){0,5}?(?:fit|fits|right size|too (?:big|small|wide|narrow|large|tight|loose))\b", r"\bhow (?:does|do|would|will|well) (?:[\w]+ ){0,5}?(?:fit|sit)\b", r"\bfit (?:me|my face|my head|on me)\b", r"\bwider than my face\b", r"\b(?:wide|narrow|big|small|large) enough\b", r"\bthe right (?:size|width)\b", r"\bfits? (?:me|my)\b", r"\bgood fit\b", r"\btoo (?:big|small|wide|narrow|large|tight) for (?:me|my)\b", r"\bhow (?:is|good is) the fit\b", r"\bcomfortable\b"),
    ),
    (
        Intent.RX,
        (r"\b(?:work|works|good|suitable|fit|okay|fine|possible|take|takes|hold|use|used|go|right|ready|suited|deep enough|wear|put|get|have) (?:\w+ ){0,4}?(?:progressives?|(?<!my )prescriptions?|strong lenses|bifocals?|thick lenses|varifocals?|high prescription|my lenses|reading lenses)\b(?! (?:does|do|is|are))", r"\b(?:is|are|can|could|does|do|would|will) (?:it|they|this|that|these|those|the \w+)(?: \w+){0,5} (?:progressives?|prescription|strong lenses|bifocals?)\b"),
    ),
    (
        Intent.NICKEL,
        (r"\b(?:is|are|does|do|contain|contains|have|has|any) (?:\w+ ){0,5}?(?:nickel|hypoallergenic)\b",),
    ),
    (
        Intent.PRICE,
        (r"\bhow (?:much|expensive)\b(?! (?:does (?:it|that|this|the \w+) weigh|do they weigh|weight|heavier|lighter))", r"\bprices?\b(?! (?:is no|range))", r"\b(?:what|how much) (?:does|do|would|is|are) (?:[\w]+ ){0,5}?costs?\b", r"\bcosts?\b", r"\bexpensive\b(?! (?:one|than))", r"\bwhat do i pay\b"),
    ),
    (
        Intent.WEIGHT,
        (r"\b(?:weight|weigh|weighs|heavy|grams|how light)\b", r"\b(?:is|are) (?:it|they|this|that|these|those|the \w+)(?: \w+){0,3} light\b"),
    ),
    (
        Intent.BRIDGE,
        (r"\bbridges?\b", r"\bnose ?pads?\b", r"\bnose\b"),
    ),
    (
        Intent.TEMPLE,
        (r"\btemples?\b", r"\b(?:arms?|legs|sides) (?:\w+ ){0,3}?(?:long|length|are|is)\b", r"\b(?:long|length)(?: \w+){0,3} (?:arms?|legs)\b", r"\bearpieces?\b"),
    ),
    (Intent.HINGES, (r"\b(?:spring )?hinges?\b",)),
    (
        Intent.COLOURS,
        (r"\b(?:what|which|other|how many|any|all the|all|available) (?:\w+ ){0,2}?colors?\b", r"\bcolors? (?:does|do|is|are|options|choices|can|come|available|has|have)\b", r"\b(?:does|do|is|are|can|come|comes|have|get|has|available)(?: [\w]+){0,6} in (?:a )?(?:\w+ )?(?:black|brown|tortoise|blue|green|red|pink|purple|gray|clear|white|gold|silver|navy|burgundy|orange|yellow|teal|crystal|bronze|rose|beige|cream|honey|gunmetal|copper|olive|plum|lilac|mustard|color)\b", r"\bin (?:what|which) colors?\b", r"\bcolors?\?*$"),
    ),
    (
        Intent.MATERIAL,
        (r"\bmaterials?\b", r"\bmade (?:of|from|out of)\b", r"\bwhat (?:is|are) (?:it|they|this|that|these|those|the \w+) made\b", r"\b(?:is|are) (?:it|they|this|that|these|those|the \w+)(?: \w+)? (?:titanium|acetate|metal|plastic|steel|aluminum)\b"),
    ),
    (
        Intent.SIZE,
        (r"\b(?:size|sizes|dimensions?|measurements?|how many millimeters|how (?:wide|big|large|tall|deep|long|high)|width|height|lens width|lens height|total width)\b", r"\bwhat are (?:its|their|the) (?:numbers|millimeters)\b"),
    ),
    (
        Intent.SHAPE,
        (r"\bwhat shape\b", r"\bwhich shape\b", r"\bshape (?:is|are|of|do|does)\b", r"\b(?:is|are) (?:it|they|this|that|these|those)(?: \w+)? (?:round|square|oval|rimless|half rim|full rim|rectangular)\b", r"\brim (?:type|does|do)\b", r"\bwhat (?:kind|type) of rim\b"),
    ),
    (Intent.COLLECTION, (r"\b(?:which|what) (?:collection|brand|line)\b", r"\bwho makes\b", r"\bwho is (?:[\w]+ ){1,4}by$", r"\bfrom which collection\b")),
    (
        Intent.OPINION,
        (r"\bwhat (?:do|would) you (?:think|say|recommend|suggest|pick|choose|advise|prefer|take)\b", r"\bwhich (?:one |of (?:them|these|those|the \w+) |frame |pair |1 )?(?:do|would|should|is|are) (?:you|i|the best|best|better|your)\b", r"\byour (?:favorite|opinion|recommendation|advice|pick|choice|view)\b", r"\b(?:suit|suits|flatter|flatters|look good|looks good|look nice|looks nice|look better|look best)(?: \w+)? (?:me|on me|my face)?\b", r"\bbest (?:one )?for me\b", r"\bdo i look\b", r"\bam i (?:pretty|beautiful|handsome|ugly)\b", r"\bwhich (?:one )?(?:is|are|looks?|fits|would be) (?:the )?(?:best|better|nicest|nicer)\b", r"\bif you were me\b", r"\bbest fit\b", r"\bfits? (?:me )?best\b", r"\byou decide\b", r"\bwhich (?:one |frame )?fits\b", r"\bhelp me (?:decide|choose)\b", r"\bwould you (?:buy|wear|choose|pick|take)\b"),
    ),
    (
        Intent.DESCRIBE,
        (r"\btell me (?:\w+ ){0,2}?(?:more )?about\b", r"\bdescribe\b", r"\bmore about\b", r"\bdetails?\b", r"\bwhat (?:is|are) (?:[\w]+ ){1,4}like\b", r"\b(?:more )?(?:info|information)\b", r"\bwhat (?:about|is) (?:the|number|that|this|it)\b(?! (?:cheapest|time|weather|lightest))", r"\b(?:how|what) about (?!something|some|other|a |an |in )", r"\btell me more\b", r"\bknow more\b", r"\bwhat can you (?:tell|say)(?: me)? about\b", r"\bopen (?:the|that|it|this|number)\b", r"\bdo you (?:have|carry|know) (?:the|a frame called|one called)\b"),
    ),
    (
        Intent.MORE,
        (rf"\b(?:more|other|others|different|another) (?:few )?(?:{_GLASSES}|choices|suggestions|frames|of them|please|things)\b", r"\bnext$", r"^(?:and )?(?:more|others|next|another|another one)(?: one)?(?: please)?$", r"\b(?:something|anything|what|who) else\b", r"\bshow me (?:some |a few )?(?:more|others|another)\b", r"\bsomething (?:a bit |a little |quite )?(?:different|new|other)\b", r"\bnext (?:ones?|page|please)\b", r"\bnone of (?:these|those|them)\b", r"\bmore please\b", r"\bdo not like (?:any|these|those|them)\b", r"\bany others?\b", r"\bkeep going\b", r"\bmore (?:choice|choices)\b", r"\bwhat other\b"),
    ),
    (
        Intent.NAME_TOLD,
        (
            r"\bnice to meet you\b",r"^(?:hi |hello |hey )?(?:my name is|i am called|call me|this is) \w+$", r"^(?:hi |hello |hey )?i am (?!looking|not|just|fine|good|okay|well|sorry|here|allergic|done|sure|unsure|nearsighted|farsighted|in|a|an|the|after|interested|ready|happy|going|leaving|afraid|lost|on|back|blind|confused|curious|tired|great|new|bored|old|undecided)\w+$"),
    ),
    (
        Intent.LIKE,
        (r"\b(?:i|we) (?:really |quite |do |actually |also |kind of |rather )?(?:like|love|prefer|fancy|adore|am into) (?:it|that|this|them|those|these|the|number|\w+$)", r"\b(?:it|that|this|that one|this one|they|those|these) (?:is|are|looks?) (?:\w+ )?(?:nice|great|good|lovely|beautiful|perfect|cool|pretty|gorgeous|amazing|awesome|fantastic)\b", r"^(?:nice(?! to)|lovely|beautiful|gorgeous|cool|wow)\b", r"\blooks? (?:nice|good|great|lovely)\b", r"\bis (?:my )?favorite\b"),
    ),
    (
        Intent.DISLIKE,
        (r"\b(?:do not|not|never|cannot) (?:really |quite |particularly |much )?(?:like|love|want|care for|into|stand) (?:it|that|this|them|those|these|the|any|number)\b", r"\b(?:hate|dislike|ugly|awful|terrible|horrible|boring)\b", r"^(?:no )?not (?:that|this|those|these)(?: one)?$", r"\bnot (?:really )?(?:my (?:style|thing|taste|cup of tea)|for me)\b", r"\bnot (?:a fan|keen|convinced|impressed)\b"),
    ),
    (
        Intent.SHOW,
        (r"\bshow\b", r"\brecommend", r"\bsuggest", r"\b(?:looking|searching|shopping|here|came|come) (?:for|in for|to (?:get|buy|find|look))\b", r"\bfind me\b", r"\b(?:i|we) (?:\w+ ){0,2}?(?:need|want|would like|would love|could use|am after|require)\b", r"\bdo you (?:have|carry|sell|stock|offer)\b", r"\bhave you got\b", r"\bwhat (?:do you have|have you got|is there|would you have)\b", r"\b(?:can|could|may|let) (?:i|me|you)(?: please)? (?:see|look|have a look|find|get|help|give|bring)\b", r"\bnew (?:glasses|frames|pair)\b", r"\bany(?:thing)? (?:\w+ )?(?:frames|glasses|for|in|with|from|under)\b", r"\bgive me\b", r"\b(?:some|a pair of) (?:\w+ )?(?:glasses|frames)\b", r"\bare there\b", r"\blet us (?:see|look|start|go)\b", r"\bbrowse\b", r"\bjust looking\b", r"\bgot (?:any|something)\b", r"\bhelp me\b"),
    ),
    (Intent.THANKS, (r"\b(?:thank you|thanks|thank|cheers|much appreciated|appreciate it|many thanks)\b",)),
    (
        Intent.GOODBYE,
        (r"\b(?:goodbye|bye|bye bye|farewell|see you|see ya|take care|so long)\b", r"\b(?:i am|we are) (?:done|finished|leaving|off|all set|good to go)\b", r"\b(?:that is|that will be|that was|this is) (?:all|it|everything|enough)\b(?! (?:you|about|i|the))", r"\b(?:have to|need to|got to|must|should|better|going to) (?:go|leave|run|head out|be going|get going)\b(?! (?:with|for))", r"\bhave a (?:nice|good|great|lovely) (?:day|evening|afternoon|one|weekend|night)\b", r"\bgood ?night\b", r"\b(?:end|finish|stop) (?:the |this )?(?:visit|session|consultation|conversation|here)\b", r"\bnothing else\b|\bno more questions\b", r"\bcome back (?:later|another)\b", r"\bi will (?:leave|go) now\b"),
    ),
    (Intent.HOW_ARE_YOU, (r"\bhow (?:are you|is it going|do you do|are things|is your day|are you doing|have you been)\b", r"\bwhat is up\b", r"\bhow is life\b")),
    (
        Intent.WAIT,
        (r"^(?:please )?(?:wait|hold on|hang on|one moment|just a moment|one second|1 second|just a second|give me a (?:second|moment|minute)|stop|pause|one minute|1 moment|hush|quiet|be quiet|shut up)\b(?: please| there| a (?:second|moment|minute|sec))?(?: i (?:need|want|have) to (?:think|look).*)?$", r"\blet me (?:look|have a look)(?: for a (?:moment|second))?$", r"\bi (?:need|want|have) to think\b", r"\blet me think\b", r"\bthink (?:about it|it over)\b", r"\bstop talking\b"),
    ),
    (Intent.GREET, (r"^(?:\w+ ){0,2}?(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|hi there)\b",)),
    (
        Intent.UNSURE,
        (r"\b(?:i )?(?:do not know|am not sure|not sure|no idea|have no idea|cannot decide|whatever|anything|any|no preference|do not care|does not matter|you tell me|surprise me|^maybe$|^perhaps$|either|undecided|open to anything|it depends)\b",),
    ),
    (Intent.NO, (r"^(?:no|not really|not now|not yet|no thanks|no thank you|rather not|nothing|i do not think so|maybe later|never mind|not today|neither)\b", r"\bno thanks?\b", r"\brather not\b", r"\bnever mind\b")),
    (Intent.YES, (r"^(?:yes|sure|okay|please|alright|right|of course|absolutely|definitely|exactly|correct|go ahead|do it|do that|why not|that would be|sounds good|perfect|great(?! (?:day|evening))|yes please|please do|certainly|let us do|i would|i do|by all means|fine|good$|yes i|go for it|by all)\b", r"\byes\b", r"\bplease do\b")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """An intent and where in the line its cue stood."""

    intent: Intent
    start: int
    end: int


_COMPILED = tuple((intent, tuple(re.compile(cue) for cue in cues)) for intent, cues in CUES)


def find_intents(line: str) -> tuple[Heard, ...]:
    """Every intent whose cue occurs, in the order of the table, each once with its earliest cue."""
    found: list[Heard] = []
    for intent, cues in _COMPILED:
        matches = [match for cue in cues if (match := cue.search(line))]
        if matches:
            first = min(matches, key=lambda match: match.start())
            found.append(Heard(intent, first.start(), first.end()))
    return tuple(found)

# ruff: noqa: E501 (cue tables read best one cue a line)
"""General questions: what can be said about lenses and materials, and what only the shop's people know."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject with its cues and its answers, varied by turn; `offer_person` ends with the offer to call someone."""

    key: str
    cues: re.Pattern[str]
    answers: tuple[str, ...]
    offer_person: bool = False

    @property
    def name(self) -> str:
        return self.key.upper().replace(" ", "_")

    @property
    def label(self) -> str:
        """The meaning of whole lines that leads to it, perhaps together with others."""
        return _LABELS.get(self.key, self.name)


_LABELS = {
    "no prescription": "NO_RX", "pupillary distance": "PD_EXPLAINED", "spring hinges": "HINGES_EXPLAINED",
    "rims": "RIMS_EXPLAINED", "boxing": "NUMBERS_EXPLAINED", "keyhole": "BRIDGE_EXPLAINED",
    "nickel": "NICKEL_GENERAL", "bifocal or progressive": "BIFOCAL", "scratches": "COATINGS", "fogging": "COATINGS",
    "which material": "MATERIALS_EXPLAINED", "titanium": "MATERIALS_EXPLAINED", "acetate": "MATERIALS_EXPLAINED",
    "tr90": "MATERIALS_EXPLAINED", "safety": "CONTACTS", "other shops": "WHY_DEAR", "panto": "SHAPES_EXPLAINED",
}  # fmt: skip


def _topic(key: str, cues: str, *answers: str, offer_person: bool = False) -> Topic:
    return Topic(key, re.compile(cues), answers, offer_person)


SHOP: tuple[Topic, ...] = (
    _topic(
        "urgent",
        r"\b(?:suddenly|sudden)\b.*\b(?:see|vision|sight|blind|blurry|blurred|flashes|floaters)\b|\b(?:lost|losing|loss of) (?:my )?(?:vision|sight)\b|\bsee(?:ing)? (?:flashes|double|floaters)\b|\bcannot see (?:out of|with) (?:my |one )",
        "Please take that seriously. A sudden change in your sight should be seen by an eye doctor today.",
        offer_person=True,
    ),
    _topic(
        "uneven",
        r"\b(?:one|left|right|other)(?: of my)? (?:eye|eyes|ear|side)\b.*\b(?:further|farther|closer|nearer|higher|lower|bigger|smaller|wider|other)\b|\b(?:uneven|asymmetric\w*|lopsided|crooked)\b",
        "Small differences between left and right are common, and the camera can be off. I can't judge health; an optician can check it.",
        offer_person=True,
    ),
    _topic(
        "getting used",
        r"\b(?:progressives?|varifocals?)\b.*\b(?:dizzy|used to|seasick|sick|swim\w*|adapt|adjust|adjusting|cope|wobbly|unsteady|nause\w*|headaches?)\b|\b(?:get|getting|got|take to get|time to get) used to (?:progressives?|varifocals?|new (?:glasses|lenses)|them)\b",
        "Some people feel unsteady at first. Most get used to progressives within days or a few weeks; exact measuring helps, and an optician helps if it stays.",
    ),
    _topic(
        "medical",
        r"\b(?:hurt|hurts|hurting|aching|aches?|burning|watering|tired eyes|eyes (?:\w+ ){0,3}tired|pain|painful|sore|itch|itchy|dry eyes|red eyes|headaches?|migraines?|dizzy|glaucoma|cataracts?|macular|infection|diabetes|diabetic|disease|surgery|lasik|laser|eye drops|conjunctivitis|stye|lazy eye|blurry|(?:something|anything) wrong with (?:me|my|him|her)|is (?:that|it|this) (?:normal|dangerous)|go(?:ing)? blind|blurry|blurred|vision (?:is )?(?:getting )?(?:worse|bad))\b(?!.*\bblue light)",
        "I can't judge that. Anything about the health of your eyes belongs to an optician or an eye doctor.",
        "That is a question for a professional. I only know frames, not the health of eyes.",
        offer_person=True,
    ),
    _topic(
        "eye test",
        r"\b(?:eye|vision|sight) (?:test|exam|examination|check|checkup|checked)\b|\beyes (?:tested|checked|examined)\b|\b(?:book|make|schedule|get) (?:an? )?(?:appointment|exam|test)\b|\btest my (?:eyes|vision|sight)\b|\bwhat is my prescription\b|\bdo i need (?:glasses|a prescription|new glasses)\b|\b(?:check|read|renew|update) my prescription\b",
        "I can't test eyes. The opticians here know when there is time for an eye test.",
        "Eye tests are done by an optician, not by me.",
        offer_person=True,
    ),
    _topic(
        "insurance",
        r"\b(?:insurance|insured|insurer|vsp|eyemed|medicare|medicaid|aetna|cigna|hsa|fsa|vision plan|benefits|reimburse\w*|blue cross|blue shield|united health\w*|(?:will|does|do|would) [\w ]{2,30} (?:pay for|cover) (?:this|it|them|these|any|some|my|part|the)|coverage|health plan|covered)\b",
        "I don't know which insurance plans this shop takes. A colleague can look that up.",
        "Insurance is beyond what I know. The staff can check your plan.",
        offer_person=True,
    ),
    _topic(
        "hours",
        r"\b(?:opening hours|store hours|business hours|shop hours|your hours|(?:what|which) hours|hours (?:of|are you|on|do you))\b|\b(?:when|what time|until when|how late|till when)(?: \w+){0,3} (?:open|close|closing|opening)\b|\bare you open\b|\bopen (?:on|tomorrow|today|late)\b|\bwhat time (?:do you|does)\b",
        "I don't know the opening hours. A colleague can tell you.",
        "The opening hours aren't something I have. Someone here surely knows.",
        offer_person=True,
    ),
    _topic(
        "shipping",
        r"\b(?:ship|ships|shipping|shipped|mail (?:it|them)|post (?:it|them)|deliver(?:y|s)? to|home delivery|send (?:it|them) to (?:my|me|canada|mexico))\b",
        "I don't know whether this shop ships or delivers. A colleague can tell you.",
        offer_person=True,
    ),
    _topic(
        "delivery",
        r"\b(?:deliver\w*|how (?:long|soon|fast|quickly)(?: \w+){0,6} (?:take|ready|make|made|get them|arrive|wait|have them|pick)|when (?:will|can|would|could)(?: \w+){0,5} (?:ready|pick|collect|get|arrive|done|have)|pick (?:it|them) up|take (?:it|them) home today|same day|turnaround)\b",
        "I can't promise a date. The staff know how long your lenses will take.",
        "How soon they are ready depends on your lenses, and I don't know this shop's times.",
        offer_person=True,
    ),
    _topic(
        "returns",
        r"\b(?:return|returns|exchange|refund|money back|bring (?:it|them) back|warranty|guarantee|guaranteed|if (?:i|it|they) breaks?|return policy|trial period)\b",
        "I don't know the terms for returns and guarantees here. A colleague does.",
        "Returns and warranty are up to this shop, and I don't have its terms.",
        offer_person=True,
    ),
    _topic(
        "payment",
        r"\b(?:discounts?|coupons?|price match\w*|match (?:the|their|that) price|percent off|haggle|knock (?:something|a bit|\w+) off|(?:2|two) for (?:1|one)|on sale|sales?|promotions?|special offers?|deals?|vouchers?|student|senior|credit card|cash|apple pay|installments?|financing|pay (?:monthly|later|by|with)|payment|payments|gift card|loyalty|(?:where|how) (?:do|can|should) i (?:pay|buy)|buy (?:it|them) (?:here|now|right)|cheaper if|tax|taxes|negotiate|checkout|check out)\b",
        "I don't know about discounts or ways to pay. A colleague can help you there.",
        "Payment and offers are for the staff; I only know the price of each frame.",
        offer_person=True,
    ),
    _topic(
        "ordering",
        r"\b(?:order|cut|grind|buy|make) (?:me )?(?:the |my |some |new )?lenses\b|\bplace an order\b|\border (?:it|them|these|those|this|that|now|here|online)\b|\bcan i order\b",
        "I can't order anything. An optician confirms the numbers first and then orders your lenses.",
        offer_person=True,
    ),
    _topic(
        "stock",
        r"\b(?:in stock|on stock|available (?:here|today|now|in store|in this)|have (?:it|them|that|this|one|the \w+) (?:here|in store|on the shelf)|out of stock|where (?:is|are|can i find)(?! (?:the |your )?(?:sunglasses|sun)) (?:the |that |this |those |it|they)|which shelf|take it with me)\b",
        "I can't see what lies on the shelves today. A colleague can check that.",
        "Whether it is here right now I don't know. Someone can look for you.",
        offer_person=True,
    ),
    _topic(
        "wipes",
        r"\b(?:wipes?|tissues?|kitchen roll|paper towels?|window cleaner|windex|vinegar|alcohol|hand sanitizer|sanitiser|dishwasher|hot water)\b",
        "Rather not. Household cleaners, paper and hot water can harm the coating; wipes made for lenses are fine. Lukewarm water, a drop of mild soap and a microfibre cloth are best.",
    ),
    _topic(
        "care",
        r"\b(?:dish soap|washing up liquid|soapy water)\b|\b(?:clean|cleaning|wash|washing|polish|wipe|wiping|rinse|care for|look after|take care of) (?:\w+ ){0,3}?(?:glasses|lens|lenses|frames?|them|it|these|those)\b(?! (?:away|out))|\b(?:smudges?|smears?|fingerprints?|scratch(?:ing|es)?) (?:\w+ ){0,3}(?:glasses|lenses|them)\b",
        "Rinse them with lukewarm water and a drop of mild soap, and dry them with a clean microfibre cloth. A shirt can scratch.",
        "Lukewarm water, a drop of mild soap, then a soft, clean microfibre cloth. Never wipe them dry: dust scratches.",
    ),
    _topic(
        "repair",
        r"\b(?:repair|repairs|repaired|fix|fixed|broken|broke|screw|screws|adjust (?:my|these|them)|adjustment|bent|scratched|replace (?:my|the|just)|put new lenses|(?:use|reuse|into|in|keep) my (?:old|current|own) (?:frames?|glasses))\b(?! (?:slide|slip|pinch|are too|were|weigh|keep))",
        "That needs hands, and I have none. A colleague can look at your glasses.",
        "Repairs and adjustments are done by the staff here.",
        offer_person=True,
    ),
    _topic(
        "safety",
        r"\b(?:safety|protective|ansi|shop) (?:glasses|goggles|spectacles|eyewear)\b",
        "No, these are not safety glasses. They are made for wear, not tested against blows or splinters; a colleague knows what is.",
        offer_person=True,
    ),
    _topic(
        "other shops",
        r"\b(?:cheapest|cheaper|best|better|lower|good) (?:\w+ ){0,3}(?:place|shop|store|mall|town|anywhere|elsewhere|next door|down the road|across the street)\b",
        "I can't compare with other shops. Tell me what you'd spend and I'll find the best for it.",
    ),
    _topic(
        "contacts",
        r"\b(?:contact lenses|contacts|contact lens|hearing aids?|safety glasses|smart glasses|google glass\w*|vr headset|bluetooth|safety goggles|clip ?ons?|glasses case|(?:sell|have|got|buy|need|any) (?:\w+ ){0,3}?(?:cleaning|cleaner|cloths?|spray)|straps?|chains?|accessories|swimming goggles|ski goggles|diving)\b",
        "I only know the frames here. For that, a colleague is the better help.",
        "That isn't part of what I know. The staff can help.",
        offer_person=True,
    ),
    _topic(
        "lens price",
        r"\b(?:how much|price|prices|cost|costs|expensive)\b.*\b(?:lens|lenses|progressives?|coatings?|prescription|high index|photochromics?|transitions)\b(?! (?:width|height))|\b(?:lens|lenses|progressives?|coatings?)\b.*\b(?:cost|costs|price|how much|expensive|extra|included)\b|\b(?:including|include|includes|included|with) (?:the )?lenses\b|\ball together\b|\btotal price\b|\blenses included\b",
        "I only know the prices of frames. Lenses depend on your prescription, and the optician can quote them.",
        "Lens prices aren't in my catalogue; my prices are for the frame alone. An optician can work them out.",
        offer_person=True,
    ),
    _topic(
        "sending",
        r"\b(?:e ?mail|text|send|print|message) (?:me|it|this|that|them|these|those)\b|\bby e ?mail\b|\bprint ?out\b|\bqr code\b",
        "I can't send or print anything, and all is wiped when you leave. A colleague can note your favorites.",
        offer_person=True,
    ),
    _topic(
        "next step",
        r"\b(?:what|where) (?:now|next|do i do now|happens (?:now|next))\b|\bnext steps?\b|\bhow do i (?:get|order|buy|pay for) (?:it|them|this|that|one|the)\b",
        "Take your favorites to a colleague. An optician confirms your numbers and orders the lenses.",
        offer_person=True,
    ),
    _topic(
        "location",
        r"\b(?:toilet|toilets|restroom|bathroom|parking|park my|nearest|another (?:store|shop|branch)|other (?:stores|shops|branches)|your address|phone number|website|online|wifi|wi fi|email address)\b",
        "I don't know that, sorry. Someone here will.",
        "That I can't tell you. A colleague can.",
        offer_person=True,
    ),
    _topic(
        "origin",
        r"\bwhere (?:is|are|was|were) (?:\w+ ){1,3}?(?:made|manufactured|produced|designed|from)\b|\bmade in\b|\b(?:sustainable|recycled|ethical|vegan|eco friendly|environment\w*|carbon footprint)\b|\bwho (?:designed|designs)\b",
        "My catalogue doesn't say where or how a frame is produced. A colleague may know.",
        "I have nothing about that in my catalogue, so I won't guess.",
        offer_person=True,
    ),
)

LENSES: tuple[Topic, ...] = (
    _topic(
        "astigmatism",
        r"\bastigmati\w*\b",
        "That alone rules nothing out. Lenses can correct astigmatism in most frames, rimless ones too; an optician has the last word.",
        offer_person=True,
    ),
    _topic(
        "bifocal or progressive",
        r"\bbifocals?\b(?=.*\b(?:progressives?|varifocals?)\b)|\b(?:progressives?|varifocals?)\b(?=.*\bbifocals?\b)",
        "It is the line between. Bifocals have two zones, far and near, with a line you can see. Progressives change gradually, have no line and cover the middle distance as well.",
    ),
    _topic(
        "progressive",
        r"\bprogressives?\b",
        "They cover every distance. A progressive lens has far at the top, screen in the middle and reading below, "
        "without a line. It needs a frame that is deep enough.",
    ),
    _topic(
        "bifocal",
        r"\bbifocals?\b",
        "They have two zones. A bifocal has far above and a visible reading window below; progressives do it without a line.",
    ),
    _topic(
        "blue light",
        r"\bblue (?:light|blocking|blocker|cut|filter)\b|\bscreen (?:filter|protection)\b|\beye strain\b|\bstrain\b",
        "That is up to the lenses. A blue light filter is an option that takes out part of the blue; studies show little "
        "effect on tired eyes, so breaks matter more.",
    ),
    _topic(
        "thickness",
        r"\bthick(?:er)? (?:lenses|lens|glass)\b|\blens(?:es)?\b(?: \w+){0,8} thick(?:er)?\b|\bhow thick\b|\bcoke bottles?\b|\bbottle bottoms?\b",
        "They can be. Strong minus lenses get thicker at the edge; high-index material and smaller lenses keep them thin. "
        "Shall I show you small frames?",
    ),
    _topic(
        "high index",
        r"\bhigh index\b|\bthin(?:ner|nest)? (?:lenses|lens|glass)\b|\blenses (?:\w+ )?thin(?:ner)?\b|\bindex\b",
        "They are thinner. A high index lens bends light more, so a strong prescription gets thinner and lighter. A smaller "
        "lens helps just as much.",
    ),
    _topic(
        "photochromic",
        r"\bphotochromics?\b|\btransitions?\b|\b(?:lenses|glasses) that (?:go|get|turn|change|darken)\b|\bdarken\b|\breact(?:ive|olite)?\b.*\b(?:sun|light)\b|\bself tinting\b|\bchange color in\b",
        "They darken in sunlight. Photochromic lenses turn clear again indoors; behind a windscreen they darken only a little.",
    ),
    _topic(
        "polarised",
        r"\bpolari[sz]\w*\b|\bglare\b",
        "They cut glare. Polarised sun lenses block reflections from water and wet roads, but some displays look dark through them.",
    ),
    _topic(
        "sunglasses",
        r"\bsunglasses\b|\bsun lenses\b|\btint(?:ed|s)?\b|\bprescription sun\b|\bfor the sun\b|\buv\b|\bdark lenses\b",
        "My catalogue has no sunglasses as such. In general a frame can take tinted lenses with your prescription; an optician "
        "will confirm it for the one you like.",
        offer_person=True,
    ),
    _topic(
        "scratches",
        r"\bscratch\w*\b(?!.*\bcoating)",
        "Any lens can scratch. A hard coating makes it much rarer, and so do a soft cloth, rinsing first and a case.",
    ),
    _topic(
        "fogging",
        r"\b(?:de)?fog\w*\b|\bsteam\w*(?: (?:up|over))?\b|\bmist\w* (?:up|over)\b|\bmisty\b",
        "No frame prevents it. An anti-fog coating, spray or cloth helps, and so does a fit clear of the cheeks, where air "
        "can pass; an optician can advise you.",
    ),
    _topic(
        "coatings",
        r"\bcoatings?\b|\bcoated\b|\banti ?reflecti\w*\b|\bantireflecti\w*\b|\bscratch\w*\b|\breflections?\b|\bsmudg\w*\b",
        "Two matter most. An anti-reflective coating removes reflections: you see more clearly at night and at screens, and "
        "others see your eyes, so it is worth having. A hard coating resists scratches.",
    ),
    _topic(
        "single vision",
        r"\bsingle vision\b|\breading (?:glasses|lenses)\b.*\b(?:difference|what|versus|or)\b|\breaders\b",
        "They serve one distance. Single vision lenses correct either far or near; for both you'd take progressives or two pairs.",
    ),
    _topic(
        "lenses",
        r"\b(?:what|which|kind of|type of|types of|about) (?:\w+ ){0,3}?lens(?:es)?\b(?! (?:width|height|size))|\blens (?:types?|options?|materials?|kinds?)\b|\bwhat lenses\b",
        "That depends on you. Single vision serves one distance, progressives serve all, and coatings come on top. What do you do most?",
    ),
)  # fmt: skip

MATERIALS: tuple[Topic, ...] = (
    _topic(
        "not carried",
        r"\b(?:wood|wooden|bamboo|horn|carbon|carbon fib(?:er|re)|leather|ceramic|3d printed|solid gold|real gold|gold plated|sterling silver|real silver|diamonds?)\b",
        "Not here. Our frames are acetate, TR90, titanium, stainless steel or aluminium; gold and silver are only colours.",
    ),
    _topic(
        "pupillary distance",
        r"\b(?:what|explain|why)\b(?!.*\b(?:my|mine)\b).*\bpupillary distance\b|\bpupillary distance (?:mean|for|thing|important|matter)\b",
        "Pupillary distance is how far apart your pupils are. Lenses are centred by it, so an optician needs it in millimetres.",
    ),
    _topic(
        "spring hinges",
        r"\bwhat (?:is|are|does|do) (?:a |the |those )?springy? hinges?\b(?: (?:for|do|mean|good))?$",
        "They give a little. A spring hinge lets the temples bend outward and come back, so the frame sits snugly.",
    ),
    _topic(
        "rims",
        r"\bwhat (?:is|are|does) (?:a |an )?(?:rimless|half rim|full rim)(?: (?:frames?|glasses))?(?: mean)?$",
        "It is how the lens is held. Full rims go all round, half rims only above, and rimless lenses are held by small screws.",
    ),
    _topic(
        "which material",
        r"\b(?:which|what) material\b|\b(?:titanium|acetate|metal|plastic|tr90|steel|aluminum) (?:or|versus|vs|and|than|better than|lighter than) (?:titanium|acetate|metal|plastic|tr90|steel|aluminum)\b(?!.*\b(?:frames?|glasses|show)\b)",
        "Titanium is the lightest. TR90 is light and flexible, acetate is a little heavier but richest in colour, and steel is slim.",
    ),
    _topic(
        "boxing",
        r"\bwhat (?:does|do|is|are) (?:a |an |the )?(?:d b l|dbl|e d|ed|effective diameter|boxing|lens height|bridge width|frame size|numbers)(?: \w+)? ?(?:mean|stand for|$)|\bnumbers (?:inside|on) (?:the|my) (?:frame|temple|arm)s?\b",
        "They are sizes in millimetres. First comes the lens width, then the bridge between the lenses, then the temple length.",
    ),
    _topic(
        "titanium",
        r"\b(?:what is|why|tell me about|about|is|how good is) titanium\b(?! (?:frame|one))|\b(?:advantages?|benefits?|good about) (?:of )?titanium\b",
        "It is light and tough. Titanium doesn't corrode and normally holds no nickel, so sensitive skin mostly gets on with it.",
    ),
    _topic(
        "acetate",
        r"\b(?:what is|why|tell me about|about|is|how good is) acetate\b(?! (?:frame|one))|\b(?:advantages?|benefits?|good about) (?:of )?acetate\b",
        "It is made from cotton fibre. Acetate has rich colours, is kind to the skin and can be warmed and shaped to you.",
    ),
    _topic(
        "tr90",
        r"\b(?:what is|why|tell me about|about|is|how good is) tr90\b(?! (?:frame|one))",
        "It is a flexible plastic. TR90 is very light, bends without breaking and is good for sport.",
    ),
    _topic(
        "keyhole",
        r"\bwhat is a? ?(?:keyhole|saddle)(?: bridge)?\b",
        "A keyhole bridge rests on the sides of the nose, a saddle bridge across its top. Nose pads can be adjusted.",
    ),
    _topic(
        "panto",
        r"\bwhat (?:is|are|does) (?:a |an )?(?:pantos?|browlines?)\b(?: mean| shape| frames?)?",
        "A panto is round below and flatter on top; a browline has a strong upper rim and a light lower one.",
    ),
    _topic(
        "nickel",
        r"\bwhich (?:materials?|metals?) (?:\w+ ){0,3}?nickel\b|\b(?:titanium|acetate|tr90|aluminum|steel|metals?) (?:\w+ )?(?:contain|contains|have|has|with|carry) (?:any )?nickel\b|\bnickel in (?:titanium|acetate|tr90|aluminum|steel|metal)\b",
        "Titanium, acetate, TR90 and aluminium normally hold no nickel; stainless steel may. A colleague can confirm it.",
    ),
)  # fmt: skip

CHAT: tuple[Topic, ...] = (
    _topic(
        "volume",
        r"\b(?:speak|talk|talking|speaking|be|little|bit|too) (?:up|louder|slower|slowly|quieter|softer|too fast|too loud|too quiet(?:ly)?|fast|quiet)\b(?! (?:for|frame|glasses))|\byou are (?:\w+ )?(?:loud|quiet)\b|\bslow down\b|\bvolume\b|\blouder please\b|\bcannot hear you\b",
        "I can't change my voice here, sorry. You can read every word below me, and I'll gladly repeat it.",
    ),
    _topic(
        "listening",
        r"\b(?:are you (?:there|listening|still there|awake)|can you (?:hear|understand) me|do you (?:hear|understand) me|is this (?:on|working))\b",
        "Yes, I hear you. What would you like to know?",
    ),
    _topic(
        "no prescription",
        r"\b(?:do not|did not|forgot|left|without|lost) (?:have |bring |know )?(?:my|a|the) prescription\b",
        "That's fine for now. You can choose a frame without it; an optician takes care of your lenses.",
    ),
    _topic(
        "gender",
        r"\b(?:for (?:a )?(?:men|women|man|woman|ladies|gentlemen|guys|girls)|feminine|masculine|unisex|men is|mens|womens|girly|manly|ladylike)\b",
        "Frames have no gender here. I go by fit and taste; would you like it classic or bold?",
    ),
    _topic(
        "sure",
        r"^(?:are you (?:sure|certain)|really|is that (?:true|right|correct))(?: about that)?$",
        "As sure as my sources. I only say what the catalogue and the measurements hold; an optician can check it.",
    ),
    _topic(
        "close",
        r"^(?:please |can you )?(?:close|take|turn) (?:it|this|that|them|these|the glasses)(?: off| away)?(?: please)?$",
        "You can close it with a touch on the screen. What would you like next?",
    ),
    _topic(
        "vague budget",
        r"\b(?:limited|small|tight|low|tiny) budget\b|\bbudget is (?:\w+ )?(?:limited|tight|small|low)\b|\bspend (?:a fortune|too much|a lot|that much)\b|\bbreak the bank\b|\b(?:not|no) (?:much|a lot of) money\b",
        "Of course. What would you like to spend at most?",
    ),
    _topic(
        "trend",
        r"\b(?:trend\w*|in fashion|fashionable|in style|popular|best ?sellers?|most sold|hip|hot right now)\b",
        "I don't follow trends, I go by fit and taste. Would you like it classic or bold?",
    ),
    _topic("joke", r"\bjokes?\b|\bmake me laugh\b|\bsomething funny\b", "Only one: I spend all day with frames and still never see the picture. Shall we find you a pair?"),
    _topic("love", r"\bi love you\b|\bmarry me\b|\bare you (?:single|married)\b|\bdate me\b", "That is kind, but I only have eyes for frames. What are yours for?"),
    _topic(
        "selling",
        r"\b(?:trying to|want to|there to|here to|just|only) (?:get me to |make me |have me )?(?:buy|sell|spend|upsell|push)\b(?=.*\b(?:me|pricey|expensive|dear|most|stuff|things|ones?|more|something)\b)|\b(?:on|get|earn) commission\b|\bsales ?(?:pitch|talk)\b|\bbiased\b|\brip me off\b",
        "Fair question. I rank by fit and by what you tell me, not by price. Name a budget and I'll stay within it.",
    ),
    _topic(
        "weather",
        r"\b(?:weather|rain|raining|rainy|pouring|pours|drizzl\w*|snow|snowing|snowy|sunny|umbrella|windy|freezing)\b",
        "I can't look outside, but in here it's dry and warm. What kind of glasses can I show you?",
        "I only see the shop from here. Stay as long as you like; what are you looking for?",
    ),
    _topic(
        "elsewhere",
        r"\b(?:(?:hot|cold|freezing|boiling|windy|lovely|nice|gorgeous|horrible|miserable) (?:out(?:side)?|out there|day|today|weather)|traffic|parking|who won|the game|lottery|horoscope|traffic|news|football|politics|president|stock market|capital of|pizza|coffee|restaurant|lunch|movie|music|recipe|mathematics|math|translate|poem|sing|song|what time is it|the time|what day|bitcoin|taxi|flight|hotel)\b",
        "I can't help with that, I only know glasses. What would you like to see?",
        "That is outside my world of frames. Shall we go on looking for yours?",
    ),
    _topic("language", r"\b(?:speak|talk) (?:\w+ )?(?:spanish|german|french|chinese|italian|another language)\b|\bhabla\b", "I only speak English so far, sorry.", offer_person=True),
    _topic("rude", r"\b(?:stupid|idiot|dumb|useless|fuck\w*|shit\w*)\b", "I'm sorry I haven't been more help.", offer_person=True),
)  # fmt: skip


_NEVER = re.compile(r"(?!)")

HEARD: tuple[Topic, ...] = (
    Topic("how measured", _NEVER, (
        "Only by camera. You look at the screen for a few seconds, without glasses if you can; nothing touches you. I say how sure each number is, and an optician confirms it. Shall I measure you?",
        "By looking. You face the screen for a few seconds and nothing touches you. Each number comes with its margin, and an optician confirms it. Shall I measure you?",
    )),
    Topic("night driving", _NEVER, (
        "That is mostly the lenses. An anti-reflective coating cuts halos and reflections at night; tinted lenses are not for night driving. If headlights dazzle you more than they did, have your eyes checked. Shall I show you frames for driving?",
    )),
    Topic("why dear", _NEVER, (
        "It is the material and the make that differ. What others charge I don't know; my prices are for the frame, with people here to fit it. Shall I show you some that cost less?",
    )),
    Topic("looking", _NEVER, (
        "Look around as long as you like. Touch a frame that you like, or tell me a colour or a shape.",
        "Of course, no hurry. If one catches your eye, touch it, and I'll tell you about it.",
    )),
    Topic("compliment", _NEVER, (
        "That is kind of you. What else can I do for you?",
        "Thank you, I'm glad to help. Is there more you'd like to see?",
    )),
)  # fmt: skip
"""What only the meaning of a line leads to."""


def _any(_topic: Topic) -> bool:
    return True


def find_topic(line: str, topics: tuple[Topic, ...], plausible: Callable[[Topic], bool] = _any) -> Topic | None:
    """The first plausible topic of the table whose cue occurs."""
    return next((topic for topic in topics if topic.cues.search(line) and plausible(topic)), None)


ALL: tuple[Topic, ...] = (*MATERIALS, *LENSES, *SHOP, *CHAT, *HEARD)
BY_LABEL: Mapping[str, Topic] = MappingProxyType(
    {topic.label: topic for topic in reversed(ALL)} | {topic.name: topic for topic in ALL}
)

"""What a line may ask for. The order of the members is the order in which they are considered."""

from enum import StrEnum


class Intent(StrEnum):
    CALL_PERSON = "call person"
    NO_CAMERA = "without the camera"
    PRIVACY = "privacy"
    WHO = "who are you"
    WHAT_CAN = "what can you do"
    REPEAT = "repeat"
    RESET = "start over"
    BACK = "the ones before"
    NAMES = "what are they called"
    ALOUD = "describe what is on the screen"
    RX_TOLD = "prescription told"
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
    COUNT = "how many"
    LIST_COLLECTIONS = "collections"
    PRICE_RANGE = "price range"
    SUPERLATIVE = "which is the most"
    CHEAPER = "cheaper"
    DEARER = "dearer"
    LIGHTER = "lighter"
    SMALLER = "smaller"
    BIGGER = "bigger"
    OTHER_COLOUR = "another colour"
    OTHER_SHAPE = "another shape"
    LIKE_THIS = "more like this"
    WHY = "why"
    FIT = "fit"
    RX = "prescription suitability"
    NICKEL = "nickel"
    PRICE = "price"
    WEIGHT = "weight"
    BRIDGE = "bridge"
    TEMPLE = "temple"
    HINGES = "hinges"
    COLOURS = "colours"
    MATERIAL = "material"
    SIZE = "size"
    SHAPE = "shape of a frame"
    COLLECTION = "collection of a frame"
    OPINION = "opinion"
    DESCRIBE = "describe"
    MORE = "more"
    NAME_TOLD = "name told"
    LIKE = "like"
    DISLIKE = "dislike"
    SHOW = "show"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    HOW_ARE_YOU = "how are you"
    WAIT = "wait"
    GREET = "greet"
    UNSURE = "unsure"
    NO = "no"
    YES = "yes"


FACTS = (
    Intent.PRICE, Intent.WEIGHT, Intent.BRIDGE, Intent.TEMPLE, Intent.HINGES, Intent.COLOURS, Intent.MATERIAL,
    Intent.NICKEL, Intent.SIZE, Intent.SHAPE, Intent.COLLECTION, Intent.FIT, Intent.RX, Intent.DESCRIBE,
)  # fmt: skip

REFINEMENTS = (
    Intent.CHEAPER, Intent.DEARER, Intent.LIGHTER, Intent.SMALLER, Intent.BIGGER, Intent.OTHER_COLOUR,
    Intent.OTHER_SHAPE, Intent.LIKE_THIS,
)  # fmt: skip

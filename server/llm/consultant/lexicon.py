# ruff: noqa: E501 (cue tables read best one cue a line)
"""The words a shopper uses for what the catalogue holds, and words that are never a frame's name."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from app.domain.frame import Bridge, FrameShape, Material, Rim
from app.domain.needs import COLOUR_FAMILIES

COLOURS: Mapping[str, str] = MappingProxyType(
    {name: name for name in COLOUR_FAMILIES}
    | {
        "gray": "grey", "dark blue": "navy", "navy": "navy", "light blue": "sky blue", "sky blue": "sky blue",
        "petrol": "petrol blue", "transparent": "clear", "crystal": "clear", "see through": "clear", "teal": "teal",
        "burgundy": "burgundy", "wine red": "burgundy", "maroon": "burgundy", "cherry": "cherry red",
        "dark green": "forest green", "forest green": "forest green", "olive": "olive green", "sage": "sage green",
        "rose gold": "rose gold", "golden": "gold", "gunmetal": "gunmetal", "copper": "copper", "havana": "tortoise",
        "honey": "honey tortoise", "caramel": "caramel", "chestnut": "chestnut brown", "cream": "cream",
        "ivory": "ivory", "plum": "plum", "lilac": "lilac", "violet": "purple", "lavender": "lilac",
        "mustard": "mustard", "blush": "blush pink", "rose": "pink", "turquoise": "teal", "matte black": "matte black",
        "slate": "slate grey", "smoke": "smoke grey", "pastel": "pastel", "pastels": "pastel", "pastel colored": "pastel", "pastel colors": "pastel", "earthy": "earthy",
        "earth tone": "earthy", "earth tones": "earthy", "earth colors": "earthy", "autumn colors": "earthy",
        "warm color": "warm-coloured", "warm colors": "warm-coloured", "warm tones": "warm-coloured",
        "cool color": "cool-coloured", "cool colors": "cool-coloured", "cold colors": "cool-coloured",
        "dark one": "dark", "dark frames": "dark", "dark color": "dark", "dark colors": "dark", "dark colored": "dark",
        "pale one": "pale", "pale color": "pale", "pale colors": "pale", "light color": "pale", "light colors": "pale",
        "light colored": "pale", "bluish": "blue", "blueish": "blue", "greenish": "green", "reddish": "red",
        "brownish": "brown", "grayish": "grey", "pinkish": "pink", "tomato": "cherry red", "fire engine": "cherry red",
        "fire engine red": "cherry red", "tomato red": "cherry red", "red like tomato": "cherry red",
        "red like a tomato": "cherry red", "lipstick": "cherry red", "lipstick red": "cherry red",
        "scarlet": "cherry red", "ruby": "cherry red", "ferrari red": "cherry red", "cherry red": "cherry red",
        "bordeaux": "burgundy", "oxblood": "burgundy", "merlot": "burgundy", "wine colored": "burgundy",
        "mint": "sage green", "minty": "sage green", "mint green": "sage green", "pistachio": "sage green",
        "sage green": "sage green", "army green": "olive green", "military green": "olive green",
        "khaki": "olive green", "olive drab": "olive green", "olive green": "olive green",
        "bottle green": "forest green", "racing green": "forest green", "emerald": "forest green",
        "hunter green": "forest green", "like sky": "sky blue", "like the sky": "sky blue", "sky colored": "sky blue",
        "baby blue": "sky blue", "powder blue": "sky blue", "ice blue": "sky blue", "midnight blue": "navy",
        "navy blue": "navy", "petrol blue": "petrol blue", "cognac": "honey tortoise", "toffee": "caramel",
        "chocolate": "chestnut brown", "mocha": "chestnut brown", "chestnut brown": "chestnut brown",
        "charcoal": "slate grey", "anthracite": "gunmetal", "graphite": "gunmetal", "pewter": "gunmetal",
        "aubergine": "plum", "eggplant": "plum", "translucent": "clear", "colorless": "clear", "off white": "ivory",
        "turtle": "tortoise", "turtle pattern": "tortoise", "turtle shell": "tortoise", "turtle print": "tortoise",
        "leopard": "tortoise", "leopard print": "tortoise", "animal print": "tortoise", "speckled": "tortoise",
        "speckled brown": "tortoise", "mottled": "tortoise", "marbled": "tortoise", "honey tortoise": "honey tortoise",
        "claret": "burgundy", "wine": "burgundy", "deep wine": "burgundy", "crimson": "cherry red", "rust": "copper",
        "terracotta": "copper", "bronzy": "bronze", "moss": "olive green", "mossy": "olive green", "jade": "sage green",
        "amber": "honey tortoise", "coffee": "chestnut brown", "cocoa": "chestnut brown", "walnut": "chestnut brown",
        "sand": "beige", "sandy": "beige", "taupe": "beige", "nude": "beige", "champagne": "beige", "salmon": "blush pink",
        "peach": "blush pink", "peachy": "blush pink", "aqua": "teal", "cobalt": "blue", "indigo": "navy", "inky": "navy",
        "ebony": "black", "jet black": "black", "pearl": "ivory", "mauve": "lilac", "grape": "plum", "pink gold": "rose gold",
        "smoky": "smoke grey", "smokey": "smoke grey", "tortie": "tortoise", "clearish": "clear",
        "blush pink": "blush pink", "smoke gray": "smoke grey", "slate gray": "slate grey",
    }
)  # fmt: skip

SHAPES: Mapping[str, FrameShape] = MappingProxyType(
    {
        "round": FrameShape.ROUND, "circular": FrameShape.ROUND, "circle": FrameShape.ROUND, "rounded": FrameShape.ROUND,
        "oval": FrameShape.OVAL, "panto": FrameShape.PANTO, "pantos": FrameShape.PANTO,
        "rectangle": FrameShape.RECTANGLE, "rectangles": FrameShape.RECTANGLE, "rectangular": FrameShape.RECTANGLE,
        "square": FrameShape.SQUARE, "squares": FrameShape.SQUARE, "squared": FrameShape.SQUARE,
        "boxy": FrameShape.SQUARE, "cat eye": FrameShape.CAT_EYE, "aviator": FrameShape.AVIATOR,
        "aviators": FrameShape.AVIATOR, "pilot style": FrameShape.AVIATOR, "teardrop": FrameShape.AVIATOR,
        "browline": FrameShape.BROWLINE, "browlines": FrameShape.BROWLINE, "geometric": FrameShape.GEOMETRIC,
        "hexagonal": FrameShape.GEOMETRIC, "hexagon": FrameShape.GEOMETRIC, "octagonal": FrameShape.GEOMETRIC,
        "angular": FrameShape.GEOMETRIC,
        "pilots": FrameShape.AVIATOR, "pilot one": FrameShape.AVIATOR, "pilot frames": FrameShape.AVIATOR, "pilot type": FrameShape.AVIATOR, "like a pilot": FrameShape.AVIATOR,
        "pilot glasses": FrameShape.AVIATOR, "pilot shape": FrameShape.AVIATOR, "flying man": FrameShape.AVIATOR, "flyer": FrameShape.AVIATOR,
        "cop glasses": FrameShape.AVIATOR, "cop style": FrameShape.AVIATOR,
        "pointy corners": FrameShape.CAT_EYE, "pointed corners": FrameShape.CAT_EYE, "pointy": FrameShape.CAT_EYE, "upswept": FrameShape.CAT_EYE,
        "cat form": FrameShape.CAT_EYE, "cat one": FrameShape.CAT_EYE, "cat shape": FrameShape.CAT_EYE, "cat shaped": FrameShape.CAT_EYE, "cat style": FrameShape.CAT_EYE,
        "cat frames": FrameShape.CAT_EYE, "cat glasses": FrameShape.CAT_EYE, "cat like": FrameShape.CAT_EYE, "like a cat": FrameShape.CAT_EYE, "cat look": FrameShape.CAT_EYE,
        "winged": FrameShape.CAT_EYE, "like a wing": FrameShape.CAT_EYE, "like wings": FrameShape.CAT_EYE, "corners going up": FrameShape.CAT_EYE, "corners go up": FrameShape.CAT_EYE, "corners up": FrameShape.CAT_EYE, "swept up": FrameShape.CAT_EYE, "upturned": FrameShape.CAT_EYE, "up at the corners": FrameShape.CAT_EYE, "flicked up": FrameShape.CAT_EYE, "turned up at the corners": FrameShape.CAT_EYE,
        "egg shaped": FrameShape.OVAL, "heavy brow": FrameShape.BROWLINE, "thick line on top": FrameShape.BROWLINE, "line on top": FrameShape.BROWLINE,
        "dark line on top": FrameShape.BROWLINE, "bar on top": FrameShape.BROWLINE, "thick top": FrameShape.BROWLINE, "heavy on top": FrameShape.BROWLINE,
        "eyebrow line": FrameShape.BROWLINE, "eyebrow frames": FrameShape.BROWLINE,
        "oblong": FrameShape.RECTANGLE, "oblongs": FrameShape.RECTANGLE, "letterbox": FrameShape.RECTANGLE,
        "squarish": FrameShape.SQUARE, "squarer": FrameShape.SQUARE, "square ish": FrameShape.SQUARE, "hexagons": FrameShape.GEOMETRIC,
        "octagons": FrameShape.GEOMETRIC, "octagon": FrameShape.GEOMETRIC, "6 sided": FrameShape.GEOMETRIC,
        "8 sided": FrameShape.GEOMETRIC, "faceted": FrameShape.GEOMETRIC, "many sided": FrameShape.GEOMETRIC,
        "pilot kind": FrameShape.AVIATOR, "pilot shaped": FrameShape.AVIATOR, "pilot sort": FrameShape.AVIATOR,
        "shape of a pilot": FrameShape.AVIATOR, "teardrops": FrameShape.AVIATOR, "tear drop": FrameShape.AVIATOR,
        "drop shaped": FrameShape.AVIATOR, "teardrop pilot": FrameShape.AVIATOR, "ovals": FrameShape.OVAL,
        "egg shape": FrameShape.OVAL, "eggs": FrameShape.OVAL, "slanty up": FrameShape.CAT_EYE, "slanted up": FrameShape.CAT_EYE,
        "swoopy": FrameShape.CAT_EYE, "swooped up": FrameShape.CAT_EYE, "flicky": FrameShape.CAT_EYE, "winged one": FrameShape.CAT_EYE,
        "owlish": FrameShape.ROUND, "circles": FrameShape.ROUND, "rounder": FrameShape.ROUND, "roundish": FrameShape.ROUND, "round ish": FrameShape.ROUND,
    }
)  # fmt: skip

MATERIALS: Mapping[str, tuple[Material, ...]] = MappingProxyType(
    {
        "acetate": (Material.ACETATE,), "titanium": (Material.TITANIUM,), "stainless": (Material.STEEL,),
        "steel": (Material.STEEL,), "tr90": (Material.TR90,), "aluminum": (Material.ALUMINIUM,),
        "plastic": (Material.ACETATE, Material.TR90), "flexible": (Material.TR90,),
        "metal": (Material.TITANIUM, Material.STEEL, Material.ALUMINIUM),
        "metallic": (Material.TITANIUM, Material.STEEL, Material.ALUMINIUM),
        "unbreakable": (Material.TR90, Material.TITANIUM), "durable": (Material.TR90, Material.TITANIUM),
        "sturdy": (Material.TR90, Material.TITANIUM), "robust": (Material.TR90, Material.TITANIUM),
        "indestructible": (Material.TR90, Material.TITANIUM), "survive": (Material.TR90, Material.TITANIUM),
        "hard to break": (Material.TR90, Material.TITANIUM), "bendy": (Material.TR90,), "rubbery": (Material.TR90,),
        "wire": (Material.TITANIUM, Material.STEEL),
    }
)  # fmt: skip

RIMS: Mapping[str, Rim] = MappingProxyType(
    {
        "rimless": Rim.RIMLESS, "frameless": Rim.RIMLESS, "without rim": Rim.RIMLESS, "without a rim": Rim.RIMLESS,
        "no rim": Rim.RIMLESS, "half rim": Rim.HALF, "half frame": Rim.HALF, "half rims": Rim.HALF, "semi rimless": Rim.HALF,
        "rim at the bottom": Rim.HALF, "rim at the top": Rim.HALF, "rim on top": Rim.HALF, "rim underneath": Rim.HALF,
        "just the top bit": Rim.HALF, "only the top bit": Rim.HALF, "rim just on top": Rim.HALF, "just on the top": Rim.HALF,
        "no rim underneath": Rim.HALF, "no rim below": Rim.HALF, "nothing underneath": Rim.HALF, "nothing below": Rim.HALF,
        "nothing round the bottom": Rim.HALF, "nothing around the bottom": Rim.HALF,
        "open at the bottom": Rim.HALF, "without the rim at the bottom": Rim.HALF, "without a rim at the bottom": Rim.HALF,
        "no rim at the bottom": Rim.HALF, "without the bottom rim": Rim.HALF, "no bottom rim": Rim.HALF, "full rim": Rim.FULL,
        "without border": Rim.RIMLESS, "without a border": Rim.RIMLESS, "without the border": Rim.RIMLESS, "no border": Rim.RIMLESS, "without edge": Rim.RIMLESS,
        "without an edge": Rim.RIMLESS, "without edges": Rim.RIMLESS, "no edge": Rim.RIMLESS, "no edges": Rim.RIMLESS, "without rims": Rim.RIMLESS, "no rims": Rim.RIMLESS,
        "just glass": Rim.RIMLESS, "just the glass": Rim.RIMLESS, "only glass": Rim.RIMLESS, "only the glass": Rim.RIMLESS, "just lenses": Rim.RIMLESS, "just the lenses": Rim.RIMLESS,
        "nothing around the glass": Rim.RIMLESS, "nothing around the lens": Rim.RIMLESS, "nothing around the lenses": Rim.RIMLESS, "no frame around": Rim.RIMLESS,
        "without a frame around": Rim.RIMLESS, "without frame around": Rim.RIMLESS, "floating lenses": Rim.RIMLESS,
        "half one": Rim.HALF, "no bottom": Rim.HALF, "without a bottom": Rim.HALF, "half frames": Rim.HALF, "half rimmed": Rim.HALF, "open below": Rim.HALF, "open underneath": Rim.HALF, "bare at the bottom": Rim.HALF,
        "bare underneath": Rim.HALF, "no surround": Rim.RIMLESS, "without a surround": Rim.RIMLESS,
        "proper rim": Rim.FULL, "real rim": Rim.FULL, "full rims": Rim.FULL, "full frame": Rim.FULL, "whole rim": Rim.FULL, "complete rim": Rim.FULL, "rim all round": Rim.FULL,
        "rim all around": Rim.FULL, "rim around it": Rim.FULL, "rim round it": Rim.FULL, "rim all the way": Rim.FULL, "closed rim": Rim.FULL, "frame all round": Rim.FULL,
        "frame all around": Rim.FULL, "with a rim": Rim.FULL, "with rims": Rim.FULL,
    }
)  # fmt: skip

BRIDGES: Mapping[str, Bridge] = MappingProxyType({"keyhole": Bridge.KEYHOLE, "saddle": Bridge.SADDLE})

USES: Mapping[str, str] = MappingProxyType(
    {
        "work": "work", "office": "work", "working": "work", "computer": "work", "screen": "work", "screens": "work",
        "meetings": "work", "desk": "work", "job": "work", "laptop": "work", "business": "work", "coding": "work", "monitor": "work", "typing": "work", "zoom": "work", "video calls": "work",
        "driving": "driving", "drive": "driving", "drives": "driving", "driver": "driving", "truck": "driving", "motorcycle": "driving", "motorbike": "driving",
        "trucker": "driving", "commute": "driving", "behind the wheel": "driving", "the car": "driving", "road": "driving", "reading": "reading",
        "read": "reading", "reads": "reading", "newspaper": "reading", "knitting": "reading", "sewing": "reading",
        "crossword": "reading", "crosswords": "reading", "books": "reading", "book": "reading", "sport": "sport", "sports": "sport",
        "running": "sport", "i run": "sport", "gaming": "work", "cooking": "everyday", "gardening": "everyday", "traveling": "everyday", "go running": "sport", "runs": "sport", "runner": "sport", "jog": "sport", "cycle": "sport", "cyclist": "sport",
        "marathons": "sport", "climbing": "sport", "workout": "sport", "baseball": "sport", "pickleball": "sport",
        "volleyball": "sport", "cycling": "sport", "gym": "sport", "tennis": "sport", "basketball": "sport",
        "hiking": "sport", "outside": "sport", "outdoors": "sport", "outdoor": "sport", "jogging": "sport", "golf": "sport", "skiing": "sport", "soccer": "sport", "yoga": "sport", "workouts": "sport", "working out": "sport", "training": "sport", "biking": "sport", "bike": "sport", "athletic": "sport", "sporty": "sport", "exercise": "sport", "active": "sport", "everyday": "everyday",
        "every day": "everyday", "daily": "everyday", "whole day": "everyday", "day to day": "everyday", "all day": "everyday",
        "general use": "everyday", "all the time": "everyday", "casual": "everyday", "school": "everyday",
    }
)  # fmt: skip

STYLES: Mapping[str, str] = MappingProxyType(
    {
        "bold": "bold", "bolder": "bold", "statement": "bold", "striking": "bold", "loud": "bold", "chunky": "bold",
        "thick": "bold", "thicker": "bold", "colorful": "bold", "stand out": "bold", "stands out": "bold",
        "fun": "bold", "funky": "bold", "eye catching": "bold", "crazy": "bold", "dramatic": "bold", "louder": "bold",
        "daring": "bold", "exciting": "bold", "crazier": "bold", "wilder": "bold", "wild": "bold", "edgy": "bold", "edgier": "bold", "vibrant": "bold", "extravagant": "bold", "neutral": "minimal", "quiet": "minimal", "quieter": "minimal", "calm": "minimal", "calmer": "minimal", "tamer": "minimal", "toned down": "minimal", "sober": "classic", "grown up": "classic", "flashy": "bold", "showy": "bold", "bright": "bold", "brighter": "bold", "quirky": "bold", "artsy": "bold", "artistic": "bold", "old school": "classic", "look old": "classic", "look older": "classic", "lawyer": "classic", "banker": "classic", "court": "classic", "nerdy": "bold", "geeky": "bold", "hipster": "bold", "rock star": "bold", "rockstar": "bold", "sophisticated": "classic", "modest": "minimal", "serious": "classic", "professional": "classic", "more classic": "classic", "interesting": "bold", "classic": "classic", "classical": "classic",
        "vintage": "classic", "retro": "classic", "smart": "classic", "formal": "classic", "suit and tie": "classic", "creative": "bold", "timeless": "classic", "traditional": "classic",
        "conservative": "classic", "old fashioned": "classic", "minimal": "minimal", "minimalist": "minimal",
        "simple": "minimal", "simpler": "minimal", "subtle": "minimal", "discreet": "minimal", "understated": "minimal",
        "thin": "minimal", "thinner": "minimal", "delicate": "minimal", "less bold": "minimal", "plain": "minimal",
        "barely there": "minimal", "invisible": "minimal", "elegant": "elegant", "refined": "elegant", "graceful": "elegant", "dressy": "elegant", "chic": "elegant",
        "feminine": "elegant", "ladylike": "elegant", "classy": "elegant", "posh": "elegant",
        "trendy": "trendy", "trendier": "trendy", "fashionable": "trendy", "stylish": "trendy", "in fashion": "trendy", "modern": "trendy",
        "up to date": "trendy", "something cool": "trendy", "look cool": "trendy", "cool one": "trendy", "cool glasses": "trendy", "cool frames": "trendy", "cool pair": "trendy", "cool looking": "trendy", "on trend": "trendy", "youthful": "trendy", "cheerful": "trendy", "playful": "trendy",
        "sharp": "classic", "dapper": "classic", "distinguished": "classic", "gentlemanly": "classic", "well dressed": "classic",
        "cannot miss it": "bold", "in your face": "bold", "noticed": "bold", "notice me": "bold", "shouts": "bold", "screams": "bold", "shouting": "bold", "jazzy": "bold", "snazzy": "bold",
        "nothing fancy": "minimal", "no frills": "minimal", "no nonsense": "minimal", "low key": "minimal", "nothing special": "minimal", "not be seen": "minimal", "unseen": "minimal", "unusual": "bold", "normal one": "classic", "normal glasses": "classic", "normal frames": "classic", "ordinary glasses": "classic", "strict": "classic", "intelligent": "classic", "clever": "classic", "competent": "classic", "trustworthy": "classic", "younger": "trendy", "disappears": "minimal", "disappear": "minimal", "hardly visible": "minimal", "barely visible": "minimal", "hardly there": "minimal", "unnoticed": "minimal", "inconspicuous": "minimal", "unobtrusive": "minimal",
    }
)  # fmt: skip

DULL = re.compile(
    r"\b(?:boring|dull|bland|samey|same old|too (?:plain|safe|tame)|lame|meh|so serious|like an? accountant|makes? me (?:look|feel) (?:so |too |very |really |\d+ years )?old(?:er)?)\b"
)

FACE_SHAPES: Mapping[str, str] = MappingProxyType(
    {
        "round": "round", "square": "square", "oval": "oval", "oblong": "oblong", "long": "oblong",
        "rectangular": "oblong", "heart": "heart", "heart shaped": "heart", "diamond": "diamond",
        "triangle": "triangle", "triangular": "triangle", "moon": "round", "chubby": "round", "pear shaped": "triangle",
    }
)  # fmt: skip

EVERYDAY: frozenset[str] = frozenset(Path(__file__).with_name("everyday.txt").read_text(encoding="utf-8").split())
"""Words of everyday speech, gathered from the lines that hearing was fitted to: none is a name misheard."""

ORDINARY: frozenset[str] = EVERYDAY | frozenset(
    word
    for table in (COLOURS, SHAPES, MATERIALS, RIMS, USES, STYLES, FACE_SHAPES)
    for phrase in table
    for word in phrase.split()
)

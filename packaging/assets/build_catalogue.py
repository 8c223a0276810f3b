# ruff: noqa: E501 (design tables read best one row a line)
"""Write the sample shop's catalogue: nine designed collections of sixteen frames each.

Run `python packaging/assets/build_catalogue.py`; the result is the same on every machine. Names are everyday words and
places that a small speech recogniser hears reliably. Boxed dimensions follow from the front's width, the bridge and the
proportions of the shape (ISO 8624: 2A + DBL plus both end pieces makes the front).
"""

import json
from math import hypot
from pathlib import Path

TARGET = Path(__file__).resolve().parents[2] / "app" / "domain" / "sample_catalogue.json"

COLOURS = {
    "black": "#1b1b1d", "matte black": "#2a2a2c", "tortoise": "#6b4423", "honey tortoise": "#a8703a",
    "navy": "#1f2d4d", "sky blue": "#7fa8c9", "petrol blue": "#1f4e5f", "crystal": "#dfe3e4", "smoke grey": "#8a8d91",
    "slate grey": "#565c64", "forest green": "#2f4a3a", "sage green": "#93a58c", "olive green": "#5f6339",
    "burgundy": "#5e1f2d", "cherry red": "#9e2430", "rose": "#d3a3a0", "blush pink": "#e3bfb8", "plum": "#4f2f4f",
    "lilac": "#b7a6c9", "chestnut brown": "#5a3827", "caramel": "#b07b46", "cream": "#eadfc8", "ivory": "#efe8da",
    "gold": "#c9a45c", "rose gold": "#c8917c", "silver": "#b9bcc0", "gunmetal": "#53565b", "bronze": "#85633f",
    "copper": "#a8623f", "teal": "#2b7a78", "orange": "#c8642b", "mustard": "#c49a35", "white": "#f2f2ef",
}  # fmt: skip

PALETTES = {
    "quiet": ("black", "tortoise", "navy", "smoke grey"),
    "warm": ("tortoise", "caramel", "chestnut brown", "cream"),
    "clear": ("crystal", "smoke grey", "blush pink", "sky blue"),
    "green": ("forest green", "olive green", "black", "honey tortoise"),
    "red": ("burgundy", "cherry red", "black", "rose"),
    "bright": ("cherry red", "teal", "mustard", "plum"),
    "soft": ("rose", "lilac", "sage green", "ivory"),
    "metal": ("gold", "silver", "gunmetal"),
    "dark metal": ("gunmetal", "matte black", "bronze"),
    "rose metal": ("rose gold", "silver", "copper"),
    "blue metal": ("navy", "silver", "petrol blue"),
    "green metal": ("olive green", "gold", "gunmetal"),
    "duo": ("black", "tortoise", "burgundy", "navy"),
    "sport": ("matte black", "slate grey", "petrol blue", "orange"),
    "sport light": ("white", "teal", "smoke grey", "matte black"),
}

# height / width of the lens, and how far the effective diameter exceeds the width, as a share of the diagonal's excess
PROPORTIONS = {
    "round": (0.95, 0.05), "oval": (0.70, 0.10), "panto": (0.87, 0.18), "rectangle": (0.63, 0.62),
    "square": (0.80, 0.58), "cat-eye": (0.76, 0.50), "aviator": (0.85, 0.45), "browline": (0.77, 0.30),
    "geometric": (0.89, 0.35),
}  # fmt: skip

SHAPE_WORDS = {
    "round": "a true round eye", "oval": "a softly drawn oval", "panto": "the scholar's panto, rounded below and flat on top",
    "rectangle": "a calm rectangle, wider than deep", "square": "a square with softened corners",
    "cat-eye": "a lifted cat-eye line", "aviator": "the pilot's teardrop", "browline": "a strong brow over a light lower rim",
    "geometric": "flat facets, six or eight to a lens",
}  # fmt: skip

MATERIAL_WORDS = {
    "acetate": "cut from layered acetate", "titanium": "drawn from titanium wire", "stainless steel": "made of thin stainless steel",
    "TR90": "moulded in flexible TR90", "aluminium": "milled from aluminium", "acetate and metal": "acetate joined with metal",
}  # fmt: skip

# weight in grams of a 138 mm front with temples, without lenses
WEIGHTS = {"acetate": 27, "titanium": 14, "stainless steel": 21, "TR90": 16, "aluminium": 20, "acetate and metal": 24}

COLLECTIONS = {
    "City": {
        "code": "CTY", "widths": (128, 146), "price": (139, 229), "tags": ("work", "everyday"),
        "line": "Everyday acetate for desk and street",
        "names": "Boston Chicago Denver Dallas Austin Seattle Memphis Orlando Phoenix Portland Houston Brooklyn Oxford London Paris Berlin",
    },
    "Feather": {
        "code": "FTH", "widths": (124, 145), "price": (219, 389), "tags": ("work", "light", "minimal"),
        "line": "As little as can hold a lens",
        "names": "Robin Falcon Sparrow Peacock Raven Penguin Eagle Pelican Osprey Condor Puffin Canary Flamingo Pigeon Albatross Seagull",
    },
    "Heritage": {
        "code": "HER", "widths": (128, 146), "price": (179, 299), "tags": ("classic", "work"),
        "line": "Archive shapes from the fifties",
        "names": "Arthur Edward Winston Oliver Theodore Franklin Harold Victor Walter Oscar Benjamin Frederick Henry Charlie Alfred Vincent",
    },
    "Muse": {
        "code": "MUS", "widths": (124, 142), "price": (159, 279), "tags": ("everyday", "bold"),
        "line": "Lifted lines with a point of view",
        "names": "Charlotte Victoria Rebecca Natalie Veronica Amelia Eleanor Sophia Beatrice Clara Diana Emma Grace Helena Julia Stella",
    },
    "Meadow": {
        "code": "MEA", "widths": (118, 129), "price": (119, 219), "tags": ("everyday", "reading"),
        "line": "Proportioned for narrow faces, never childish",
        "names": "Daisy Poppy Clover Jasmine Lily Tulip Magnolia Orchid Snowdrop Primrose Rosemary Sunflower Buttercup Heather Thistle Lotus",
    },
    "Frontier": {
        "code": "FRO", "widths": (139, 150), "price": (129, 249), "tags": ("everyday", "driving"),
        "line": "Room for broad faces, long temples",
        "names": "Florida Montana Nevada Texas Kansas Colorado Alaska Wyoming Tennessee Oregon Arizona Virginia Carolina Nebraska Georgia Michigan",
    },
    "Motion": {
        "code": "MOT", "widths": (130, 148), "price": (89, 199), "tags": ("sport", "driving", "light"),
        "line": "Stays put when you move",
        "names": "Summit Canyon Glacier Rocket Thunder Marathon Voyager Comet Arrow Pilot Ranger Explorer Tornado Dolphin Tiger Panther",
    },
    "Concert": {
        "code": "CON", "widths": (128, 147), "price": (239, 420), "tags": ("bold", "statement"),
        "line": "Loud in the best sense, cut thick",
        "names": "Sonata Opera Tango Flamenco Mambo Carnival Waltz Samba Melody Symphony Ballad Festival Quartet Trumpet Cello Disco",
    },
    "Library": {
        "code": "LIB", "widths": (122, 143), "price": (89, 169), "tags": ("reading", "work", "everyday", "light"),
        "line": "Honest frames for books and screens",
        "names": "Novel Chapter Poet Sonnet Fable Riddle Diary Journal Almanac Scholar Professor Wizard Castle Lantern Compass Harbor",
    },
}  # fmt: skip

# sixteen designs a collection: shape, rim, material, bridge, palette
DESIGNS = {
    "City": """rectangle full acetate saddle quiet|square full acetate keyhole quiet|panto full acetate keyhole warm|round full acetate saddle clear
        rectangle half mixed pads duo|oval full acetate saddle warm|browline half mixed pads duo|square full acetate saddle green
        geometric full acetate keyhole clear|rectangle full acetate pads quiet|cat-eye full acetate saddle red|panto full mixed pads duo
        round full acetate keyhole green|rectangle full acetate saddle warm|oval full mixed pads duo|square full acetate keyhole red""",
    "Feather": """rectangle rimless titanium pads metal|oval rimless titanium pads metal|round full titanium pads metal|panto full titanium pads blue
        rectangle half titanium pads dark|geometric rimless titanium pads rose|aviator full titanium pads metal|square full titanium pads dark
        round rimless titanium pads rose|rectangle full titanium pads blue|panto rimless titanium pads metal|oval half titanium pads rose
        geometric full titanium pads greenm|cat-eye rimless titanium pads rose|browline half titanium pads dark|square rimless titanium pads metal""",
    "Heritage": """browline half mixed pads duo|panto full acetate keyhole warm|round full acetate keyhole quiet|panto full acetate keyhole green
        browline half mixed pads warm|square full acetate keyhole quiet|round full steel pads metal|rectangle full acetate saddle warm
        aviator full steel pads metal|panto full mixed pads duo|oval full acetate saddle quiet|browline full mixed pads duo
        square full acetate saddle warm|round full acetate saddle green|panto full steel pads dark|aviator full acetate saddle quiet""",
    "Muse": """cat-eye full acetate saddle red|cat-eye full acetate keyhole quiet|round full acetate saddle soft|square full acetate saddle clear
        cat-eye half mixed pads rose|panto full acetate saddle soft|geometric full steel pads rose|oval full acetate keyhole red
        cat-eye full titanium pads rose|square full acetate keyhole warm|browline full mixed pads red|round full steel pads rose
        cat-eye full acetate saddle clear|oval full steel pads rose|cat-eye full acetate saddle bright|rectangle full acetate saddle soft""",
    "Meadow": """round full acetate saddle soft|oval full acetate saddle red|panto full acetate keyhole warm|cat-eye full acetate saddle soft
        rectangle full acetate pads clear|oval full steel pads rose|geometric full titanium pads metal|square full acetate saddle clear
        cat-eye full steel pads rose|rectangle full acetate saddle quiet|round full titanium pads rose|oval half steel pads metal
        browline half mixed pads warm|panto full steel pads greenm|rectangle rimless titanium pads metal|square full TR90 saddle light""",
    "Frontier": """rectangle full acetate saddle quiet|square full acetate keyhole quiet|aviator full steel pads dark|rectangle half steel pads dark
        panto full acetate keyhole warm|square full TR90 saddle sport|browline half mixed pads duo|round full acetate keyhole quiet
        rectangle full titanium pads blue|aviator full titanium pads metal|geometric full acetate saddle green|oval full acetate saddle warm
        square full acetate saddle warm|rectangle rimless titanium pads metal|panto full steel pads dark|cat-eye full acetate saddle red""",
    "Motion": """rectangle full TR90 saddle sport|square full TR90 pads sport|rectangle half aluminium pads dark|aviator full aluminium pads dark
        square full TR90 saddle light|rectangle full TR90 pads light|oval full TR90 saddle sport|round full TR90 saddle light
        rectangle half TR90 pads sport|aviator full TR90 saddle sport|square full aluminium pads dark|rectangle full aluminium pads blue
        geometric full TR90 saddle sport|panto full TR90 saddle light|rectangle full TR90 saddle light|browline half aluminium pads dark""",
    "Concert": """square full acetate saddle bright|cat-eye full acetate saddle bright|round full acetate keyhole bright|geometric full acetate saddle quiet
        geometric full acetate keyhole bright|cat-eye full acetate keyhole red|panto full acetate keyhole green|browline full mixed pads duo
        round full acetate saddle red|square full acetate keyhole green|aviator full acetate saddle warm|rectangle full acetate saddle bright
        oval full acetate saddle bright|geometric full titanium pads dark|square full mixed pads duo|aviator full steel pads rose""",
    "Library": """round full steel pads metal|rectangle full acetate saddle quiet|panto full TR90 saddle quiet|oval full steel pads metal
        round full TR90 saddle clear|square full TR90 saddle quiet|cat-eye full TR90 saddle red|rectangle half steel pads dark
        oval full TR90 saddle warm|panto full acetate keyhole warm|browline half mixed pads duo|round full acetate keyhole green
        geometric full steel pads greenm|square full acetate saddle quiet|aviator full steel pads metal|rectangle full TR90 pads light""",
}  # fmt: skip

MATERIALS = {"mixed": "acetate and metal", "steel": "stainless steel"}
BRIDGES = {"pads": "nose pads"}
PALETTE_NAMES = {"dark": "dark metal", "greenm": "green metal", "light": "sport light", "blue": "blue metal"}
METALS = {"titanium", "stainless steel", "aluminium"}
SPREAD = (7, 2, 12, 4, 15, 9, 0, 11, 5, 14, 1, 8, 13, 3, 10, 6)
PRICE_SPREAD = (5, 11, 2, 14, 8, 0, 12, 6, 15, 3, 9, 1, 13, 7, 4, 10)
DBL_STEPS = {
    "saddle": (16, 18, 20, 22, 17, 19, 15, 21),
    "keyhole": (20, 22, 18, 24, 21, 23),
    "nose pads": (16, 18, 14, 20, 17, 19, 15),
}


def palette(key: str, material: str) -> tuple[str, ...]:
    name = PALETTE_NAMES.get(key, key)
    if key == "rose" and material in METALS | {"acetate and metal"}:
        name = "rose metal"
    return PALETTES[name]


def between(limits: tuple[int, int], step: int) -> float:
    return limits[0] + (limits[1] - limits[0]) * step / 15


def price(limits: tuple[int, int], step: int, top: int) -> int:
    """Dollars ending in nine, the dearest design of the dearest collection at the top of the range."""
    dollars = between(limits, step)
    return top if dollars >= top else round((dollars + 1) / 10) * 10 - 1


def build() -> list[dict[str, object]]:
    frames: list[dict[str, object]] = []
    bridges_used: dict[str, int] = {}
    for collection, plan in COLLECTIONS.items():
        designs = [row.split() for line in DESIGNS[collection].splitlines() for row in line.split("|")]
        for index, (name, design) in enumerate(zip(plan["names"].split(), designs, strict=True)):
            shape, rim, material_key, bridge_key, palette_key = design
            material, bridge = MATERIALS.get(material_key, material_key), BRIDGES.get(bridge_key, bridge_key)
            turn = bridges_used[bridge] = bridges_used.get(bridge, -1) + 1
            dbl = DBL_STEPS[bridge][turn % len(DBL_STEPS[bridge])]
            target = round(between(plan["widths"], SPREAD[index]))
            end_pieces = 12 if rim == "rimless" else 16 if material in {"acetate", "TR90"} else 14
            if target < 124:
                dbl = min(dbl, 18)
                end_pieces -= 2
            a = round((target - dbl - end_pieces) / 2)
            height, excess = PROPORTIONS[shape]
            b = round(a * height) + (index % 3 - 1 if shape != "round" else 0)
            ed = round(2 * (max(a, b) + (hypot(a, b) - max(a, b)) * excess)) / 2
            temple = 150 if target >= 147 else 145 if target >= 138 else 140 if target >= 126 else 135
            weight = WEIGHTS[material] * (target / 138) * (0.8 + 0.2 * b / 40)
            weight *= {"full": 1.0, "half": 0.88, "rimless": 0.52}[rim]
            if collection == "Concert" and material == "acetate":
                weight *= 1.25
            tags = list(plan["tags"])
            if weight < 15 and "light" not in tags:
                tags.append("light")
            if weight > 20 and "light" in tags:
                tags.remove("light")
            colours = palette(palette_key, material)
            shift = index % len(colours)
            colours = (colours[shift:] + colours[:shift])[: 3 + index % 2]
            frames.append(
                {
                    "sku": f"{plan['code']}-{101 + index}",
                    "name": name,
                    "collection": collection,
                    "shape": shape,
                    "rim": rim,
                    "material": material,
                    "bridge": bridge,
                    "dimensions": {"a": a, "b": b, "dbl": dbl, "ed": ed, "temple": temple, "total_width": target},
                    "weight_g": round(weight),
                    "colours": [{"name": colour, "hex": COLOURS[colour]} for colour in colours],
                    "price_cents": 100 * price(plan["price"], PRICE_SPREAD[index], 420),
                    "currency": "USD",
                    "description": f"{plan['line']}: {SHAPE_WORDS[shape]}, {MATERIAL_WORDS[material]}.",
                    "spring_hinges": collection in {"Motion", "Frontier"} or (index % 4 == 1 and rim != "rimless"),
                    "progressive_ready": b >= 30,
                    "tags": tags,
                }
            )
    return frames


def main() -> None:
    frames = build()
    lines = ",\n    ".join(json.dumps(frame, ensure_ascii=False) for frame in frames)
    TARGET.write_text(
        f'{{\n  "version": 1,\n  "shop": "Lunette sample shop",\n  "frames": [\n    {lines}\n  ]\n}}\n',
        encoding="utf-8",
    )
    print(f"{len(frames)} frames written to {TARGET.name}")


if __name__ == "__main__":
    main()

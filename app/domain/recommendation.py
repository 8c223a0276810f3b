"""Rank frames: physical fit, then prescription limits, then taste, then the convention on face shapes.

Pure and deterministic: the same question gives the same answer, ties go by SKU.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.domain.face_numbers import FaceNumbers
from app.domain.fit import BridgeVerdict, Fit, assess, decentration_in_words, width_in_words
from app.domain.frame import Frame, FrameShape, Material, Rim
from app.domain.needs import Needs, Style, has_colour, is_colour
from app.domain.styling import CONVENTION_NOTE, suitability

W_FIT, W_PRESCRIPTION, W_TASTE, W_SHAPE = 0.46, 0.26, 0.20, 0.08
PROGRESSIVE_B_MM = 28.0
COMFORTABLE_PROGRESSIVE_B_MM = 32.0
STRONG_LENS_A_MM = 52.0
LIGHT_G = 18.0
NEAR_MM = 1.0
LONG_LIST = 40
UNLIKE = 0.05
MANY_SHAPES = 5
SIZE_BANDS = {
    "very narrow": (0.0, 126.0), "narrow": (0.0, 130.0), "medium": (130.0, 140.0), "wide": (140.0, 200.0),
    "very wide": (143.0, 200.0),
}  # fmt: skip
_SIZE_CENTRES = {"very narrow": 116.0, "narrow": 125.0, "medium": 135.0, "wide": 144.0, "very wide": 149.0}
_COMMON_WIDTH_MM = 136.0
AFFORDABLE_CENTS = 20000
_USUAL_CENTS = 17500
_QUIET_COLOURS = frozenset(
    {"black", "matte black", "tortoise", "navy", "gunmetal", "silver", "gold", "smoke grey", "slate grey", "crystal"}
)
_FAMILIAR = frozenset({FrameShape.RECTANGLE, FrameShape.SQUARE, FrameShape.PANTO, FrameShape.ROUND})
_DRESSY = frozenset({Material.TITANIUM, Material.STEEL, Material.MIXED})
LOUD_MALUS = 0.3
_LOUD, _SPORTY = "statement", "sport"


def in_style(frame: Frame, style: Style) -> bool:
    """Whether a frame is of a style: by its tags, an elegant one by what it is made of as well."""
    tags = set(frame.tags)
    match style:
        case "bold":
            return bool(tags & {"bold", _LOUD})
        case "trendy":
            return "bold" in tags and _LOUD not in tags
        case "elegant":
            styled = bool(tags & {"classic", "minimal", "bold"})
            return styled and frame.material in _DRESSY and not tags & {_LOUD, _SPORTY}
        case _:
            return style in tags


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One ranked frame: `score` 0..1 and the reasons for it, the weightiest first."""

    sku: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ranked frames; `relaxed` says what no frame is, together with the rest of the wishes."""

    recommendations: tuple[Recommendation, ...]
    relaxed: tuple[str, ...] = ()


_Wish = tuple[str, Callable[[Frame], bool]]


def recommend(
    catalogue: Iterable[Frame], needs: Needs, measurements: FaceNumbers, count: int = 4
) -> tuple[Recommendation, ...]:
    """The best `count` frames; works with no measurements and no needs at all."""
    return rank(catalogue, needs, measurements, count).recommendations


def rank(catalogue: Iterable[Frame], needs: Needs, measurements: FaceNumbers, count: int = 4) -> Ranking:
    """As `recommend`, and says which wishes had to be given up."""
    frames = tuple(catalogue)
    pool, relaxed = candidates(frames, needs, measurements)
    like = next((frame for frame in frames if frame.sku == needs.like), None)
    scored = sorted(
        ((_score(frame, needs, measurements, like), frame) for frame in pool), key=lambda pair: (-pair[0], pair[1].sku)
    )
    if not (needs.wanted or measurements.shape_weights()):
        scored = _of_every_shape(scored)
    chosen = _diversified(scored[:LONG_LIST], count)
    return Ranking(
        tuple(
            Recommendation(frame.sku, round(score, 3), _reasons(frame, needs, measurements)) for score, frame in chosen
        ),
        relaxed,
    )


def candidates(
    catalogue: Iterable[Frame], needs: Needs, measurements: FaceNumbers
) -> tuple[tuple[Frame, ...], tuple[str, ...]]:
    """The frames that meet the wishes, and in words what no frame is together with the rest of them."""
    pool = [frame for frame in catalogue if frame.sku not in needs.exclude]
    relaxed: list[str] = []
    for name, wish in _wishes(needs, measurements):
        kept = [frame for frame in pool if wish(frame)]
        if kept:
            pool = kept
        else:
            relaxed.append(name)
    return tuple(pool), tuple(relaxed)


def _wishes(needs: Needs, face: FaceNumbers) -> list[_Wish]:
    """Conditions in the order in which they are kept: what comes first is given up last."""
    wishes: list[_Wish] = []

    def add(wanted: object, name: str, test: Callable[[Frame], bool]) -> None:
        if wanted:
            wishes.append((name, test))

    add(needs.nickel_allergy, "nickel-free", lambda f: f.nickel_free)
    add(face.face_width, "the right width for you", lambda f: not assess(f, face).surely_wrong)
    add(
        needs.progressive,
        "deep enough for progressives",
        lambda f: f.dimensions.b >= PROGRESSIVE_B_MM and f.progressive_ready,
    )
    add(needs.strong_lenses, "good for strong lenses", lambda f: f.rim is not Rim.RIMLESS)
    add(needs.budget_cents, "within your budget", lambda f: f.price_cents <= (needs.budget_cents or 0))
    add(needs.shapes, " or ".join(needs.shapes), lambda f: f.shape in needs.shapes)
    add(needs.min_price_cents, "at that price", lambda f: f.price_cents >= (needs.min_price_cents or 0))
    add(needs.avoid_shapes, "free of that shape", lambda f: f.shape not in needs.avoid_shapes)
    add(needs.avoid_rims, "free of that rim", lambda f: f.rim not in needs.avoid_rims)
    add(needs.avoid_materials, "free of that material", lambda f: f.material not in needs.avoid_materials)
    add(
        needs.rims,
        " or ".join(f"{rim} rim" if rim is not Rim.RIMLESS else str(rim) for rim in needs.rims),
        lambda f: f.rim in needs.rims,
    )
    add(needs.collections, f"from {' or '.join(needs.collections)}", lambda f: f.collection in needs.collections)
    add(needs.bridges, f"with a {' or '.join(needs.bridges)} bridge", lambda f: f.bridge in needs.bridges)
    add(needs.materials, " or ".join(needs.materials), lambda f: f.material in needs.materials)
    add(needs.colours, f"in {' or '.join(needs.colours)}", lambda f: any(has_colour(f, c) for c in needs.colours))
    add(
        needs.avoid_colours,
        "free of that colour",
        lambda f: not any(has_colour(f, c) for c in needs.avoid_colours),
    )
    add(needs.lens_mm, "of that lens width", lambda f: abs(f.dimensions.a - (needs.lens_mm or 0)) <= NEAR_MM)
    add(needs.bridge_mm, "of that bridge width", lambda f: abs(f.dimensions.dbl - (needs.bridge_mm or 0)) <= NEAR_MM)
    add(needs.max_weight_g, "that light", lambda f: f.weight_g < (needs.max_weight_g or 0))
    add(needs.max_width_mm, "that narrow", lambda f: f.dimensions.total_width < (needs.max_width_mm or 0))
    add(needs.min_width_mm, "that wide", lambda f: f.dimensions.total_width > (needs.min_width_mm or 0))
    add(
        needs.low_bridge,
        "fitted with adjustable nose pads",
        lambda f: assess(f, face).bridge is BridgeVerdict.ADJUSTABLE,
    )
    add(needs.no_pads, "free of nose pads", lambda f: assess(f, face).bridge is BridgeVerdict.FIXED)
    add(needs.spring_hinges, "fitted with spring hinges", lambda f: f.spring_hinges)
    add(needs.light, "light", lambda f: f.weight_g <= LIGHT_G)
    add(needs.avoid_uses, "free of that use", lambda f: not set(needs.avoid_uses) & set(f.tags))
    add(needs.thrifty, "inexpensive", lambda f: f.price_cents <= AFFORDABLE_CENTS)
    add(needs.style, needs.style or "", lambda f: in_style(f, needs.style or "bold"))
    add(needs.uses, f"made for {' or '.join(needs.uses)}", lambda f: bool(set(needs.uses) & set(f.tags)))
    if not face.face_width and needs.size:
        low, high = SIZE_BANDS[needs.size]
        add(True, f"of {needs.size} size", lambda f: low <= f.dimensions.total_width <= high)
    return wishes


def _score(frame: Frame, needs: Needs, face: FaceNumbers, like: Frame | None) -> float:
    return (
        W_FIT * _fit_score(assess(frame, face), frame, needs)
        + W_PRESCRIPTION * _prescription_score(frame, needs, face)
        + W_TASTE * _taste_score(frame, needs, like)
        + W_SHAPE * (suitability(frame, face.shape_weights()) + 1) / 2
    )


def _fit_score(fit: Fit, frame: Frame, needs: Needs) -> float:
    """1 for a front 1 to 3 mm wider than the face with pupils near the lens centres, falling with distance.

    Without a measured width, how near the front is to the size told, or else to a common width; where nothing at all
    was wished for, half is how readily most people would try a frame.
    """
    if fit.width is not None:
        width = _bell(fit.width.value - 2, 4 + fit.width.margin / 2)
    elif needs.size:
        width = _bell(frame.dimensions.total_width - _SIZE_CENTRES[needs.size], 8)
        if needs.size not in {"very narrow", "very wide"}:
            width = 0.8 * width + 0.2 * _approachable(frame)
    elif needs.wanted:
        loud = _LOUD in frame.tags and needs.style != "bold"
        width = _bell(frame.dimensions.total_width - _COMMON_WIDTH_MM, 10) - (LOUD_MALUS if loud else 0.0)
    else:
        width = (_bell(frame.dimensions.total_width - _COMMON_WIDTH_MM, 12) + _approachable(frame)) / 2
    if fit.decentration is None:
        return width
    return 0.7 * width + 0.3 * _bell(max(0.0, abs(fit.decentration.value - 1) - 1), 3 + fit.decentration.margin / 2)


def _approachable(frame: Frame) -> float:
    """How readily most people would try a frame: a middling price, quiet colours, a familiar shape, nothing loud."""
    parts = (
        _bell((frame.price_cents - _USUAL_CENTS) / 100, 120),
        sum(colour.name in _QUIET_COLOURS for colour in frame.colours) / len(frame.colours),
        1.0 if frame.shape in _FAMILIAR else 0.0,
        0.0 if _LOUD in frame.tags else 1.0,
        0.0 if _SPORTY in frame.tags else 1.0,
    )
    return sum(parts) / len(parts)


def _prescription_score(frame: Frame, needs: Needs, face: FaceNumbers) -> float:
    parts: list[float] = []
    if needs.strong_lenses:
        parts.append(_bell(max(0.0, frame.dimensions.a - 46), 5))
        decentration = assess(frame, face).decentration
        if decentration is not None:
            parts.append(_bell(decentration.value, 3))
    if needs.progressive:
        parts.append(min(1.0, max(0.0, (frame.dimensions.b - PROGRESSIVE_B_MM) / 8)))
    if needs.nickel_allergy:
        parts.append(0.0 if frame.material is Material.ALUMINIUM else 1.0)
    if needs.low_bridge:
        parts.append(1.0 if assess(frame, face).bridge is BridgeVerdict.ADJUSTABLE else 0.0)
    return sum(parts) / len(parts) if parts else 1.0


def _taste_score(frame: Frame, needs: Needs, like: Frame | None) -> float:
    parts: list[float] = []
    parts += [1.0 if use in frame.tags else 0.0 for use in needs.uses]
    if needs.style:
        parts.append(1.0 if in_style(frame, needs.style) else 0.0)
    if needs.light:
        parts += [_bell(max(0.0, frame.weight_g - 10), 8)] * 2
    if needs.budget_cents:
        parts.append(min(1.0, frame.price_cents / needs.budget_cents) ** 0.5)
    if needs.thrifty:
        parts += [_bell(max(0, frame.price_cents - 8000) / 100, 80)] * 4
    if like is not None:
        parts += [_closeness(frame, like)] * 2
    return sum(parts) / len(parts) if parts else 0.5


def _closeness(frame: Frame, other: Frame) -> float:
    same = (
        2 * (frame.shape is other.shape) + (frame.rim is other.rim) + (frame.material is other.material)
        + (frame.collection == other.collection) + bool(set(frame.colours) & set(other.colours))
    )  # fmt: skip
    return same / 6


def _bell(distance: float, width: float) -> float:
    return float(2.0 ** (-((distance / width) ** 2)))


def _of_every_shape(scored: list[tuple[float, Frame]]) -> list[tuple[float, Frame]]:
    """The best of every shape, then the rest: with nothing wished for, shapes are what there is to choose from."""
    best: dict[FrameShape, tuple[float, Frame]] = {}
    for pair in scored:
        best.setdefault(pair[1].shape, pair)
    return list(best.values()) if len(best) > MANY_SHAPES else scored


def _diversified(scored: list[tuple[float, Frame]], count: int) -> list[tuple[float, Frame]]:
    """Take the best, each time holding the likeness to those already taken against the rest."""
    rest, chosen = list(scored), list[tuple[float, Frame]]()
    while rest and len(chosen) < count:
        best = min(
            rest,
            key=lambda pair: (
                -(pair[0] - UNLIKE * max((_closeness(pair[1], taken) for _, taken in chosen), default=0.0)),
                pair[1].sku,
            ),
        )
        rest.remove(best)
        chosen.append(best)
    return sorted(chosen, key=lambda pair: (-pair[0], pair[1].sku))


def _reasons(frame: Frame, needs: Needs, face: FaceNumbers) -> tuple[str, ...]:
    fit = assess(frame, face)
    size = frame.dimensions
    reasons: list[str] = []

    def add(wanted: object, text: str) -> None:
        if wanted:
            reasons.append(text)

    width = "" if fit.width is None else width_in_words(fit.width)[:1].upper() + width_in_words(fit.width)[1:]
    add(fit.width is not None and fit.width.telling, width)
    add(
        needs.nickel_allergy and frame.nickel_free,
        f"{frame.material[:1].upper()}{frame.material[1:]} usually holds no nickel",
    )
    add(needs.low_bridge and fit.bridge is BridgeVerdict.ADJUSTABLE, "Nose pads that can be adjusted to your bridge")
    add(
        needs.progressive and size.b >= PROGRESSIVE_B_MM,
        f"{size.b:.0f} mm deep, "
        + ("comfortable for progressives" if size.b >= COMFORTABLE_PROGRESSIVE_B_MM else "enough for progressives"),
    )
    add(needs.strong_lenses and size.a <= STRONG_LENS_A_MM, f"Small {size.a:.0f} mm lenses keep strong glass thin")
    if fit.decentration is not None and (needs.strong_lenses or needs.progressive):
        words = decentration_in_words(fit.decentration)
        reasons.append(words[:1].upper() + words[1:])
    wanted = next((c.name for c in frame.colours if any(is_colour(c.name, w) for w in needs.colours)), None)
    add(wanted, f"Comes in {wanted}")
    add(
        needs.budget_cents and frame.price_cents <= needs.budget_cents,
        f"{frame.price_cents / 100:.0f} dollars, within your budget",
    )
    add((needs.light or needs.max_weight_g) and frame.weight_g <= LIGHT_G, f"Only {frame.weight_g:.0f} grams")
    add(needs.spring_hinges and frame.spring_hinges, "Spring hinges give way and come back")
    for use in needs.uses:
        add(use in frame.tags, f"Made with {'the road' if use == 'driving' else use} in mind")
    style = needs.style
    add(style and in_style(frame, style), f"From our {style} side: the {frame.collection} collection")
    liked = [
        name for name, weight in face.shape_weights()[:2] if weight >= 0.2 and suitability(frame, ((name, 1.0),)) > 0
    ]
    add(liked, f"Often chosen for {liked[0] if liked else ''} faces, {CONVENTION_NOTE}")
    add(fit.width is not None and not fit.width.telling, width)
    if len(reasons) < 2:
        reasons.append(f"{frame.material[:1].upper()}{frame.material[1:]}, {frame.weight_g:.0f} grams")
    if len(reasons) < 2:
        reasons.append(f"{size.total_width:.0f} mm wide, a {_band(size.total_width)} size")
    return tuple(reasons[:4])


def _band(width: float) -> str:
    return "narrow" if width < 130 else "medium" if width < 139 else "wide"

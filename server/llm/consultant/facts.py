"""Sentences about frames and the shopper's own numbers; every figure comes from the catalogue or a measurement."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.domain.face_numbers import FaceNumbers, Length
from app.domain.fit import (
    BridgeVerdict,
    Difference,
    Fit,
    WidthVerdict,
    assess,
    decentration_in_words,
    width_in_words,
)
from app.domain.frame import Frame, Material, Rim
from app.domain.needs import is_colour
from app.domain.recommendation import PROGRESSIVE_B_MM, STRONG_LENS_A_MM
from server.llm.consultant.intents import Intent
from server.llm.consultant.wording import (
    BRIDGE_WORDS,
    MATERIAL_WORDS,
    RIM_WORDS,
    SHAPE_NOUNS,
    article,
    dollars,
    joined,
    kind_of,
    millimetres,
    number,
    pick,
    sentence,
)

CONFIRM = "An optician must confirm it before lenses are made."

NARROW_BELOW_MM, WIDE_FROM_MM = 130.0, 139.0

Fact = Callable[[Frame, FaceNumbers, int], str]


def spoken_width(difference: Difference) -> str:
    """How wide a front is against the face, for a voice."""
    return width_in_words(difference, unit=unit(difference.value))


def unit(value: float) -> str:
    return "millimetre" if round(abs(value)) == 1 else "millimetres"


def price(frame: Frame, _face: FaceNumbers, turn: int) -> str:
    cost = dollars(frame.price_cents)
    return pick(
        (f"{frame.name} is {cost} for the frame; lenses come on top.", f"{frame.name} costs {cost}, without lenses."),
        turn,
    )


def weight(frame: Frame, _face: FaceNumbers, turn: int) -> str:
    grams = f"{number(frame.weight_g)} grams"
    feel = _feel(frame.weight_g)
    return pick(
        (
            f"{frame.name} weighs {grams} without lenses, {feel}.",
            f"It's {feel}. {frame.name} weighs {grams} before lenses.",
        ),
        turn,
    )


def _feel(grams: float) -> str:
    if grams <= 12:
        return "very light"
    return "light" if grams <= 18 else "about average" if grams <= 26 else "on the solid side"


def size(frame: Frame, face: FaceNumbers, _turn: int) -> str:
    d = frame.dimensions
    text = (
        f"{frame.name} is {millimetres(d.total_width)} wide. Each lens is {number(d.a)} wide and {number(d.b)} deep, "
        f"the bridge {number(d.dbl)} and the temples {number(d.temple)}."
    )
    width = assess(frame, face).width
    return f"{text} That is {spoken_width(width)}." if width else text


def bridge(frame: Frame, _face: FaceNumbers, _turn: int) -> str:
    text = f"{frame.name}'s bridge is {millimetres(frame.dimensions.dbl)} wide"
    if assess(frame, FaceNumbers()).bridge is BridgeVerdict.ADJUSTABLE:
        return f"It adjusts. {text}, with nose pads that can be set to your nose."
    return f"No separate pads. {text}, {BRIDGE_WORDS[frame.bridge]}, so an optician should check it."


def temple(frame: Frame, _face: FaceNumbers, _turn: int) -> str:
    spring = " They have spring hinges." if frame.spring_hinges else ""
    return f"The temples of {frame.name} are {millimetres(frame.dimensions.temple)} long.{spring}"


def hinges(frame: Frame, _face: FaceNumbers, _turn: int) -> str:
    return (
        f"Yes, {frame.name} has spring hinges."
        if frame.spring_hinges
        else f"No, {frame.name} has ordinary hinges without a spring."
    )


def colours(frame: Frame, _face: FaceNumbers, _turn: int) -> str:
    return f"{frame.name} comes in {joined(colour.name for colour in frame.colours)}."


def comes_in(frame: Frame, wanted: str) -> str:
    """Whether a frame comes in a colour, with the alternatives when it does not."""
    matching = [colour.name for colour in frame.colours if is_colour(colour.name, wanted)]
    if matching and wanted == "gold" and "gold" not in matching:
        return f"Nearly. {frame.name} comes in {joined(matching)}, not in plain gold."
    if matching:
        return f"Yes, {frame.name} comes in {joined(matching)}."
    return f"Not in {wanted}, sorry. {frame.name} comes in {joined(colour.name for colour in frame.colours)}."


def besides(frame: Frame, avoided: tuple[str, ...]) -> str:
    """The colours of a frame other than those ruled out."""
    others = [c.name for c in frame.colours if not any(is_colour(c.name, one) for one in avoided)]
    if not others:
        return f"No, {frame.name} comes only in {joined(colour.name for colour in frame.colours)}."
    return f"Yes. Besides {joined(avoided, 'or')}, {frame.name} comes in {joined(others)}."


def beside(frame: Frame, part: str, wanted: tuple[str, ...]) -> str:
    """Which colours of a frame stylists put beside hair, eyes or skin."""
    matching = [c.name for c in frame.colours if any(is_colour(c.name, one) for one in wanted)]
    comes = f"{frame.name} comes in {joined(colour.name for colour in frame.colours)}"
    like = f"like {joined(matching, 'or')}" if matching else f"rather like {joined(wanted, 'or')}"
    return f"{comes}. With {part} stylists {like}. It's only a convention."


def which_come_in(frames: list[Frame], wanted: str) -> str:
    """Which of several frames come in a colour."""
    matching = [frame for frame in frames if any(is_colour(colour.name, wanted) for colour in frame.colours)]
    if not matching:
        return f"None of these comes in {wanted}, sorry. Shall I show you {wanted} frames?"
    named = [
        f"{frame.name} comes in {joined(c.name for c in frame.colours if is_colour(c.name, wanted))}"
        for frame in matching[:3]
    ]
    return f"{joined(named)}."


def material(frame: Frame, _face: FaceNumbers, _turn: int) -> str:
    plastic = {Material.ACETATE: ", a plastic", Material.TR90: ", a light plastic"}.get(frame.material, "")
    return f"{frame.name} is made of {MATERIAL_WORDS[frame.material]}{plastic}."


def nickel(frame: Frame, _face: FaceNumbers, _turn: int) -> str:
    words = MATERIAL_WORDS[frame.material]
    if frame.nickel_free:
        return f"It shouldn't. {frame.name} is {words}, which normally holds none; a colleague can confirm every part."
    return f"It may hold some. {frame.name} is {words}, so with an allergy I'd take titanium or acetate instead."


def shape(frame: Frame, _face: FaceNumbers, _turn: int) -> str:
    return f"{frame.name} is {article(SHAPE_NOUNS[frame.shape])}, {RIM_WORDS[frame.rim]}."


def collection(frame: Frame, _face: FaceNumbers, _turn: int) -> str:
    return f"{frame.name} belongs to our {frame.collection} collection."


def fit(frame: Frame, face: FaceNumbers, turn: int) -> str:
    """The verdict in millimetres, or what is missing for one."""
    result = assess(frame, face)
    if result.width is None:
        return (
            f"I can't tell without measuring. {frame.name} is {millimetres(frame.dimensions.total_width)} wide, "
            f"{band(frame)} size. Shall I measure you?"
        )
    parts = [f"{verdict(result)} {frame.name} is {spoken_width(result.width)}."]
    if result.decentration is not None and turn % 2:
        parts.append(sentence(decentration_in_words(result.decentration, unit=unit(result.decentration.value))))
    return " ".join(parts)


def fit_told(frame: Frame, size: str) -> str:
    """What a told size of face or head makes of a frame, without a measured width; empty where they agree."""
    width = frame.dimensions.total_width
    wide = "wide" in size and width < WIDE_FROM_MM
    narrow = "narrow" in size and width >= NARROW_BELOW_MM
    if not (wide or narrow):
        return ""
    head = "wide" if wide else "narrow"
    return (
        f"Probably too {'small' if wide else 'big'}. {frame.name} is {millimetres(width)} wide, {band(frame)} size, "
        f"and you told me of {article(head)} face. Shall I measure you to be sure?"
    )


def verdict(result: Fit) -> str:
    sizes = {
        WidthVerdict.RIGHT: "The width is right for you.",
        WidthVerdict.NARROW: "It would be narrow on you.",
        WidthVerdict.WIDE: "It would be wide on you.",
    }
    return sizes[result.width_verdict] if result.width_verdict else ""


def strong(frame: Frame) -> str:
    """Whether a frame suits a strong prescription."""
    if frame.rim is Rim.RIMLESS:
        return f"Rather not. {frame.name} is rimless, so thick edges would show. An optician can tell you more."
    a = number(frame.dimensions.a)
    if frame.dimensions.a <= STRONG_LENS_A_MM:
        return (
            f"Yes. {frame.name} has lenses of {a} millimetres, small enough to stay thin. A very strong prescription "
            "wants high-index material as well; an optician will confirm it."
        )
    return f"Not ideal. {frame.name} has lenses of {a} millimetres, and smaller ones stay thinner."


def progressive(frame: Frame) -> str:
    """Whether a frame is deep enough for progressives."""
    deep = f"{frame.name}'s lenses are {millimetres(frame.dimensions.b)} deep"
    if frame.progressive_ready and frame.dimensions.b >= PROGRESSIVE_B_MM:
        return f"Yes. {deep}, enough for progressives."
    return f"Not ideal. {deep}, which is little for progressives. Shall I show you deeper ones?"


def prescription(frame: Frame, _face: FaceNumbers, _turn: int) -> str:
    d = frame.dimensions
    deep = (
        f"its lenses are {millimetres(d.b)} deep, enough for progressives"
        if frame.progressive_ready and d.b >= PROGRESSIVE_B_MM
        else f"its lenses are only {millimetres(d.b)} deep, which is little for progressives"
    )
    if frame.rim is Rim.RIMLESS:
        strong = "rimless is not the best for a strong prescription"
    elif d.a <= STRONG_LENS_A_MM:
        strong = f"the {number(d.a)} millimetre lens width also suits a strong prescription"
    else:
        strong = f"at {number(d.a)} millimetres the lenses are large for a very strong prescription"
    start = "Yes." if frame.progressive_ready else "Not ideal."
    return f"{start} {sentence(f'on {frame.name} {deep}')} {sentence(strong)}"


def describe(frame: Frame, face: FaceNumbers, turn: int) -> str:
    width = assess(frame, face).width
    fits = f" It is {spoken_width(width)}." if width else ""
    names = joined((colour.name for colour in frame.colours), "or")
    text = pick(
        (
            f"{frame.name} is {kind_of(frame)}, {number(frame.weight_g)} grams, for {dollars(frame.price_cents)}.",
            f"{frame.name}: {kind_of(frame)} at {dollars(frame.price_cents)}, weighing {number(frame.weight_g)} grams.",
        ),
        turn,
    )
    return f"{text}{fits}" if fits else f"{text} It comes in {names}."


FACTS: Mapping[Intent, Fact] = MappingProxyType(
    {
        Intent.PRICE: price, Intent.WEIGHT: weight, Intent.SIZE: size, Intent.BRIDGE: bridge, Intent.TEMPLE: temple,
        Intent.HINGES: hinges, Intent.COLOURS: colours, Intent.MATERIAL: material, Intent.NICKEL: nickel,
        Intent.SHAPE: shape, Intent.COLLECTION: collection, Intent.FIT: fit, Intent.RX: prescription,
        Intent.DESCRIBE: describe,
    }
)  # fmt: skip

_SHORT: Mapping[Intent, Callable[[Frame], str]] = MappingProxyType(
    {
        Intent.PRICE: lambda f: dollars(f.price_cents),
        Intent.WEIGHT: lambda f: f"{number(f.weight_g)} grams",
        Intent.SIZE: lambda f: f"{millimetres(f.dimensions.total_width)} wide",
        Intent.BRIDGE: lambda f: f"{BRIDGE_WORDS[f.bridge]} of {millimetres(f.dimensions.dbl)}",
        Intent.TEMPLE: lambda f: f"{millimetres(f.dimensions.temple)} temples",
        Intent.COLOURS: lambda f: joined((c.name for c in f.colours), "or"),
        Intent.MATERIAL: lambda f: MATERIAL_WORDS[f.material],
        Intent.NICKEL: lambda f: "normally without nickel" if f.nickel_free else "maybe with nickel",
        Intent.SHAPE: lambda f: SHAPE_NOUNS[f.shape],
        Intent.COLLECTION: lambda f: f.collection,
        Intent.HINGES: lambda f: "spring hinges" if f.spring_hinges else "no spring hinges",
        Intent.RX: lambda f: (
            f"{millimetres(f.dimensions.b)} deep, {'fine' if f.progressive_ready else 'shallow'} for progressives"
        ),
        Intent.DESCRIBE: lambda f: f"{kind_of(f)}, {dollars(f.price_cents)}",
    }
)  # fmt: skip


def several(intent: Intent, frames: list[Frame], face: FaceNumbers) -> str:
    """The same fact of up to three frames in one breath."""

    def short(frame: Frame) -> str:
        width = assess(frame, face).width if intent is Intent.FIT else None
        if width is not None:
            return spoken_width(width)
        return _SHORT.get(intent, _SHORT[Intent.SIZE])(frame)

    return " ".join(sentence(f"{frame.name}: {short(frame)}") for frame in frames[:3])


def compared(frames: list[Frame], face: FaceNumbers) -> str:
    """Two or three frames against each other: price, weight and width, then who wins what."""
    frames = frames[:3]
    if len({frame.price_cents for frame in frames}) == 1:
        same = "Both cost" if len(frames) == 2 else "All cost"
        weights = joined(f"{frame.name} weighs {number(frame.weight_g)} grams" for frame in frames)
        text = f"{same} {dollars(frames[0].price_cents)}. {weights}."
    else:
        parts = [f"{frame.name} is {dollars(frame.price_cents)} and {number(frame.weight_g)} grams" for frame in frames]
        text = f"{joined(parts)}."
    cheapest, lightest = min(frames, key=lambda f: f.price_cents), min(frames, key=lambda f: f.weight_g)
    widths = [(frame, assess(frame, face).width) for frame in frames]
    known = [(frame, width) for frame, width in widths if width is not None]
    if known:
        closest, width = min(known, key=lambda pair: abs(pair[1].value - 2))
        return f"{text} {closest.name} fits your width best: {spoken_width(width)}."
    if len({frame.price_cents for frame in frames}) == 1 or len({frame.weight_g for frame in frames}) == 1:
        widths_mm = joined(f"{frame.name} is {millimetres(frame.dimensions.total_width)} wide" for frame in frames)
        sprung = [frame.name for frame in frames if frame.spring_hinges]
        hinged = f" Only {joined(sprung)} has spring hinges." if len(sprung) == 1 else ""
        return f"{text} {widths_mm}.{hinged}"
    if cheapest is lightest:
        return f"{text} So {cheapest.name} is both cheaper and lighter."
    return f"{text} {cheapest.name} costs less, {lightest.name} weighs less."


def own_pd(pd: Length, *, told: bool) -> str:
    if told:
        return f"You told me {millimetres(pd.value)}. {CONFIRM}"
    return (
        f"It is about {millimetres(pd.value)}. The camera can be off, so somewhere between {number(pd.low)} and "
        f"{number(pd.high)}. {CONFIRM}"
    )


def own_width(width: Length) -> str:
    return (
        f"Your face is about {millimetres(width.value)} wide, give or take {number(max(1, round(width.margin)))}. "
        "Frames of about that width sit best."
    )


def own_shape(face: FaceNumbers) -> str:
    if face.shape_chosen:
        return f"You chose {face.shape_chosen}. I go by that."
    (first, likely), *rest = face.shape
    text = f"Most likely {first}, about {round(likely * 100)} percent."
    if rest:
        text += f" The next guess is {rest[0][0]}, {round(rest[0][1] * 100)} percent."
    return f"{text} You know best, so choose the one you agree with."


def band(frame: Frame) -> str:
    width = frame.dimensions.total_width
    return "a narrow" if width < NARROW_BELOW_MM else "a medium" if width < WIDE_FROM_MM else "a wide"

"""Ranking frames for a face, a prescription and a taste."""

import pytest

from app.domain.catalogue import Catalogue
from app.domain.face_numbers import FaceNumbers, Length
from app.domain.fit import assess
from app.domain.frame import Bridge, FrameShape, Material, Rim
from app.domain.needs import Needs, Size, has_colour
from app.domain.recommendation import in_style, rank, recommend
from app.domain.styling import suitability

SHOP = Catalogue.sample()
NARROW = FaceNumbers(pd=Length(58, 55, 61), face_width=Length(122, 119, 125), shape=(("oval", 0.6), ("heart", 0.3)))
BROAD = FaceNumbers(pd=Length(68, 64, 72), face_width=Length(148, 144, 152), shape=(("round", 0.8), ("square", 0.1)))


def test_works_with_nothing_known() -> None:
    """Without needs and measurements there are still different frames to start with."""
    found = recommend(SHOP, Needs(), FaceNumbers(), count=4)
    assert len({SHOP[one.sku].shape for one in found}) >= 3
    assert all(one.reasons for one in found)


def test_is_deterministic() -> None:
    """The same question gives the same answer, whatever the order of the catalogue."""
    needs = Needs(uses=("work",), budget_cents=20000)
    assert recommend(SHOP, needs, BROAD) == recommend(tuple(SHOP)[::-1], needs, BROAD)


@pytest.mark.parametrize("face", [NARROW, BROAD])
def test_fits_the_face_first(face: FaceNumbers) -> None:
    """No recommended front is surely the wrong width, and the reasons begin with the millimetres."""
    for one in recommend(SHOP, Needs(style="bold"), face, count=6):
        width = assess(SHOP[one.sku], face).width
        assert width is not None
        assert abs(width.value) <= 12
        assert "your face, give or take" in one.reasons[0]


def test_fit_outweighs_taste() -> None:
    """With taste asking for something else, the better fitting of two frames still wins."""
    fitting, liked = SHOP["MEA-102"], SHOP["CON-101"]
    found = recommend((fitting, liked), Needs(style="bold"), NARROW, count=2)
    assert found[0].sku == fitting.sku


def test_keeps_hard_wishes() -> None:
    """Budget, shape, colour, material and rim hold for every frame when the shop can meet them."""
    needs = Needs(
        budget_cents=23000,
        shapes=(FrameShape.PANTO, FrameShape.ROUND),
        colours=("green",),
        materials=(Material.ACETATE,),
        rims=(Rim.FULL,),
    )
    ranking = rank(SHOP, needs, FaceNumbers())
    assert ranking.relaxed == ()
    for one in ranking.recommendations:
        frame = SHOP[one.sku]
        assert frame.price_cents <= 23000
        assert frame.shape in needs.shapes
        assert has_colour(frame, "green")
        assert frame.material is Material.ACETATE


def test_says_what_it_gave_up() -> None:
    """A wish that nothing can meet is named and the rest still holds."""
    ranking = rank(SHOP, Needs(budget_cents=12000, materials=(Material.TITANIUM,)), FaceNumbers())
    assert ranking.relaxed == ("titanium",)
    assert all(SHOP[one.sku].price_cents <= 12000 for one in ranking.recommendations)


def test_prescription_limits() -> None:
    """Strong lenses get small full rims, progressives depth, an allergy no nickel, a low bridge nose pads."""
    needs = Needs(strong_lenses=True, progressive=True, nickel_allergy=True, low_bridge=True)
    for one in recommend(SHOP, needs, FaceNumbers()):
        frame = SHOP[one.sku]
        assert frame.rim is not Rim.RIMLESS
        assert frame.dimensions.b >= 28
        assert frame.nickel_free
        assert frame.bridge is Bridge.NOSE_PADS


def test_strong_lenses_prefer_small_eyes() -> None:
    """A strong prescription brings the lens width down."""
    plain = [SHOP[one.sku].dimensions.a for one in recommend(SHOP, Needs(), FaceNumbers(), count=8)]
    strong = [SHOP[one.sku].dimensions.a for one in recommend(SHOP, Needs(strong_lenses=True), FaceNumbers(), count=8)]
    assert sum(strong) < sum(plain)


def test_excludes_and_stays_close() -> None:
    """Excluded frames never come back, and a frame to stay close to pulls its kin up."""
    like = SHOP["FTH-101"]
    found = recommend(SHOP, Needs(like=like.sku, exclude=(like.sku,)), FaceNumbers(), count=4)
    assert like.sku not in {one.sku for one in found}
    assert sum(SHOP[one.sku].rim is Rim.RIMLESS for one in found) >= 2


def test_shape_convention_is_the_lightest_weight() -> None:
    """The convention tips the balance only between frames that are otherwise alike, and is marked as one."""
    round_face = FaceNumbers(shape_chosen="round")
    found = recommend(SHOP, Needs(), round_face, count=4)
    reasons = [reason for one in found for reason in one.reasons if "round faces" in reason]
    assert reasons
    assert all("convention" in reason for reason in reasons)


def test_suitability_weighs_probabilities() -> None:
    """A frame liked for one likely shape and disliked for another ends between the two."""
    frame = next(one for one in SHOP if one.shape is FrameShape.ROUND and one.rim is Rim.FULL)
    assert suitability(frame, (("round", 1.0),)) == -1.0
    assert suitability(frame, (("square", 1.0),)) == 1.0
    assert suitability(frame, (("round", 0.5), ("square", 0.5))) == 0.0
    assert suitability(frame, (("unheard of", 1.0),)) == 0.0


def test_thrift_shows_little_money_first() -> None:
    """Who wants to spend little is shown inexpensive frames, and the cheapest near the top."""
    found = [SHOP[one.sku] for one in recommend(SHOP, Needs(thrifty=True), FaceNumbers())]
    assert all(frame.price_cents <= 15000 for frame in found)


def test_leaves_out_what_is_made_for_a_use_ruled_out() -> None:
    """No sport frame for who rules sport out."""
    found = recommend(SHOP, Needs(colours=("white",), avoid_uses=("sport",)), FaceNumbers())
    assert all("sport" not in SHOP[one.sku].tags for one in found)


@pytest.mark.parametrize(
    ("size", "low", "high"), [("very narrow", 0, 126), ("narrow", 0, 130), ("wide", 140, 200), ("very wide", 143, 200)]
)
def test_told_sizes(size: Size, low: float, high: float) -> None:
    """A told size bounds the width, the stronger word the more."""
    widths = [SHOP[one.sku].dimensions.total_width for one in recommend(SHOP, Needs(size=size), FaceNumbers())]
    assert all(low <= width <= high for width in widths)


def test_styles() -> None:
    """Trendy is lively and not loud; elegant is fine metal and neither loud nor sporty."""
    for frame in SHOP:
        if in_style(frame, "trendy"):
            assert in_style(frame, "bold")
            assert "statement" not in frame.tags
        if in_style(frame, "elegant"):
            assert not {"sport", "statement"} & set(frame.tags)
            assert frame.material in {Material.TITANIUM, Material.STEEL, Material.MIXED}

"""What is wished for without being named."""

from app.domain.frame import FrameShape
from server.llm.consultant.traits import borne_out, with_traits


def test_a_likely_trait_is_a_wish() -> None:
    """Traits of more than even odds set their fields, unlikely ones none."""
    change = with_traits({}, {"light": 0.9, "shape round": 0.8, "rim rimless": 0.3, "no black": 0.7})
    assert change == {"light": True, "shapes": (FrameShape.ROUND,), "avoid_colours": ("black",)}


def test_words_stand_above_traits() -> None:
    """A field that words have set, or ruled out, is not set by a trait."""
    said = {"shapes": (FrameShape.OVAL,), "avoid_colours": ("gold",), "size": "wide"}
    assert with_traits(said, {"shape round": 0.9, "colour red": 0.9, "size narrow": 0.9}) == said


def test_a_cue_that_the_line_does_not_bear_out_is_dropped() -> None:
    """A flag set by a word is taken back where the line as a whole speaks against it."""
    assert with_traits({"light": True}, {"light": 0.001}) == {}
    assert with_traits({"light": True}, {"light": 0.2}) == {"light": True}


def test_dislike_of_pads_is_no_low_bridge() -> None:
    """Without pads means no pads, and that pads are not the remedy."""
    assert with_traits({}, {"no_pads": 0.9}) == {"no_pads": True, "low_bridge": False}


def test_a_circumstance_must_be_borne_out() -> None:
    """A style or shape that a figure of speech stands for is left where the line hardly means it."""
    told = {"style": "classic", "materials": ("TR90",), "shapes": (FrameShape.ROUND,)}
    traits = {"style classic": 0.001, "shape round": 0.2}
    assert borne_out(told, traits) == {"materials": ("TR90",), "shapes": (FrameShape.ROUND,)}

"""Behaviour of cues on another clock."""

from server.avatar.cues import Accent, CardsShown, GoodBye, ShopperLost, Silenced, Spoken, later


def test_every_time_in_a_cue_moves_and_nothing_else() -> None:
    """Cues with times are later by the same seconds in each of them; those without are the same."""
    spoken = Spoken(1.0, 2.0, (Accent(1.2, 0.5), Accent(1.7, 1.0)), closes=True)
    assert later(spoken, 10.0) == Spoken(11.0, 12.0, (Accent(11.2, 0.5), Accent(11.7, 1.0)), closes=True)
    assert later(Silenced(3.0), -1.0) == Silenced(2.0)
    assert later(CardsShown(1.0, -1.0), 2.0) == CardsShown(3.0, -1.0)
    assert later(GoodBye(1.0), 2.0) == GoodBye(3.0)
    assert later(ShopperLost(), 2.0) == ShopperLost()

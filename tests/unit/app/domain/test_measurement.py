import pytest

from app.domain.measurement import Estimate, FaceSample, combine

SHAPE = (("oval", 0.6), ("round", 0.4))


def sample(pd: float, systematic: float = 3.0, random: float = 1.0) -> FaceSample:
    return FaceSample(Estimate(pd, systematic, random), Estimate(2 * pd, 6.0, 1.0), SHAPE)


def test_interval_joins_both_errors() -> None:
    """A length's 95 % interval holds its shared and its independent error, added as independent."""
    length = Estimate(62.0, 3.0, 4.0).length()
    assert (length.value, length.low, length.high) == (62.0, 52.2, 71.8)


def test_interval_stays_positive() -> None:
    """A very uncertain length still begins above zero."""
    assert Estimate(1.0, 3.0, 0.0).length().low > 0


@pytest.mark.parametrize("numbers", [(float("nan"), 1, 1), (0, 1, 1), (60, -1, 1), (60, 1, float("inf"))])
def test_impossible_estimates_are_refused(numbers: tuple[float, float, float]) -> None:
    """Errors must be finite and not negative, lengths positive."""
    with pytest.raises(ValueError, match="estimate"):
        Estimate(*numbers)


def test_one_wild_picture_does_not_move_the_result() -> None:
    """The median of several pictures ignores a single bad one."""
    pictures = [sample(value) for value in (61.8, 62.0, 62.2, 61.9, 90.0)]
    assert combine(pictures).pd.value == 62.0


def test_many_pictures_leave_the_shared_error() -> None:
    """However many pictures agree, the interval is never narrower than what the shopper's own iris leaves open."""
    one, many = combine([sample(62.0)]), combine([sample(62.0)] * 500)
    assert one.pd.margin > many.pd.margin >= 1.95 * 3.0


def test_scatter_between_pictures_widens_the_interval() -> None:
    """Pictures that disagree more than they claim make the result less certain."""
    calm = combine([sample(62.0 + step, random=0.1) for step in (-0.1, 0.0, 0.1)])
    restless = combine([sample(62.0 + step, random=0.1) for step in (-5.0, 0.0, 5.0)])
    assert restless.pd.margin > calm.pd.margin + 1


def test_shapes_are_averaged() -> None:
    """The shape of a look is the mean over its pictures, best first."""
    other = FaceSample(Estimate(62, 3, 1), Estimate(130, 6, 1), (("round", 0.9), ("oval", 0.1)))
    shape = combine([sample(62.0), other]).shape
    assert [name for name, _ in shape] == ["round", "oval"]
    assert [probability for _, probability in shape] == pytest.approx([0.65, 0.35])


def test_numbers_carry_the_measurement_to_fitting() -> None:
    """What fitting and advice need is taken over unchanged."""
    measured = combine([sample(62.0)])
    numbers = measured.numbers()
    assert (numbers.pd, numbers.face_width, numbers.shape) == (measured.pd, measured.face_width, measured.shape)
    assert measured.distance_mm is None


def test_nothing_cannot_be_combined() -> None:
    """Without a picture there is no measurement."""
    with pytest.raises(ValueError, match="nothing"):
        combine([])

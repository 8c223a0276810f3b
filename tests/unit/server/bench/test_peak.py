"""The greatest of evenly spaced values."""

import numpy as np
import pytest

from server.bench.peak import peak


@pytest.mark.parametrize("place", [1.3, 4.0, 6.6])
def test_a_parabola_turns_between_its_samples(place: float) -> None:
    """The place is found though no value was taken there."""
    assert peak(5.0 - (np.arange(9) - place) ** 2) == pytest.approx(place)


def test_level_values_have_their_peak_at_the_first_that_has_neighbours() -> None:
    """Nothing is divided by the bend that they have not."""
    assert peak(np.ones(5)) == 1.0

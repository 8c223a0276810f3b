"""Triangles that can never be seen."""

import numpy as np

from server.avatar.visibility import uncovered, with_neighbours

CORNERS = np.array([[2, 2, 0.5], [7, 2, 0.5], [2, 7, 0.5], [7, 7, 0.6], [12, 7, 0.6]], np.float32)
TRIANGLES = np.array([[0, 1, 2], [1, 2, 3], [1, 3, 4]], np.uint32)


def test_what_lies_behind_something_nearer_is_covered() -> None:
    """A triangle counts as soon as one spot of it is not behind what was drawn."""
    depth = np.full((16, 16), 0.3, np.float32)
    assert not uncovered(CORNERS, TRIANGLES, depth).any()
    depth[:, :4] = 1.0
    assert uncovered(CORNERS, TRIANGLES, depth).tolist() == [True, True, False]


def test_neighbours_are_kept_for_poses_in_between() -> None:
    """What shares a corner with something seen is drawn as well."""
    assert with_neighbours(np.array([True, False, False]), TRIANGLES).tolist() == [True, True, True]
    far = np.array([[0, 1, 2], [3, 4, 5]], np.uint32)
    assert with_neighbours(np.array([True, False]), far).tolist() == [True, False]

"""Triangles that can never be seen."""

import numpy as np

from server.animation.port import ARKIT_INDEX
from server.avatar.figure import read_figure
from server.avatar.pose import FacePose
from server.avatar.render_figure import CONSULTANT, FIGURES
from server.avatar.scene import PORTRAIT
from server.avatar.visibility import Census, trial_poses, two_sided, uncovered, with_neighbours

CORNERS = np.array([[2, 2, 0.5], [7, 2, 0.5], [2, 7, 0.5], [7, 7, 0.6], [12, 7, 0.6]], np.float32)
TRIANGLES = np.array([[0, 2, 1], [1, 2, 3], [1, 3, 4]], np.uint32)


def test_what_lies_behind_something_nearer_is_covered() -> None:
    """A triangle counts as soon as one spot of it is not behind what was drawn."""
    depth = np.full((16, 16), 0.3, np.float32)
    assert not uncovered(CORNERS, TRIANGLES, depth).any()
    depth[:, :4] = 1.0
    assert uncovered(CORNERS, TRIANGLES, depth).tolist() == [True, True, False]


def test_what_faces_away_does_not_come_to_light() -> None:
    """The same triangles turned over are not seen, though nothing lies before them."""
    depth = np.ones((16, 16), np.float32)
    assert uncovered(CORNERS, TRIANGLES, depth).all()
    assert not uncovered(CORNERS, TRIANGLES[:, ::-1], depth).any()


def test_a_shell_gets_an_inner_side_of_its_own() -> None:
    """Every triangle is there a second time, turned over, with the same corners and shapes but other vertices."""
    hair = read_figure(FIGURES / f"{CONSULTANT}.glb").part("hair")
    both = two_sided(hair)
    outer, inner = np.split(both.triangles, 2)
    assert np.array_equal(outer, hair.triangles)
    assert np.array_equal(both.positions[inner], hair.positions[hair.triangles[:, ::-1]])
    assert not set(outer.reshape(-1).tolist()) & set(inner.reshape(-1).tolist())


def test_neighbours_are_kept_for_poses_in_between() -> None:
    """What shares a corner with something seen is drawn as well."""
    assert with_neighbours(np.array([True, False, False]), TRIANGLES).tolist() == [True, True, True]
    far = np.array([[0, 1, 2], [3, 4, 5]], np.uint32)
    assert with_neighbours(np.array([True, False]), far).tolist() == [True, False]


def test_a_census_keeps_what_showed_in_any_picture() -> None:
    """Numbers seen in two pictures are kept together, for the part that they belong to."""
    figure = read_figure(FIGURES / f"{CONSULTANT}.glb")
    census = Census(figure, PORTRAIT, (32, 32))
    first, nearest = census.first("skin"), np.zeros((32, 32), np.float32)
    for number in (first + 3, first + 8000):
        census.note(FacePose(), np.full((32, 32), number, np.int32), nearest)
    shown = census.shown("skin")
    assert shown.solid[[3, 8000]].all()
    assert shown.solid.sum() < 60
    assert not census.shown("teeth").solid.any()
    assert not census.shown("hair").sheer.any()


def test_the_trial_opens_the_mouth_and_shuts_the_eyes() -> None:
    """Among the poses are a wide jaw and closed lids, and every turn of the head at rest."""
    poses = trial_poses()
    assert max(pose.weights[ARKIT_INDEX["jawOpen"]] for pose in poses) == 1
    assert max(pose.weights[ARKIT_INDEX["eyeBlinkLeft"]] for pose in poses) == 1
    at_rest = {(p.head_yaw, p.head_pitch, p.head_roll) for p in poses if not p.weights.any()}
    assert len(at_rest) == 27

"""Where the head's points come to lie, and the boxes around them."""

from pathlib import Path

import numpy as np

from server.avatar.figure import read_figure
from server.avatar.placement import Extent, in_steps, paste, placed, turns, within
from server.avatar.render_figure import CONSULTANT, FIGURES
from server.avatar.scene import PORTRAIT

SIZE = 448, 512


def test_what_moves_with_the_head_stays_within_the_box_of_each_pose() -> None:
    """A few points stand for all: none of the figure's hair or skin above the neck leaves the box, however turned."""
    figure = read_figure(Path(FIGURES) / f"{CONSULTANT}.glb")
    extent = Extent(figure)
    reach = extent.reach(PORTRAIT, SIZE)
    for pose in turns():
        left, top, width, height = box = extent.box(pose, PORTRAIT, SIZE)
        assert within(box, reach) == box
        for name in ("hair", "skin"):
            part = figure.part(name)
            spots = placed(part, pose, figure.neck_pivot, PORTRAIT, SIZE)[part.baked[:, 2] > 0.05]
            assert spots[:, 0].min() > left
            assert spots[:, 0].max() < left + width
            assert spots[:, 1].min() > top
            assert spots[:, 1].max() < min(top + height, SIZE[1]) or top + height == SIZE[1]


def test_a_box_within_another_is_what_they_share() -> None:
    """Left, top, width and height of the overlap."""
    assert within((4, 8, 40, 40), (0, 16, 20, 100)) == (4, 16, 16, 32)


def test_a_box_grows_to_whole_steps_and_stays_within_its_limits() -> None:
    """Both sides become multiples of 32; at an edge the box moves inward, and never is it larger than its limits."""
    limits = (100, 40, 200, 400)
    assert in_steps((120, 60, 40, 64), limits) == (120, 60, 64, 64)
    assert in_steps((260, 400, 40, 40), limits) == (236, 376, 64, 64)
    assert in_steps((90, 30, 300, 500), limits) == limits


def test_a_pasted_part_leaves_its_rim_to_the_whole_picture() -> None:
    """Luma and both chroma planes of the inside change together; everything else stays."""
    planes = np.zeros((48 * 3 // 2, 64), np.uint8)
    part = np.full((24 * 3 // 2, 32), 9, np.uint8)
    paste(planes, part, (8, 12, 32, 24))
    assert np.argwhere(planes[:48]).min(axis=0).tolist() == [16, 12]
    assert np.argwhere(planes[:48]).max(axis=0).tolist() == [31, 35]
    for chroma in planes[48:].reshape(2, 24, 32):
        assert np.argwhere(chroma).min(axis=0).tolist() == [8, 6]
        assert np.argwhere(chroma).max(axis=0).tolist() == [15, 17]

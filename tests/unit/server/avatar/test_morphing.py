"""Shapes are blended exactly where they are on and cost nothing where they are off."""

import numpy as np
import pytest

from server.animation.port import ARKIT_INDEX
from server.avatar.figure import FigurePart, read_figure
from server.avatar.morphing import MorphedVertices
from server.avatar.pose import FacePose, lids_following, neutral_weights
from server.avatar.render_figure import CONSULTANT, FIGURES


@pytest.fixture(scope="module")
def skin() -> FigurePart:
    return read_figure(FIGURES / f"{CONSULTANT}.glb").part("skin")


def test_rest_is_the_figure_as_it_was_built(skin: FigurePart) -> None:
    """Without weights the positions are the file's."""
    mixed = MorphedVertices(skin).at(neutral_weights())
    assert np.array_equal(mixed[:, :3], skin.positions)


def test_shapes_add_up(skin: FigurePart) -> None:
    """Two shapes at half weight move each vertex by half of both offsets."""
    weights = neutral_weights()
    weights[ARKIT_INDEX["jawOpen"]] = weights[ARKIT_INDEX["mouthSmileLeft"]] = 0.5
    mixed = MorphedVertices(skin).at(weights)
    expected = skin.positions + 0.5 * (skin.morphs["jawOpen"] + skin.morphs["mouthSmileLeft"])
    assert mixed[:, :3] == pytest.approx(expected, abs=1e-6)


def test_normals_turn_with_the_surface(skin: FigurePart) -> None:
    """Where the jaw opens normals change; on the forehead they stay."""
    vertices = MorphedVertices(skin)
    weights = neutral_weights()
    rest = vertices.at(weights)[:, 3:]
    weights[ARKIT_INDEX["jawOpen"]] = 1
    turned = np.linalg.norm(vertices.at(weights)[:, 3:] - rest, axis=1)
    forehead = skin.positions[:, 1] > 0.05
    assert turned[forehead].max() < 0.02
    assert turned.max() > 0.3


def test_lids_follow_the_gaze() -> None:
    """Looking down lowers both lids, looking straight ahead leaves them."""
    down = lids_following(FacePose(gaze_pitch=0.3))
    ahead = lids_following(FacePose())
    assert down[ARKIT_INDEX["eyeLookDownLeft"]] == down[ARKIT_INDEX["eyeLookDownRight"]] == pytest.approx(0.5)
    assert not ahead.any()

"""The consultant as he is really drawn: what the pictures show, and where they change with the pose."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from app.domain.consultants import ROSTER
from server.animation.port import ARKIT_INDEX
from server.animation.viseme_table import SHAPES
from server.avatar.cast import Cast, Role
from server.avatar.placement import FARTHEST
from server.avatar.pose import FacePose, neutral_weights
from server.avatar.render_figure import build
from server.avatar.renderer import FigureRenderer
from server.avatar.scene import PORTRAIT, SHOP_LIGHT
from tests.integration.server.avatar.drawing import drawing

WIDTH, HEIGHT = 640, 720
EYES = slice(262, 312), slice(230, 410)
MOUTH = slice(385, 470), slice(255, 385)
SEAM = 3
Picture = NDArray[np.uint8]


@pytest.fixture(scope="module")
def renderer() -> Iterator[FigureRenderer]:
    with drawing() as built:
        yield built


def posed(**shapes: float) -> FacePose:
    weights = neutral_weights()
    for name, value in shapes.items():
        weights[ARKIT_INDEX[name]] = value
    return FacePose(weights)


def change(one: Picture, other: Picture) -> NDArray[np.float64]:
    """How much each pixel differs, (H, W)."""
    difference: NDArray[np.float64] = np.abs(one.astype(float) - other.astype(float)).max(axis=2)
    return difference


def test_a_face_looks_out_of_the_picture(renderer: FigureRenderer) -> None:
    """Cheeks and forehead are the colour of skin, and the corners are the shop."""
    picture = renderer.render_rgb(FacePose(), WIDTH, HEIGHT)
    assert picture.shape == (HEIGHT, WIDTH, 3)
    for rows, columns in ((slice(215, 245), slice(270, 370)), (slice(340, 370), slice(225, 265))):
        red, green, blue = picture[rows, columns].reshape(-1, 3).mean(axis=0)
        assert red > green > blue
        assert 1.15 < red / blue < 2.2
        assert red > 120
    assert picture[:60, :60].std() > 3


def test_a_blink_changes_the_eyes_alone(renderer: FigureRenderer) -> None:
    """Closing the lids changes the eyes' region much and the mouth's not at all."""
    open_eyes = renderer.render_rgb(FacePose(), WIDTH, HEIGHT)
    shut = renderer.render_rgb(posed(eyeBlinkLeft=1, eyeBlinkRight=1), WIDTH, HEIGHT)
    different = change(open_eyes, shut)
    assert (different[EYES] > 40).mean() > 0.05
    assert different[MOUTH].max() <= 2


@pytest.mark.parametrize("figure", [profile.id for profile in ROSTER])
def test_lids_meet_at_the_end_of_a_blink_and_not_before(renderer: FigureRenderer, figure: str) -> None:
    """Shut lids hide whither the eyes look; with a fifth of the way to go something of the eyes is still seen."""
    own = build(figure, graphics=renderer.graphics)
    for shut, seen in ((0.8, True), (1.0, False)):
        ahead = posed(eyeBlinkLeft=shut, eyeBlinkRight=shut)
        pictures = [own.render_rgb(pose, 2 * WIDTH, 2 * HEIGHT) for pose in (ahead, replace(ahead, gaze_yaw=0.3))]
        assert bool((change(*pictures) > 3).any()) == seen


def test_an_open_jaw_shows_a_dark_mouth(renderer: FigureRenderer) -> None:
    """Opening the jaw changes the mouth's region, nearly leaves the eyes, and what shows is dark."""
    closed = renderer.render_rgb(FacePose(), WIDTH, HEIGHT)
    opened = renderer.render_rgb(posed(jawOpen=0.7), WIDTH, HEIGHT)
    different = change(closed, opened)
    assert (different[MOUTH] > 40).mean() > 0.05
    assert different[EYES].max() < 20
    assert np.percentile(opened[MOUTH].mean(axis=2), 3) < 60


@pytest.mark.parametrize("figure", [profile.id for profile in ROSTER])
def test_the_tongue_shows_for_th_and_l(renderer: FigureRenderer, figure: str) -> None:
    """At the size of the shop the tongue of th and l changes the mouth, is rosy and not dark, and t shows none."""
    own = build(figure, graphics=renderer.graphics)
    for sound, least in (("\u03b8", 60), ("l", 25)):
        shape = SHAPES[sound].weights.astype(np.float32)
        drawn_back = shape.copy()
        drawn_back[ARKIT_INDEX["tongueOut"]] = 0.0
        out, back = (own.render_rgb(FacePose(weights), WIDTH, HEIGHT) for weights in (shape, drawn_back))
        seen = change(out, back) > 24
        assert np.count_nonzero(seen) >= least
        red, green, blue = np.median(out[seen], axis=0)
        assert red > 110
        assert red > 1.2 * max(green, blue)
    assert SHAPES["t"].weights[ARKIT_INDEX["tongueOut"]] == 0.0


def test_gaze_turns_the_eyes_and_nothing_else(renderer: FigureRenderer) -> None:
    """Looking aside changes pixels in the eyes' region only."""
    ahead = renderer.render_rgb(FacePose(), WIDTH, HEIGHT)
    aside = renderer.render_rgb(FacePose(gaze_yaw=0.4), WIDTH, HEIGHT)
    different = change(ahead, aside)
    assert (different[EYES] > 40).mean() > 0.01
    different[EYES] = 0
    assert different.max() <= 2


def test_the_same_pose_gives_the_same_picture(renderer: FigureRenderer) -> None:
    """There is no flicker: a pose drawn again after others is the same to the bit."""
    first = renderer.render(FacePose(head_yaw=0.1, breath=0.4), WIDTH, HEIGHT).copy()
    renderer.render(posed(jawOpen=1), WIDTH, HEIGHT)
    assert np.array_equal(renderer.render(FacePose(head_yaw=0.1, breath=0.4), WIDTH, HEIGHT), first)


def test_small_steps_of_the_pose_make_small_steps_of_the_picture(renderer: FigureRenderer) -> None:
    """Turning the head by a tenth of a degree changes the picture by less than two levels on average."""
    pictures = [renderer.render(FacePose(head_yaw=0.00175 * n), WIDTH, HEIGHT)[:HEIGHT].astype(float) for n in range(6)]
    steps = [np.abs(b - a).mean() for a, b in pairwise(pictures)]
    assert max(steps) < 2
    assert min(steps) > 0


@pytest.mark.parametrize("turn", [(1, 1, 1), (-1, 1, -1), (1, -1, -1), (-1, -1, 1), (3, 0, 0)])
def test_no_seam_shows_where_the_moving_part_ends(renderer: FigureRenderer, turn: tuple[int, int, int]) -> None:
    """However far the head is turned, the picture at and beyond the edge of what moves is that of the resting head."""
    yaw, pitch, roll = (share * most for share, most in zip(turn, FARTHEST, strict=True))
    turned = FacePose(head_yaw=yaw, head_pitch=pitch, head_roll=roll, breath=0.43)
    rest, moved = (renderer.render(pose, WIDTH, HEIGHT)[:HEIGHT] for pose in (FacePose(breath=0.43), turned))
    different = np.abs(rest.astype(int) - moved.astype(int))
    left, top, width, height = renderer.moving(WIDTH, HEIGHT)
    assert different[top : top + height, left : left + width].max() > 60
    different[top + SEAM : top + height - SEAM, left + SEAM : left + width - SEAM] = 0
    assert different.max() <= 6


def test_a_breath_moves_head_and_body_together(renderer: FigureRenderer) -> None:
    """While the chest rises no line stands out at the edge of what moves: rows differ across it as they do inside."""
    left, top, width, height = renderer.moving(WIDTH, HEIGHT)
    bottom = top + height
    for step in range(24):
        luma = renderer.render(FacePose(breath=step / 24), WIDTH, HEIGHT)[:HEIGHT].astype(float)
        jumps = np.abs(np.diff(luma[bottom - 12 : bottom + 12, left : left + width], axis=0)).mean(axis=1)
        assert jumps[11] < jumps.mean() + 3 * jumps.std() + 0.5


def test_i420_is_the_same_picture(renderer: FigureRenderer) -> None:
    """Luma and colour difference agree with the RGB picture by BT.601, limited range."""
    pose = FacePose(head_pitch=0.05, breath=0.5)
    rgb = renderer.render_rgb(pose, WIDTH, HEIGHT).astype(float)
    planes = renderer.render(pose, WIDTH, HEIGHT)
    assert planes.shape == (HEIGHT * 3 // 2, WIDTH)
    luma = 16 + rgb @ np.array([65.481, 128.553, 24.966]) / 255
    assert np.abs(planes[:HEIGHT] - luma).mean() < 1.5
    red = planes[HEIGHT + HEIGHT // 4 :].reshape(HEIGHT // 2, WIDTH // 2)
    blocks = rgb.reshape(HEIGHT // 2, 2, WIDTH // 2, 2, 3).mean(axis=(1, 3))
    expected = 128 + blocks @ np.array([112.0, -93.786, -18.214]) / 255
    assert np.abs(red - expected).mean() < 1.5


def test_the_size_may_change_at_any_time(renderer: FigureRenderer) -> None:
    """Smaller pictures show the same view."""
    large = renderer.render(FacePose(), 640, 720)[:720].astype(float)
    small = renderer.render(FacePose(), 416, 480)[:480].astype(float)
    assert large[300:420, 280:360].mean() == pytest.approx(small[200:280, 182:234].mean(), abs=6)


def test_two_figures_share_a_context_without_changing_each_other(renderer: FigureRenderer) -> None:
    """Miriam and Daniel drawn in turn are two people, each the same to the bit as when drawn alone."""
    pose = FacePose(head_yaw=0.05)
    alone = renderer.render(pose, 320, 352).copy()
    she, he = "female-professional-consultant", "male-friendly-assistant"
    cast = Cast({she: build(she, graphics=renderer.graphics), he: renderer})
    hers, his = (cast.render(Role(figure, pose), 320, 352) for figure in (she, he))
    assert np.array_equal(cast.render(Role(she, pose), 320, 352), hers)
    assert np.array_equal(his, alone)
    assert np.abs(hers[:352].astype(int) - his[:352].astype(int)).mean() > 5


def test_from_another_place_all_of_the_figure_is_drawn(renderer: FigureRenderer) -> None:
    """What no shopper sees from the front is there again for a camera beside the head, and left out again in front."""
    before = renderer.render(FacePose(), 320, 352)
    renderer.look(replace(PORTRAIT, shift=(0.05, 0.0), distance=1.0), SHOP_LIGHT)
    aside = renderer.render_rgb(FacePose(), 320, 352)
    renderer.look(PORTRAIT, SHOP_LIGHT)
    assert np.abs(aside.astype(int) - renderer.render_rgb(FacePose(), 320, 352).astype(int)).mean() > 5
    assert np.array_equal(renderer.render(FacePose(), 320, 352), before)

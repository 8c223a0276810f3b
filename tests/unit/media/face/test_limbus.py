import numpy as np
import numpy.typing as npt
import pytest

from app.domain.landmarks import LEFT_IRIS, RIGHT_IRIS, Landmarks
from media.face.limbus import with_limbus
from tests.synthetic_face import SIZE, Head

SCLERA, IRIS, PUPIL = 190.0, 90.0, 30.0


def picture_of(face: Landmarks, factor: float, contrast: float = 1.0) -> npt.NDArray[np.uint8]:
    """Irises drawn with soft edges, `factor` times as wide as the face's rings, on a bright ground."""
    rows, columns = np.mgrid[0 : SIZE[1], 0 : SIZE[0]].astype(np.float64)
    grey = np.full(rows.shape, SCLERA)
    for centre, ring in zip((RIGHT_IRIS, LEFT_IRIS), face.ring_diameters_px, strict=True):
        away = np.hypot(columns - face.pixels[centre, 0], rows - face.pixels[centre, 1])
        for radius, shade in ((ring * factor / 2, IRIS), (ring * 0.15, PUPIL)):
            cover = np.clip(radius + 0.5 - away, 0.0, 1.0)
            grey += cover * (SCLERA + (shade - SCLERA) * contrast - grey)
    noise = np.random.default_rng(7).normal(0.0, 2.0, grey.shape)
    return np.repeat(np.clip(grey + noise, 0, 255).astype(np.uint8)[:, :, None], 3, axis=2)


@pytest.mark.parametrize("factor", [0.88, 0.95, 1.0, 1.06])
@pytest.mark.parametrize("distance", [400.0, 700.0])
def test_edges_are_found_where_they_are_drawn(factor: float, distance: float) -> None:
    """Irises smaller or larger than the landmarker's ring are measured within 2 %, near and far."""
    face = Head(distance=distance).landmarks()
    found = with_limbus(face, picture_of(face, factor)).limbus
    assert found is not None
    for circle, ring in zip(found, face.ring_diameters_px, strict=True):
        assert circle[2] == pytest.approx(ring * factor, rel=0.02)


def test_centre_is_corrected_sideways() -> None:
    """When the landmarker misses the centre by a pixel, the edges bring it back."""
    face = Head(distance=400.0).landmarks()
    picture = picture_of(face, 1.0)
    points = face.points.copy()
    points[RIGHT_IRIS:, 0] += 1.0 / SIZE[0]
    shifted = Landmarks(points, face.image_size, face.pose)
    found = with_limbus(shifted, picture).limbus
    assert found is not None
    assert found[0][0] == pytest.approx(float(face.pixels[RIGHT_IRIS, 0]), abs=0.3)


@pytest.mark.parametrize("contrast", [0.0, 0.02])
def test_invisible_edges_are_not_invented(contrast: float) -> None:
    """Where brightness hardly changes the rings are kept."""
    face = Head().landmarks()
    assert with_limbus(face, picture_of(face, 1.0, contrast)).limbus is None


def test_eyes_at_the_border_are_left_alone() -> None:
    """An eye whose surroundings are cut off keeps its ring."""
    face = Head(centre=(0.03, 0.5)).landmarks()
    assert with_limbus(face, picture_of(face, 1.0)).limbus is None

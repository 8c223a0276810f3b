import pytest

from app.domain.face_shape import FaceShapeModel
from app.domain.millimetres import Camera, measure
from app.domain.pose_gate import Obstacle
from media.face.measuring import DONE, HOLD, NEEDED_SAMPLES, MeasuringSession
from media.face.observation import FaceObservation
from tests.synthetic_face import FOCAL_PX, SIZE, Head

SAMPLE = measure(Head().landmarks(), Camera.calibrated(FOCAL_PX), FaceShapeModel.load())


def good(at: float) -> FaceObservation:
    return FaceObservation(at, SIZE, 1, None, 10.0, sample=SAMPLE)


def bad(at: float, obstacle: Obstacle) -> FaceObservation:
    return FaceObservation(at, SIZE, 0 if obstacle is Obstacle.NO_FACE else 1, obstacle, 10.0)


def test_enough_good_pictures_make_a_measurement() -> None:
    """Progress rises to one, then there is a measurement and a thank you."""
    session = MeasuringSession()
    states = [session.add(good(0.12 * step)) for step in range(NEEDED_SAMPLES)]
    assert [state.progress for state in states] == sorted(state.progress for state in states)
    assert (states[0].progress, states[5].hint, states[5].measurement) == (0.0, HOLD, None)
    assert (states[-1].progress, states[-1].hint) == (1.0, DONE)
    assert states[-1].measurement is not None
    assert states[-1].measurement.samples == NEEDED_SAMPLES


def test_fast_cameras_do_not_shorten_the_look() -> None:
    """Many pictures within half a second are not enough."""
    session = MeasuringSession()
    states = [session.add(good(0.01 * step)) for step in range(50)]
    assert states[-1].measurement is None


@pytest.mark.parametrize("obstacle", list(Obstacle))
def test_obstacles_become_hints(obstacle: Obstacle) -> None:
    """The shopper is told what to change."""
    assert MeasuringSession().add(bad(0.0, obstacle)).hint == obstacle.hint


def test_turning_away_for_a_moment_keeps_progress() -> None:
    """A glance aside loses nothing of what was gathered."""
    session = MeasuringSession()
    before = [session.add(good(0.12 * step)) for step in range(8)][-1].progress
    assert session.add(bad(1.0, Obstacle.TURNED)).progress == before


def test_next_shopper_starts_afresh() -> None:
    """After nobody was there for a while, pictures of whoever came before do not count."""
    session = MeasuringSession()
    for step in range(8):
        session.add(good(0.12 * step))
    for second in range(1, 6):
        session.add(bad(float(second), Obstacle.NO_FACE))
    assert session.add(good(6.0)).progress == 0.0


def test_old_pictures_are_forgotten() -> None:
    """Good pictures that lie too far back do not complete a measurement."""
    session = MeasuringSession()
    states = [session.add(good(4.0 * step)) for step in range(NEEDED_SAMPLES + 5)]
    assert states[-1].measurement is None


def test_result_stays_until_restart() -> None:
    """A complete measurement is kept whatever is seen later, and gone after a restart."""
    session = MeasuringSession()
    for step in range(NEEDED_SAMPLES + 1):
        session.add(good(0.12 * step))
    assert session.add(bad(9.0, Obstacle.NO_FACE)).measurement is not None
    session.restart()
    assert (session.state.progress, session.state.measurement, session.state.hint) == (0.0, None, "")

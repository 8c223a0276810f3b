"""Measures photographs, or landmarks found earlier: the library behind `lunette analyse`.

One JSON object a line in input order: `source`, `shape`, `pd_mm`, `pd_interval_mm`, `face_width_mm`,
`face_width_interval_mm`, `pupils_px`, `iris_px`, `pose_deg` [yaw, pitch, roll] and `rejected` (null, or why nothing in
millimetres is given). Lengths are scaled by the iris, so they need no lens data; how far away the camera stood is
unknown, which widens the interval of the face width. The shape of one whole face is always estimated, pose or not.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TextIO

import numpy as np

from app.domain.face_shape import FaceShapeModel
from app.domain.head_pose import head_pose
from app.domain.irises import irises
from app.domain.landmarks import Landmarks, from_arrays
from app.domain.measurement import combine
from app.domain.millimetres import Camera, measure
from app.domain.pose_gate import Obstacle, PoseGate, still_gate
from app.errors import LunetteError, MeasurementError, ServiceError
from media.face.landmarks import Picture
from media.face.limbus import with_limbus
from media.face.stills import StillLandmarker

Report = dict[str, object]


class Reader(Protocol):
    """Finds the face in one picture; see `media.face.stills.StillLandmarker`."""

    def read(self, picture: Picture) -> Landmarks | None: ...

    def close(self) -> None: ...


def run(
    images: Sequence[Path], landmarks: Path | None, out: TextIO, make_reader: Callable[[], Reader] = StillLandmarker
) -> int:
    """Write one line a picture, then one a row of the landmark file; 0 when nothing but faces kept it from measuring.

    Returns 1 when the landmark file or a model cannot be read or the landmarker crashes, after a line that says so.
    """
    try:
        shapes = FaceShapeModel.load()
        for report in analyse_images(images, shapes, make_reader):
            _write(report, out)
        if landmarks is not None:
            for report in analyse_landmarks(landmarks, shapes):
                _write(report, out)
    except LunetteError as error:
        _write(blank("" if landmarks is None else str(landmarks), str(error)), out)
        return 1
    return 0


def analyse_images(
    images: Sequence[Path], shapes: FaceShapeModel, make_reader: Callable[[], Reader]
) -> Iterator[Report]:
    """Reports of image files; a file that is no picture is rejected.

    Raises `AssetError` when the model is broken, `ServiceError` naming the picture when the landmarker crashes at it.
    """
    reader = make_reader()
    try:
        for path in images:
            try:
                yield _analyse_image(path, reader.read, shapes)
            except ServiceError as error:
                raise ServiceError(f"{path}: {error}") from error
    finally:
        reader.close()


def analyse_landmarks(path: Path, shapes: FaceShapeModel) -> Iterator[Report]:
    """Reports of the rows of an .npz file with `landmarks` N x 478 x 3, `size` N x 2 and, if there, `pose` N x 4 x 4.

    Raises `MeasurementError` when the file is not of that form; a single bad row is only rejected.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            points, sizes = np.asarray(file["landmarks"]), np.asarray(file["size"])
            poses = np.asarray(file["pose"]) if "pose" in file.files else None
    except (OSError, ValueError, KeyError, EOFError, AttributeError) as error:
        raise MeasurementError(f"The landmark file {path.name} cannot be read.") from error
    wrong_pose = poses is not None and len(poses) != len(points)
    if points.ndim != 3 or sizes.ndim != 2 or len(sizes) != len(points) or wrong_pose:
        raise MeasurementError(f"The landmark file {path.name} does not hold matching landmarks, sizes and poses.")
    for row in range(len(points)):
        source = f"{path}#{row}"
        try:
            face = from_arrays(points[row], sizes[row], None if poses is None else poses[row])
        except (ValueError, TypeError, OverflowError):
            yield blank(source, "the landmarks are not those of a face")
            continue
        yield report_face(source, face, shapes)


def report_face(source: str, face: Landmarks, shapes: FaceShapeModel, gate: PoseGate | None = None) -> Report:
    """One face's report; millimetres only when it passes the gate."""
    camera = Camera.unknown()
    obstacle = (gate or still_gate()).check(face, camera)
    report = blank(source, obstacle.reason if obstacle is not None else None)
    if obstacle is Obstacle.SEVERAL_FACES:
        return report
    pose, eyes = head_pose(face), irises(face)
    report["shape"] = [[name, round(probability, 4)] for name, probability in shapes.probabilities(face)]
    report["pupils_px"] = [[round(x, 2), round(y, 2)] for x, y in eyes.pupils]
    report["iris_px"] = round(eyes.diameter_px, 2)
    report["pose_deg"] = [round(pose.yaw, 1), round(pose.pitch, 1), round(pose.roll, 1)]
    if obstacle is None:
        measurement = combine([measure(face, camera, shapes)])
        report["pd_mm"] = measurement.pd.value
        report["pd_interval_mm"] = [measurement.pd.low, measurement.pd.high]
        report["face_width_mm"] = measurement.face_width.value
        report["face_width_interval_mm"] = [measurement.face_width.low, measurement.face_width.high]
    return report


def blank(source: str, rejected: str | None) -> Report:
    """A report that knows nothing yet."""
    return {
        "source": source,
        "shape": None,
        "pd_mm": None,
        "pd_interval_mm": None,
        "face_width_mm": None,
        "face_width_interval_mm": None,
        "pupils_px": None,
        "iris_px": None,
        "pose_deg": None,
        "rejected": rejected,
    }


def read_picture(path: Path) -> Picture | None:
    """Height x width x 3, uint8, BGR, turned upright as its EXIF data says; None when it is no readable picture."""
    import cv2

    try:
        content = np.frombuffer(path.read_bytes(), dtype=np.uint8)
        decoded = cv2.imdecode(content, cv2.IMREAD_COLOR) if content.size else None
    except (OSError, cv2.error):
        return None
    return None if decoded is None else np.asarray(decoded, dtype=np.uint8)


def _analyse_image(path: Path, read: Callable[[Picture], Landmarks | None], shapes: FaceShapeModel) -> Report:
    picture = read_picture(path)
    if picture is None:
        return blank(str(path), "the file is missing or is not a picture")
    try:
        face = read(picture)
    except MeasurementError as error:
        return blank(str(path), str(error))
    if face is None:
        return blank(str(path), Obstacle.NO_FACE.reason)
    return report_face(str(path), with_limbus(face, picture), shapes)


def _write(report: Report, out: TextIO) -> None:
    out.write(json.dumps(report, ensure_ascii=False) + "\n")

import io
import json
from pathlib import Path
from typing import Any

import numpy as np

from media.face.analyse import run
from tests.synthetic_face import SIZE, Head

KEYS = [
    "source", "shape", "pd_mm", "pd_interval_mm", "face_width_mm", "face_width_interval_mm", "pupils_px", "iris_px",
    "pose_deg", "rejected",
]  # fmt: skip


def lines(landmarks: Path) -> tuple[int, list[dict[str, Any]]]:
    out = io.StringIO()
    status = run([], landmarks, out)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def saved(path: Path, heads: list[Head], *, pose: bool = True) -> Path:
    faces = [head.landmarks() for head in heads]
    arrays = {
        "landmarks": np.stack([face.points for face in faces]),
        "size": np.array([SIZE] * len(faces)),
        "label": np.array(["unused"] * len(faces)),
    }
    if pose:
        arrays["pose"] = np.stack([face.pose for face in faces if face.pose is not None])
    np.savez(path, **arrays)  # type: ignore[arg-type]
    return path


def test_rows_are_reported_in_order(tmp_path: Path) -> None:
    """Each row gives one line with every key; a measured face has its truth within the interval."""
    status, reports = lines(saved(tmp_path / "faces.npz", [Head(pd=58.0), Head(pd=66.0)]))
    assert status == 0
    assert [list(report) for report in reports] == [KEYS, KEYS]
    assert [str(report["source"]).rsplit("#", 1)[1] for report in reports] == ["0", "1"]
    for report, truth in zip(reports, (58.0, 66.0), strict=True):
        low, high = report["pd_interval_mm"]
        assert low <= truth <= high
        assert report["rejected"] is None


def test_turned_face_keeps_its_shape_only(tmp_path: Path) -> None:
    """A face that is turned too far gets no millimetres, the reason, and still a shape."""
    _, (report,) = lines(saved(tmp_path / "faces.npz", [Head(yaw=20.0)]))
    assert report["rejected"] == "the head is turned to the side"
    assert report["pd_mm"] is None
    assert report["face_width_interval_mm"] is None
    assert report["shape"] is not None


def test_poses_may_be_missing(tmp_path: Path) -> None:
    """Landmarks without pose matrices are measured by the points alone."""
    _, (report,) = lines(saved(tmp_path / "faces.npz", [Head(distance=900.0)], pose=False))
    assert report["rejected"] is None


def test_bad_row_does_not_stop_the_others(tmp_path: Path) -> None:
    """A row of nonsense is rejected by itself."""
    path = saved(tmp_path / "faces.npz", [Head(), Head()])
    with np.load(path) as file:
        arrays = dict(file)
    arrays["landmarks"][0] = np.nan
    np.savez(path, **arrays)
    _, reports = lines(path)
    assert [report["rejected"] for report in reports] == ["the landmarks are not those of a face", None]


def test_unreadable_landmark_file_is_told(tmp_path: Path) -> None:
    """A file that is no landmark file gives one line that says so and a failing status."""
    path = tmp_path / "faces.npz"
    path.write_text("nonsense")
    status, (report,) = lines(path)
    assert status == 1
    assert "cannot be read" in str(report["rejected"])

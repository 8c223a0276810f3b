"""MediaPipe's face landmarker behind plain arrays; the only file that knows MediaPipe.

The model is Google's face landmarker bundle (float16, Apache-2.0), shipped beside this file and checked by SHA-256.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.landmarks import Landmarks
from app.errors import AssetError, MeasurementError

MODEL_FILE = Path(__file__).parent / "models" / "face_landmarker.task"
MODEL_SHA256 = "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff"
MOST_FACES = 2
"""Enough to tell one person from more than one."""

Picture = npt.NDArray[np.uint8]


def model_bytes(path: Path = MODEL_FILE) -> bytes:
    """The landmarker's model; raises `AssetError` when it is missing or not the file that was shipped."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise AssetError(f"The face model {path.name} is missing; restore it from the repository.") from error
    if hashlib.sha256(content).hexdigest() != MODEL_SHA256:
        raise AssetError(f"The face model {path.name} is damaged; restore it from the repository.")
    return content


class FaceLandmarker:
    """Finds the face in pictures, one after the other (`live`: tracked from picture to picture) or each by itself.

    Not for use by several threads at once. Raises `AssetError` when the model cannot be loaded.
    """

    def __init__(self, *, live: bool, model: Path = MODEL_FILE) -> None:
        from mediapipe import Image, ImageFormat
        from mediapipe.tasks.python import BaseOptions, vision

        self._image: Any = Image
        self._format: Any = ImageFormat.SRGB
        self._live = live
        self._last_ms = -1
        mode = vision.RunningMode.VIDEO if live else vision.RunningMode.IMAGE
        options = vision.FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_buffer=model_bytes(model)),
            running_mode=mode,
            num_faces=MOST_FACES,
            output_facial_transformation_matrixes=True,
        )
        try:
            with _native_chatter_muted():
                self._landmarker: Any = vision.FaceLandmarker.create_from_options(options)
        except (RuntimeError, ValueError) as error:
            raise AssetError("The face model cannot be loaded; reinstall the program.") from error

    def read(self, picture: Picture, captured_at: float = 0.0) -> Landmarks | None:
        """Landmarks of the largest face, or None when there is no face.

        `picture` height x width x 3, uint8, BGR. `captured_at` in seconds orders live pictures; one that is not later
        than its predecessor counts as a millisecond later. Raises `MeasurementError` for anything that is no picture.
        """
        if picture.ndim != 3 or picture.shape[2] != 3 or picture.dtype != np.uint8 or picture.size == 0:
            raise MeasurementError("The picture is not in a form that can be measured.")
        height, width = picture.shape[:2]
        image = self._image(image_format=self._format, data=np.ascontiguousarray(picture[:, :, ::-1]))
        try:
            if self._live:
                self._last_ms = max(self._last_ms + 1, int(captured_at * 1000))
                result = self._landmarker.detect_for_video(image, self._last_ms)
            else:
                result = self._landmarker.detect(image)
        except (RuntimeError, ValueError) as error:
            raise MeasurementError("The picture cannot be measured.") from error
        faces = [np.array([(p.x, p.y, p.z) for p in face], dtype=np.float32) for face in result.face_landmarks]
        if not faces:
            return None
        largest = max(range(len(faces)), key=lambda index: float(np.ptp(faces[index][:, 0])))
        poses = result.facial_transformation_matrixes
        pose = np.asarray(poses[largest], dtype=np.float64) if largest < len(poses) else None
        return Landmarks(faces[largest], (width, height), pose, faces_seen=len(faces))

    def close(self) -> None:
        """Free the model; safe twice."""
        landmarker, self._landmarker = self._landmarker, None
        if landmarker is not None:
            landmarker.close()


@contextmanager
def _native_chatter_muted() -> Iterator[None]:
    """Keep the notes that MediaPipe's native code writes past Python about every start off the terminal."""
    try:
        kept = os.dup(2)
    except OSError:  # there is no standard error to keep quiet
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)

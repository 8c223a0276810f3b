"""The landmarker for photographs, in a process of its own."""

import io
import json
import os
import signal
from pathlib import Path

import numpy as np
import pytest

from app.domain.landmarks import Landmarks
from app.errors import ServiceError
from media.face.analyse import run
from media.face.landmarks import Picture
from media.face.stills import StillLandmarker

GREY = np.full((240, 320, 3), 90, dtype=np.uint8)


class Crashing(StillLandmarker):
    """Its process aborts, as native code does, when the second picture comes."""

    pictures = 0

    def read(self, picture: Picture) -> Landmarks | None:
        self.pictures += 1
        if self.pictures == 2:
            assert self.pid is not None
            os.kill(self.pid, signal.SIGABRT)
        return super().read(picture)


def test_a_picture_of_nobody_has_no_landmarks() -> None:
    """The process answers, and afterwards it is gone."""
    reader = StillLandmarker()
    try:
        assert reader.read(GREY) is None
        pid = reader.pid
        assert pid is not None
    finally:
        reader.close()
    reader.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_native_abort_is_told_and_fails(tmp_path: Path) -> None:
    """The pictures before it are reported; the one at which it crashed is named with the signal; the status is 1."""
    import cv2

    files = [tmp_path / name for name in ("first.png", "second.png", "third.png")]
    for file in files:
        assert cv2.imwrite(str(file), GREY)
    out = io.StringIO()
    assert run(files, None, out, Crashing) == 1
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["source"] for line in lines] == [str(files[0]), ""]
    assert lines[0]["rejected"] == "no face was found"
    assert lines[1]["rejected"] == f"{files[1]}: The face landmarker crashed (SIGABRT); run `lunette doctor`."


def test_a_crash_is_an_error_that_can_be_tried_again() -> None:
    """The next picture starts a new process."""
    reader = Crashing()
    try:
        reader.read(GREY)
        with pytest.raises(ServiceError, match="SIGABRT"):
            reader.read(GREY)
        assert reader.read(GREY) is None
    finally:
        reader.close()

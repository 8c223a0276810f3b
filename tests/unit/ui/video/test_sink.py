"""Pictures keep every sample on their way into Qt."""

import numpy as np
import pytest
from PySide6.QtMultimedia import QVideoFrame

from media.webrtc.frames import I420Frame
from ui.singletons import keep_singletons_alive
from ui.video.sink import to_video_frame


@pytest.mark.parametrize("size", [(64, 48), (642, 362), (640, 720)])
def test_planes_arrive_as_they_were(size: tuple[int, int]) -> None:
    """Each plane is copied row by row, whatever alignment Qt gives its rows."""
    keep_singletons_alive()
    width, height = size
    samples = np.random.default_rng(7).integers(16, 236, size=(height * 3 // 2, width), dtype=np.uint8)
    picture = I420Frame(width, height, samples, 0.0)
    frame = to_video_frame(picture)
    assert frame.map(QVideoFrame.MapMode.ReadOnly)
    try:
        for plane, expected in enumerate((picture.y, picture.u, picture.v)):
            rows, columns = expected.shape
            stride = frame.bytesPerLine(plane)
            stored = np.frombuffer(frame.bits(plane), dtype=np.uint8)[: rows * stride].reshape(rows, stride)
            assert np.array_equal(stored[:, :columns], expected)
    finally:
        frame.unmap()

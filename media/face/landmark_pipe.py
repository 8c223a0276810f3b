"""The face landmarker for another program: pictures in on a pipe, landmarks out, one reply for every picture.

    python -m media.face.landmark_pipe

Standard input: for each picture `HEADER` (width, height, little-endian) and height * width * 3 bytes, BGR, row by row.
Standard output: for each picture `POINTS` x 2 little-endian float32, pixels from the top left; all NaN without a face.
Every picture is looked at by itself, so that nothing is smoothed over time. Ends with its input.
"""

import struct
import sys
from typing import BinaryIO

import numpy as np

from app.errors import LunetteError
from media.face.landmarks import FaceLandmarker

HEADER = struct.Struct("<II")
POINTS = 478
LARGEST_SIDE = 4096


def serve(pictures: BinaryIO, replies: BinaryIO) -> None:
    """Answer pictures until the input ends; raises `MeasurementError`, `AssetError`, or `ValueError` for a bad size."""
    landmarker = FaceLandmarker(live=False)
    try:
        while len(header := pictures.read(HEADER.size)) == HEADER.size:
            width, height = HEADER.unpack(header)
            if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
                raise ValueError(f"{width} x {height} is no size of a picture")
            pixels = pictures.read(width * height * 3)
            if len(pixels) < width * height * 3:
                return
            found = landmarker.read(np.frombuffer(pixels, np.uint8).reshape(height, width, 3))
            points = np.full((POINTS, 2), np.nan, "<f4")
            if found is not None:
                points[:] = found.points[:POINTS, :2] * (width, height)
            replies.write(points.tobytes())
            replies.flush()
    finally:
        landmarker.close()


def main() -> int:
    """0 at the end of the input, 1 with a sentence on standard error when the landmarker cannot work."""
    try:
        serve(sys.stdin.buffer, sys.stdout.buffer)
    except (LunetteError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Compares the shipped landmarker with hand-placed points on photographs of faces.

    .venv/bin/python packaging/assets/measure_iris.py FOLDER

FOLDER holds pictures NAME.jpg and templates NAME.tem: a count, then x y a line, of which 0 and 1 are the pupils on the
left and right of the picture, 2-9 and 10-17 outlines of the irises. The figures stand in `app/domain/millimetres.py`
(`RING_FACTOR`, `RING_SD`) and in `docs/measuring.md`. Diameters by hand are the widest horizontal extent of the
outline, since lids cover it above and below, as in the measurements of the visible iris.
"""

import sys
from pathlib import Path

import numpy as np

from app.domain.landmarks import LEFT_IRIS, RIGHT_IRIS, Floats
from app.domain.millimetres import IRIS_MM, RING_MM
from media.face.analyse import read_picture
from media.face.landmarks import FaceLandmarker

EYES = ((0, slice(2, 10), RIGHT_IRIS), (1, slice(10, 18), LEFT_IRIS))


def template(path: Path) -> Floats:
    lines = path.read_text(encoding="ascii").splitlines()
    return np.array([[float(number) for number in line.split()] for line in lines[1 : int(lines[0]) + 1]])


def main() -> None:
    landmarker = FaceLandmarker(live=False)
    pupil_errors, ring_ratios, distance_ratios, distances = [], [], [], []
    for path in sorted(Path(sys.argv[1]).glob("*.jpg")):
        picture = read_picture(path)
        face = None if picture is None else landmarker.read(picture)
        if face is None:
            print(f"{path.name}: no face")
            continue
        hand = template(path.with_suffix(".tem"))
        between = float(np.hypot(*(hand[0] - hand[1])))
        for pupil, _, centre in EYES:
            pupil_errors.append(float(np.hypot(*(face.pixels[centre, :2] - hand[pupil]))) / between)
        traced = float(np.mean([np.ptp(hand[outline, 0]) for _, outline, _ in EYES]))
        ring_ratios.append(face.iris_px / traced)
        distance_ratios.append(face.pupil_distance_px / between)
        distances.append((face.pupil_distance_px / face.iris_px * RING_MM, between / traced * IRIS_MM))
    landmarker.close()
    ring, distance, pairs = np.array(ring_ratios), np.array(distance_ratios), np.array(distances)
    print(f"{len(ring)} faces; differences and ratios are ours to hand's, mean +- standard deviation")
    print(f"pupil centres, of the pupillary distance: mean {np.mean(pupil_errors):.2%}, worst {max(pupil_errors):.2%}")
    print(f"pupillary distance in px: {spread(distance, 4)}")
    print(f"iris ring: {spread(ring, 4)}, so a ring is {IRIS_MM * ring.mean():.2f} mm")
    print(
        f"pupillary distance in mm, eyes on the camera: ours {spread(pairs[:, 0], 1)}, by hand {spread(pairs[:, 1], 1)}"
    )
    print(f"correlation of the two: {np.corrcoef(pairs.T)[0, 1]:.2f}")


def spread(values: Floats, digits: int) -> str:
    return f"{values.mean():.{digits}f} +- {values.std(ddof=1):.{digits}f}"


if __name__ == "__main__":
    main()

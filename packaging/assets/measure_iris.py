"""Compares the shipped landmarker with hand-placed points on photographs of faces.

    .venv/bin/python packaging/assets/measure_iris.py FOLDER

FOLDER holds pictures NAME.jpg and templates NAME.tem: a count, then x y a line, of which 0 and 1 are the pupils on the
left and right of the picture, 2-9 and 10-17 outlines of the irises. The figures stand in `app/domain/irises.py` and in
`docs/measuring.md`. Diameters by hand are the widest horizontal extent of the outline, since lids cover it above and
below, as in the measurements of the visible iris.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.domain.irises import irises
from app.domain.landmarks import Floats
from app.domain.millimetres import IRIS_MM
from media.face.analyse import read_picture
from media.face.landmarks import FaceLandmarker
from media.face.limbus import with_limbus

OUTLINES = (slice(2, 10), slice(10, 18))


def template(path: Path) -> Floats:
    lines = path.read_text(encoding="ascii").splitlines()
    return np.array([[float(number) for number in line.split()] for line in lines[1 : int(lines[0]) + 1]])


def main() -> None:
    landmarker = FaceLandmarker(live=False)
    ring, limbus, pupil_errors, offsets, distances = [], [], [], [], []
    for path in sorted(Path(sys.argv[1]).glob("*.jpg")):
        picture = read_picture(path)
        face = None if picture is None else landmarker.read(picture)
        if picture is None or face is None:
            print(f"{path.name}: no face")
            continue
        hand = template(path.with_suffix(".tem"))
        between = float(np.hypot(*(hand[0] - hand[1])))
        visible = float(np.mean([np.ptp(hand[outline, 0]) for outline in OUTLINES]))
        ring.append(sum(face.ring_diameters_px) / 2 / visible)
        face = with_limbus(face, picture)
        eyes = irises(face)
        pupil_errors.extend(np.hypot(*(np.array(eyes.pupils) - hand[:2]).T) / between)
        distances.append(
            (eyes.pupil_distance_px / eyes.diameter_px, between / visible, eyes.pupil_distance_px / between)
        )
        if face.limbus is not None:
            circles = np.array(face.limbus)
            limbus.append(circles[:, 2].mean() / visible)
            offsets.extend((hand[:2] - circles[:, :2]) * ((1, -1), (-1, -1)) / visible)
    landmarker.close()
    pairs = np.array(distances)
    print(f"{len(ring)} faces, {len(limbus)} with both iris edges found; ours over hand's, mean +- standard deviation:")
    print(
        f"iris ring {spread(ring, 4)}, iris edge {spread(limbus, 4)}, pupillary distance in px {spread(pairs[:, 2], 4)}"
    )
    print("pupil from the centre found, in iris diameters, nasal and up:", np.mean(offsets, axis=0).round(3))
    print(f"pupil error, of the pupillary distance: mean {np.mean(pupil_errors):.2%}, worst {max(pupil_errors):.2%}")
    ours, by_hand = pairs[:, 0] * IRIS_MM, pairs[:, 1] * IRIS_MM
    print(f"pupillary distance in mm, eyes on the camera: {spread(ours, 1)}, by hand {spread(by_hand, 1)}")
    print(f"correlation of the two: {np.corrcoef(ours, by_hand)[0, 1]:.2f}")


def spread(values: Sequence[float] | Floats, digits: int) -> str:
    return f"{np.mean(values):.{digits}f} +- {np.std(values, ddof=1):.{digits}f}"


if __name__ == "__main__":
    main()

"""Camera and lamps: where the figure is seen from and in what light."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NEAR, FAR = 0.1, 5.0
Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera on the z axis that looks along -z.

    `distance` (m) from the eyes' midpoint; `focal` is the focal length in image heights; `eye_line` is where the eyes'
    midpoint stands, as a share of the height from the top; `shift` (m) moves the figure right and up; `least_width` (m)
    stays in view at the eyes' distance however narrow the picture is.
    """

    distance: float = 1.35
    focal: float = 3.30
    eye_line: float = 0.40
    shift: tuple[float, float] = (0.0, 0.0)
    least_width: float = 0.34

    def matrix(self, width: int, height: int) -> NDArray[np.float32]:
        """Clip-space matrix (4, 4) for column vectors, for `width` x `height` pixels with the first row on top."""
        focal = min(self.focal, self.distance * width / height / self.least_width)
        x, y = 2 * focal * height / width, 2 * focal
        lift = (1 - 2 * self.eye_line) * self.distance
        depth, product = (FAR + NEAR) / (NEAR - FAR), 2 * FAR * NEAR / (NEAR - FAR)
        sx, sy = self.shift
        return np.array(
            [
                [x, 0, 0, x * sx],
                [0, -y, 1 - 2 * self.eye_line, -y * sy - lift],
                [0, 0, depth, product - depth * self.distance],
                [0, 0, -1, self.distance],
            ],
            np.float32,
        )


@dataclass(frozen=True, slots=True)
class Lamps:
    """Linear colours of the three lamps and of the sky and the floor, which light softly from everywhere."""

    key: Colour = (2.08, 1.91, 1.69)
    fill: Colour = (0.40, 0.42, 0.45)
    rim: Colour = (1.40, 1.20, 0.92)
    sky: Colour = (0.44, 0.43, 0.42)
    floor: Colour = (0.33, 0.265, 0.20)
    exposure: float = 1.0


PORTRAIT = Camera()
SHOP_LIGHT = Lamps()

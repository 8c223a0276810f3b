"""Where a figure's points come to lie when the head turns, and which part of the picture that touches."""

from itertools import product

import numpy as np
from numpy.typing import NDArray

from server.avatar.figure import Figure, FigurePart
from server.avatar.graphics import Box
from server.avatar.pose import FacePose
from server.avatar.scene import Camera

Floats = NDArray[np.float32]
ROOM, ROOM_FOR_TURNS = 0.012, 0.02
"""Shares of the picture's height around a box: for what the face does, and for all that turns may bring."""
FARTHEST = (0.22, 0.14, 0.12)
"""Radians of yaw, pitch and roll to either side beyond which the head does not turn."""
_MOVES = 0.02
_SHARES = 12
_GRAIN = 4
_STEP = 32


def turn(yaw: float, pitch: float, roll: float) -> Floats:
    """Rotation (3, 3): yaw to the figure's left, pitch down, roll to its left shoulder."""
    cy, sy, cp, sp, cr, sr = (f(a) for a in (yaw, pitch, -roll) for f in (np.cos, np.sin))
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    turned: Floats = (about_y @ about_x @ about_z).astype(np.float32)
    return turned


def turns() -> list[FacePose]:
    """The head at rest and turned as far as it goes, every way."""
    return [FacePose(head_yaw=y, head_pitch=p, head_roll=r) for y, p, r in product(*((-f, 0, f) for f in FARTHEST))]


def head_matrix(pose: FacePose, pivot: Floats) -> Floats:
    """The head's movement (4, 4) about `pivot` (3,)."""
    matrix = np.eye(4, dtype=np.float32)
    rotation = turn(*np.clip((pose.head_yaw, pose.head_pitch, pose.head_roll), np.negative(FARTHEST), FARTHEST))
    matrix[:3, :3] = rotation
    matrix[:3, 3] = pivot - rotation @ pivot
    return matrix


def turned(points: Floats, shares: Floats, pose: FacePose, pivot: Floats) -> Floats:
    """Points (N, 3) that follow the head by `shares` (N,)."""
    matrix = head_matrix(pose, pivot)
    moved: Floats = points + shares[:, None] * (points @ matrix[:3, :3].T + matrix[:3, 3] - points)
    return moved


def spots(points: Floats, camera: Camera, size: tuple[int, int]) -> Floats:
    """Column, row and depth (N, 3) of points in a picture of `size`."""
    clip = np.hstack([points, np.ones((len(points), 1), np.float32)]) @ camera.matrix(*size).T
    placed: Floats = (clip[:, :3] / clip[:, 3:] * 0.5 + 0.5) * np.array([*size, 1.0], np.float32)
    return placed


def placed(part: FigurePart, pose: FacePose, pivot: Floats, camera: Camera, size: tuple[int, int]) -> Floats:
    """Column, row and depth (N, 3) of a part's vertices in a picture of `size`."""
    return spots(turned(part.positions + part.translation, part.baked[:, 2], pose, pivot), camera, size)


class Extent:
    """The few points of a figure that bound all that moves with its head."""

    def __init__(self, figure: Figure) -> None:
        moving = [(p.positions + p.translation, p.baked[:, 2]) for p in figure.parts]
        points = np.concatenate([points[shares > _MOVES] for points, shares in moving])
        shares = np.concatenate([shares[shares > _MOVES] for _, shares in moving])
        outermost = _outermost(points, np.rint(shares * _SHARES).astype(int))
        self._points, self._shares = points[outermost], shares[outermost]
        self._pivot = figure.neck_pivot

    def box(self, pose: FacePose, camera: Camera, size: tuple[int, int]) -> Box:
        """Left, top, width and height in pixels, all multiples of four, of what moves with the head in this pose."""
        return _box(turned(self._points, self._shares, pose, self._pivot), camera, size, ROOM)

    def reach(self, camera: Camera, size: tuple[int, int]) -> Box:
        """The same for all that the head may come to, however it turns."""
        everywhere = [turned(self._points, self._shares, pose, self._pivot) for pose in turns()]
        return _box(np.concatenate(everywhere), camera, size, ROOM_FOR_TURNS)


def _outermost(points: Floats, groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Numbers of the points (N, 3) that may come to lie farthest to a side, among those of their group (N,)."""
    aside = np.concatenate([turn(*angles)[:2] for angles in product(*(np.linspace(-f, f, 5) for f in FARTHEST))])
    ways = np.concatenate([aside, -aside])
    found = []
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        found.append(members[np.unique((points[members] @ ways.T).argmax(axis=0))])
    return np.concatenate(found)


def _box(points: Floats, camera: Camera, size: tuple[int, int], share: float) -> Box:
    where = spots(points, camera, size)[:, :2]
    room = share * size[1]
    low = np.clip(np.floor((where.min(axis=0) - room) / _GRAIN) * _GRAIN, 0, size).astype(int)
    high = np.clip(np.ceil((where.max(axis=0) + room) / _GRAIN) * _GRAIN, 0, size).astype(int)
    return int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1])


def within(box: Box, limits: Box) -> Box:
    """The part of a box that lies within another."""
    left, top = max(box[0], limits[0]), max(box[1], limits[1])
    right, bottom = min(box[0] + box[2], limits[0] + limits[2]), min(box[1] + box[3], limits[1] + limits[3])
    return left, top, right - left, bottom - top


def in_steps(box: Box, limits: Box) -> Box:
    """A box a little larger, so that its size seldom changes, within another; both are multiples of four."""
    left, top, wide, high = within(box, limits)
    wide, high = (min(-(-side // _STEP) * _STEP, most) for side, most in zip((wide, high), limits[2:], strict=True))
    return min(left, limits[0] + limits[2] - wide), min(top, limits[1] + limits[3] - high), wide, high


def paste(planes: NDArray[np.uint8], part: NDArray[np.uint8], box: Box) -> None:
    """Put the I420 picture of a box into that of the whole picture, without the rim of it that was not smoothed."""
    height, width = planes.shape[0] * 2 // 3, planes.shape[1]
    left, top, wide, high = box
    inner = within((left + _GRAIN, top + _GRAIN, wide - 2 * _GRAIN, high - 2 * _GRAIN), box)
    x, y = inner[0] - left, inner[1] - top
    left, top, right, bottom = inner[0], inner[1], inner[0] + inner[2], inner[1] + inner[3]
    planes[top:bottom, left:right] = part[y : y + inner[3], x : x + inner[2]]
    whole = planes[height:].reshape(2, height // 2, width // 2)
    chroma = part[high:].reshape(2, high // 2, wide // 2)
    rows, columns = slice(y // 2, (y + inner[3]) // 2), slice(x // 2, (x + inner[2]) // 2)
    whole[:, top // 2 : bottom // 2, left // 2 : right // 2] = chroma[:, rows, columns]

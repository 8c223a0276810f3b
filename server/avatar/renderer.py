"""Draws a figure with OpenGL, on a GPU or on the CPU, without a display."""

import contextlib
import io
from dataclasses import dataclass
from typing import Any

import av
import moderngl
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.errors import RendererUnavailableError
from server.avatar import shaders
from server.avatar.figure import Figure, FigurePart, Texture
from server.avatar.morphing import MorphedVertices
from server.avatar.pose import FacePose, lids_following
from server.avatar.scene import PORTRAIT, SHOP_LIGHT, Camera, Lamps

Floats = NDArray[np.float32]
BREATH_STEPS = 14
HEAD_ROOM = 0.035
_STILL = ("clothes",)
_SHADERS = {
    "clothes": shaders.CLOTHES,
    "skin": shaders.SKIN,
    "teeth": shaders.WET,
    "tongue": shaders.WET,
    "eyeLeft": shaders.EYE,
    "eyeRight": shaders.EYE,
    "brows": shaders.LASHES,
    "hair": shaders.HAIR,
    "lashes": shaders.LASHES,
    "eyewear": shaders.WET,
}
_WORN = {"eyewear"}
_CLOSED = {"skin", "teeth", "tongue"}
_STRENGTH = {"brows": 0.85, "lashes": 0.75, "hair": 1.0}
_HAIR_SOLID = 0.72
_FAINTEST = 0.03


@dataclass(slots=True)
class _Drawn:
    name: str
    program: Any
    vertices: Any
    sheer: Any
    moving: Any
    morphed: MorphedVertices | None
    texture: Any
    translation: Floats


class _Layer:
    """A picture with depth that can be drawn on and read as a texture."""

    def __init__(self, context: Any, size: tuple[int, int]) -> None:
        self.picture = context.texture(size, 4)
        self.picture.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self.picture.repeat_x = self.picture.repeat_y = False
        self._depth = context.depth_renderbuffer(size)
        self.buffer = context.framebuffer([self.picture], self._depth)

    def release(self) -> None:
        for owned in (self.buffer, self.picture, self._depth):
            owned.release()


class _Target:
    """What one picture size needs: the body's layer, which seldom changes, the head on top, and the smoothed result."""

    def __init__(self, context: Any, width: int, height: int) -> None:
        self.size = (width, height)
        self.body = _Layer(context, self.size)
        self.head = _Layer(context, self.size)
        self.smooth = _Layer(context, self.size)
        self.body_of: Any = None
        self.head_box = (0, 0, width, height)
        self.planes = np.zeros((height * 3 // 2, width), np.uint8)
        self.planes_of: Any = None

    def release(self) -> None:
        for layer in (self.body, self.head, self.smooth):
            layer.release()


class FigureRenderer:
    """Draws one figure before a backdrop. Belongs to the thread that made it.

    Raises `RendererUnavailableError` when the machine has no OpenGL 3.3, `AssetError` when the figure lacks a part.
    """

    def __init__(
        self,
        figure: Figure,
        backdrop: Texture | None = None,
        *,
        camera: Camera = PORTRAIT,
        lamps: Lamps = SHOP_LIGHT,
    ) -> None:
        self._context = _open_context()
        self._context.front_face = "cw"
        self._figure = figure
        self._camera = camera
        self._lamps = lamps
        self._programs: dict[tuple[str, str], Any] = {}
        self._textures: dict[bytes, Any] = {}
        self._parts = [self._load(figure.part(name)) for name in _SHADERS if name not in _WORN or figure.has(name)]
        self._backdrop = None if backdrop is None else self._texture(backdrop)
        self._full = self._program(shaders.BACKDROP)
        self._full_quad = self._context.vertex_array(self._full, [])
        self._edges = self._program(shaders.SMOOTH_EDGES)
        self._edges_quad = self._context.vertex_array(self._edges, [])
        self._reformatter = av.video.reformatter.VideoReformatter()
        self._target: _Target | None = None
        self._outline = _outline(figure)

    @property
    def device(self) -> str:
        """What draws: the OpenGL renderer's own name."""
        return str(self._context.info["GL_RENDERER"])

    def look(self, camera: Camera, lamps: Lamps) -> None:
        """See the figure from another place or in another light from now on."""
        self._camera, self._lamps = camera, lamps

    def render(self, pose: FacePose, width: int = 640, height: int = 720) -> NDArray[np.uint8]:
        """The pose as I420 (BT.601, limited range), shape (height * 3 // 2, width); both sizes multiples of four."""
        target = self._draw(pose, width, height)
        if target.planes_of != target.body_of:
            target.planes = self._planar(self._read((0, 0, width, height)))
            target.planes_of = target.body_of
        else:
            _paste(target.planes, self._planar(self._read(target.head_box)), target.head_box)
        return target.planes.copy()

    def _planar(self, rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
        frame = av.VideoFrame.from_ndarray(rgba, format="rgba")
        return np.array(self._reformatter.reformat(frame, format="yuv420p").to_ndarray(), np.uint8)

    def render_rgb(self, pose: FacePose, width: int = 640, height: int = 720) -> NDArray[np.uint8]:
        """The pose as RGB, shape (height, width, 3)."""
        self._draw(pose, width, height)
        return self._read((0, 0, width, height))[:, :, :3]

    def close(self) -> None:
        """Give the context back."""
        self._context.release()

    def _read(self, box: tuple[int, int, int, int]) -> NDArray[np.uint8]:
        assert self._target is not None
        data = self._target.smooth.buffer.read(viewport=box, components=4, alignment=1)
        return np.frombuffer(data, np.uint8).reshape(box[3], box[2], 4)

    def _draw(self, pose: FacePose, width: int, height: int) -> _Target:
        """Draw into the target's smooth layer: all of it when the body changed, else the head's box."""
        context, target = self._context, self._sized(width, height)
        context.viewport = (0, 0, width, height)
        fresh = self._draw_body(pose, target)
        context.copy_framebuffer(target.head.buffer, target.body.buffer)
        target.head.buffer.use()
        self._set_scene(pose, target.size)
        weights = lids_following(pose)
        context.enable(moderngl.DEPTH_TEST)
        for part in self._parts:
            if part.name not in _STILL:
                self._draw_part(part, pose, weights, target.head.buffer)
        self._smooth_edges(target.head, target, None if fresh else target.head_box)
        return target

    def _smooth_edges(self, layer: _Layer, target: _Target, box: tuple[int, int, int, int] | None) -> None:
        """Smooth a layer into the result, all of it or within `box` (left, top, width, height)."""
        target.smooth.buffer.use()
        self._context.disable(moderngl.DEPTH_TEST)
        target.smooth.buffer.scissor = box
        layer.picture.use(0)
        self._edges["texel"] = (1 / target.size[0], 1 / target.size[1])
        self._edges_quad.render(moderngl.TRIANGLES, 3)
        target.smooth.buffer.scissor = None

    def _draw_body(self, pose: FacePose, target: _Target) -> bool:
        """Draw what lies behind the head, unless it is there already; says whether it was drawn."""
        breath = round(pose.breath * BREATH_STEPS) / BREATH_STEPS
        state = (breath, self._camera, self._lamps)
        if state == target.body_of:
            return False
        context = self._context
        target.body.buffer.use()
        target.body.buffer.clear(0.55, 0.53, 0.50, 1.0)
        context.disable(moderngl.DEPTH_TEST | moderngl.BLEND)
        if self._backdrop is not None:
            self._backdrop.use(0)
            self._full["crop"] = _crop(self._backdrop.size, target.size)
            self._full_quad.render(moderngl.TRIANGLES, 3)
        context.enable(moderngl.DEPTH_TEST)
        self._set_scene(FacePose(breath=breath), target.size)
        for part in self._parts:
            if part.name in _STILL:
                self._draw_part(part, pose, pose.weights, target.body.buffer)
        target.body_of = state
        target.head_box = _box(self._outline, self._camera, target.size)
        return True

    def _set_scene(self, pose: FacePose, size: tuple[int, int]) -> None:
        lamps = self._lamps
        values: dict[str, Any] = {
            "camera": self._camera.matrix(*size).T,
            "head": _head_matrix(pose, self._figure.neck_pivot).T,
            "breath": pose.breath,
            "key_from": self._figure.key_light,
            "key": lamps.key,
            "fill": lamps.fill,
            "rim": lamps.rim,
            "sky": lamps.sky,
            "ground": lamps.floor,
            "exposure": lamps.exposure,
        }
        packed = {name: np.ascontiguousarray(value, np.float32).tobytes() for name, value in values.items()}
        for program in self._programs.values():
            for name, value in packed.items():
                if name in program:
                    program[name].write(value)

    def _draw_part(self, part: _Drawn, pose: FacePose, weights: Floats, buffer: Any) -> None:
        if part.morphed is not None:
            part.moving.write(part.morphed.at(weights).tobytes())
        local = np.eye(4, dtype=np.float32)
        local[:3, 3] = part.translation
        if part.name.startswith("eye"):
            inward = float(np.arctan(-part.translation[0] * pose.focus))
            local[:3, :3] = _turn(pose.gaze_yaw + inward, pose.gaze_pitch, 0.0)
        part.program["local"].write(local.T.tobytes())
        part.texture.use(0)
        if part.name not in _STRENGTH:
            self._context.enable(moderngl.CULL_FACE if part.name in _CLOSED else moderngl.NOTHING)
            part.vertices.render(moderngl.TRIANGLES)
            self._context.disable(moderngl.CULL_FACE)
            return
        part.program["strength"] = 1.0
        solid = 2.0
        if part.name == "hair":
            solid = _HAIR_SOLID
            part.program["window"] = (solid, 2.0)
            self._context.enable(moderngl.CULL_FACE)
            part.vertices.render(moderngl.TRIANGLES)
            self._context.disable(moderngl.CULL_FACE)
        self._context.enable(moderngl.BLEND)
        self._context.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        buffer.depth_mask = False
        part.program["window"] = (_FAINTEST, solid)
        part.program["strength"] = _STRENGTH[part.name]
        part.sheer.render(moderngl.TRIANGLES)
        buffer.depth_mask = True
        self._context.disable(moderngl.BLEND)

    def _program(self, source: tuple[str, str]) -> Any:
        if source not in self._programs:
            self._programs[source] = self._context.program(vertex_shader=source[0], fragment_shader=source[1])
        return self._programs[source]

    def _load(self, part: FigurePart) -> _Drawn:
        program = self._program(_SHADERS[part.name])
        morphed = MorphedVertices(part) if part.morphs else None
        rest = np.hstack([part.positions, part.normals]).astype(np.float32)
        still = np.hstack([part.uv, part.colour, part.baked]).astype(np.float32)
        moving = self._context.buffer(rest.tobytes(), dynamic=morphed is not None)
        bindings = [
            _binding(program, moving, (("position", "3f"), ("normal", "3f"))),
            _binding(program, self._context.buffer(still.tobytes()), (("uv", "2f"), ("colour", "4f"), ("baked", "4f"))),
        ]

        def array(triangles: NDArray[np.uint32]) -> Any:
            indices = self._context.buffer(triangles.astype(np.uint32).tobytes())
            return self._context.vertex_array(program, bindings, index_buffer=indices, index_element_size=4)

        solid, sheer = part.triangles, part.triangles
        if part.name == "hair":
            thinnest, densest = _opacity(part)
            solid, sheer = part.triangles[densest >= _HAIR_SOLID], part.triangles[thinnest < _HAIR_SOLID]
        texture = self._texture(part.texture)
        if part.name == "skin":
            texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
        return _Drawn(part.name, program, array(solid), array(sheer), moving, morphed, texture, part.translation)

    def _texture(self, texture: Texture) -> Any:
        if texture.data not in self._textures:
            image = Image.open(io.BytesIO(texture.data)).convert("RGBA")
            loaded = self._context.texture(image.size, 4, image.tobytes())
            loaded.build_mipmaps()
            loaded.filter = (moderngl.LINEAR_MIPMAP_NEAREST, moderngl.LINEAR)
            loaded.repeat_x = loaded.repeat_y = False
            self._textures[texture.data] = loaded
        return self._textures[texture.data]

    def _sized(self, width: int, height: int) -> _Target:
        if self._target is None or self._target.size != (width, height):
            if self._target is not None:
                self._target.release()
            self._target = _Target(self._context, width, height)
        return self._target


def _opacity(part: FigurePart) -> tuple[Floats, Floats]:
    """Least and greatest alpha (M,) of each triangle's part of the texture."""
    alpha = np.asarray(Image.open(io.BytesIO(part.texture.data)).convert("RGBA"), np.float32)[:, :, 3] / 255
    steps = [(i / 6, j / 6, (6 - i - j) / 6) for i in range(7) for j in range(7 - i)]
    spots = np.einsum("sc,tcx->tsx", np.array(steps, np.float32), part.uv[part.triangles])
    size = np.array(alpha.shape[::-1])
    pixels = np.clip((spots * size).astype(int), 0, size - 1)
    found = alpha[pixels[:, :, 1], pixels[:, :, 0]]
    return found.min(axis=1), found.max(axis=1)


def _paste(planes: NDArray[np.uint8], part: NDArray[np.uint8], box: tuple[int, int, int, int]) -> None:
    """Put the I420 picture of a box (multiples of four) into that of the whole picture."""
    left, top, width, height = box
    whole_height, whole_width = planes.shape[0] * 2 // 3, planes.shape[1]
    planes[top : top + height, left : left + width] = part[:height]
    whole = planes[whole_height:].reshape(2, whole_height // 2, whole_width // 2)
    chroma = part[height:].reshape(2, height // 2, width // 2)
    whole[:, top // 2 : (top + height) // 2, left // 2 : (left + width) // 2] = chroma


def _open_context() -> Any:
    create: Any = moderngl.create_context
    try:
        return create(standalone=True, backend="egl", require=330)
    except Exception as error:
        with contextlib.suppress(Exception):
            return create(standalone=True, require=330)
        raise RendererUnavailableError(
            "No OpenGL 3.3 can be had, so the consultant cannot be drawn. Install the Mesa drivers "
            "(libegl1 and libgl1-mesa-dri)."
        ) from error


def _binding(program: Any, buffer: Any, attributes: tuple[tuple[str, str], ...]) -> tuple[Any, ...]:
    """A buffer's layout in which attributes that the program does not use are skipped over."""
    layout = " ".join(kind if name in program else f"{int(kind[0]) * 4}x" for name, kind in attributes)
    return (buffer, layout, *(name for name, _ in attributes if name in program))


def _turn(yaw: float, pitch: float, roll: float) -> Floats:
    """Rotation (3, 3): yaw to the figure's left, pitch down, roll to its left shoulder."""
    cy, sy, cp, sp, cr, sr = (f(a) for a in (yaw, pitch, -roll) for f in (np.cos, np.sin))
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    turned: Floats = (about_y @ about_x @ about_z).astype(np.float32)
    return turned


def _outline(figure: Figure) -> Floats:
    """Points (N, 3) of all that moves visibly with the head."""
    return np.concatenate([part.positions[part.baked[:, 2] > 0.15] + part.translation for part in figure.parts])


def _box(points: Floats, camera: Camera, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Left, top, width and height in pixels of what the points span in the picture, with room for turning."""
    placed = np.hstack([points, np.ones((len(points), 1), np.float32)]) @ camera.matrix(*size).T
    spots = (placed[:, :2] / placed[:, 3:] * 0.5 + 0.5) * size
    room = HEAD_ROOM * size[1]
    low = np.clip(np.floor((spots.min(axis=0) - room) / 4) * 4, 0, size).astype(int)
    high = np.clip(np.ceil((spots.max(axis=0) + room) / 4) * 4, 0, size).astype(int)
    return int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1])


def _head_matrix(pose: FacePose, pivot: Floats) -> Floats:
    matrix = np.eye(4, dtype=np.float32)
    turn = _turn(pose.head_yaw, pose.head_pitch, pose.head_roll)
    matrix[:3, :3] = turn
    matrix[:3, 3] = pivot - turn @ pivot
    return matrix


def _crop(picture: tuple[int, int], view: tuple[int, int]) -> tuple[float, float, float, float]:
    """Left, top, width and height (shares) of the part of a picture that fills a view."""
    scale = min(picture[0] / view[0], picture[1] / view[1])
    wide, high = view[0] * scale / picture[0], view[1] * scale / picture[1]
    return (1 - wide) / 2, (1 - high) / 2, wide, high

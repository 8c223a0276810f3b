"""`lunette-server`: each command imports what it needs."""

import argparse
import asyncio
import contextlib
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from app.command_line import run_command
from app.errors import SettingsError

if TYPE_CHECKING:
    from server.settings import ServerSettings


def run(arguments: Sequence[str]) -> int:
    """Run one command; 0, 1 when it failed, 2 when it was asked for in a way that cannot work."""
    return run_command(_parser(), arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lunette-server", description="The companion: hears the shopper and is the consultant.", allow_abbrev=False
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="serve kiosks", allow_abbrev=False)
    serve.add_argument("--host", help="address to listen on (default 127.0.0.1; others need a token)")
    serve.add_argument("--port", type=int, help="port for kiosks (default 8080)")
    serve.add_argument("--metrics-port", type=int, help="port for Prometheus (default 9090)")
    serve.add_argument("--max-sessions", type=int, help="visits at once (default 4)")
    serve.add_argument(
        "--consultant",
        action="append",
        dest="consultants",
        metavar="ID",
        help="who can be asked for, once for each; default everybody",
    )
    serve.add_argument("--log-level", choices=["DEBUG", "INFO", "WARNING", "ERROR"], help="default INFO")
    serve.add_argument("--log-format", choices=["text", "json"], help="default text")
    serve.add_argument(
        "--child",
        action="store_true",
        help="live as a kiosk's child: ports the system chooses, the token on standard input, an end with that pipe",
    )
    serve.set_defaults(command=_serve)
    bench = commands.add_parser("bench", help="measure this machine", allow_abbrev=False)
    benches = bench.add_subparsers(required=True, metavar="NAME")
    skew = benches.add_parser("avskew", help="distance of picture and sound at the receiver", allow_abbrev=False)
    skew.add_argument("--seconds", type=float, default=30.0)
    skew.add_argument("--width", type=int, default=640)
    skew.add_argument("--height", type=int, default=720)
    skew.add_argument("--rate", type=int, default=25)
    skew.add_argument(
        "--lose-first", type=int, default=0, metavar="N", help="lose the first packets of sound and picture"
    )
    skew.add_argument("--plot", type=Path, metavar="SVG", help="draw the run into this file")
    skew.add_argument("--json", action="store_true", help="print one JSON object last")
    skew.set_defaults(command=_avskew)
    lips = benches.add_parser("lipsync", help="the consultant's lips against the spoken sounds", allow_abbrev=False)
    lips.add_argument("--seconds", type=float, default=600.0, help="of speech (default 600)")
    lips.add_argument("--figure", default="male-friendly-assistant", metavar="ID", help="whose face")
    lips.add_argument("--voice", metavar="ID", help="default the figure's own")
    lips.add_argument("--json", action="store_true", help="print one JSON object last")
    lips.set_defaults(command=_lipsync)
    avatar = benches.add_parser("avatar", help="cost and punctuality of the speaking consultant", allow_abbrev=False)
    avatar.add_argument("--seconds", type=float, default=60.0, help="measured, after a warm-up (default 60)")
    avatar.add_argument("--size", default="896x1024", metavar="WxH", help="pixels, multiples of 16 (default 896x1024)")
    avatar.add_argument("--rate", type=int, default=30, help="pictures a second (default 30)")
    avatar.add_argument("--consultant", default="male-friendly-assistant", metavar="ID", help="who speaks")
    avatar.add_argument("--baseline", metavar="DIR", help="measure another checkout in the same run")
    avatar.add_argument("--hold", action="store_true", help="keep size and rate however late the pictures are")
    avatar.add_argument("--json", action="store_true", help="print one JSON object last")
    avatar.set_defaults(command=_avatar)
    sessions = benches.add_parser("sessions", help="cost of visits in which nobody speaks", allow_abbrev=False)
    sessions.add_argument("--visits", type=int, default=8, help="at once (default 8)")
    sessions.add_argument("--seconds", type=float, default=60.0, help="measured, after all greetings (default 60)")
    sessions.add_argument("--consultant", default="male-friendly-assistant", metavar="ID", help="who is asked for")
    sessions.add_argument("--json", action="store_true", help="print one JSON object last")
    sessions.set_defaults(command=_sessions)
    return parser


def _serve(options: argparse.Namespace) -> int:
    from app import logging
    from server import child, settings

    with contextlib.ExitStack() as stack:
        output: IO[str] | None = None
        overrides: dict[str, object] = {
            name: getattr(options, name)
            for name in ("host", "port", "metrics_port", "max_sessions", "consultants", "log_level", "log_format")
        }
        if options.child:
            output = stack.enter_context(child.private_output())
            overrides |= {
                "host": "127.0.0.1",
                "port": options.port or 0,
                "metrics_port": options.metrics_port or 0,
                "token": child.read_token(sys.stdin.buffer),
                "drain_seconds": 0.0,
            }
        chosen = settings.load(**overrides)
        logging.configure(program="lunette-server", level=chosen.log_level, fmt=chosen.log_format)
        return _listen(chosen, output)


def _listen(chosen: "ServerSettings", output: IO[str] | None) -> int:
    from app.clock import SystemClock
    from server import child, listening

    listener = listening.bind(chosen.host, chosen.port, option="--port")
    port = listener.getsockname()[1]
    from server import factory, serving

    companion = factory.companion(chosen, SystemClock())
    with (
        listener,
        listening.metrics_endpoint(
            companion.metrics.registry, chosen.host, chosen.metrics_port, option="--metrics-port"
        ) as metrics_port,
    ):

        def on_ready(failure: str | None) -> None:
            if output is None:
                return
            if failure is None:
                child.announce(output, ready=True)
            else:
                child.announce(output, ready=False, message=failure)

        def on_listening(stop: Callable[[], None]) -> None:
            if output is not None:
                child.announce(output, port=port, metrics_port=metrics_port)
                child.watch_parent(sys.stdin.buffer, stop)
            else:
                print(f"Lunette's companion listens on http://{chosen.host}:{port}", file=sys.stderr)

        application = factory.application(companion, on_ready)
        asyncio.run(serving.serve(application, listener, on_listening))
    return 0


def _avskew(options: argparse.Namespace) -> int:
    from server.bench import avskew

    report = avskew.run(
        options.seconds, options.width, options.height, options.rate, options.plot, lose_first=options.lose_first
    )
    if not options.json:
        print(f"{report['pairs']} flashes and beeps, {report['fps']} pictures a second")
        print(f"picture behind sound, milliseconds: {report['skew_ms']}")
        print(f"drift, milliseconds an hour: {report['drift_ms_per_hour']}; gaps in the sound: {report['gaps']}")
    else:
        print(json.dumps({"benchmark": "avskew", **report}))
    return 0


def _lipsync(options: argparse.Namespace) -> int:
    from app.domain.consultants import find_consultant
    from server.animation.visemes import VisemeAnimator
    from server.bench import lipsync
    from server.tts.delivery import Delivery
    from server.tts.espeak import Espeak
    from server.tts.voices import LOADERS

    if not options.seconds > 0:
        raise SettingsError("--seconds must be above 0.")
    profile = find_consultant(options.figure)
    voice = options.voice or profile.voice
    if voice not in LOADERS:
        raise SettingsError(f"There is no voice {voice}; choose {' or '.join(LOADERS)}.")
    report = lipsync.run(options.seconds, profile.id, LOADERS[voice](Espeak(), Delivery()), VisemeAnimator())
    if options.json:
        print(json.dumps({"benchmark": "lipsync", "voice": voice, **report}))
    else:
        print("\n".join(f"{name:<32} {value}" for name, value in report.items()))
    return 0


def _avatar(options: argparse.Namespace) -> int:
    from pathlib import Path

    from app.domain.consultants import find_consultant
    from server.animation.visemes import VisemeAnimator
    from server.bench import avatar
    from server.settings import load
    from server.tts.delivery import Delivery
    from server.tts.espeak import Espeak
    from server.tts.voices import LOADERS

    width, by, height = options.size.partition("x")
    if not (by and width.isdecimal() and height.isdecimal()):
        raise SettingsError("--size is written as 896x1024.")
    if not options.seconds > 0:
        raise SettingsError("--seconds must be above 0.")
    chosen = load(picture_width=int(width), picture_height=int(height), frame_rate=options.rate)
    profile = find_consultant(options.consultant)
    report = avatar.run(
        options.seconds,
        (chosen.picture_width, chosen.picture_height),
        chosen.frame_rate,
        profile,
        LOADERS[profile.voice](Espeak(), Delivery()),
        VisemeAnimator(),
        None if options.baseline is None else Path(options.baseline),
        hold=options.hold,
    )
    if options.json:
        print(json.dumps({"benchmark": "avatar", **report}))
    else:
        print("\n".join(f"{name:<32} {value}" for name, value in report.items()))
    return 0


def _sessions(options: argparse.Namespace) -> int:
    from app.domain.consultants import find_consultant
    from server.bench import sessions

    if not 1 <= options.visits <= sessions.MAX_VISITS:
        raise SettingsError(f"--visits must be 1 to {sessions.MAX_VISITS}.")
    if not options.seconds > 0:
        raise SettingsError("--seconds must be above 0.")
    report = sessions.run(options.visits, options.seconds, find_consultant(options.consultant).id)
    if options.json:
        print(json.dumps({"benchmark": "sessions", **report}))
    else:
        print("\n".join(f"{name:<32} {value}" for name, value in report.items()))
    return 0

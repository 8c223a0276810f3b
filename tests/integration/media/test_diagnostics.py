"""`lunette doctor` on the machine that runs the tests."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from app.services.companion_client import CompanionAddress, CompanionPart, CompanionReadiness
from app.services.diagnostics import CheckState, Finding
from media import diagnostics
from media.devices.camera import list_cameras
from media.diagnostics import chosen_renderer
from server.tts.pace import VoiceSpeed

NAMES = [
    "processor", "disk", "camera", "microphone", "loudspeaker", "display", "opengl", "espeak-ng", "models",
    "landmarker", "network", "webrtc", "companion",
]  # fmt: skip


def test_doctor_prints_one_json_object() -> None:
    """Every check has a state and, where something is wrong, advice."""
    done = subprocess.run(
        [sys.executable, "-m", "ui", "doctor", "--json", "--companion", "http://127.0.0.1:9"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    content = json.loads(done.stdout)
    assert [check["name"] for check in content["checks"]] == NAMES
    assert all(check["advice"] for check in content["checks"] if check["state"] == "missing")
    companion = content["checks"][-1]
    assert companion["state"] == "missing"
    assert (done.returncode, content["ok"]) == (1, False)
    assert "Traceback" not in done.stderr


def test_a_companion_that_is_away_is_named() -> None:
    """The address to look at is part of the advice."""
    finding = diagnostics.configured(CompanionAddress("http://127.0.0.1:9"))
    assert finding.state is CheckState.MISSING
    assert "http://127.0.0.1:9" in finding.advice


@contextmanager
def companion_saying(*answers: CompanionReadiness) -> Iterator[CompanionAddress]:
    """A companion on this machine that says these things of itself, one after the other."""
    waiting = list(answers)

    class Ready(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = waiting.pop(0).model_dump_json().encode()
            self.send_response(200 if self.path == "/ready" else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Ready) as server:
        serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        try:
            yield CompanionAddress(f"http://127.0.0.1:{server.server_port}")
        finally:
            server.shutdown()
            serving.join()
    assert not waiting


def test_a_voice_that_cannot_keep_up_is_told_with_its_figure() -> None:
    """The check waits until the voices are measured; a slow one is a warning and says what is done about it."""
    speed = VoiceSpeed("Miriam", 1.62)
    unmeasured = CompanionReadiness(
        ready=True, sessions=0, capacity=4, parts={"voices": CompanionPart(state="ready", message="")}
    )
    slow = unmeasured.model_copy(update={"parts": {"voices": CompanionPart(state="degraded", message=speed.sentence)}})
    with companion_saying(unmeasured, slow) as address:
        finding = diagnostics.configured(address)
    assert finding.state is CheckState.WARNING
    assert "Miriam's voice takes 1.6 s for each second of speech here" in finding.detail
    assert "sentences begin later" in finding.detail


def test_cameras_are_found_by_their_device_files(tmp_path: Path) -> None:
    """In order of their numbers, with the drivers' names, and without the metadata nodes."""
    dev, names = tmp_path / "dev", tmp_path / "names"
    for number, label, index in ((0, "Front", 0), (1, "Front", 1), (10, "Desk", 0), (2, "Side", 0)):
        dev.mkdir(exist_ok=True)
        (dev / f"video{number}").touch()
        (names / f"video{number}").mkdir(parents=True)
        (names / f"video{number}" / "name").write_text(f"{label}\n", "utf-8")
        (names / f"video{number}" / "index").write_text(f"{index}\n", "utf-8")
    found = [(info.key.rpartition("/")[2], info.name) for info in list_cameras(dev, names)]
    assert found == [("video0", "Front"), ("video2", "Side"), ("video10", "Desk")]


def test_the_landmarker_is_tried_on_this_machine() -> None:
    """It runs here, in a process of its own."""
    finding = diagnostics.landmarker()
    assert (finding.state, finding.detail) == (CheckState.OK, "the face landmarker runs")


def test_a_camera_that_is_not_there_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A device that nobody connected is no failure, and there is advice."""
    monkeypatch.setattr(diagnostics, "list_cameras", lambda: ())
    finding = diagnostics.camera()
    assert finding.state is CheckState.ABSENT
    assert finding.advice


def test_a_machine_without_opengl_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a driver the reason is given, and that the consultant is a voice until then."""
    monkeypatch.setenv("__EGL_VENDOR_LIBRARY_FILENAMES", os.devnull)
    monkeypatch.setenv("__GLX_VENDOR_LIBRARY_NAME", "none")
    monkeypatch.setenv("LIBGL_DRIVERS_PATH", os.devnull)
    monkeypatch.delenv("DISPLAY", raising=False)
    finding = diagnostics.opengl()
    assert finding.state is CheckState.MISSING
    assert "no OpenGL 3.3 context" in finding.detail
    assert "voice" in finding.advice


def test_a_damaged_model_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is not the one that was shipped is named."""
    assets = tmp_path / "packaging" / "assets"
    assets.mkdir(parents=True)
    (tmp_path / "model.bin").write_bytes(b"damaged")
    entry = {"path": "model.bin", "sha256": "0" * 64}
    (assets / "manifest.json").write_text(json.dumps({"assets": [entry, entry | {"path": "absent"}]}), "utf-8")
    monkeypatch.setattr(diagnostics, "_ROOT", tmp_path)
    finding = diagnostics.models()
    assert finding.state is CheckState.MISSING
    assert finding.detail == "model.bin is not the file that was shipped; absent is missing"


def test_a_companions_own_words_are_handed_on() -> None:
    """A companion's line begins with what is wrong, if anything is, and holds what its good parts say of themselves."""
    encoder = CompanionPart(state="ready", message="the picture is encoded as VP8 by the processor")
    good = CompanionReadiness(
        ready=True, sessions=0, capacity=4, parts={"models": CompanionPart(state="ready"), "encoder": encoder}
    )
    renderer = CompanionPart(state="degraded", message="No OpenGL 3.3 can be had.")
    poor = good.model_copy(update={"parts": good.parts | {"renderer": renderer}})

    assert diagnostics.judged(good) == Finding(
        CheckState.OK, "models, encoder: ready; the picture is encoded as VP8 by the processor"
    )
    assert diagnostics.judged(poor) == Finding(
        CheckState.WARNING,
        "renderer degraded: No OpenGL 3.3 can be had.; the picture is encoded as VP8 by the processor",
    )
    assert diagnostics.judged(poor.model_copy(update={"ready": False})).state is CheckState.MISSING


def test_the_chosen_renderer_is_told_with_what_it_was_chosen_over() -> None:
    """A GPU is named with the devices passed over for it; the processor draws only where there was no GPU."""
    software = "llvmpipe (LLVM 15), 4.5 Mesa"
    assert chosen_renderer([software]) == f"{software} (drawn by the processor: no GPU among 1 graphics device)"
    assert chosen_renderer([software, "Radeon, 4.6"]) == f"Radeon, 4.6 (drawn by the GPU, chosen over {software})"
    assert chosen_renderer(["GeForce, 4.6"]) == "GeForce, 4.6 (drawn by the GPU)"

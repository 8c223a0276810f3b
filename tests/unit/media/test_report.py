"""The report of a replay."""

import json
from pathlib import Path

from app.domain.face_numbers import Length
from app.domain.measurement import FaceMeasurement
from app.domain.visit import Recommended
from app.protocol.messages import ToolName, TurnReport
from media.kiosk_observer import Latencies, TurnSummary
from media.kiosk_session import SessionFigures
from media.picture_count import PictureFigures, SkewFigures
from media.report import RecordingCost, ReplayRecord, report, write_report


def record() -> ReplayRecord:
    turns = [
        TurnSummary(
            TurnReport(turn=n, heard="Round ones, please.", said="Here are three.", tools=(ToolName.SHOW_FRAMES,)),
            Latencies(end_of_turn=200.0, first_audio=1000.0 + n * 100),
        )
        for n in range(5)
    ]
    return ReplayRecord(
        camera="shopper.mp4",
        turns=turns,
        recommendations=(Recommended("LIB-001", 0.91, ("light",)),),
        measurement=FaceMeasurement(
            pd=Length(62.0, 59.0, 65.0),
            face_width=Length(138.0, 131.0, 145.0),
            shape=(("oval", 0.7), ("round", 0.3)),
            distance=None,
            samples=15,
        ),
        figures=SessionFigures(PictureFigures(24.8, 900, 640, 720, 1, 0.61), SkewFigures(12.0, 31.0, 900), 0, 1),
        cost=RecordingCost(60.0, heard_wav=0.1, avatar_mp4=2.9, screen_mp4=6.0),
    )


def test_it_has_the_keys_that_other_scripts_read() -> None:
    """Every section is where the contract says."""
    content = report(record())
    assert content["avatar"] == {"fps": 24.8, "width": 640, "height": 720, "freezes": 1, "longest_gap_ms": 610}
    assert content["av_skew_ms"] == {"p50": 12.0, "p95": 31.0}
    assert content["recommendations"] == [{"sku": "LIB-001", "score": 0.91, "reasons": ["light"]}]
    assert content["errors"] == []
    assert content["latency_ms"]["first_audio"] == {"p50": 1200.0, "p95": 1400.0}  # type: ignore[index]
    turn = content["turns"][0]  # type: ignore[index]
    assert (turn["heard"], turn["tools"]) == ("Round ones, please.", ["show_frames"])
    assert set(turn["latency_ms"]) == {"end_of_turn", "transcript", "first_token", "first_audio", "first_frame"}


def test_the_face_has_the_keys_of_analyse() -> None:
    """Lengths carry their intervals."""
    face = report(record())["face"]
    assert isinstance(face, dict)
    assert (face["pd_mm"], face["pd_interval_mm"], face["rejected"]) == (62.0, [59.0, 65.0], None)
    assert face["shape"][0] == ["oval", 0.7]


def test_an_empty_replay_is_still_a_report(tmp_path: Path) -> None:
    """What never came about is null, and the face says why."""
    write_report(ReplayRecord(camera="none"), tmp_path / "report.json")
    content = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert (content["turns"], content["avatar"], content["av_skew_ms"]) == ([], None, None)
    assert content["face"]["rejected"] == "no face was seen"


def test_the_cost_of_recording_is_stated_in_cores() -> None:
    """Nine processor seconds in a minute are 0.15 of a core."""
    cost = report(record())["recording_cost"]
    assert isinstance(cost, dict)
    assert cost["cores"] == 0.15

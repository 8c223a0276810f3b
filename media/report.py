"""`report.json` of a replay: what was heard, said, shown and measured, and how fast."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from app.domain.measurement import FaceMeasurement
from app.domain.visit import Recommended
from media.face.observation import FaceObservation
from media.kiosk_observer import Latencies, TurnSummary
from media.kiosk_session import SessionFigures
from media.picture_count import percentile

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class RecordingCost:
    """Processor seconds that writing each file took, and the recording's length."""

    seconds: float
    heard_wav: float = 0.0
    avatar_mp4: float = 0.0
    screen_mp4: float = 0.0
    pictures_left_out: int = 0

    def as_json(self) -> Json:
        total = self.heard_wav + self.avatar_mp4 + self.screen_mp4
        cores = round(total / self.seconds, 3) if self.seconds > 0 else 0.0
        return {"cpu_seconds": round(total, 2), "cores": cores, **{k: round(v, 2) for k, v in asdict(self).items()}}


@dataclass(slots=True)
class ReplayRecord:
    """Everything a replay gathers for its report; the owner adds to it as it happens."""

    camera: str
    turns: list[TurnSummary] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    recommendations: tuple[Recommended, ...] = ()
    measurement: FaceMeasurement | None = None
    face: FaceObservation | None = None
    face_obstacle: str | None = None
    figures: SessionFigures | None = None
    cost: RecordingCost | None = None
    microphone_starts_s: float | None = None
    extra: Json = field(default_factory=dict)


def report(record: ReplayRecord) -> Json:
    """The report as a JSON object; sections that never came about are null."""
    pictures = record.figures.pictures if record.figures is not None else None
    skew = record.figures.skew if record.figures is not None else None
    return {
        "turns": [turn_json(turn) for turn in record.turns],
        "latency_ms": _percentiles(record.turns),
        "avatar": {
            "fps": round(pictures.fps, 2),
            "width": pictures.width,
            "height": pictures.height,
            "freezes": pictures.freezes,
            "longest_gap_ms": round(pictures.longest_gap * 1000),
        }
        if pictures is not None
        else None,
        "av_skew_ms": {"p50": round(skew.p50, 1), "p95": round(skew.p95, 1)} if skew is not None else None,
        "face": face_json(record),
        "recommendations": [
            {"sku": card.sku, "score": round(card.score, 4), "reasons": list(card.reasons)}
            for card in record.recommendations
        ],
        "errors": record.errors,
        "recording_cost": record.cost.as_json() if record.cost is not None else None,
        "microphone_starts_s": record.microphone_starts_s,
        "sound_underruns": record.figures.sound_underruns if record.figures is not None else None,
        "connections": record.figures.connections if record.figures is not None else 0,
        **record.extra,
    }


def write_report(record: ReplayRecord, file: Path) -> Json:
    """Write the report and return it; raises `OSError` when the file cannot be written."""
    content = report(record)
    file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return content


def turn_json(turn: TurnSummary) -> Json:
    """One turn; `latency_ms` holds null where a step did not occur."""
    return {
        "heard": turn.report.heard,
        "said": turn.report.said,
        "tools": [str(tool) for tool in turn.report.tools],
        "interrupted": turn.report.interrupted,
        "latency_ms": _latency_json(turn.latency),
    }


def face_json(record: ReplayRecord) -> Json:
    """The measured face with the keys of `lunette analyse`; `rejected` says why there are no millimetres."""
    seen, measured = record.face, record.measurement
    pose = seen.pose if seen is not None else None
    pupils = seen.pupils_px if seen is not None else None
    reason = None if measured is not None else (record.face_obstacle or "no face was seen")
    return {
        "source": record.camera,
        "shape": [[name, round(share, 4)] for name, share in measured.shape] if measured is not None else None,
        "pd_mm": measured.pd.value if measured is not None else None,
        "pd_interval_mm": [measured.pd.low, measured.pd.high] if measured is not None else None,
        "face_width_mm": measured.face_width.value if measured is not None else None,
        "face_width_interval_mm": [measured.face_width.low, measured.face_width.high] if measured is not None else None,
        "pupils_px": [[round(x, 2), round(y, 2)] for x, y in pupils] if pupils is not None else None,
        "iris_px": round(seen.iris_px, 2) if seen is not None and seen.iris_px is not None else None,
        "pose_deg": [round(pose.yaw, 1), round(pose.pitch, 1), round(pose.roll, 1)] if pose is not None else None,
        "rejected": reason,
    }


def _latency_json(latency: Latencies) -> Json:
    return {name: None if value is None else round(value, 1) for name, value in asdict(latency).items()}


def _percentiles(turns: Sequence[TurnSummary]) -> Json:
    """p50 and p95 of every step over the turns in which it occurred."""
    result: Json = {}
    for name in ("end_of_turn", "transcript", "first_token", "first_audio", "first_frame"):
        values = sorted(value for turn in turns if (value := getattr(turn.latency, name)) is not None)
        result[name] = (
            {"p50": round(percentile(values, 0.5), 1), "p95": round(percentile(values, 0.95), 1)} if values else None
        )
    return result

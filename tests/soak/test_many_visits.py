"""A companion after a day's visits is the companion of the morning."""

import statistics
from pathlib import Path

import pytest

from app.protocol.messages import Caption, Say, Start
from app.services.companion_process import CompanionProcess
from tests.integration.server.kiosk_end import kiosk_end

VISITS = 60
WARM = 15
ANSWERED = 60.0
QUESTIONS = ("Something light for work, please.", "Which one is the cheapest?", "Compare the first and the second.")


def _resident_mb(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * 4096 / 2**20


def _count(pid: int, kind: str) -> int:
    return len(list(Path(f"/proc/{pid}/{kind}").iterdir()))


@pytest.mark.soak
async def test_sixty_visits_leave_memory_threads_and_files_as_they_were() -> None:
    """Memory grows by less than 5 % over the visits after warm-up; threads and open files come back."""
    process = await CompanionProcess.start(("--max-sessions", "1"))
    try:
        await process.ready()
        memory, threads, files = [], [], []
        for visit in range(VISITS):
            async with kiosk_end(process.address) as end:
                await end.open()
                end.send(Start())
                await end.until(lambda end=end: end.loudest > 1000, ANSWERED)  # type: ignore[misc]
                heard = len(end.messages)
                end.send(Say(text=QUESTIONS[visit % len(QUESTIONS)]))
                await end.until(
                    lambda end=end, heard=heard: any(  # type: ignore[misc]
                        isinstance(message, Caption) for message in end.messages[heard:]
                    ),
                    ANSWERED,
                )
                await end.client.close(end.session_id)
            memory.append(_resident_mb(process.pid))
            threads.append(_count(process.pid, "task"))
            files.append(_count(process.pid, "fd"))
    finally:
        await process.aclose()

    morning, evening = statistics.median(memory[WARM : WARM + 10]), statistics.median(memory[-10:])
    assert evening < 1.05 * morning
    assert threads[-1] <= threads[WARM] + 2
    assert files[-1] <= files[WARM] + 2

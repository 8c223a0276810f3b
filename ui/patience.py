"""How long the kiosk waits for a shopper who does nothing, with a warning before it acts."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.domain.visit import Stage
from app.settings import KioskSettings

_LINGER_S = 8


class Patience:
    """Counts whole seconds without a sign of life.

    `on_left` gets the seconds that remain while they are shown, -1 otherwise; `on_over` the stage in which the time
    ran out, `Stage.ATTRACT` after a wipe that was looked at long enough.
    """

    def __init__(
        self,
        settings: KioskSettings,
        parent: QObject,
        *,
        on_left: Callable[[int], None],
        on_over: Callable[[Stage], None],
    ) -> None:
        self._settings = settings
        self._on_left = on_left
        self._on_over = on_over
        self._stage = Stage.ATTRACT
        self._left = -1
        self._timer = QTimer(parent)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)

    def watch(self, stage: Stage) -> None:
        """Start anew for a screen."""
        self._stage = stage
        if stage is Stage.ATTRACT:
            self._timer.stop()
            self._on_left(-1)
            return
        self._restart()
        self._timer.start()

    def linger(self) -> None:
        """The visit is wiped; show that for a while."""
        self._stage = Stage.ATTRACT
        self._left = _LINGER_S
        self._on_left(-1)

    def present(self) -> None:
        """Somebody is there."""
        if self._stage in {Stage.CONSENT, Stage.CONSULTATION}:
            self._restart()

    def _restart(self) -> None:
        idle = self._stage in {Stage.CONSENT, Stage.CONSULTATION}
        self._left = (
            self._settings.idle_seconds + self._settings.notice_seconds if idle else self._settings.goodbye_seconds
        )
        self._on_left(-1 if idle else self._left)

    def _tick(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._timer.stop()
            self._on_left(-1)
            self._on_over(self._stage)
            return
        if self._stage is Stage.GOODBYE or (
            self._stage is not Stage.ATTRACT and self._left <= self._settings.notice_seconds
        ):
            self._on_left(self._left)

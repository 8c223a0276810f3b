"""A device's own thread: open, run until it fails, tell why, try again."""

import threading
from abc import ABC, abstractmethod

import structlog

from app.errors import DeviceError
from media.devices.port import OnTrouble

_log = structlog.get_logger(__name__)

RETRY_SECONDS = 2.0
JOIN_SECONDS = 5.0


class PersistentDevice(ABC):
    """Runs `session` again and again until closed; a `DeviceError` from it is told once a kind, its end with `None`."""

    def __init__(self, name: str, retry_seconds: float = RETRY_SECONDS) -> None:
        self._name = name
        self._retry_seconds = retry_seconds
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._trouble: type[DeviceError] | None = None
        self._on_trouble: OnTrouble = lambda _: None

    @abstractmethod
    def session(self) -> None:
        """Open the device and use it until `stopping`; raises `DeviceError`. Calls `works` once it does."""

    @property
    def stopping(self) -> bool:
        return self._stop.is_set()

    def works(self) -> None:
        """The device delivers; ends the trouble that was told, if any."""
        if self._trouble is not None and not self.stopping:
            self._trouble = None
            self._on_trouble(None)

    def begin(self, on_trouble: OnTrouble) -> None:
        if self._thread is not None or self.stopping:
            return
        self._on_trouble = on_trouble
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let the device go and wait for its thread. Safe before the start and twice."""
        self._stop.set()
        thread, self._thread = self._thread, None
        if thread is not None and thread is not threading.current_thread():
            thread.join(JOIN_SECONDS)
            if thread.is_alive():
                _log.error("device_thread_stuck", device=self._name)

    def _run(self) -> None:
        while not self.stopping:
            try:
                self.session()
            except DeviceError as error:
                self._tell(error)
            if not self.stopping:
                self._stop.wait(self._retry_seconds)

    def _tell(self, error: DeviceError) -> None:
        if type(error) is self._trouble or self.stopping:
            return
        self._trouble = type(error)
        _log.warning("device_trouble", device=self._name, kind=type(error).__name__)
        self._on_trouble(error)

"""Bounded hand-overs between threads, each with a named drop policy."""

from collections import deque
from collections.abc import Callable
from enum import StrEnum
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class LatestMailbox(Generic[T]):
    """Holds one value; a newer one replaces it.

    `notify` is called, on the putting thread, for the first value after each `take` only: however fast values come,
    the reader has one pending notification. Without a `notify` the reader polls.
    """

    def __init__(self, notify: Callable[[], None] | None = None) -> None:
        self._lock = Lock()
        self._value: T | None = None
        self._pending = False
        self._notify = notify
        self.replaced = 0

    def put(self, value: T) -> None:
        with self._lock:
            self.replaced += self._value is not None
            self._value = value
            first = not self._pending
            self._pending = True
        if first and self._notify is not None:
            self._notify()

    def take(self) -> T | None:
        """The newest value, once; `None` when nothing new came."""
        with self._lock:
            value, self._value = self._value, None
            self._pending = False
            return value

    def clear(self) -> None:
        """Forget the value that waits."""
        with self._lock:
            self._value = None


class DropPolicy(StrEnum):
    """Which value a full channel gives up."""

    OLDEST = "oldest"
    NEWEST = "newest"


class Channel(Generic[T]):
    """At most `bound` values in order; when it is full the policy says which one is lost. Thread-safe, never waits.

    `notify` is called on the putting thread when the channel was empty before.
    """

    def __init__(self, bound: int, policy: DropPolicy, notify: Callable[[], None] | None = None) -> None:
        if bound < 1:
            raise ValueError("a channel needs room for one value")
        self._lock = Lock()
        self._values: deque[T] = deque()
        self._bound = bound
        self._policy = policy
        self._notify = notify
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._values)

    def put(self, value: T) -> bool:
        """Add a value; `False` when one was lost for want of room."""
        with self._lock:
            was_empty = not self._values
            full = len(self._values) >= self._bound
            if full:
                self.dropped += 1
                if self._policy is DropPolicy.NEWEST:
                    return False
                self._values.popleft()
            self._values.append(value)
        if was_empty and self._notify is not None:
            self._notify()
        return not full

    def drain(self) -> list[T]:
        """Everything that waits, oldest first."""
        with self._lock:
            values = list(self._values)
            self._values.clear()
            return values

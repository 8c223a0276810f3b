"""What is wrong at this moment, by cause; one sentence of it is shown, the newest first."""

from collections.abc import Callable


class Troubles:
    """`show` gets the sentence to display, empty when nothing is wrong."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._sentences: dict[str, str] = {}

    def set(self, cause: str, sentence: str) -> None:
        """Something is wrong; an empty sentence means that it no longer is."""
        self._sentences.pop(cause, None)
        if sentence:
            self._sentences[cause] = sentence
        self._show(next(reversed(self._sentences.values()), ""))

    def clear(self, cause: str) -> None:
        self.set(cause, "")

    def forget(self) -> None:
        self._sentences.clear()
        self._show("")

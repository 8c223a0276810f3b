"""What a shopper can do at the screens. The kiosk implements it; the viewmodels call it on the GUI thread."""

from typing import Protocol

from app.protocol.messages import TouchAction


class Actions(Protocol):
    """Every call returns at once; what follows comes back through the viewmodels."""

    def wake(self) -> None:
        """The attract screen was touched."""

    def agree(self, *, camera: bool, share_numbers: bool) -> None:
        """The consent question was answered, at the beginning or again; without `camera` no face is computed."""

    def decline(self) -> None:
        """The shopper does not want to go on."""

    def say(self, text: str) -> None:
        """Typed words, a full equal of speech."""

    def touch(self, action: TouchAction, skus: tuple[str, ...] = (), value: str | None = None) -> None:
        """A touch with meaning for the conversation."""

    def interrupt(self) -> None:
        """The consultant was touched to make them stop."""

    def set_microphone(self, *, on: bool) -> None: ...

    def ask_person(self) -> None:
        """Somebody from the shop is wanted."""

    def leave(self) -> None:
        """The consultation ends; the goodbye follows."""

    def wipe(self) -> None:
        """Forget the visit now."""

    def restart(self) -> None:
        """Show the attract screen again."""

    def present(self) -> None:
        """Any touch at all: somebody is there."""

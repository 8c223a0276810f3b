"""What the consultant is seen to do: one state at a time, told to the figure and to the kiosk alike."""

from app.clock import Clock
from app.protocol.messages import ConsultantState, Place, State
from server.avatar.cues import ShopperLost, ShopperSeen, ShopperVoice, Stillness
from server.conversation.ports import Send, Stage

ATTENTIVE_SECONDS = 15.0
"""How long the consultant waits in readiness for somebody who says nothing."""


class Bearing:
    """Tells each change once; `watch` is to be called a few times a second."""

    def __init__(self, stage: Stage, send: Send, clock: Clock) -> None:
        self._stage = stage
        self._send = send
        self._clock = clock
        self._state = ConsultantState.IDLE
        self._shown_at = 0.0
        self._voiced = False

    def show(self, state: ConsultantState) -> None:
        if state is not self._state:
            self._state = state
            self._shown_at = self._clock.monotonic()
            self._stage.set_state(state)
            self._send(State(state=state))

    def watch(self) -> None:
        """Relax when nothing happened for long."""
        waited = self._clock.monotonic() - self._shown_at
        if self._state is ConsultantState.ATTENTIVE and waited > ATTENTIVE_SECONDS:
            self.show(ConsultantState.IDLE)

    def shopper_voice(self, *, voiced: bool) -> None:
        """The shopper's voice comes or goes; its coming only matters while the figure listens."""
        listens = self._state is ConsultantState.LISTENING
        if voiced is not self._voiced and (listens or not voiced):
            self._voiced = voiced
            self._stage.perform(ShopperVoice(voiced=voiced))

    def shopper_at(self, place: Place | None) -> None:
        """The camera looks out as the figure does: what is right in its picture is to the figure's right."""
        if place is None:
            self._stage.perform(ShopperLost())
        else:
            self._stage.perform(ShopperSeen(-place.right_deg, place.down_deg, place.distance_m))

    def move_little(self, *, on: bool) -> None:
        self._stage.perform(Stillness(on=on))

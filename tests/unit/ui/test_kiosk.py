"""What the kiosk sees and tells of a shopper: only with consent, and only while the visit lasts."""

from typing import cast

from PySide6.QtCore import QObject

from app.clock import SystemClock
from app.domain.catalogue import Catalogue
from app.domain.face_numbers import FaceNumbers, Length
from app.domain.measurement import FaceMeasurement
from app.domain.visit import Stage
from app.protocol.messages import (
    FrameCard,
    Interrupt,
    KioskMessage,
    Measurements,
    Memory,
    Permission,
    SharedMeasurements,
    ShopperPlace,
    ToolCall,
    ToolName,
)
from app.services.consultation import PERMISSION_FIRST, Consultation
from app.settings import KioskSettings
from media.face.measuring import MeasuringState
from media.face.observation import FaceObservation
from media.kiosk_media import KioskMedia
from ui.kiosk import Kiosk
from ui.singletons import keep_singletons_alive
from ui.viewmodels.visit import Visit
from ui.viewmodels.words import FOR_OTHER

CATALOGUE = Catalogue.sample()
SKU = next(iter(CATALOGUE)).sku
LOOKING = MeasuringState(0.5, "Hold still", None)


class NotingMedia:
    """Notes what the kiosk asks of its media side."""

    def __init__(self) -> None:
        self.sent: list[KioskMessage] = []
        self.calls: list[str] = []
        self.results: list[tuple[bool, str]] = []

    def send(self, message: KioskMessage) -> None:
        self.sent.append(message)

    def tool_result(self, call: ToolCall, *, ok: bool, detail: str) -> None:
        self.results.append((ok, detail))

    def __getattr__(self, name: str) -> object:
        return lambda: self.calls.append(name)

    def places(self) -> list[ShopperPlace]:
        return [message for message in self.sent if isinstance(message, ShopperPlace)]


class Stand:
    """A kiosk in its consultation, without devices and without a window."""

    def __init__(self, *, camera: bool = True, share: bool = True) -> None:
        keep_singletons_alive()
        self.parent = QObject()
        self.consultation = Consultation(catalogue=CATALOGUE, clock=SystemClock(), new_id=lambda: "visit-0001")
        self.kiosk = Kiosk(
            consultation=self.consultation,
            clock=SystemClock(),
            settings=KioskSettings(),
            banner="",
            parent=self.parent,
        )
        self.visit = Visit(self.kiosk, CATALOGUE, self.parent)
        self.media = NotingMedia()
        self.kiosk.attach(self.visit, cast("KioskMedia", self.media))
        self.kiosk.open()
        self.kiosk.wake()
        self.kiosk.agree(camera=camera, share_numbers=share)
        self._at = 0.0

    def seen(self) -> None:
        """A face is seen, every time far from where it was."""
        self._at += 1.0
        across = 0.3 if int(self._at) % 2 else 0.7
        seen = FaceObservation(self._at, (1280, 720), 1, None, 5.0, eyes_centre=(across, 0.5), iris_px=12.0)
        self.kiosk.face_changed(seen, LOOKING)


MEASURED = FaceMeasurement(
    pd=Length(62.0, 60.0, 64.0),
    face_width=Length(138.0, 132.0, 144.0),
    shape=(("oval", 1.0),),
    distance=None,
    samples=15,
)


def test_the_place_is_told_only_to_whom_it_may_be_told() -> None:
    """The shopper's place is sent with consent to share numbers, and never without it or without the camera."""
    for camera, share, told in ((True, True, 2), (True, False, 0), (False, False, 0)):
        stand = Stand(camera=camera, share=share)
        stand.seen()
        stand.seen()
        assert len(stand.media.places()) == told


def test_the_place_is_not_told_after_the_visit() -> None:
    """Observations that were on their way when the shopper left are neither told nor kept, before or after the wipe."""
    stand = Stand()
    stand.seen()
    stand.kiosk.leave()
    stand.seen()
    stand.kiosk.measured(MEASURED)
    assert len(stand.media.places()) == 1
    assert stand.visit.seeing.phase == "measuring"
    stand.kiosk.wipe()
    stand.seen()
    assert len(stand.media.places()) == 1
    assert stand.kiosk.last_look is None
    assert stand.visit.seeing.phase == "off"


def test_withdrawing_consent_lets_the_camera_go_and_forgets_the_numbers() -> None:
    """The companion stops speaking and learns that nobody is seen and nothing is known; late news is ignored."""
    stand = Stand()
    stand.seen()
    stand.kiosk.measured(MEASURED)
    stand.visit.agree(False, False)
    stand.seen()
    stand.kiosk.measured(MEASURED)
    assert stand.media.calls[-1] == "stop_looking"
    assert stand.media.places()[1:] == [ShopperPlace()]
    assert stand.media.sent[-4:] == [
        Interrupt(),
        Permission(camera=False),
        ShopperPlace(),
        Measurements(measurements=SharedMeasurements()),
    ]
    assert stand.consultation.visit.measurements == FaceNumbers()
    assert (stand.visit.seeing.phase, stand.visit.seeing.measured) == ("off", [])
    assert stand.consultation.visit.stage is Stage.CONSULTATION


def test_asked_to_forget_the_kiosk_does_and_lets_the_consultant_finish() -> None:
    """The forget tool takes the permission back and the numbers with it, without stopping the answer that says so."""
    stand = Stand()
    stand.kiosk.measured(MEASURED)
    stand.kiosk.tool_called(ToolCall(call_id="call-1", turn=1, name=ToolName.FORGET))
    stand.kiosk.measured(MEASURED)
    assert Permission(camera=False) in stand.media.sent
    assert Interrupt() not in stand.media.sent
    assert stand.media.results == [(True, "")]
    assert stand.consultation.visit.measurements == FaceNumbers()
    assert not stand.consultation.visit.camera_allowed


def test_sharing_can_be_ended_while_measuring_goes_on() -> None:
    """Without consent to share the companion learns no place and has no numbers; the kiosk keeps its own."""
    stand = Stand()
    stand.kiosk.measured(MEASURED)
    stand.seen()
    stand.visit.agree(True, False)
    stand.seen()
    assert stand.media.places()[1:] == [ShopperPlace()]
    assert stand.media.sent[-1] == Measurements(measurements=SharedMeasurements())
    assert "stop_looking" not in stand.media.calls
    assert stand.consultation.visit.measurements.pd == MEASURED.pd


def test_consent_can_be_given_in_mid_visit() -> None:
    """Whoever began without the camera is asked again, and only "Yes" starts measuring; the visit goes on."""
    stand = Stand(camera=False, share=False)
    stand.visit.openSheet("permission")
    stand.seen()
    assert "measure" not in stand.media.calls
    stand.visit.agree(True, True)
    stand.seen()
    stand.kiosk.measured(MEASURED)
    assert (stand.visit.screen, stand.visit.sheet, stand.visit.seeing.phase) == ("consultation", "", "done")
    assert stand.media.calls.count("measure") == 1
    assert stand.media.calls.count("begin_visit") == 1
    assert Permission(camera=True) in stand.media.sent
    assert isinstance(stand.media.sent[-1], Measurements)
    assert stand.media.sent[-1].measurements.pd is not None


def test_the_consultant_asks_for_permission_before_measuring() -> None:
    """The measure tool opens the question of consent, or measures again where there is consent already."""
    call = ToolCall(call_id="call-1", turn=1, name=ToolName.MEASURE)
    asking = Stand(camera=False, share=False)
    asking.kiosk.tool_called(call)
    assert asking.visit.sheet == "permission"
    assert asking.media.results == [(True, PERMISSION_FIRST)]
    assert not {"measure", "measure_again"} & set(asking.media.calls)
    allowed = Stand()
    allowed.kiosk.tool_called(call)
    assert allowed.visit.sheet == ""
    assert allowed.media.calls[-1] == "measure_again"


def cards(*, for_other: bool) -> ToolCall:
    shown = (FrameCard(sku=SKU, score=0.5),)
    return ToolCall(call_id="call-2", turn=2, name=ToolName.SHOW_FRAMES, cards=shown, for_other=for_other)


def judged(visit: Visit) -> tuple[str, str]:
    """The verdict on the card and the one in the details."""
    roles = {bytes(name.data()).decode(): role for role, name in visit.cards.roleNames().items()}
    return str(visit.cards.data(visit.cards.index(0), roles["verdict"])), visit.details.verdict


def test_a_frame_for_somebody_else_is_not_judged_by_the_shopper_s_face() -> None:
    """Cards and details claim no fit while the frames are for somebody else, and do so again for the shopper."""
    stand = Stand()
    stand.kiosk.measured(MEASURED)
    stand.kiosk.tool_called(cards(for_other=False))
    stand.visit.openFrame(SKU)
    own = judged(stand.visit)
    assert all(own)
    stand.kiosk.tool_called(cards(for_other=True))
    assert judged(stand.visit) == ("", FOR_OTHER[0])
    stand.kiosk.measured(MEASURED)
    assert judged(stand.visit) == ("", FOR_OTHER[0])
    stand.kiosk.remembered(Memory(memory={}, for_other=None))
    assert judged(stand.visit) == ("", FOR_OTHER[0])
    stand.kiosk.remembered(Memory(memory={}, for_other=False))
    assert judged(stand.visit) == own


def test_the_next_shopper_is_judged_by_their_own_face() -> None:
    """That the frames were for somebody else is forgotten with the visit, and a late word of it is not heard."""
    stand = Stand()
    stand.kiosk.remembered(Memory(memory={}, for_other=True))
    stand.kiosk.leave()
    stand.kiosk.wipe()
    stand.kiosk.remembered(Memory(memory={}, for_other=True))
    stand.kiosk.restart()
    stand.kiosk.wake()
    stand.kiosk.agree(camera=True, share_numbers=True)
    stand.kiosk.measured(MEASURED)
    stand.kiosk.tool_called(cards(for_other=False))
    assert judged(stand.visit)[0] != ""

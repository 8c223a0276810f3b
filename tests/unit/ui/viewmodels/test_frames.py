"""The lists of frames tell the screens exactly what changed."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QPersistentModelIndex

from app.domain.catalogue import Catalogue
from app.domain.face_numbers import FaceNumbers, Length
from ui.singletons import keep_singletons_alive
from ui.viewmodels.frames import FrameEntry, FramesModel

FRAMES = tuple(Catalogue.sample())[:5]


@pytest.fixture
def model() -> Iterator[FramesModel]:
    keep_singletons_alive()
    parent = QObject()
    yield FramesModel(parent)
    del parent


def _role(model: FramesModel, name: str) -> int:
    return next(role for role, known in model.roleNames().items() if known == name.encode())


def _entries(*rows: int) -> list[FrameEntry]:
    return [FrameEntry(FRAMES[row], (f"reason {row}",)) for row in rows]


def test_a_list_takes_the_order_it_is_given(model: FramesModel) -> None:
    """Doubles are left out, and showing another selection keeps rows that stay."""
    model.show(_entries(0, 1, 1, 2))
    assert model.skus == tuple(FRAMES[row].sku for row in (0, 1, 2))
    kept = QPersistentModelIndex(model.index(1))
    removed: list[int] = []
    model.rowsRemoved.connect(lambda _parent, first, _last: removed.append(first))
    model.show(_entries(3, 1))
    assert model.skus == (FRAMES[3].sku, FRAMES[1].sku)
    assert (kept.isValid(), kept.row()) == (True, 1)
    assert removed == [2, 0]


def test_a_card_says_price_and_weightiest_reason(model: FramesModel) -> None:
    """Price comes from the catalogue, the reason is the first one."""
    model.show([FrameEntry(FRAMES[0], ("First.", "Second."))])
    index = model.index(0)
    assert model.data(index, _role(model, "price")) == f"${FRAMES[0].price_cents // 100}"
    assert model.data(index, _role(model, "reason")) == "First."


def test_a_measured_face_gives_every_frame_a_verdict(model: FramesModel) -> None:
    """The sentence carries signed millimetres and the interval; without numbers there is none."""
    model.show(_entries(0))
    index, detail = model.index(0), _role(model, "verdictDetail")
    assert model.data(index, detail) == ""
    width = FRAMES[0].dimensions.total_width
    model.set_face(FaceNumbers(face_width=Length(width - 4, width - 7, width - 1)))
    assert model.data(index, detail) == "4 mm wider than your face, give or take 3"


def test_a_colour_that_does_not_exist_changes_nothing(model: FramesModel) -> None:
    """Only colourways of the frame can be chosen."""
    model.show(_entries(0))
    model.set_colour(FRAMES[0].sku, 1)
    model.set_colour(FRAMES[0].sku, 99)
    assert model.data(model.index(0), _role(model, "colour")) == 1

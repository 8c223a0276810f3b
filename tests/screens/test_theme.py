"""The theme's colours are readable."""

from collections.abc import Iterator
from itertools import pairwise, product

import pytest
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine

from ui.window import QML_FOLDER

_GROUNDS = {
    "ink": ("paper", "surface", "tint", "accentTint", "alarmTint"),
    "inkSoft": ("paper", "surface"),
    "accent": ("paper", "surface"),
    "alarm": ("alarmTint", "surface"),
    "accentInk": ("accent",),
    "alarmInk": ("alarm",),
    "trayInk": ("tray",),
    "paper": ("ink",),
}


@pytest.fixture
def theme(messages: list[str], application: QGuiApplication) -> Iterator[QObject]:
    engine = QQmlEngine()
    engine.addImportPath(str(QML_FOLDER))
    component = QQmlComponent(engine)
    component.setData(b"import QtQuick\nimport Lunette\nQtObject { property var theme: Theme }", QUrl())
    holder = component.create()
    assert holder is not None, component.errorString()
    value = holder.property("theme")
    assert isinstance(value, QObject)
    yield value
    del holder, component


def _luminance(colour: QColor) -> float:
    channels = ((colour.redF(), 0.2126), (colour.greenF(), 0.7152), (colour.blueF(), 0.0722))
    return sum(weight * (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4) for c, weight in channels)


@pytest.mark.parametrize("appearance", ["light", "dark", "high"])
def test_every_text_colour_reaches_seven_to_one(theme: QObject, appearance: str) -> None:
    """On every ground that a text colour is used on, the contrast is at least 7:1."""
    theme.setProperty("appearance", appearance)
    weak = {}
    for words, grounds in _GROUNDS.items():
        for name, ground in product([words], grounds):
            pair = sorted(_luminance(QColor(theme.property(each))) for each in (name, ground))
            ratio = (pair[1] + 0.05) / (pair[0] + 0.05)
            if ratio < 7:
                weak[f"{name} on {ground}"] = round(ratio, 2)
    assert weak == {}


def test_type_has_five_sizes_that_grow(theme: QObject) -> None:
    """Each of the five sizes is clearly larger than the one before."""
    sizes = [theme.property(name) for name in ("small", "body", "title", "caption", "display")]
    assert all(later >= earlier * 1.1 for earlier, later in pairwise(sizes))

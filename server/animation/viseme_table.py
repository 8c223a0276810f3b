"""The mouth's shape for each sound of English, as weights of the ARKit shapes.

`pull` is how strongly a sound holds its shape against its neighbours, `reach` how far it spreads into them (relative).
Contacts are no matter of degree: marked `!`, a shape is made in full while its sound lasts; marked `~`, its tongue is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from server.animation.port import ARKIT_INDEX, ARKIT_NAMES

Floats = NDArray[np.float64]


class Contact(Enum):
    """What touches, and is therefore made in full."""

    NONE = ""
    LIPS = "!"
    TONGUE = "~"


@dataclass(frozen=True, slots=True)
class Viseme:
    """One mouth shape: `weights` (52,) in the order of `ARKIT_NAMES`."""

    weights: Floats
    pull: float = 1.0
    reach: float = 1.0
    contact: Contact = Contact.NONE


_SHORT = {
    "jaw": ("jawOpen",),
    "close": ("mouthClose",),
    "pucker": ("mouthPucker",),
    "funnel": ("mouthFunnel",),
    "in_low": ("mouthRollLower",),
    "in_up": ("mouthRollUpper",),
    "shrug": ("mouthShrugLower",),
    "tongue": ("tongueOut",),
    "press": ("mouthPressLeft", "mouthPressRight"),
    "low": ("mouthLowerDownLeft", "mouthLowerDownRight"),
    "up": ("mouthUpperUpLeft", "mouthUpperUpRight"),
    "wide": ("mouthStretchLeft", "mouthStretchRight"),
    "smile": ("mouthSmileLeft", "mouthSmileRight"),
}

_TABLE = """
# sounds  pull reach  shape
pbm       4.0  0.5 !  jaw .08  close .12  press .40  in_low .09  in_up .05
fv        3.5  0.6 !  jaw .03  close .04  in_low .90  up .50
θð        1.8  0.8 ~  jaw .20  tongue .68  up .16  low .06
tdnɾ      1.5  0.7    jaw .05  low .16  up .18  wide .10
lɫɬ       1.4  0.8 ~  jaw .20  tongue .64  up .12
sz        2.2  0.7    jaw .02  wide .26  low .24  up .24
ʃʒ        2.2  0.9    jaw .05  funnel .50  pucker .30
kg\u0261ŋxqç   0.9  0.8    jaw .15  low .06  up .08
h\u0294        0.4  0.8    jaw .21  up .08
rɹɚɜɝ     1.3  1.0    jaw .12  funnel .26  pucker .30
w         2.4  1.0    jaw .08  pucker .80  funnel .26
j         1.2  0.9    jaw .10  wide .26  smile .14  up .12  low .08
a\u0251        1.8  1.1    jaw .64  up .18  low .04
æ         1.8  1.1    jaw .56  wide .22  up .22  low .06
ʌ         1.3  1.0    jaw .40  up .14
əɐᵊ       0.9  0.9    jaw .27  up .12
eɛ        1.5  1.0    jaw .38  wide .16  up .18  low .04
ɪᵻɨ       1.1  0.9    jaw .21  wide .18  up .14  low .08
iy        1.4  1.0    jaw .13  wide .34  smile .26  up .22  low .26
ɔɒ        1.5  1.1    jaw .28  funnel .36  pucker .22
o         1.6  1.1    jaw .28  funnel .38  pucker .44
uʊ        1.7  1.1    jaw .18  pucker .72  funnel .36
"""


def _read(table: str) -> Mapping[str, Viseme]:
    shapes: dict[str, Viseme] = {}
    for line in table.strip().splitlines():
        if line.startswith("#"):
            continue
        symbols, pull, reach, *words = line.split()
        contact = Contact(words.pop(0)) if words[0] in {each.value for each in Contact} else Contact.NONE
        pairs = iter(words)
        weights = np.zeros(len(ARKIT_NAMES))
        for short, weight in zip(pairs, pairs, strict=True):
            weights[[ARKIT_INDEX[name] for name in _SHORT[short]]] = float(weight)
        weights.setflags(write=False)
        shape = Viseme(weights, float(pull), float(reach), contact)
        shapes.update(dict.fromkeys(symbols, shape))
    return MappingProxyType(shapes)


SHAPES: Mapping[str, Viseme] = _read(_TABLE)
"""By IPA symbol, one sound a symbol."""

"""Keep `None`, `True` and `False` alive under PySide6 6.12 on Python 3.11.

That build gives these objects back without taking a reference first, one for each call that returns nothing, which is
harmless from Python 3.12 on (there they are immortal) and ends an older interpreter after some thousands of calls.
"""

import ctypes
import sys

_RESERVE = 1 << 40


def keep_singletons_alive() -> None:
    """Take a reserve of references that no program can use up; call once, before the first use of Qt."""
    if sys.version_info >= (3, 12):
        return
    for singleton in (None, True, False):
        count = ctypes.c_ssize_t.from_address(id(singleton))
        if count.value < _RESERVE:
            count.value += _RESERVE

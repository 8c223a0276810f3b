"""Making sure that what a visit held is really gone from memory when the visit is over."""

import ctypes
import ctypes.util
import gc
import sys
from collections.abc import Callable


def settle() -> None:
    """Keep what the process itself owns out of later collections, so that those take milliseconds."""
    gc.collect()
    gc.freeze()


def forgetting() -> Callable[[], None]:
    """A function that collects what ended visits left in cycles and gives free memory back to the system."""
    trim: Callable[[int], int] | None = None
    if sys.platform == "linux":
        library = ctypes.CDLL(ctypes.util.find_library("c"))
        trim = getattr(library, "malloc_trim", None)

    def forget() -> None:
        gc.collect()
        if trim is not None:
            trim(0)

    return forget

"""How loud a sound is, for a meter that people watch."""

import numpy as np

from media.webrtc.frames import Pcm

FLOOR_DBFS = -60.0
CEILING_DBFS = -12.0
FALL_DB_PER_BLOCK = 0.4


def dbfs(pcm: Pcm) -> float:
    """Root mean square of int16 samples in dB of full scale, not below -96."""
    if not pcm.size:
        return -96.0
    mean_square = float(np.mean(np.square(pcm.astype(np.float32))))
    return float(max(-96.0, 10 * np.log10(max(mean_square, 1e-9) / 32768.0**2)))


class LevelMeter:
    """Rises at once and falls slowly (40 dB a second in 10 ms blocks), 0 for -60 dBFS, 1 for -12 dBFS."""

    def __init__(self) -> None:
        self._held = FLOOR_DBFS

    def add(self, pcm: Pcm) -> float:
        """Take 10 ms in; the level now."""
        self._held = max(dbfs(pcm), self._held - FALL_DB_PER_BLOCK, FLOOR_DBFS)
        return self.level

    @property
    def level(self) -> float:
        return min(1.0, (self._held - FLOOR_DBFS) / (CEILING_DBFS - FLOOR_DBFS))

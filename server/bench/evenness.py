"""How evenly the machine itself runs, without which a share of pictures in time says little."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

ROUNDS = 6
SIDE = 1024


def evenness(seconds: float) -> dict[str, float]:
    """Milliseconds that one and the same piece of work took, repeated for `seconds` on every core at once.

    On a machine of one's own all are about alike; where cores are shared with strangers some take many times as long.
    """
    cores = os.cpu_count() or 1
    with ThreadPoolExecutor(cores) as pool:
        times = np.concatenate(list(pool.map(_repeat, [seconds] * cores)))
    p50, p99, most = map(float, np.quantile(times, (0.50, 0.99, 1.0)))
    return {"p50": round(p50 * 1e3, 2), "p99": round(p99 * 1e3, 2), "max": round(most * 1e3, 2)}


def _repeat(seconds: float) -> list[float]:
    rows = np.random.default_rng(0).random((SIDE, SIDE), np.float32)
    place = np.empty_like(rows[1:])
    times: list[float] = []
    end = time.perf_counter() + seconds
    while not times or time.perf_counter() < end:
        began = time.perf_counter()
        for _ in range(ROUNDS):
            np.maximum(rows[1:], rows[:-1], out=place)
        times.append(time.perf_counter() - began)
    return times

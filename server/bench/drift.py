"""Whether picture and sound part over time: a slope through a long measurement, and its picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

WINDOW = 60.0
HOUR = 3600.0
WIDTH, HEIGHT = 960, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 20, 40, 50
LEAST_SPAN_MS = 20.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A flash and its beep: `at` seconds into the run, the shown skew and the raw distance of their arrivals.

    `skew_ms` is the flash's presentation minus the beep's; `apart_ms` is the arrival of the flash minus the arrival
    of the beep, before any playout schedule, so that it keeps whatever the schedule would hide.
    """

    at: float
    skew_ms: float
    apart_ms: float


def medians(pairs: Sequence[Pair], *, window: float = WINDOW) -> list[tuple[float, float]]:
    """The middle (s) and the median of `apart_ms` of each full or partly filled window."""
    groups: dict[int, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(int(pair.at // window), []).append(pair)
    return [
        (float(np.mean([pair.at for pair in group])), float(np.median([pair.apart_ms for pair in group])))
        for _, group in sorted(groups.items())
    ]


def slope_ms_per_hour(pairs: Sequence[Pair], *, window: float = WINDOW) -> float | None:
    """The median slope between all two windows (Theil and Sen), robust to busy minutes; `None` below two windows."""
    points = medians(pairs, window=window)
    slopes = [
        (later[1] - earlier[1]) / (later[0] - earlier[0]) * HOUR
        for index, earlier in enumerate(points)
        for later in points[index + 1 :]
        if later[0] > earlier[0]
    ]
    return float(np.median(slopes)) if slopes else None


def draw(pairs: Sequence[Pair], path: Path) -> None:
    """Write an SVG: each pair's skew as a dot, the medians of the arrivals' distance as a line."""
    span = max((pair.at for pair in pairs), default=1.0) or 1.0
    middle = medians(pairs)
    values = [pair.skew_ms for pair in pairs] + [value for _, value in middle]
    high = max(max(values, default=0.0) * 1.1, LEAST_SPAN_MS)
    low = min(min(values, default=0.0) * 1.1, -LEAST_SPAN_MS)

    def x(at: float) -> float:
        return LEFT + at / span * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return TOP + (high - value) / (high - low) * (HEIGHT - TOP - BOTTOM)

    def text(left: float, top: float, words: str, anchor: str = "middle") -> str:
        return f'<text x="{left:.1f}" y="{top:.1f}" font-size="13" fill="#333" text-anchor="{anchor}">{words}</text>'

    step = next(size for size in (5, 10, 20, 50, 100, 200, 500, 1000, 10**9) if (high - low) / size <= 8)
    marks = [mark for mark in range(-step * 8, step * 9, step) if low <= mark <= high]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        text(LEFT, 22, "dots: picture behind sound as shown; line: arrival of picture minus sound (ms)", "start"),
    ]
    for mark in marks:
        parts.append(f'<path d="M{LEFT} {y(mark):.1f}H{WIDTH - RIGHT}" stroke="#{"999" if mark == 0 else "ddd"}"/>')
        parts.append(text(LEFT - 8, y(mark) + 4, str(mark), "end"))
    minutes = span / 60
    stride = next(size for size in (0.25, 0.5, 1, 2, 5, 10, 20, 60, 10**9) if minutes / size <= 8)
    ticks = [number * stride for number in range(int(minutes / stride) + 1)]
    parts += [text(x(tick * 60), HEIGHT - 26, f"{tick:g}") for tick in ticks]
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, "minutes"))
    parts += [
        f'<circle cx="{x(pair.at):.1f}" cy="{y(pair.skew_ms):.1f}" r="1.4" fill="#1b6e6a" fill-opacity=".5"/>'
        for pair in pairs
    ]
    line = " ".join(f"{x(at):.1f},{y(value):.1f}" for at, value in middle)
    parts.append(f'<polyline points="{line}" fill="none" stroke="#b4502a" stroke-width="2"/>')
    parts.append("</svg>")
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")

"""What a process and its children have used, from Linux's /proc."""

import os
from pathlib import Path

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_MEGABYTE = 1024.0


def family(pid: int) -> list[int]:
    """`pid` and every living descendant."""
    children: dict[int, list[int]] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdecimal() and (fields := _fields(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [pid]
    for member in found:
        found.extend(children.get(member, ()))
    return found


def processor_seconds(pid: int) -> float:
    """User and system time of a process and its living descendants."""
    times = (_fields(member) for member in family(pid))
    return sum(int(fields[11]) + int(fields[12]) for fields in times if fields) / _TICKS


def megabytes(pid: int) -> float:
    """Memory of a process and its living descendants; what they share counts once."""
    total = 0
    for member in family(pid):
        try:
            lines = (_PROC / str(member) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / _MEGABYTE


def _fields(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the third on; none for a process that is gone."""
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []

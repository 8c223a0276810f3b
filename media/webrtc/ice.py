"""Which addresses a peer offers to be reached at.

aioice never offers loopback, so two programs on a machine without a network could not connect. `gathering` makes the
connection that gathers within it use loopback alone; all others keep aioice's own choice.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from aioice import ice

_LOOPBACK: ContextVar[bool] = ContextVar("loopback_only", default=False)
_network_addresses = ice.get_host_addresses


def _host_addresses(use_ipv4: bool, use_ipv6: bool) -> list[str]:
    if _LOOPBACK.get():
        return ["127.0.0.1"]
    return _network_addresses(use_ipv4, use_ipv6)


@contextmanager
def gathering(*, loopback_only: bool) -> Iterator[None]:
    """Within it, and in tasks started within it, gather loopback alone if asked to."""
    ice.get_host_addresses = _host_addresses
    token = _LOOPBACK.set(loopback_only)
    try:
        yield
    finally:
        _LOOPBACK.reset(token)


def offers_loopback_only(sdp: str) -> bool:
    """Whether every candidate of a description lies on this machine."""
    addresses = [
        line.split()[4] for line in sdp.splitlines() if line.startswith("a=candidate:") and line.count(" ") > 5
    ]
    return bool(addresses) and all(address == "127.0.0.1" for address in addresses)

"""Behaviour of the choice of addresses."""

import asyncio

from aioice import ice

from media.webrtc.ice import gathering, offers_loopback_only

_LOCAL = "a=candidate:1 1 udp 2130706431 127.0.0.1 45504 typ host"
_OTHER = "a=candidate:2 1 udp 2130706431 192.0.2.7 45504 typ host"


async def test_loopback_holds_for_the_one_connection_only() -> None:
    """Two connections gathering at once each keep their own choice."""

    async def addresses(loopback_only: bool) -> list[str]:
        with gathering(loopback_only=loopback_only):
            await asyncio.sleep(0)
            return list(ice.get_host_addresses(use_ipv4=True, use_ipv6=False))

    local, network = await asyncio.gather(addresses(True), addresses(False))

    assert local == ["127.0.0.1"]
    assert "127.0.0.1" not in network


def test_offer_of_this_machine_is_recognised() -> None:
    """Only a description whose every candidate is loopback counts as local."""
    assert offers_loopback_only(f"v=0\r\n{_LOCAL}\r\n")
    assert not offers_loopback_only(f"v=0\r\n{_LOCAL}\r\n{_OTHER}\r\n")
    assert not offers_loopback_only("v=0\r\n")

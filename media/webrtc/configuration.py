"""How a peer connects and how its picture is encoded."""

from collections.abc import Callable
from dataclasses import dataclass, field

from aiortc import RTCBundlePolicy, RTCConfiguration, RTCIceServer

from media.webrtc.bitrate import BitrateRange
from media.webrtc.encoding import PictureCodecs


@dataclass(frozen=True, slots=True)
class IceServer:
    """A STUN or TURN server; the credentials are for TURN."""

    url: str
    username: str | None = None
    credential: str | None = None


@dataclass(frozen=True, slots=True)
class PeerConfig:
    """Settings of one peer.

    `loopback_only` confines the kiosk's side to 127.0.0.1, for a companion on the same machine: the connection then
    survives a lost network. The answering side follows the offer. `bitrate` bounds what a sent picture may
    take; `on_bitrate` hears of each change in bits a second. `codecs` is shared by the peers that send pictures on
    this machine; without it they are sent as VP8 where the other end takes that.
    """

    ice_servers: tuple[IceServer, ...] = ()
    loopback_only: bool = False
    connect_timeout: float = 15.0
    bitrate: BitrateRange = field(default_factory=BitrateRange)
    on_bitrate: Callable[[int], None] = lambda _bits: None
    codecs: PictureCodecs | None = None


def rtc_configuration(config: PeerConfig) -> RTCConfiguration:
    """The vendor's form of `config`, with everything bundled on one transport."""
    return RTCConfiguration(
        iceServers=[
            RTCIceServer(urls=server.url, username=server.username, credential=server.credential)
            for server in config.ice_servers
        ],
        bundlePolicy=RTCBundlePolicy.MAX_BUNDLE,
    )

"""How a peer connects and how its picture is encoded."""

from dataclasses import dataclass

from aiortc import RTCBundlePolicy, RTCConfiguration, RTCIceServer
from aiortc.codecs import vpx

DEFAULT_START_BITRATE = 1_800_000
DEFAULT_MAX_BITRATE = 2_500_000
DEFAULT_MIN_BITRATE = 700_000


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
    survives a lost network. The answering side follows the offer. `adapt_bitrate` lets the receiver slow the sender
    down when the line is congested; on loopback the estimate only reflects the load of the machine.
    """

    ice_servers: tuple[IceServer, ...] = ()
    loopback_only: bool = False
    adapt_bitrate: bool = True
    connect_timeout: float = 15.0


def rtc_configuration(config: PeerConfig) -> RTCConfiguration:
    """The vendor's form of `config`, with everything bundled on one transport."""
    return RTCConfiguration(
        iceServers=[
            RTCIceServer(urls=server.url, username=server.username, credential=server.credential)
            for server in config.ice_servers
        ],
        bundlePolicy=RTCBundlePolicy.MAX_BUNDLE,
    )


def set_video_bitrate(
    *, start: int = DEFAULT_START_BITRATE, low: int = DEFAULT_MIN_BITRATE, high: int = DEFAULT_MAX_BITRATE
) -> None:
    """Set the VP8 encoder's bit rates (bits per second) for every peer of this process.

    aiortc offers no argument for them: its encoder reads these module constants when it is created and when the
    receiver's estimate arrives. Called once by the composition root.
    """
    vpx.DEFAULT_BITRATE = start
    vpx.MIN_BITRATE = low
    vpx.MAX_BITRATE = high

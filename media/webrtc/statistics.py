"""Counters of a connection."""

from dataclasses import dataclass

from aiortc.stats import (
    RTCInboundRtpStreamStats,
    RTCOutboundRtpStreamStats,
    RTCRemoteInboundRtpStreamStats,
    RTCStatsReport,
    RTCTransportStats,
)


@dataclass(frozen=True, slots=True)
class PeerStatistics:
    """Totals since the start over all streams; `round_trip` in seconds, `None` until it was measured."""

    packets_received: int = 0
    packets_lost: int = 0
    packets_sent: int = 0
    bytes_sent: int = 0
    bytes_received: int = 0
    round_trip: float | None = None


@dataclass(frozen=True, slots=True)
class ReceiverReport:
    """What the receiver of our picture last reported.

    `at` tells reports apart, `lost` is the share lost since the report before, `round_trip` is in seconds.
    """

    at: float
    lost: float
    round_trip: float | None


def picture_report(report: RTCStatsReport) -> ReceiverReport | None:
    """The newest receiver's report about the sent picture; `None` before the first."""
    newest: ReceiverReport | None = None
    for entry in report.values():
        if isinstance(entry, RTCRemoteInboundRtpStreamStats) and entry.kind == "video":
            newest = ReceiverReport(entry.timestamp.timestamp(), entry.fractionLost / 256, entry.roundTripTime)
    return newest


def read_statistics(report: RTCStatsReport) -> PeerStatistics:
    """Add up a vendor's report."""
    received = lost = sent = bytes_sent = bytes_received = 0
    round_trip: float | None = None
    for entry in report.values():
        match entry:
            case RTCInboundRtpStreamStats():
                received += entry.packetsReceived
                lost += entry.packetsLost
            case RTCOutboundRtpStreamStats():
                sent += entry.packetsSent
            case RTCRemoteInboundRtpStreamStats():
                round_trip = entry.roundTripTime if entry.roundTripTime is not None else round_trip
            case RTCTransportStats():
                bytes_sent += entry.bytesSent
                bytes_received += entry.bytesReceived
    return PeerStatistics(received, lost, sent, bytes_sent, bytes_received, round_trip)

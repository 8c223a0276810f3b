"""The check that aiortc is built as Lunette needs it."""

import pytest
from aiortc import rtcrtpreceiver
from aiortc.jitterbuffer import JitterBuffer

from app.errors import VendorChangedError
from media.webrtc import vendor


def test_the_installed_libraries_are_as_needed() -> None:
    """With the locked versions nothing is raised."""
    vendor.check()


def test_a_name_that_is_looked_up_no_longer_is_told_with_what_to_do() -> None:
    """The error names method, name and version, and what installs the right one."""
    gone = (rtcrtpreceiver, "PlayoutBuffer", rtcrtpreceiver.RTCRtpReceiver.__init__)
    with pytest.raises(VendorChangedError, match=r"aiortc 1\..*__init__ does not look up PlayoutBuffer.*make setup"):
        vendor.check(looked_up=(gone,))


def test_a_method_that_is_gone_is_told() -> None:
    """A class that our own ones build on must still have what they call."""
    with pytest.raises(VendorChangedError, match="JitterBuffer has no drain"):
        vendor.check(built_on=((JitterBuffer, ("add", "drain")),))

"""Every error that Lunette raises on purpose, as one tree.

An error's text is a sentence for the person who meets it: what happened and what to do. `retryable` says whether the
same call may succeed later without anything being changed.
"""


class LunetteError(Exception):
    """Root of the tree."""

    retryable = False


class SettingsError(LunetteError):
    """A setting is missing or has a value that cannot be used."""


class AssetError(LunetteError):
    """A model, figure, font or recording is missing or is not the file that was shipped."""


class DeviceError(LunetteError):
    """A camera, microphone or loudspeaker cannot be used."""


class DeviceMissingError(DeviceError):
    """No such device is connected."""


class DeviceBusyError(DeviceError):
    """Another program holds the device."""

    retryable = True


class DeviceLostError(DeviceError):
    """The device was unplugged while it was in use."""

    retryable = True


class MeasurementError(LunetteError):
    """A picture or landmarks cannot be measured; the text says why."""


class ProtocolError(LunetteError):
    """The peer sent something that the wire protocol does not allow."""


class ProtocolVersionError(ProtocolError):
    """The peer speaks a protocol version that this program does not."""


class ConnectionFailedError(LunetteError):
    """The companion, or a service behind it, cannot be reached."""

    retryable = True


class CompanionLostError(ConnectionFailedError):
    """The companion went away in mid-visit."""


class VendorChangedError(LunetteError):
    """A library is not built as the program needs it; the right version must be installed."""


class UnknownConsultantError(LunetteError):
    """There is no consultant of the asked id."""


class CapacityError(LunetteError):
    """All places are taken; try again later."""

    retryable = True


class ServiceError(LunetteError):
    """A speech, language or animation service failed."""

    retryable = True


class CredentialsError(ServiceError):
    """The service refused the key."""

    retryable = False


class NotEntitledError(ServiceError):
    """The key is good, but the account may not use this service."""

    retryable = False


class RateLimitedError(ServiceError):
    """The service asks for fewer calls."""


class DeadlineError(ServiceError):
    """The service did not answer in time."""


class RendererUnavailableError(LunetteError):
    """No OpenGL context can be had on this machine."""


class CatalogueError(LunetteError):
    """The catalogue cannot be read, or an entry in it is invalid."""


class VisitError(LunetteError):
    """A step was asked for that the visit's present state does not allow."""


class ConsentError(VisitError):
    """Something needs the shopper's consent, which was not given."""

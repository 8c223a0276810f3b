"""Taking ports, with a sentence when one cannot be had."""

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, start_http_server

from app.errors import SettingsError

BACKLOG = 128


def bind(host: str, port: int, *, option: str) -> socket.socket:
    """A listening socket; port 0 lets the system choose. Raises `SettingsError` naming the port and the option."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise _refused(error, host, port, option) from None
    listener.setblocking(False)
    return listener


@contextmanager
def metrics_endpoint(registry: CollectorRegistry, host: str, port: int, *, option: str) -> Iterator[int]:
    """Serve `registry` over HTTP from a thread while inside; yields the port. Raises `SettingsError` as `bind`."""
    try:
        server, thread = start_http_server(port, host, registry)
    except OSError as error:
        raise _refused(error, host, port, option) from None
    try:
        yield int(server.server_port)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _refused(error: OSError, host: str, port: int, option: str) -> SettingsError:
    match error.errno:
        case errno.EADDRINUSE:
            return SettingsError(
                f"Port {port} on {host} is already in use by another program: choose another one with {option}."
            )
        case errno.EACCES:
            return SettingsError(f"Port {port} on {host} needs more rights: choose one above 1023 with {option}.")
    return SettingsError(f"Cannot listen on {host} port {port}: choose another address or port with {option}.")

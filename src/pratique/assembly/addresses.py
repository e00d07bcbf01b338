"""Addresses outside: names are looked up once, and what was looked at is what is connected to."""

import ipaddress
import socket
from urllib.parse import urlsplit


class BlockedError(Exception):
    """The address leads inside, or nowhere."""


def public_address(url: str, *, allow_private: bool = False) -> tuple[str, str]:
    """An IP address that may be connected to, and the host's name for TLS. All addresses of the name must be outside.

    The address that was looked at is the one connected to, so that a name cannot lead elsewhere a moment later.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, parts.port or 443, type=socket.SOCK_STREAM)}
    except OSError as error:
        raise BlockedError(f"`{host}` is not found: {error.strerror}") from None
    for address in found:
        known = ipaddress.ip_address(address.partition("%")[0])
        mapped = getattr(known, "ipv4_mapped", None) or getattr(known, "sixtofour", None)
        if not allow_private and (not known.is_global or known.is_multicast or (mapped is not None and not mapped.is_global)):
            raise BlockedError(f"`{host}` leads to an address inside")
    return min(found), host


def pinned(url: str, address: str, host: str) -> tuple[str, dict[str, str]]:
    """The URL with the address in place of the name, and the header that names the host."""
    parts = urlsplit(url)
    shown = f"[{address}]" if ":" in address else address
    made = parts._replace(netloc=f"{shown}:{parts.port}" if parts.port else shown).geturl()
    return made, {"host": host if parts.port is None else f"{host}:{parts.port}"}

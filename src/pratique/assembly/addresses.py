"""Addresses outside: names are looked up once, and what was looked at is what is connected to."""

import ipaddress
import socket
from urllib.parse import urlsplit

_TRANSLATED = tuple(ipaddress.ip_network(one) for one in ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96"))
"""IPv6 addresses that end in the IPv4 address a gateway leads to (RFC 6052, RFC 4291, RFC 2765)."""


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
        if not allow_private and not _is_outside(known):
            raise BlockedError(f"`{host}` leads to an address inside")
    return min(found), host


def _is_outside(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address and the IPv4 address inside it, where there is one, are on the public internet."""
    if not address.is_global or address.is_multicast:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return True
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and any(address in network for network in _TRANSLATED):
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return not address.is_site_local and (inner is None or inner.is_global)


def pinned(url: str, address: str, host: str) -> tuple[str, dict[str, str]]:
    """The URL with the address in place of the name, and the header that names the host."""
    parts = urlsplit(url)
    shown = f"[{address}]" if ":" in address else address
    made = parts._replace(netloc=f"{shown}:{parts.port}" if parts.port else shown).geturl()
    return made, {"host": host if parts.port is None else f"{host}:{parts.port}"}

"""Whether an address is outside: what we send must not reach what only we can reach (SSRF)."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consistori.kernel.errors import BadInput, Refusal

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
WORLD = ipaddress.ip_network("2000::/3")
"""The addresses of version 6 that go about the world (RFC 4291); the rest stay at home."""
NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""Addresses of version 4 inside ones of version 6 (RFC 6052)."""


class Inward(Refusal):
    """The address leads inside the house, or nowhere."""

    default_code = "inward-address"


@dataclass(frozen=True)
class Target:
    """Where to connect: the very address that was looked at, and the name that its certificate must have."""

    scheme: str
    host: str
    port: int
    ip: str
    path: str


def checked_url(url: str) -> str:
    """The address as it is kept. Raises `BadInput` for what is no address of a program outside."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:  # «https://[abc», «https://a:b»
        parts, port = urlsplit(""), -1
    if parts.scheme not in {"https", "http"} or not parts.hostname or port == -1:
        raise BadInput(_("Write a whole address: https://program.example/hook"), field="url")
    if parts.username or parts.password:
        raise BadInput(_("The address must not carry a name or a password."), field="url")
    if parts.scheme == "http" and not _may_be_inside(parts.hostname):
        raise BadInput(_("It must begin with https://, so that nobody reads what is sent."), field="url")
    return parts._replace(fragment="").geturl()


def target_of(url: str) -> Target:
    """Look the name up and take one of its addresses, all of which must be outside. Raises `Inward`."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError as error:
        raise Inward(_("The name %(host)s is not found.") % {"host": host}) from error
    addresses = sorted(str(ip).split("%")[0] for ip in found)
    for ip in addresses:
        if not _is_outside(ipaddress.ip_address(ip)):
            raise Inward(_("%(host)s leads inside the house: it is not told.") % {"host": host})
    path = parts.path or "/"
    return Target(parts.scheme, host, port, addresses[0], f"{path}?{parts.query}" if parts.query else path)


def _is_outside(ip: Address) -> bool:
    if isinstance(ip, ipaddress.IPv6Address):
        ip = _inside_of(ip) or ip
    if any(ip in network for network in _allowed()):
        return True
    if isinstance(ip, ipaddress.IPv6Address) and ip not in WORLD:
        return False
    return ip.is_global and not ip.is_multicast


def _inside_of(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The address of version 4 to which one of version 6 leads: mapped, by 6to4 or by NAT64."""
    in_nat64 = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in NAT64 else None
    return ip.ipv4_mapped or ip.sixtofour or in_nat64


def _allowed() -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Networks of our own that the operator lets be told (`WEBHOOK_NETWORKS`)."""
    return [ipaddress.ip_network(text) for text in settings.WEBHOOK_NETWORKS]


def _may_be_inside(host: str) -> bool:
    try:
        ips = [ipaddress.ip_address(host)]
    except ValueError:
        ips = [ipaddress.ip_address("127.0.0.1")] if host == "localhost" else []
    return bool(ips) and all(any(ip in network for network in _allowed()) for ip in ips)

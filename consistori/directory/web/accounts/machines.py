"""From where somebody comes: her address, and her machine in two words that a person recognises."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("HeadlessChrome", "Chrome"), ("Chrome", "Chrome"),
    ("Chromium", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def machine_of(request: HttpRequest) -> str:
    """`Firefox, Windows`. Without versions: a browser that updates itself at noon is still the same machine."""
    return machine_named(request.META.get("HTTP_USER_AGENT", ""))


def machine_named(agent: str) -> str:
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return ", ".join(part for part in (browser, system) if part) or agent[:40]


def address_of(request: HttpRequest) -> str | None:
    """The address from which the request comes; behind our proxy, the one that the proxy saw."""
    if settings.SECURE_PROXY_SSL_HEADER:
        seen = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", 1)[-1].strip()
        if seen:
            return seen
    return request.META.get("REMOTE_ADDR") or None

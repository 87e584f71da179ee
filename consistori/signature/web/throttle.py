"""How often one address may ask: a count a minute, in the memory of the process."""

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

A_MINUTE = 60


def client_of(request: HttpRequest) -> str:
    """The address that asks; behind a proxy of ours, the one that the proxy saw."""
    if settings.SECURE_PROXY_SSL_HEADER:
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        if seen:
            return str(seen)
    return str(request.META.get("REMOTE_ADDR", ""))


def is_too_often(request: HttpRequest, *, name: str, most: int) -> bool:
    """Whether this address has asked more than `most` times in this minute; asking counts."""
    key = f"throttle:{name}:{client_of(request)}:{_minute()}"
    cache.add(key, 0, A_MINUTE * 2)
    try:
        return int(cache.incr(key)) > most
    except ValueError:
        return False


def _minute() -> int:
    return int(time.time() // A_MINUTE)

"""How often one address may knock at the door of the electronic office: a count a minute, in each web process."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consistori.kernel.errors import Refusal

KNOCKS_A_MINUTE = 30
REFUSED_A_MINUTE = 8
_A_MINUTE = 60


class KnocksTooOften(Refusal):
    """Too many tries from one address in a minute (429)."""

    status = 429
    default_code = "too-many-requests"


def address_of(request: HttpRequest) -> str:
    """The address that asks; behind a proxy of ours, the one that the proxy saw."""
    if settings.SECURE_PROXY_SSL_HEADER:
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        if seen:
            return str(seen)
    return str(request.META.get("REMOTE_ADDR", ""))


def knock(request: HttpRequest) -> None:
    """Count one try, and refuse it when there were too many, or too many of them did not hold."""
    if _count(request, "knock", 1) > KNOCKS_A_MINUTE or _count(request, "refused", 0) > REFUSED_A_MINUTE:
        raise KnocksTooOften(_("Too many tries from your address. In one minute you can go on."))


def was_refused(request: HttpRequest) -> None:
    """Count one that did not hold."""
    _count(request, "refused", 1)


def _count(request: HttpRequest, what: str, more: int) -> int:
    key = f"identity:{what}:{address_of(request)}:{_minute()}"
    cache.add(key, 0, _A_MINUTE * 2)
    try:
        return int(cache.incr(key, more))
    except ValueError:
        return 0


def _minute() -> int:
    return int(time.time() // _A_MINUTE)

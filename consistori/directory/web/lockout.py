"""A password tried again and again closes the door for a quarter of an hour (django-axes, counted in the database)."""

from __future__ import annotations

from typing import Any

from axes.helpers import get_failure_limit
from axes.models import AccessAttempt
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consistori.directory.account_selectors import WAIT
from consistori.kernel.clock import now


def tried_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Whose door is tried: allauth gives the e-mail to whoever checks it, the form has it as `login`."""
    given = (credentials or {}).get("email") or (credentials or {}).get("username")
    return str(given or (request.POST.get("login", "") if request else "")).strip().lower()


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The page that says how long to wait."""
    return render(request, "account/locked_out.html", status=429)


def attempts_left(request: HttpRequest, email: str) -> int:
    """How many tries are left before the wait, counted over all the machines that tried."""
    tried = AccessAttempt.objects.filter(username=email.strip().lower(), attempt_time__gt=now() - WAIT)
    failures = tried.aggregate(n=Sum("failures_since_start"))["n"] or 0
    return max(0, int(get_failure_limit(request, {"username": email})) - failures)

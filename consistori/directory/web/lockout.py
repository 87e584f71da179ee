"""A password tried again and again closes the door for a quarter of an hour (django-axes, counted in the database)."""

from __future__ import annotations

from typing import Any

from axes.decorators import axes_dispatch, axes_form_invalid
from axes.helpers import get_failure_limit
from axes.models import AccessAttempt
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator


def watch_sign_in() -> None:
    """Let axes watch the sign-in page of allauth, as both libraries document."""
    from allauth.account.views import LoginView

    LoginView.dispatch = method_decorator(axes_dispatch)(LoginView.dispatch)
    LoginView.form_invalid = method_decorator(axes_form_invalid)(LoginView.form_invalid)


def tried_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Whose door is tried: allauth gives the e-mail to whoever checks it, the form has it as `login`."""
    given = (credentials or {}).get("email") or (credentials or {}).get("username")
    return str(given or (request.POST.get("login", "") if request else "")).strip().lower()


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The page that says how long to wait."""
    return render(request, "account/locked_out.html", status=429)


def attempts_left(request: HttpRequest, email: str) -> int:
    """How many tries are left before the wait."""
    tried = AccessAttempt.objects.filter(username=email).order_by("-failures_since_start").first()
    limit = int(get_failure_limit(request, {"username": email}))
    return max(0, limit - (tried.failures_since_start if tried else 0))

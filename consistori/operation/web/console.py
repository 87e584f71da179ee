"""What every page of the console has: its door and its tabs."""

from __future__ import annotations

import functools
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consistori.directory.access import StaffRequest, StaffView, staff_page
from consistori.kernel.errors import ensure
from consistori.operation.policies import may_operate

TABS: tuple[tuple[str, Any], ...] = (
    ("overview", _("Overview")),
    ("entities", _("Entities")),
    ("health", _("Health")),
    ("storage", _("Storage")),
    ("queue", _("Jobs")),
    ("faults", _("Errors")),
    ("settings", _("Settings")),
    ("rehearsals", _("Backups and trials")),
)


def console_page(view: StaffView) -> StaffView:
    """A page for operators, reading in the scope of their province."""

    @functools.wraps(view)
    def page(request: StaffRequest, *args: Any, **kwargs: Any) -> Any:
        ensure(may_operate(request.actor, request.entity))
        return view(request, *args, **kwargs)

    return staff_page(page)


def console_act(view: StaffView) -> StaffView:
    """A page for operators that changes entities: each act opens the scopes it needs."""

    @functools.wraps(view)
    def page(request: StaffRequest, *args: Any, **kwargs: Any) -> Any:
        if request.entity is None:
            return redirect("/desk/towns/")
        ensure(may_operate(request.actor, request.entity))
        return view(request, *args, **kwargs)

    return staff_page(own_scope=True)(page)


def draw(
    request: HttpRequest, template: str, current: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The page under its tab."""
    tabs = [
        {"label": label, "url": reverse(f"operation:{name}"), "current": name == current}
        for name, label in TABS
    ]
    return TemplateResponse(request, f"operation/{template}", context | {"tabs": tabs}, status=status)

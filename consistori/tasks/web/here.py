"""Whether these pages exist here, and what forms and addresses name."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from consistori.directory.access import StaffRequest
from consistori.kernel.errors import NotHere, ensure
from consistori.tasks import selectors
from consistori.tasks.hangings import has_tasks
from consistori.tasks.models import Task
from consistori.tasks.policies import may_see


def ensure_here(request: StaffRequest) -> None:
    """`NotHere` where the town does not work with tasks; a refusal for whoever has no part in them."""
    if not has_tasks(request):
        raise NotHere()
    ensure(may_see(request.actor))


def task_here(request: StaffRequest, pk: UUID) -> Task:
    """The task of the address, as far as this person may see it."""
    ensure_here(request)
    return selectors.task_of(pk, request.actor)


def back(request: StaffRequest, otherwise: str) -> HttpResponse:
    """To the page of ours that the form says it came from."""
    target = request.POST.get("back", "")
    if target and url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return redirect(target)
    return redirect(otherwise)


def list_in(address: str) -> str | None:
    """The address of the list of tasks that a form says it came from, without what was done before; None if none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.netloc or parts.scheme or parts.path != reverse("tasks:list"):
        return None
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name != "done"]
    return f"{parts.path}?{urlencode(kept)}" if kept else parts.path


def with_done(address: str, key: UUID) -> str:
    """The list again, that offers to undo what was just done in it."""
    return f"{address}{'&' if '?' in address else '?'}done={key}"


def key_in(text: str) -> UUID | None:
    """A key that an address says; None if it is not one."""
    try:
        return UUID(text)
    except ValueError:
        return None

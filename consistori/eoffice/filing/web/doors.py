"""The door of a draft: its owner, come in. What somebody sends when their time has run out is kept, and not shown."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consistori.catalogue.procedures.selectors import Shown, procedure, version
from consistori.eoffice.filing.drafts import Content, own_draft
from consistori.eoffice.filing.journey import Journey
from consistori.eoffice.forms.definition import read_form
from consistori.eoffice.forms.fields import Form
from consistori.eoffice.identity.citizens import KEY, Citizen
from consistori.eoffice.models import Draft
from consistori.eoffice.web.public import PublicRequest, public_page
from consistori.kernel.clock import now
from consistori.kernel.errors import NotHere, Refusal

WRITES_FOR = timedelta(hours=24)
"""How long after somebody came in what they send from that browser is still kept for them; they see it when back in."""


@dataclass(frozen=True)
class Opened:
    """A draft, the procedure as it is in force now, and its form; `citizen` is its owner, `is_in` whether still in."""

    draft: Draft
    shown: Shown
    form: Form
    content: Content
    citizen: Citizen
    is_in: bool
    language: str

    def journey(self, here: str = "") -> Journey:
        return Journey.of(self.draft, self.shown, self.form, self.content, self.language, here)

    @property
    def changed_meanwhile(self) -> bool:
        """Whether the procedure has another version than when it was begun."""
        return self.draft.version_id is not None and self.draft.version_id != self.shown.version_id


View = Callable[..., HttpResponseBase]


def draft_page(view: View) -> View:
    """A page of a draft for its owner: `view(request, opened, ...)`. Locked when something is sent.

    Whoever has not come in is led to the door and comes back; somebody else's draft is not here.
    """

    @public_page
    @functools.wraps(view)
    def page(request: Any, code: str, draft: UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_sent = request.method == "POST"
        citizen = request.citizen or (lapsed_citizen(request) if is_sent else None)
        if citizen is None:
            return to_the_door(request, reverse("eoffice:draft", args=[code, draft]) if is_sent else "")
        opened = open_draft(code, draft, citizen, is_in=request.citizen is not None, locked=is_sent)
        response = view(request, opened, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return page


def open_draft(code: str, key: UUID, citizen: Citizen, *, is_in: bool, locked: bool) -> Opened:
    """The draft of its owner. First whose it is, and only then what it is about. Raises `NotHere`, `DoesNotOpen`."""
    draft = own_draft(citizen, code, key, locked=locked)
    kept = draft.version_id if draft.is_sent else None
    shown = version(kept) if kept else _still_open(draft)
    return Opened(
        draft, shown, read_form(shown.sheet.form), Content.of(draft), citizen, is_in, language_here()
    )


def _still_open(draft: Draft) -> Shown:
    try:
        return shown_to_citizens(draft.procedure)
    except NotHere as gone:
        message = _(
            "This procedure is not open any more, and what you had begun cannot be sent. Call us: we help you."
        )
        raise Refusal(message, code="procedure-closed", status=410) from gone


def shown_to_citizens(code: str) -> Shown:
    """A procedure that somebody from outside may begin. Raises `NotHere`."""
    shown = procedure(code)
    if not shown.sheet.is_for_citizens or "online" not in shown.sheet.channels:
        raise NotHere
    return shown


def lapsed_citizen(request: Any) -> Citizen | None:
    """Whoever had come in from this browser and whose time ran out, not more than a day ago."""
    kept = request.session.get(KEY, {}).get(str(request.entity.pk))
    if not kept:
        return None
    citizen = Citizen(**kept)
    came_in = datetime.fromisoformat(citizen.entered_at)
    return citizen if now() - came_in < WRITES_FOR else None


def to_the_door(request: PublicRequest, after: str = "") -> HttpResponseBase:
    """Lead to where one comes in, and from there back."""
    return redirect(f"{reverse('eoffice:enter')}?{urlencode({'next': after or request.get_full_path()})}")


def language_here() -> str:
    """The language in which the page is read."""
    return "es" if (get_language() or settings.LANGUAGE_CODE).startswith("es") else "ca"


def went_on(request: PublicRequest, opened: Opened, url: str) -> HttpResponseBase:
    """On to a page; by the door when their time ran out: what they had sent is kept already."""
    return redirect(url) if opened.is_in else to_the_door(request, url)

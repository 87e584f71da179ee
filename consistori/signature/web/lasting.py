"""How far the signatures of the town hall hold: what is well, what waits and why, and what must be renewed soon."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.policies import is_reserved
from consistori.kernel.clock import now
from consistori.kernel.errors import ensure
from consistori.signature.lasting.jobs import look_after
from consistori.signature.lasting.policies import may_look_after
from consistori.signature.lasting.selectors import counts, ending, first_to_end, short
from consistori.signature.lasting.words import trouble_said, why_needed
from consistori.signature.models import Lasting
from consistori.tenancy.jobs import defer

MOST_SHOWN = 50


@dataclass(frozen=True)
class Row:
    """A document in the list: its name (unless it is reserved), why it is there, and when it is tried again."""

    label: str
    url: str
    level: str
    why: str
    trouble: str
    next_try_at: datetime | None
    waits_for_circuit: bool


@staff_page
def lasting(request: StaffRequest) -> HttpResponse:
    """What is well, what waits, what ends soon."""
    ensure(may_look_after(request.actor))
    at = now()
    rows = [*short().with_papers()[:MOST_SHOWN], *ending(at).with_papers()[:MOST_SHOWN]]
    levels = counts()
    context: dict[str, Any] = {
        "rows": [_row(one, at) for one in rows],
        "levels": [(level, label, levels.get(level, 0)) for level, label in reversed(Lasting.Level.choices)],
        "total": sum(levels.values()),
        "first_to_end": first_to_end(),
    }
    return TemplateResponse(request, "signature/lasting.html", context)


@staff_page
@require_POST
def look_after_now(request: StaffRequest) -> HttpResponse:
    """Have the program look after them now, without waiting for the night."""
    ensure(may_look_after(request.actor))
    defer(look_after, patient=False)
    messages.success(request, _("The program is looking after them. Come back in a moment."))
    return redirect("signature:lasting")


def _row(one: Any, at: datetime) -> Row:
    """Of a reserved document neither its title nor its page: whoever looks after it may not be who reads it."""
    document = one.version.document
    reserved = is_reserved(document)
    return Row(
        label=_("A reserved document") if reserved else document.title,
        url="" if reserved else document.get_absolute_url(),
        level=one.level,
        why="; ".join(why_needed(need) for need in one.needs(at)),
        trouble=trouble_said(one.trouble),
        next_try_at=one.next_try_at,
        waits_for_circuit=bool(getattr(one, "is_open", False)),
    )

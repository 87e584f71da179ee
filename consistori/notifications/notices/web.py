"""Notices for staff: those of the town, and having another one sent, to one person or to the many that are ticked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import now
from consistori.kernel.errors import NotHere, Refusal, ensure
from consistori.notifications.models import Notification
from consistori.notifications.notices import listing
from consistori.notifications.notices.services import plan_again, tell_again
from consistori.notifications.policies import may_list, may_record, may_see
from consistori.notifications.selectors import told_of
from consistori.tenancy import modality


def _ensure_here(request: StaffRequest) -> None:
    if not modality.is_on(request.entity, "notifications"):
        raise NotHere
    ensure(may_list(request.actor))


@staff_page
@require_safe
def town(request: StaffRequest) -> HttpResponse:
    """Those of the town that did not arrive, or in the filter that was chosen."""
    _ensure_here(request)
    asked = request.GET.get("show", "")
    chosen = asked if asked in listing.FILTERS else "failed"
    page = listing.page_of_notices(request.actor, chosen, after=request.GET.get("after", "")[:60], at=now())
    may_tell = bool(may_record(request.actor))
    context: dict[str, Any] = {
        "rows": page.rows,
        "filters": [
            {"key": key, "label": label, "count": page.counts[key], "is_current": key == chosen}
            for key, label in listing.FILTERS.items()
        ],
        "chosen": chosen,
        "next_url": f"?show={chosen}&after={page.next_cursor}" if page.next_cursor else "",
        "first_url": f"?show={chosen}" if request.GET.get("after") else "",
        "may_tell": may_tell and chosen in ("failed", "doubtful"),
        "any_to_tell": any(row.may_be_told for row in page.rows),
    }
    return TemplateResponse(request, "notifications/notices/town.html", context)


@staff_page
@require_POST
def another(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Send another notice to whoever has not opened a notification."""
    notification = Notification.objects.select_related("dispatch").filter(pk=pk).first()
    if notification is None or not may_see(request.actor, notification.dispatch):
        raise NotHere
    try:
        made = tell_again(notification, by=request.actor)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _on_their_way(len(made)))
    return redirect(f"{notification.get_absolute_url()}#notices")


@staff_page
@require_POST
def another_to_many(request: StaffRequest) -> HttpResponse:
    """Send another notice to each of those that were ticked, as far as there is still somewhere to send it."""
    _ensure_here(request)
    rows = list(Notification.objects.filter(pk__in=_keys(request)).select_related("dispatch"))
    told = told_of(request.actor, [row.dispatch for row in rows])
    mine = [row for row in rows if (row.dispatch.subject_kind, row.dispatch.subject_id) in told]
    if not mine:
        messages.warning(request, _("Tick whom you want to tell again."))
    else:
        ensure(may_record(request.actor))
        if made := plan_again(mine, by=request.actor):
            messages.success(request, _on_their_way(made))
        else:
            words = _(
                "No notice was sent: no other address is known of them, or they were told today."
                " Call them, or go on with paper."
            )
            messages.warning(request, words)
    return redirect(reverse("notifications:notices"))


def _keys(request: StaffRequest) -> list[UUID]:
    found = []
    for said in request.POST.getlist("notification")[:500]:
        try:
            found.append(UUID(said))
        except ValueError:
            continue
    return found


def _on_their_way(how_many: int) -> str:
    words = ngettext("Another notice is on its way.", "%(n)s notices are on their way.", how_many)
    return words % {"n": how_many}

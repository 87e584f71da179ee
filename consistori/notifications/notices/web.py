"""Having another notice sent, from the page of a notification."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import NotHere, Refusal
from consistori.notifications.models import Notification
from consistori.notifications.notices.services import tell_again
from consistori.notifications.policies import may_see


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
        words = ngettext("Another notice is on its way.", "%(n)s notices are on their way.", len(made))
        messages.success(request, words % {"n": len(made)})
    return redirect(f"{notification.get_absolute_url()}#notices")

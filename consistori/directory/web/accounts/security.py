"""How I enter: my keys, my sessions wherever they are, and the last times that somebody entered or tried."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.account_selectors import accesses_of, keys_of, sessions_of
from consistori.directory.models import SignIn
from consistori.directory.services import end_session, end_sessions


@staff_page(across=True)
def security(request: StaffRequest) -> HttpResponse:
    """The page of my account."""
    sessions = sessions_of(request.person)
    context = {
        "keys": keys_of(request.person),
        "sessions": sessions,
        "this_session": request.session.session_key,
        "others": sum(one.session_key != request.session.session_key for one in sessions),
        "accesses": accesses_of(request.person),
    }
    return TemplateResponse(request, "directory/security.html", context)


@staff_page(across=True)
@require_POST
def end_mine(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End one of my sessions from another place."""
    mine = SignIn.objects.filter(pk=pk, person=request.person, ended_at=None).first()
    if mine is None:
        messages.info(request, _("That session had ended already."))
    elif mine.session_key == request.session.session_key:
        return redirect("account_logout")
    else:
        end_session(mine, why=SignIn.Ended.BY_HERSELF)
        messages.success(request, _("Ended: %(machine)s.") % {"machine": mine.device or mine.address})
    return redirect("directory:security")


@staff_page(across=True)
@require_POST
def end_others(request: StaffRequest) -> HttpResponse:
    """End all my sessions but this one."""
    ended = end_sessions(
        request.person, why=SignIn.Ended.BY_HERSELF, besides=request.session.session_key or ""
    )
    told = ngettext("%(n)s session was ended.", "%(n)s sessions were ended.", ended)
    messages.success(request, told % {"n": ended})
    return redirect("directory:security")


def keys(request: HttpRequest) -> HttpResponse:
    """Where allauth sends after a change: the page of my account."""
    return redirect("directory:security")

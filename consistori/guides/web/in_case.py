"""The guide in a case: the whole of it on a page, and its acts. Everything works without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consistori.cases.models import CaseFile
from consistori.cases.policies import may_read
from consistori.cases.selectors import case_by_number
from consistori.directory.access import StaffRequest, staff_page
from consistori.guides import selectors, services
from consistori.guides.hangings import shown
from consistori.guides.policies import may_use_guide
from consistori.guides.rules.guide import in_words
from consistori.kernel.errors import BadInput, NotHere, Refusal, ensure


def _case(request: StaffRequest, number: str) -> CaseFile:
    case = case_by_number(number, request.actor)
    ensure(may_read(request.actor, case))
    return case


@staff_page
@require_safe
def guide_of_case(request: StaffRequest, number: str) -> HttpResponse:
    """Every step of the guide as it stands in this case; `?skip=key` or `?done=key` opens that form."""
    return _page(request, _case(request, number))


def _page(request: StaffRequest, case: CaseFile, status: int = 200, **more: Any) -> HttpResponse:
    found = selectors.guide_in(case, request.actor)
    language = get_language() or "ca"
    context: dict[str, Any] = {
        "case": case,
        "guide": found,
        "offered": selectors.offered_guides(),
        "may_use": bool(may_use_guide(request.actor, case)),
        "opened": request.GET.get("skip") or request.GET.get("done") or "",
        "opens": "skip" if request.GET.get("skip") else "done",
        **more,
    }
    if found is not None:
        context |= {
            "name": in_words(found.text.name, language),
            "intro": in_words(found.text.intro, language),
            "rows": [shown(case, one, language) for one in found.walk.stands],
            "next_key": found.walk.next.step.key if found.walk.next else "",
        }
    return TemplateResponse(request, "guides/in_case.html", context, status=status)


@staff_page
@require_POST
def do(request: StaffRequest, number: str, verb: str) -> HttpResponse:
    """One act on the guide of a case. What is wrong is told at its field, with what was written."""
    case = _case(request, number)
    act = _ACTS.get(verb)
    if act is None:
        raise NotHere()
    try:
        act(request, case)
    except BadInput as refusal:
        said = f"{refusal.message} · {refusal.article}" if refusal.article else str(refusal.message)
        return _page(
            request, case, 422, wrong=said, wrong_field=refusal.field, said=request.POST,
            opened=request.POST.get("key", ""), opens=verb,
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, str(refusal))
    return redirect(_back(request, case))


@staff_page
@require_POST
def choose_to_see(request: StaffRequest, verb: str) -> HttpResponse:
    """A person hides guides for ever, or shows them again."""
    if verb == "hide":
        services.hide_guides(by=request.actor)
        messages.success(request, _("Guides are hidden, only for you. In any case you can show them again."))
    elif verb == "show":
        services.show_guides(by=request.actor)
    else:
        raise NotHere()
    target = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return redirect(target if target and is_ours else "guides:guides")


def _back(request: StaffRequest, case: CaseFile) -> str:
    target = request.POST.get("back", "")
    if target and url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return target
    return case.get_absolute_url()


def _skip(request: StaffRequest, case: CaseFile) -> None:
    key = request.POST.get("key", "")
    services.skip_step(case, key, by=request.actor, reason=request.POST.get("reason", ""))
    messages.success(request, _("You go on without it. You can come back to it whenever you want."))


def _done(request: StaffRequest, case: CaseFile) -> None:
    services.mark_done(
        case,
        request.POST.get("key", ""),
        by=request.actor,
        on=_day(request.POST.get("on", "")),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("It is written down as done."))


def _come_back(request: StaffRequest, case: CaseFile) -> None:
    services.come_back(case, request.POST.get("key", ""), by=request.actor)
    messages.success(request, _("It is open again."))


def _take(request: StaffRequest, case: CaseFile) -> None:
    code = request.POST.get("guide", "")
    guide = next((row for row in selectors.offered_guides() if row.code == code), None)
    if guide is None:
        raise BadInput(_("That guide is not offered here."), field="guide")
    services.take_guide(case, guide, by=request.actor)
    messages.success(request, _("The case follows the guide «%(name)s».") % {"name": guide.name})


def _newer(request: StaffRequest, case: CaseFile) -> None:
    services.take_newer_version(case, by=request.actor)
    messages.success(
        request, _("The case goes on with the newer version. What was done and skipped is kept.")
    )


def _leave(request: StaffRequest, case: CaseFile) -> None:
    services.leave_guide(case, by=request.actor)
    messages.success(request, _("The case goes on without a guide."))


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput(_("Write the real day."), field="on") from error


_ACTS: dict[str, Callable[[StaffRequest, CaseFile], None]] = {
    "skip": _skip,
    "done": _done,
    "back": _come_back,
    "take": _take,
    "newer": _newer,
    "leave": _leave,
}

"""What a person opens on their own device: it says what was prepared with them, and why they must identify."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from consistori.assistance.phone.codes import tidy
from consistori.assistance.phone.selectors import behind
from consistori.eoffice.filing.drafts import last_day
from consistori.eoffice.identity.limits import knock, was_refused
from consistori.eoffice.web.public import PublicRequest, public_page
from consistori.parties.lines.rules import Use, serves_for


@require_safe
@public_page
def ask(request: PublicRequest) -> HttpResponseBase:
    """Where the short address is written when it was read aloud."""
    code = tidy(request.GET.get("code", ""))
    if code:
        return redirect("assistance_public:handed", f"{code[:4]}-{code[4:]}")
    return _drawn(request, None, status=200)


@require_safe
@public_page
def handed(request: PublicRequest, code: str) -> HttpResponseBase:
    """What waits behind a short address. It tells neither what it is nor whose: that is for whoever identifies."""
    knock(request)
    helped = behind(code)
    if helped is None:
        was_refused(request)
        return _drawn(request, None, status=404, said=code[:20])
    if request.citizen is not None:
        return redirect("eoffice:draft", helped.procedure, helped.draft_id)
    return _drawn(request, helped, status=200)


def _drawn(request: PublicRequest, helped: object, *, status: int, said: str = "") -> TemplateResponse:
    draft = getattr(helped, "draft", None)
    context = {
        "helped": helped,
        "draft": draft,
        "day": last_day(draft) if draft else None,
        "why": serves_for(Use.FILE),
        "said": said,
    }
    answer = TemplateResponse(request, "assistance/phone/handed.html", context, status=status)
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "no-store"
    return answer

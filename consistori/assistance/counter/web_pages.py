"""The pages of a paper on the counter: turned, in order, taken out, parted into several papers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from consistori.assistance.counter.papers import change_pages, every_page
from consistori.assistance.counter.selectors import paper_of
from consistori.assistance.models import AttentionPaper
from consistori.assistance.policies import ensure_here, may_attend
from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.paging.plan import BadPlan, Wanted, read_form, read_text
from consistori.documents.paging.services import said_of
from consistori.kernel.errors import BadInput, Refusal, ensure


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def pages(request: StaffRequest, key: UUID) -> HttpResponse:
    """The pages side by side; POST leaves them as it says, all at once."""
    ensure_here(request.entity)
    ensure(may_attend(request.actor))
    paper = paper_of(request.actor, key)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            made = change_pages(paper, _wanted(request, paper))
        except Refusal as refused:
            refusal = refused
        else:
            if len(made) > 1:
                words = ngettext("They are %(n)s paper now.", "They are %(n)s papers now.", len(made))
                messages.success(request, words % {"n": len(made)})
            return redirect("assistance:counter")
    context = {
        "paper": paper,
        "sheets": every_page(paper),
        "refusal": refusal,
        "turns": [(0, _("as it is")), (1, _("to the right")), (2, _("upside down")), (3, _("to the left"))],
    }
    return TemplateResponse(request, "assistance/pages.html", context, status=422 if refusal else 200)


def _wanted(request: StaffRequest, paper: AttentionPaper) -> Wanted:
    try:
        if plan := request.POST.get("plan", ""):
            return read_text(plan, count=paper.pages)
        return read_form(request.POST, count=paper.pages)
    except BadPlan as wrong:
        raise BadInput(said_of(wrong), field="pages") from wrong

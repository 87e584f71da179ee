"""From a task to a case."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from consistori.cases.policies import may_open_cases
from consistori.cases.tasks.threads import promote
from consistori.catalogue.models import Series
from consistori.catalogue.selectors import search_series
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import Refusal, ensure
from consistori.tasks.web.here import task_here
from consistori.tenancy import modality


class PromoteForm(forms.Form):
    """The title of the case and its series."""

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=250,
        help_text=gettext_lazy(
            "What it is about, in a few words. Without names or NIFs: people are added as parties."
        ),
    )  # fmt: skip
    series = forms.UUIDField(required=False, widget=forms.HiddenInput)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def from_task(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say the title and the series; the task goes on inside the case."""
    task = task_here(request, pk)
    ensure(may_open_cases(request.actor))
    typed = request.POST or None
    finds = "find" in request.POST
    form = PromoteForm(None if finds else typed, initial={"title": request.POST.get("title", task.title)})
    words = request.POST.get("q", task.title)
    chosen = request.POST.get("series", "")
    if request.method == "POST" and not finds and form.is_valid():
        try:
            series = Series.objects.filter(pk=form.cleaned_data["series"]).first()
            case = promote(task, by=request.actor, title=form.cleaned_data["title"], series=series)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Case %(number)s opened") % {"number": case.number})
            return redirect(case)
    context = {
        "form": form,
        "task": task,
        "q": words,
        "chosen": chosen,
        "found": search_series(words, 8, request.actor.person_id) if words else [],
        "is_compulsory": modality.is_on(request.entity, "series_compulsory"),
    }
    return TemplateResponse(request, "cases/tasks/promote.html", context, status=422 if form.errors else 200)

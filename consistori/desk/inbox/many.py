"""Several entries to one person at once, with the outcome of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from consistori.cases.entries import mark_for_information, selectors, send_entry
from consistori.cases.entries.policies import may_distribute
from consistori.cases.models import ProcessNote
from consistori.desk.inbox.forms import people
from consistori.desk.inbox.pages import ensure_here
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.models import Person
from consistori.kernel.errors import Refusal, ensure

MOST = 100
Action = ProcessNote.Action
ACTIONS = (Action.DECIDE, Action.ANSWER, Action.INFORM)


class ManyForm(forms.Form):
    """To whom they all go, what for, and by when."""

    to = forms.ChoiceField(label=gettext_lazy("To whom"))
    action = forms.ChoiceField(
        label=gettext_lazy("What has to be done"), choices=[(one.value, one.label) for one in ACTIONS]
    )
    due_on = forms.DateField(
        label=gettext_lazy("By when"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((one.id, one.name) for one in people())]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Outcome:
    """What came of one of them: sent, or why not."""

    reference: str
    fault: str = ""


@staff_page
@require_POST
def many(request: StaffRequest) -> HttpResponse:
    """Ask once to whom they go, then say what came of each; only those that failed can be tried again."""
    ensure_here(request)
    ensure(may_distribute(request.actor))
    chosen = list(dict.fromkeys(request.POST.getlist("entry")))[:MOST]
    if not chosen:
        return redirect("desk:inbox")
    going = "go" in request.POST
    form = ManyForm(request.POST if going else None)
    outcomes: list[Outcome] = []
    if going and form.is_valid():
        person = Person.objects.get(pk=form.cleaned_data["to"])
        outcomes = [_one(request, reference, person, form.cleaned_data) for reference in chosen]
    failed = [one.reference for one in outcomes if one.fault]
    context = {
        "form": form,
        "outcomes": outcomes,
        "chosen": failed if outcomes else chosen,
        "sent": len(outcomes) - len(failed),
        "title": _("Give out several entries"),
    }
    status = 422 if going and form.errors else 200
    return TemplateResponse(request, "desk/inbox/many.html", context, status=status)


def _one(request: StaffRequest, reference: str, person: Person, said: dict[str, Any]) -> Outcome:
    try:
        entry = selectors.opened(request.actor, reference).entry
        if said["action"] == Action.INFORM:
            mark_for_information(entry, by=request.actor, to=[person], note=said["note"])
        else:
            send_entry(
                entry, by=request.actor, to=[person], action=said["action"], due_on=said["due_on"],
                note=said["note"],
            )  # fmt: skip
    except Refusal as refusal:
        return Outcome(reference, str(refusal.message) or _("It is no longer there."))
    return Outcome(reference)

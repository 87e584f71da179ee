"""The same with several entries at once, with the outcome of each; nothing is locked meanwhile."""

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

from consistori.cases.entries import (
    accept_into_case,
    finish_entry,
    mark_for_information,
    selectors,
    send_entry,
)
from consistori.cases.entries.policies import may_distribute
from consistori.cases.models import CaseFile, ProcessNote
from consistori.cases.selectors import case_by_number
from consistori.desk.inbox.forms import people
from consistori.desk.inbox.pages import ensure_here
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.models import Person
from consistori.kernel.errors import NotHere, Refusal, ensure

MOST = 100
Action = ProcessNote.Action
ACTIONS = (Action.DECIDE, Action.ANSWER, Action.INFORM, Action.ADD, Action.NOTHING)
TO_SOMEBODY = (Action.DECIDE, Action.ANSWER)


class ManyForm(forms.Form):
    """What is done with all of them: to whom, by when, into which case, or why nothing."""

    action = forms.ChoiceField(
        label=gettext_lazy("What has to be done"), choices=[(one.value, one.label) for one in ACTIONS]
    )
    to = forms.ChoiceField(label=gettext_lazy("To whom"), required=False)
    case = forms.CharField(
        label=gettext_lazy("Number of the case"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Only to add them to a case."),
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

    def clean(self) -> dict[str, Any]:
        """What each action needs, told at its field."""
        said: dict[str, Any] = super().clean() or {}
        action = said.get("action")
        if action in TO_SOMEBODY and not said.get("to"):
            self.add_error("to", _("Choose to whom it goes."))
        if action == Action.ADD and not said.get("case", "").strip():
            self.add_error("case", _("Write the number of the case, or look for it."))
        if action == Action.NOTHING and not said.get("note", "").strip():
            self.add_error("note", _("Say why nothing more is done: it was answered, it came twice…"))
        return said


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
        outcomes = _each(request, form, chosen)
    failed = [one.reference for one in outcomes if one.fault]
    context = {
        "form": form,
        "outcomes": outcomes,
        "chosen": failed if outcomes else chosen,
        "sent": len(outcomes) - len(failed),
        "title": _("Several entries at once"),
    }
    status = 422 if going and form.errors else 200
    return TemplateResponse(request, "desk/inbox/many.html", context, status=status)


def _each(request: StaffRequest, form: ManyForm, chosen: list[str]) -> list[Outcome]:
    said = form.cleaned_data
    to = list(Person.objects.filter(pk=said["to"])) if said["to"] else []
    try:
        case = case_by_number(said["case"].strip(), request.actor) if said["action"] == Action.ADD else None
    except NotHere:
        form.add_error("case", _("There is no case “%(number)s”.") % {"number": said["case"].strip()})
        return []
    return [_one(request, reference, to, case, said) for reference in chosen]


def _one(
    request: StaffRequest, reference: str, to: list[Person], case: CaseFile | None, said: dict[str, Any]
) -> Outcome:
    by, action, note = request.actor, said["action"], said["note"]
    try:
        entry = selectors.opened(by, reference).entry
        if action == Action.INFORM:
            mark_for_information(entry, by=by, to=to, note=note)
        elif action == Action.NOTHING:
            finish_entry(entry, by=by, reason=note)
        elif case is not None and not to:
            accept_into_case(entry, case, by=by)
        else:
            send_entry(entry, by=by, to=to, action=action, case=case, due_on=said["due_on"], note=note)
    except Refusal as refusal:
        return Outcome(reference, str(refusal.message) or _("It is no longer there."))
    return Outcome(reference)

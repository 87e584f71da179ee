"""Leaving: everything she carries, to whom each thing goes, and the day on which her access ends."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.directory import careers
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.carrying import InHand, carried
from consistori.directory.models import Person
from consistori.directory.policies import may_manage_people
from consistori.directory.selectors import colleagues
from consistori.directory.services.leaving import HandedOver, hand_over_carried, leave
from consistori.directory.web.career.forms import REFUSED, Day, OnePerson, put_refusal
from consistori.directory.web.career.people import person_or_404
from consistori.kernel.clock import today
from consistori.kernel.errors import Refusal, ensure

SHOWN = 8


class HandOverForm(forms.Form):
    """To whom each kind of thing goes; and, when she leaves, from which day."""

    def __init__(
        self, *args: Any, in_hands: list[InHand], people: list[Person], leaves: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if leaves:
            self.fields["on"] = Day(
                label=_("First day without her"), initial=today(),
                help_text=_("With today’s date, her access ends this very minute."),
            )  # fmt: skip
        queryset = Person.objects.filter(pk__in=[one.pk for one in people])
        for one in in_hands:
            if one.count:
                self.fields[f"to-{one.kind.name}"] = OnePerson(
                    label=one.kind.label, queryset=queryset, required=False,
                    empty_label=_("Nobody yet: it stays listed on her page"),
                )  # fmt: skip

    @property
    def day(self) -> date | None:
        value: date | None = self.cleaned_data.get("on")
        return value

    def receivers(self) -> dict[str, Person]:
        return {
            name.removeprefix("to-"): person
            for name, person in self.cleaned_data.items()
            if name.startswith("to-") and person is not None
        }

    def kinds(self) -> list[tuple[str, Any]]:
        return [(name, self[name]) for name in self.fields if name.startswith("to-")]


@staff_page
def leaving(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Everything she carries, and the day; whoever already left may still have things to be handed over."""
    ensure(may_manage_people(request.actor))
    person = person_or_404(person_id)
    career = careers.career_of(person)
    leaves = not career.everything_ended
    in_hands = carried.in_hands_of(person)
    others = [one for one in colleagues() if one.pk != person.pk]
    form = HandOverForm(request.POST or None, in_hands=in_hands, people=others, leaves=leaves)
    if request.method == "POST" and form.is_valid():
        try:
            said = _do(request, person, form, leaves)
        except Refusal as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, said)
            return redirect("directory:person", person.pk)
    lists = [
        {
            "kind": one.kind,
            "count": one.count,
            "things": one.things[:SHOWN],
            "more": one.count - SHOWN if one.count > SHOWN else 0,
            "field": form[f"to-{one.kind.name}"] if f"to-{one.kind.name}" in form.fields else None,
        }
        for one in in_hands
    ]
    context = {"one": person, "career": career, "form": form, "lists": lists, "leaves": leaves}
    status = REFUSED if form.errors else 200
    return TemplateResponse(request, "directory/leaving.html", context, status=status)


def _do(request: StaffRequest, person: Person, form: HandOverForm, leaves: bool) -> str:
    if not leaves:
        handed = hand_over_carried(person, by=request.actor, to=form.receivers())
        _say_what_stays(request, handed)
        count = handed.count
        return ngettext("%(n)s thing handed over.", "%(n)s things handed over.", count) % {"n": count}
    left = leave(person, by=request.actor, on=form.day or today(), to=form.receivers())
    _say_what_stays(request, left.handed_over)
    if left.sessions_ended:
        return _("%(name)s has left. Her access has ended; what she carried is in other hands.") % {
            "name": person.full_name
        }
    return _("Written: %(name)s leaves on that day. What she carried is in other hands.") % {
        "name": person.full_name
    }


def _say_what_stays(request: StaffRequest, handed: HandedOver) -> None:
    for sentence in handed.stay:
        messages.warning(request, sentence)

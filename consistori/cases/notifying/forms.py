"""The form of a notification: what the act says of itself, and to whom it goes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from consistori.cases.models import CaseDocument, CaseFile, CaseParty
from consistori.cases.notifying.facts import ASKED_FIRST, Known
from consistori.cases.notifying.words import FOOTING_WORDS
from consistori.cases.rules import Role
from consistori.deadlines.web.term_forms import ActForm, day_field
from consistori.deadlines.words import TERMS
from consistori.documents.models import Document
from consistori.kernel.clock import today
from consistori.notifications.services import AddresseeAsked

_TERMS = ("hearing", "simplified_allegations", "step")
BY_HAND = {
    "asked_at_counter": _("They came and ask for it now, on paper (41.1.a)"),
    "delivered_by_employee": _("A public employee delivers it, so that it is of use (41.1.b)"),
}


class NotifyForm(ActForm):
    """What R-NOT-02 asks of an act. What is known comes written; whoever notifies answers for it."""

    title = forms.CharField(
        label=_("What it is"),
        max_length=200,
        help_text=_("They see it in the list before opening it: without data that should not be seen."),
    )
    is_reserved = forms.BooleanField(label=_("Do not show this subject before it is opened"), required=False)
    body = forms.CharField(label=_("Who decided it"), max_length=200, required=False)
    act_number = forms.CharField(label=_("Its number"), max_length=60, required=False)
    act_on = day_field(_("Its date"))
    footing = forms.ChoiceField(label=_("What may be done against it"), choices=list(FOOTING_WORDS.items()))
    superior = forms.CharField(label=_("The body above"), max_length=200, required=False)
    term = forms.ChoiceField(
        label=_("Term that it gives them"),
        required=False,
        choices=[("", _("It gives none")), *((key, TERMS[key]) for key in _TERMS)],
        help_text=_("It counts for each one from the day after they are notified."),
    )
    has_unconvertible = forms.BooleanField(
        label=_("It has parts that cannot be made electronic"), required=False
    )
    pays = forms.BooleanField(label=_("It carries a means of payment, as a cheque"), required=False)

    def __init__(self, *args: Any, known: Known, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        proposed: dict[str, Any] = {
            "title": known.title[:200],
            "body": known.body[:200],
            "act_number": known.number,
            "act_on": known.act_on,
            "footing": known.footing,
            "term": known.term,
        }
        self.initial = proposed | dict(self.initial)
        if known.correction is not None:
            del self.fields["term"]

    def clean_act_on(self) -> Any:
        day = self.cleaned_data["act_on"]
        if day > today():
            raise forms.ValidationError(_("That day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("footing") == "not_ends" and not said.get("superior", "").strip():
            self.add_error("superior", _("Say before which body it is appealed."))
        return said


@dataclass
class Line:
    """A party of the case on the form, with what was ticked of it."""

    row: CaseParty
    representative: CaseParty | None
    is_picked: bool
    by_hand: str = ""
    copy: str = ""
    shows: str = ""
    plan: Any = None

    @property
    def asked(self) -> AddresseeAsked:
        """As notifications take it; `copy` is put by `Addressees.asked`."""
        other = self.representative
        return AddresseeAsked(
            party=self.row.party.standing,
            representative=other.party.standing if other is not None else None,
            by_hand=self.by_hand,
            shows_others=self.shows,
        )


class Addressees:
    """The parties of the case, whom the act concerns ticked first, each with who acts for them."""

    def __init__(
        self, case: CaseFile, papers: list[Document], posted: QueryDict | None, held: set[UUID]
    ) -> None:
        rows = list(CaseParty.objects.filter(case=case).select_related("party__merged_into").order_by("id"))
        acting = {row.represents_id: row for row in rows if row.represents_id and _holds(row)}
        self.papers = {str(one.pk): one for one in papers}
        self.lines = [
            self._line(row, acting.get(row.pk), posted, held)
            for row in rows
            if row.role != Role.REPRESENTATIVE
        ]

    def _line(
        self, row: CaseParty, other: CaseParty | None, posted: QueryDict | None, held: set[UUID]
    ) -> Line:
        has_it = row.party.standing.pk in held
        if posted is None:
            return Line(row, other, Role(row.role) in ASKED_FIRST and not has_it)
        how = posted.get(f"hand-{row.pk}", "")
        copy = posted.get(f"copy-{row.pk}", "")
        shows = posted.get(f"shows-{row.pk}", "").replace("\x00", "").strip()[:300]
        return Line(
            row, other, f"to-{row.pk}" in posted, how if how in BY_HAND else "",
            copy if copy in self.papers else "", shows,
        )  # fmt: skip

    @property
    def picked(self) -> list[Line]:
        return [line for line in self.lines if line.is_picked]

    def asked(self, lines: list[Line]) -> list[AddresseeAsked]:
        """Those, each with the copy that was made for them (40.5)."""
        return [
            replace(line.asked, document=self.papers[line.copy]) if line.copy else line.asked
            for line in lines
        ]


class Annexes:
    """The papers of the case that may go with the act, and those that were ticked: none by itself, and no draft."""

    def __init__(self, case: CaseFile, act: Document, posted: QueryDict | None) -> None:
        leaves = CaseDocument.objects.filter(case=case, is_auxiliary=False).exclude(document=act).alive()
        whole = leaves.exclude(document__state=Document.State.DRAFT).filter(document__erased_at=None)
        rows = whole.select_related("document__type", "document__version", "document__latest_blob")
        self.papers = [leaf.document for leaf in rows.order_by("added_at", "id")]
        asked = set(posted.getlist("annex")) if posted is not None else set()
        self.ticked = [one for one in self.papers if str(one.pk) in asked]


def _holds(row: CaseParty) -> bool:
    """Whether the power of a representative has not ended."""
    return row.power_until is None or row.power_until >= today()

"""The forms of a correction request: what is asked, when it was notified, more days, what answers it, how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consistori.cases.correcting.acts import DAYS_MORE, PointSaid
from consistori.cases.correcting.ports import Askable
from consistori.cases.models import CorrectionPoint, CorrectionRequest
from consistori.deadlines.web.term_forms import ActForm, day_field
from consistori.kernel.clock import today

FREE_LINES = 3
_LANGUAGES = [("ca", _("Catalan")), ("es", _("Spanish"))]
Kind = CorrectionRequest.Kind


@dataclass
class Line:
    """Something that may be ticked, with what is asked of it as it was typed."""

    number: int
    askable: Askable
    is_picked: bool = False
    asks: str = ""
    error: str = ""


@dataclass
class FreeLine:
    """A line to ask for something that is in no list."""

    number: int
    label: str = ""
    asks: str = ""
    error: str = ""


class Picking:
    """What is ticked in the lists of an entry, and the free lines; as it was posted, or as it is proposed."""

    def __init__(self, askables: list[Askable], posted: QueryDict | None, language: str) -> None:
        self.language = language
        self.lines = [self._line(n, one, posted) for n, one in enumerate(askables)]
        typed = range(FREE_LINES)
        self.free = [
            FreeLine(n, posted.get(f"free-label-{n}", ""), posted.get(f"free-asks-{n}", ""))
            if posted is not None
            else FreeLine(n)
            for n in typed
        ]

    @staticmethod
    def _line(n: int, one: Askable, posted: QueryDict | None) -> Line:
        if posted is None:
            return Line(n, one, is_picked=one.lacks, asks=one.why)
        return Line(n, one, is_picked=f"pick-{n}" in posted, asks=posted.get(f"asks-{n}", ""))

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        """The lines by where they stand, in order."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.askable.group, []).append(line)
        return list(found.items())

    def points(self) -> list[PointSaid]:
        """What is asked; a line that says nothing is marked, and then `is_right` is false."""
        found = []
        for line in self.lines:
            if not line.is_picked:
                continue
            one, asks = line.askable, _clean(line.asks)
            if not asks:
                line.error = gettext("Say what is wrong, or what has to be brought.")
            found.append(PointSaid(one.kind, one.label, asks or "…", one.key, one.said))
        for free in self.free:
            label, asks = _clean(free.label), _clean(free.asks)
            if asks and not label:
                with translation.override(self.language):
                    label = gettext("Another thing")
            if label and not asks:
                free.error = gettext("Say what has to be done.")
            if label:
                found.append(PointSaid(CorrectionPoint.Kind.FREE, label, asks or "…"))
        return found

    @property
    def is_right(self) -> bool:
        return not any(line.error for line in self.lines) and not any(free.error for free in self.free)


def _clean(text: str) -> str:
    """What was typed, without the characters that no database keeps."""
    return text.replace("\x00", "").strip()


class AskForm(ActForm):
    """To whom, in which language, and what it does to the terms."""

    kind = forms.ChoiceField(label=_("What for"), choices=Kind.choices, widget=forms.RadioSelect)
    party = forms.ChoiceField(label=_("To whom"))
    language = forms.ChoiceField(label=_("Language"), choices=_LANGUAGES, widget=forms.RadioSelect)
    stops_term = forms.BooleanField(
        label=_("Agree that the term to resolve stops"),
        required=False,
        help_text=_("Since it is notified until all is answered or the ten days end (article 22.1.a)."),
    )
    is_competitive = forms.BooleanField(
        label=_("It is a selective or competitive procedure"),
        required=False,
        help_text=_("Then the ten days are not extended (article 68.2)."),
    )

    def __init__(self, *args: Any, parties: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["party"]
        chooser.choices = [(str(key), name) for key, name in parties]


class NotifiedForm(ActForm):
    """When it was notified, how, and its proof, written by hand."""

    on = day_field(_("On which day they received it"), initial=today)
    how = forms.ChoiceField(label=_("How"), choices=CorrectionRequest.How.choices)
    reference = forms.CharField(
        label=_("Number of the acknowledgement or of the shipment"),
        max_length=200,
        required=False,
        help_text=_("This, or the paper that proves it: one of the two."),
    )
    document_id = forms.ChoiceField(label=_("The paper that proves it"), required=False)


class MoreDaysForm(ActForm):
    """Up to five working days more."""

    amount = forms.IntegerField(
        label=_("How many working days more"), min_value=1, max_value=DAYS_MORE, initial=DAYS_MORE
    )
    decided_on = day_field(_("Decided on"), initial=today)
    reasons = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class AnswerForm(ActForm):
    """Which entry of the case answers which points."""

    entry = forms.ChoiceField(label=_("The entry that answers it"))
    points = forms.MultipleChoiceField(
        label=_("What it answers"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self, *args: Any, entries: list[tuple[str, str]], points: list[CorrectionPoint], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("entry", entries), ("points", [(str(p.pk), p.label) for p in points])):
            chooser: Any = self.fields[name]
            chooser.choices = choices


class EndForm(ActForm):
    """How it ends, and why."""

    ending = forms.ChoiceField(
        label=_("How it ends"), choices=CorrectionRequest.Ending.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What has to be known"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

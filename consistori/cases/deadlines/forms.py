"""The form that opens a term of a case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consistori.catalogue.procedures.sentences import term_words
from consistori.catalogue.procedures.sheet import Sheet, in_words
from consistori.deadlines import words
from consistori.deadlines.rules.days import Whose
from consistori.deadlines.rules.known import KNOWN
from consistori.deadlines.rules.values import StartKind, Unit
from consistori.deadlines.web.term_forms import ActForm, Papers, day_field
from consistori.kernel.clock import today

OWN = "own"


class OpenTermForm(ActForm):
    """Which term: that of a procedure of the series, one that the law fixes, or one of its own."""

    which = forms.ChoiceField(label=_("Which term"))
    start_on = day_field(_("It begins on"), initial=today)
    reference = forms.CharField(
        label=_("By which fact"),
        max_length=200,
        required=False,
        help_text=_("The number of the entry, the agreement, the notification: it is shown in the sum."),
    )
    document_id = forms.ChoiceField(label=_("Its document"), required=False)
    party = forms.ChoiceField(label=_("Whose it is"), required=False)
    title = forms.CharField(label=_("What it is the last day for"), max_length=160, required=False)
    amount = forms.IntegerField(label=_("How long"), min_value=1, max_value=3700, required=False)
    unit = forms.ChoiceField(
        label=_("Counted in"),
        choices=[(code, label) for code, label in words.UNITS.items() if code != Unit.HOURS],
        required=False,
    )
    is_urgent = forms.BooleanField(label=_("The case goes by urgency"), required=False)

    FIRST = ("which", "start_on", "reference", "document_id")
    MORE = ("party", "title", "amount", "unit", "is_urgent")

    def __init__(
        self, *args: Any, sheets: list[Sheet], parties: list[tuple[UUID, str]], papers: Papers, **kwargs: Any
    ) -> None:
        super().__init__(*args, papers=papers, **kwargs)
        language = get_language() or "ca"
        which: Any = self.fields["which"]
        own = [
            (f"procedure:{s.code}", f"{in_words(s.name, language)} · {term_words(s.term)}") for s in sheets
        ]
        law = [(known.code, words.TERMS[known.code]) for known in KNOWN]
        groups = [(_("Of the procedure"), own)] if own else []
        which.choices = [
            *groups,
            (_("Of the law"), law),
            (_("Another one"), [(OWN, _("I say how long it is"))]),
        ]
        whose: Any = self.fields["party"]
        whose.choices = [
            ("", _("The town hall, or nobody in particular")),
            *((str(k), n) for k, n in parties),
        ]

    @property
    def first(self) -> list[forms.BoundField]:
        """What is always asked."""
        return [self[name] for name in self.FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        """What may be folded."""
        return [self[name] for name in self.MORE]

    @property
    def is_more_open(self) -> bool:
        """Whether anything was said of what may be folded."""
        return any(self.data.get(name) for name in self.MORE) or self.data.get("which") == OWN

    def clean(self) -> dict[str, Any]:
        """A term of its own says how long it is and what for."""
        said = super().clean() or {}
        if said.get("which") == OWN:
            if not said.get("amount"):
                self.add_error("amount", str(words.FAULTS["no_length"]))
            if not said.get("title"):
                self.add_error("title", _("Write what it is the last day for."))
        return said

    def own(self) -> dict[str, Any]:
        """A term of its own, as `open_deadline` takes it."""
        said = self.cleaned_data
        return {
            "amount": said["amount"],
            "unit": said["unit"] or Unit.WORKING_DAYS,
            "whose": Whose.PARTY if said["party"] else Whose.ADMINISTRATION,
            "start": StartKind.OTHER,
        }

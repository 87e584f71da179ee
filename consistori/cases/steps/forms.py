"""The forms of a step: one to write it, and one for each thing that is done to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.cases.models import CaseFile, Step
from consistori.cases.models.steps import KINDS, LONGEST_TITLE, LONGEST_WORDS, SENSES
from consistori.cases.selectors import leaves_of
from consistori.cases.steps import palette
from consistori.cases.steps.link_forms import Around, add_fields, around, links_of
from consistori.cases.steps.rules import Kind, Standing
from consistori.directory.selectors import colleagues
from consistori.kernel.clock import today
from consistori.kernel.errors import Refusal
from consistori.ui.dates import short_day

HOW = {
    Kind.WORK: {
        "done": _("It is done"),
        "todo": _("It has to be done"),
        "skipped": _("It is skipped"),
    },
    Kind.WAIT: {
        "todo": _("It runs: one waits"),
        "done": _("It has ended"),
        "skipped": _("It is skipped"),
    },
    Kind.MILESTONE: {
        "done": _("It happened"),
        "todo": _("It is expected"),
        "skipped": _("It is skipped"),
    },
}
SENSE_CHOICES = [("", _("Choose")), *SENSES.items()]


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("That day does not exist. Write it as 24/11/2026.")},
    )


def words_field(label: Any, *, help_text: Any = "", rows: int = 2, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_WORDS,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, "data-behaviour": "autosize"}),
    )


class Telling(forms.Form):
    """What all of them do: the version that was read, and a refusal of the act told at its field."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def tell(self, refusal: Refusal) -> None:
        """Put a refusal at its field, or over the form, with its article."""
        words = f"{refusal.message} {refusal.article}".strip()
        self.add_error(refusal.field if refusal.field in self.fields else None, words)


def documents_of(case: CaseFile) -> list[tuple[str, Any]]:
    """The documents of the case to choose from, the newest first."""
    rows = [
        (
            str(leaf.document_id),
            f"{leaf.document.title} · {short_day(leaf.document.date_on or leaf.added_at)}",
        )
        for leaf in reversed(leaves_of(case))
    ]
    return [("", _("None yet")), *rows]


def people() -> list[tuple[str, Any]]:
    """Who works here, to whom a step may be given."""
    return [("", _("Whoever carries the case")), *((str(p.pk), p.full_name) for p in colleagues())]


class WithPaper(Telling):
    """A form that may bring the paper of the step: one of the case, or a file that comes in with it."""

    document = forms.ChoiceField(label=_("Its document, of those of the case"), required=False)
    file = forms.FileField(
        label=_("or a file, which is filed in the case"),
        required=False,
        help_text=_("A scan of a paper, for example: it takes the real date of the step."),
    )

    def __init__(self, case: CaseFile, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        documents: Any = self.fields["document"]
        documents.choices = documents_of(case)


class StepForm(WithPaper):
    """A step to write. Which fields are seen, and asked for, depends on how it stands; without styles all are seen."""

    use_required_attribute = False

    how = forms.ChoiceField(label=_("How it stands"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("What it is"), widget=forms.RadioSelect, choices=list(KINDS.items()), required=False
    )
    title = forms.CharField(label=_("Which one"), required=False, max_length=LONGEST_TITLE)
    on = day_field(
        _("Real date"),
        required=True,
        help_text=_("The day on which it happened; today is kept as the one of writing."),
    )
    since = day_field(_("Since when it runs"), required=True)
    until = day_field(_("Until when"))
    until_why = forms.CharField(
        label=_("Why until that day"),
        required=False,
        max_length=200,
        help_text=_("What is awaited, and from whom."),
    )
    due_on = day_field(_("For which day"))
    assigned_to = forms.ChoiceField(
        label=_("Who does it"),
        required=False,
        help_text=_("Whoever you choose finds it among her tasks, in Today."),
    )
    sense = forms.ChoiceField(label=_("In which sense"), choices=SENSE_CHOICES)
    reasons = words_field(_("Reasons"), required=True)
    note = words_field(_("What has to be known"), help_text=_("Whoever takes the case over reads it."))

    def __init__(
        self,
        case: CaseFile,
        line: palette.Kind | None,
        *args: Any,
        how: str = "",
        about: Around | None = None,
        **kwargs: Any,
    ) -> None:
        kind = line.kind if line else Kind.WORK
        first = how if how in HOW[kind] else next(iter(HOW[kind]))
        begin = {"how": first, "on": today(), "since": today(), "kind": Kind.WORK}
        kwargs["initial"] = begin | kwargs.get("initial", {})
        super().__init__(case, *args, **kwargs)
        fields: Any = self.fields
        fields["how"].choices = list(HOW[kind].items())
        fields["assigned_to"].choices = people()
        if line is not None:
            del fields["kind"]
            fields["title"].widget.attrs["placeholder"] = line.name
        if line is None:
            fields["title"].label = _("What is done")
        if line is None or not line.senses:
            del fields["sense"]
        if kind is not Kind.WAIT and line is not None:
            for name in ("since", "until", "until_why"):
                del fields[name]
        if line is not None and line.kind is Kind.WAIT:
            del fields["due_on"], fields["assigned_to"]
        add_fields(self, line, about or around(case, line))
        self.line = line

    def clean(self) -> dict[str, Any]:
        """Only what is seen is asked for; of a resolution, the act says whether it needs its reasons."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        how = data.get("how", "")
        kind = self.line.kind if self.line else data.get("kind", "")
        asked = {"done": {"on", "sense"}, "skipped": {"reasons"}}.get(
            how, {"since"} if kind == Kind.WAIT else set()
        )
        for name in {"on", "sense", "reasons", "since"} - asked:
            self.errors.pop(name, None)
        return data

    def said(self) -> dict[str, Any]:
        """What the act takes, but the document and the person."""
        data = self.cleaned_data
        how = data["how"]
        kind = self.line.kind if self.line else data.get("kind", "")
        told: dict[str, Any] = {
            "code": self.line.code if self.line else "",
            "title": data.get("title", ""),
            "kind": "" if self.line else kind,
            "standing": how,
            "note": data.get("note", ""),
            "links": links_of(data),
        }
        if how == Standing.DONE:
            told |= {"on": data.get("on"), "sense": data.get("sense", ""), "reasons": data.get("reasons", "")}
        elif how == Standing.SKIPPED:
            told["reasons"] = data.get("reasons", "")
        elif kind == Kind.WAIT:
            told |= {
                "on": data.get("since"),
                "until": data.get("until"),
                "until_why": data.get("until_why", ""),
            }
        else:
            told["due_on"] = data.get("due_on")
        return told


class CompleteForm(WithPaper):
    """A pending step happened, or a wait ended."""

    on = day_field(_("Real date"), required=True)
    sense = forms.ChoiceField(label=_("In which sense"), choices=SENSE_CHOICES, required=False)
    reasons = words_field(_("Reasons"))
    note = words_field(_("What has to be known"))

    def __init__(self, step: Step, *args: Any, **kwargs: Any) -> None:
        begin = {
            "on": today(),
            "note": step.note,
            "sense": step.sense,
            "reasons": step.reasons,
            "version": step.version,
            "document": step.document_id or "",
        }
        kwargs.setdefault("initial", begin)
        super().__init__(step.case, *args, **kwargs)
        line = step.line
        if line is not None and line.notifies:
            add_fields(self, line, around(step.case, line))
        if line is None or not line.senses:
            del self.fields["sense"]
            if line is None or not line.reasons:
                del self.fields["reasons"]


class SkipForm(Telling):
    """Why it is skipped."""

    reasons = words_field(_("Why it is skipped"), rows=1, required=True)


class TakeBackForm(Telling):
    """Why it is taken back."""

    reasons = words_field(_("Why it is taken back"), rows=1, required=True)


class ExtendForm(Telling):
    """Making a wait longer."""

    decided_on = day_field(_("Decided on"), required=True)
    until = day_field(_("New last day"))
    reasons = words_field(_("Reasons"), rows=1, required=True)

    def __init__(self, step: Step, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"decided_on": today(), "version": step.version})
        super().__init__(*args, **kwargs)
        if step.term:
            del self.fields["until"]


class ChangeForm(WithPaper):
    """What was written of a step, to correct it."""

    title = forms.CharField(label=_("Which one"), required=False, max_length=LONGEST_TITLE)
    on = day_field(_("Real date"))
    due_on = day_field(_("For which day"))
    assigned_to = forms.ChoiceField(label=_("Who does it"), required=False)
    note = words_field(_("What has to be known"))

    def __init__(self, step: Step, *args: Any, **kwargs: Any) -> None:
        begin = {
            "title": step.title,
            "on": step.happened_on,
            "due_on": step.due_on,
            "assigned_to": step.assigned_to_id or "",
            "note": step.note,
            "document": step.document_id or "",
            "version": step.version,
        }
        kwargs.setdefault("initial", begin)
        super().__init__(step.case, *args, **kwargs)
        fields: Any = self.fields
        fields["assigned_to"].choices = people()
        for name in ("due_on", "assigned_to") if step.is_done or step.is_wait else ():
            del fields[name]
        if not step.is_done:
            del fields["on"]

"""What is asked once to do the same thing in many cases, and who signs what was written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.cases.many.doing import CARRIER, EACH_ITS_OWN
from consistori.cases.many.rules import What
from consistori.cases.models.steps import LONGEST_WORDS, SENSES
from consistori.cases.notifying.words import FOOTING_WORDS
from consistori.cases.selectors import Signer
from consistori.cases.steps import palette
from consistori.directory.selectors import colleagues
from consistori.documents.models import Template
from consistori.documents.templating.policies import may_use_templates
from consistori.documents.templating.selectors import in_force
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.tasks.models import Task

NOBODY = ("", "—")
LANGUAGES = [
    (EACH_ITS_OWN, gettext_lazy("Each in the language of whom it goes to")),
    ("ca", gettext_lazy("All in Catalan")),
    ("es", gettext_lazy("All in Spanish")),
]


class ManyForm(forms.Form):
    """What is said once for all: `arguments()` are plain values that a job reads, `said()` is its name in the tray."""

    def __init__(self, *args: Any, actor: Actor, series: Iterable[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor, self.series = actor, set(series)
        self.prepare()

    def prepare(self) -> None:
        """Fill the choices that depend on the house."""

    @property
    def template_said(self) -> Template | None:
        return None

    def arguments(self) -> dict[str, Any]:
        plain = {}
        for name, value in self.cleaned_data.items():
            plain[name] = value.isoformat() if hasattr(value, "isoformat") else value or ""
        return plain

    def said(self) -> str:
        return str(TITLES[self.what])

    what: What = What.FOLLOW


def _people() -> list[tuple[str, str]]:
    return [(str(person.pk), person.full_name) for person in colleagues()]


class HandOverForm(ManyForm):
    """To whom, and a note that stays among the internal ones."""

    what = What.HAND_OVER
    to = forms.ChoiceField(label=gettext_lazy("To whom"))
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def prepare(self) -> None:
        self.fields["to"].choices = [NOBODY, *_people()]  # type: ignore[attr-defined]


class LabelForm(ManyForm):
    """The word that is put on them."""

    what = What.LABEL
    label = forms.CharField(label=gettext_lazy("Label"), max_length=40)


class NotifyForm(ManyForm):
    """What is signed in each and notified to nobody yet: to whom it concerns, each by the way of the law."""

    what = What.NOTIFY
    footing = forms.ChoiceField(
        label=gettext_lazy("What may be done against it"),
        choices=[("", gettext_lazy("As each case has it")), *FOOTING_WORDS.items()],
        required=False,
        help_text=gettext_lazy("Each goes to the parties of its case, and comes back to it with its proof."),
    )


class FollowForm(ManyForm):
    """Nothing to say."""

    what = What.FOLLOW


class StepForm(ManyForm):
    """Which step happened in all of them, and on which day."""

    what = What.STEP
    code = forms.ChoiceField(
        label=gettext_lazy("Step"),
        help_text=gettext_lazy("Where it was pending, it is completed; where it was not, it is written."),
    )
    on = forms.DateField(
        label=gettext_lazy("Its real day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("That day does not exist. Write it as 24/11/2026.")},
    )
    sense = forms.ChoiceField(
        label=gettext_lazy("In which sense"),
        required=False,
        choices=[("", "—"), *SENSES.items()],
        help_text=gettext_lazy("Only for a resolution."),
    )
    reasons = forms.CharField(
        label=gettext_lazy("Reasons"), required=False, max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Where the law asks for them, its document says them, or you do it here."),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def prepare(self) -> None:
        lines = [line for line in palette.everything().values() if line.is_by_hand]
        fit = [line for line in lines if not line.series or self.series & set(line.series)]
        choices = [(line.code, f"{line.number} {line.name}".strip()) for line in fit]
        self.fields["code"].choices = choices  # type: ignore[attr-defined]
        self.fields["on"].initial = today()

    def said(self) -> str:
        line = palette.kind_of(self.cleaned_data["code"])
        return _("Step done: %(name)s") % {"name": line.name if line else self.cleaned_data["code"]}


class TaskForm(ManyForm):
    """The task that each case gives, and to whom."""

    what = What.TASK
    title = forms.CharField(label=gettext_lazy("What has to be done"), max_length=200)
    to = forms.ChoiceField(label=gettext_lazy("To whom"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Task.Kind.choices, initial=Task.Kind.DO)
    due_on = forms.DateField(
        label=gettext_lazy("Before which day"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("That day does not exist. Write it as 24/11/2026.")},
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Explanation"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def prepare(self) -> None:
        carrier = (CARRIER, _("Whoever carries each case"))
        self.fields["to"].choices = [carrier, *_people()]  # type: ignore[attr-defined]

    def said(self) -> str:
        return _("Task: %(title)s") % {"title": self.cleaned_data["title"]}


class WriteForm(ManyForm):
    """From which template, and in which language."""

    what = What.WRITE
    template = forms.ChoiceField(
        label=gettext_lazy("Template"),
        help_text=gettext_lazy(
            "Its data are put in each one, and nothing is sent until you have looked at three."
        ),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=LANGUAGES, widget=forms.RadioSelect, initial=EACH_ITS_OWN,
    )  # fmt: skip

    def prepare(self) -> None:
        rows = in_force(Template.Kind.TEXT) if may_use_templates(self.actor) else []
        fit = [row for row in rows if not row.series_codes or self.series & set(row.series_codes)]
        fit.sort(key=lambda row: not row.series_codes)
        self.templates = {str(row.pk): row for row in fit}
        choices = [NOBODY, *((key, row.name) for key, row in self.templates.items())]
        self.fields["template"].choices = choices  # type: ignore[attr-defined]

    @property
    def template_said(self) -> Template | None:
        return self.templates.get(self.cleaned_data.get("template", ""))

    def arguments(self) -> dict[str, Any]:
        return {"language": self.cleaned_data["language"]}

    def said(self) -> str:
        template = self.template_said
        return template.name if template else super().said()


FORMS: dict[str, type[ManyForm]] = {
    form.what.value: form
    for form in (WriteForm, StepForm, NotifyForm, TaskForm, HandOverForm, LabelForm, FollowForm)
}
TITLES: dict[What, Any] = {
    What.WRITE: gettext_lazy("Write a document in each"),
    What.STEP: gettext_lazy("Say that a step is done"),
    What.TASK: gettext_lazy("Give a task in each"),
    What.HAND_OVER: gettext_lazy("Hand the cases over"),
    What.LABEL: gettext_lazy("Put a label on the cases"),
    What.FOLLOW: gettext_lazy("Follow the cases"),
    What.NOTIFY: gettext_lazy("Notify what is signed in each"),
}


class SendForm(forms.Form):
    """Who signs them, whether one after another, and a note."""

    signer = forms.MultipleChoiceField(
        label=gettext_lazy("Who must sign"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Say who must sign.")},
    )  # fmt: skip
    in_order = forms.BooleanField(
        label=gettext_lazy("One after another, in this order"), required=False, initial=True
    )
    note = forms.CharField(
        label=gettext_lazy("Note for who signs"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, signers: Sequence[Signer], away: Iterable[Any] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        gone = set(away)
        choices = [(one.key, _signer_said(one, one.person.pk in gone)) for one in signers]
        self.fields["signer"].choices = choices  # type: ignore[attr-defined]


class BlanksForm(forms.Form):
    """What all the texts lack, written once for all of them; what is left empty stays lacking."""

    def __init__(self, *args: Any, names: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = {f"blank_{place}": name for place, name in enumerate(names)}
        for key, name in self.names.items():
            self.fields[key] = forms.CharField(
                label=name[:1].upper() + name[1:], required=False, max_length=4000,
                widget=forms.Textarea(attrs={"rows": 3, "data-behaviour": "autosize"}),
            )  # fmt: skip

    def blanks(self) -> dict[str, str]:
        """The words by the name of what was lacking."""
        return {name: self.cleaned_data[key] for key, name in self.names.items() if self.cleaned_data[key]}


def _signer_said(one: Signer, is_away: bool) -> str:
    said = f"{one.person.full_name} · {one.title}"
    return f"{said} · {_('away today')}" if is_away else said

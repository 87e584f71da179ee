"""Forms of contacts, of the table and of the log of certificates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from consistori.assistance.contacts.acts import front_acts
from consistori.assistance.contacts.selectors import posts_here
from consistori.assistance.models import CertificateAct, Contact
from consistori.cases.models import CaseFile
from consistori.catalogue.procedures.selectors import every_shown
from consistori.catalogue.procedures.sheet import in_words
from consistori.kernel.clock import today

WAYS = [("counter", Contact.Channel.COUNTER.label), ("phone", Contact.Channel.PHONE.label)]


class ContactForm(forms.Form):
    """By which way, about what, whether they went away with it; of which case, for a person whose cases we know."""

    channel = forms.ChoiceField(
        label=_("By which way"), choices=Contact.Channel.choices, initial="phone", widget=forms.RadioSelect
    )
    subject = forms.CharField(
        label=_("What it was about"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-key": "n"}),
    )
    solved_at_once = forms.BooleanField(
        label=_("They went away with what they came for"), required=False, initial=True
    )
    case = forms.ChoiceField(label=_("Of which case"), required=False)
    note = forms.CharField(
        label=_("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None, *, cases: list[CaseFile] | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.cases = {case.number: case for case in cases or []}
        if not self.cases:
            del self.fields["case"]
            return
        choice: Any = self.fields["case"]
        choice.choices = [("", _("None")), *((n, f"{n} · {case.title}") for n, case in self.cases.items())]

    def said(self) -> dict[str, Any]:
        """What `log_contact` takes."""
        found = dict(self.cleaned_data)
        found["case"] = self.cases.get(found.get("case", ""))
        return found


def procedure_choices() -> list[tuple[str, str]]:
    """Every procedure in force, by its name."""
    language = "es" if (get_language() or "").startswith("es") else "ca"
    named = [(one.code, f"{in_words(one.sheet.name, language)} ({one.code})") for one in every_shown()]
    return sorted(named, key=lambda pair: pair[1].casefold())


class FrontActForm(forms.Form):
    """A row of the table: what, of which procedure, which post, by which decree."""

    act_name = forms.ChoiceField(label=_("What it does by itself"))
    procedure = forms.ChoiceField(label=_("Of which procedure"), required=False)
    post = forms.ChoiceField(label=_("Which post"))
    decree = forms.CharField(
        label=_("Decree or agreement that fixes it"),
        max_length=120,
        help_text=_("Its number and date: Decret 2026/0140, de 12 de novembre"),
    )
    starts_on = forms.DateField(
        label=_("From which day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **{"initial": {"starts_on": today()}, **options})
        fields: dict[str, Any] = self.fields
        fields["act_name"].choices = list(front_acts)
        fields["procedure"].choices = [("", _("Any of them")), *procedure_choices()]
        fields["post"].choices = [(title, title) for title in posts_here()]


class CertificateForm(forms.Form):
    """What was done at the desk of certificates, and whose it is."""

    kind = forms.ChoiceField(label=_("Which certificate"), choices=CertificateAct.Kind.choices)
    done = forms.ChoiceField(
        label=pgettext_lazy("certificate", "What was done"), choices=CertificateAct.Done.choices
    )
    identifier = forms.CharField(
        label=_("DNI or NIE of the person"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reference = forms.CharField(label=_("Reference of the application"), max_length=80, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

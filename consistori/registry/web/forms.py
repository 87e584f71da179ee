"""Forms of the registry."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.directory.models import Unit
from consistori.registry import texts
from consistori.registry.rules.books import Book, Channel, Heading

LEAVES_BY = (
    Channel.POST,
    Channel.COUNTER,
    Channel.OFFICE,
    Channel.ADMINISTRATION,
    Channel.MAIL,
    Channel.INTERNAL,
)


class BookForm(forms.Form):
    """What is asked of a book."""

    book = forms.ChoiceField(choices=list(texts.BOOKS.items()), required=False)
    q = forms.CharField(required=False, max_length=80)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    channel = forms.ChoiceField(
        label=_("By which way"), choices=[("", _("Any")), *texts.CHANNELS.items()], required=False
    )
    heading = forms.ChoiceField(
        label=pgettext_lazy("registry", "Heading"),
        choices=[("", _("Any")), *texts.HEADINGS.items()],
        required=False,
    )

    def clean_book(self) -> str:
        return self.cleaned_data["book"] or Book.ENTRY


class EntryForm(forms.Form):
    """What the registrar writes; the number, the hour and the receipt are the program's."""

    subject = forms.CharField(
        label=_("What it is about"), max_length=250,
        help_text=_("As the person would say it: “Asks for a dropped kerb at Escoles 8”."),
    )  # fmt: skip
    heading = forms.ChoiceField(
        label=pgettext_lazy("registry", "Heading"), choices=list(texts.HEADINGS.items())
    )
    channel = forms.ChoiceField(
        label=_("By which way it came"),
        choices=[(value, label) for value, label in texts.CHANNELS.items() if value != Channel.OFFICE],
    )
    unit = forms.ModelChoiceField(
        label=_("To whom it goes inside the house"), queryset=Unit._base_manager.none(), required=False,
        empty_label=_("Whoever distributes"),
    )  # fmt: skip
    destination = forms.CharField(
        label=_("To another administration"), max_length=200, required=False,
        help_text=_("Only if it is not for us: it is registered here and sent on."),
    )  # fmt: skip
    paper = forms.ChoiceField(label=_("The paper"), choices=list(texts.PAPERS.items()))
    observations = forms.CharField(label=_("Observations"), max_length=500, required=False)
    name = forms.CharField(
        label=_("Or only the name that the paper says"), max_length=200, required=False,
        help_text=_("When it is not known who they are: a letter without number, an association."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(closed_on=None)  # type: ignore[attr-defined]


class ExitForm(forms.Form):
    """What goes out officially, and by which way."""

    name = forms.CharField(label=_("Or only the name"), max_length=200, required=False)
    subject = forms.CharField(label=_("What it is about"), max_length=250)
    heading = forms.ChoiceField(
        label=pgettext_lazy("registry", "Heading"),
        choices=list(texts.HEADINGS.items()),
        initial=Heading.OFFICIAL_LETTER,
    )
    channel = forms.ChoiceField(
        label=_("By which way it goes"),
        choices=[(value, texts.CHANNELS[value]) for value in LEAVES_BY],
        initial=Channel.POST,
    )
    observations = forms.CharField(label=_("Observations"), max_length=500, required=False)


class ExchangeForm(forms.Form):
    """What another registry sends."""

    file = forms.FileField(
        label=_("The file of the other registry"),
        help_text=_("A message of SICRES 3 or 4 (XML), or the package (ZIP) with its documents."),
    )
    paper_came = forms.BooleanField(
        label=_("The paper that goes with it has come"), required=False,
        help_text=_("Only when the message says that there is some."),
    )  # fmt: skip


class AnnotationForm(forms.Form):
    """A correction, an annulment or a note, with its reason."""

    what = forms.ChoiceField(
        label=_("What you write"),
        choices=[
            ("note", _("A note")),
            ("correction", _("A correction")),
            ("annulment", _("That it is annulled")),
        ],
    )
    field = forms.ChoiceField(
        label=_("What is corrected"), choices=[("", _("Choose")), *texts.FIELDS.items()], required=False
    )
    heading = forms.ChoiceField(
        label=_("The right heading"), choices=[("", _("Choose")), *texts.HEADINGS.items()], required=False,
        help_text=_("Only if the heading is what is corrected."),
    )  # fmt: skip
    new = forms.CharField(
        label=_("What it should say"), max_length=500, required=False,
        help_text=_("Of anything but the heading."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why, or the note"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    @property
    def said(self) -> str:
        """What the field should say, wherever it was written."""
        data: dict[str, str] = self.cleaned_data
        return (data["heading"] or data["new"]) if data["field"] == "heading" else data["new"]

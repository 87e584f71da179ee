"""Forms of templates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.catalogue.selectors import series_in_force, types_in_use
from consistori.documents.models.templates import Template
from consistori.documents.richtext import parse, to_html
from consistori.documents.richtext.by_hand import from_plain, to_plain
from consistori.documents.templating.services import Words
from consistori.kernel.errors import Refusal

_BODY = {"rows": 22, "spellcheck": "true", "data-behaviour": "documents/editor", "hidden": True}


class TemplateForm(forms.Form):
    """What a template is for, and its text in each language: one is written, the other comes and goes as it is.

    `plain` is the text in plain words, sent only by a browser without script.
    """

    name_ca = forms.CharField(label=_("Name in Catalan"), max_length=120)
    name_es = forms.CharField(label=_("Name in Spanish"), max_length=120, required=False)
    document_type = forms.ChoiceField(label=_("Type of the documents that begin from it"), required=False)
    series_codes = forms.CharField(
        label=_("Only for these series"),
        required=False,
        max_length=600,
        help_text=_("Codes parted by commas, as D402, F601. With none, for any case."),
    )
    appeal = forms.ChoiceField(label=_("For which acts"), choices=Template.Appeal.choices, required=False)
    body_ca = forms.CharField(label=_("Text in Catalan"), required=False, widget=forms.Textarea(attrs=_BODY))
    body_es = forms.CharField(
        label=_("Text in Spanish"), required=False, widget=forms.Textarea(attrs=_BODY | {"lang": "es"})
    )
    note = forms.CharField(
        label=_("What you have changed"),
        max_length=200,
        required=False,
        help_text=_("In a line, for whoever looks at the versions."),
    )
    plain = forms.CharField(required=False, strip=False, widget=forms.Textarea(attrs={"rows": 24}))
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: str, language: str = "ca", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        other = "es" if language == "ca" else "ca"
        self.fields[f"body_{other}"].widget = forms.HiddenInput()
        types: Any = self.fields["document_type"]
        types.choices = [("", _("Any")), *((one.code, one.name) for one in types_in_use())]
        if kind != Template.Kind.TEXT:
            for name in ("document_type", "series_codes"):
                del self.fields[name]
        if kind != Template.Kind.FOOTER:
            del self.fields["appeal"]

    def clean_series_codes(self) -> list[str]:
        """The codes, each of a series in force."""
        said = [code.strip().upper() for code in self.cleaned_data["series_codes"].split(",") if code.strip()]
        known = set(series_in_force().filter(code__in=said).values_list("code", flat=True))
        wrong = [code for code in said if code not in known]
        if wrong:
            raise forms.ValidationError(
                _("There is no series %(codes)s in the scheme in force."), params={"codes": ", ".join(wrong)}
            )
        return list(dict.fromkeys(said))

    @property
    def body(self) -> Any:
        """The field of the text that is written."""
        return self[f"body_{self.language}"]

    @property
    def plain_words(self) -> str:
        """The text that is written, in plain words."""
        said = self.data.get("plain") if self.is_bound else None
        return said if said is not None else to_plain(parse(str(self.body.value() or "")))

    def words(self) -> Words:
        """As it was written; what plain words do not touch stays as it was."""
        bodies = {key: self.cleaned_data[f"body_{key}"] for key in ("ca", "es")}
        if "plain" in self.data:
            before = parse(bodies[self.language])
            bodies[self.language] = to_html(from_plain(self.cleaned_data["plain"], before))
        return Words(**bodies)

    def described(self) -> dict[str, Any]:
        """What it is for, as the acts take it."""
        not_described = {"body_ca", "body_es", "plain", "note", "edition"}
        return {name: value for name, value in self.cleaned_data.items() if name not in not_described}

    def tell(self, refusal: Refusal) -> None:
        """Put a refusal at its field."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class WordForm(forms.Form):
    """A Word document, from which a template begins."""

    file = forms.FileField(label=_("Word document (DOCX)"))
    name_ca = forms.CharField(label=_("Name of the template"), max_length=120)
    kind = forms.ChoiceField(label=_("What it is"), choices=Template.Kind.choices, initial=Template.Kind.TEXT)
    language = forms.ChoiceField(
        label=_("Language in which it is written"), choices=[("ca", _("Catalan")), ("es", _("Spanish"))]
    )

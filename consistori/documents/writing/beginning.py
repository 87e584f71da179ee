"""The form with which a text begins, here and in a case."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.catalogue.models import DocumentType, Series
from consistori.documents.models import Document, Template
from consistori.documents.richtext import parse, to_html
from consistori.documents.richtext.tree import Heading, letters
from consistori.documents.templating import fields, merging
from consistori.documents.templating.faults import TemplateFault
from consistori.documents.templating.selectors import usable_templates
from consistori.documents.writing.services import start_text
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput
from consistori.kernel.text import fold

BLANK = "blank"
_LANGUAGES = [("ca", _("Catalan")), ("es", _("Spanish"))]


class BeginForm(forms.Form):
    """From which template, in which language, and its title; the title may be left to the template."""

    template = forms.ChoiceField(label=_("Begin from"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), choices=_LANGUAGES, widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("If you leave it, it is called as its template and its case."),
    )

    def __init__(
        self, *args: Any, actor: Actor, language: str = "ca", series: Series | None = None, **options: Any
    ) -> None:
        self.templates = {str(one.pk): one for one in usable_templates(actor, series)}
        first = next(iter(self.templates), BLANK)
        options.setdefault("initial", {"template": first, "language": language[:2]})
        super().__init__(*args, **options)
        choices = [(key, one.name) for key, one in self.templates.items()]
        self.fields["template"].choices = [*choices, (BLANK, _("A blank sheet"))]  # type: ignore[attr-defined]

    def chosen(self) -> Template | None:
        """The template; None for a blank sheet."""
        return self.templates.get(self.cleaned_data["template"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("template") == BLANK and not said.get("title", "").strip():
            self.add_error("title", _("Give it a title: what it decides or tells, in a line."))
        return said


def begin_from(form: BeginForm, *, by: Actor) -> Document:
    """Begin the text that a valid form asks for, outside any case. Raises what `begin_text` raises."""
    said = form.cleaned_data
    return begin_text(by=by, template=form.chosen(), language=said["language"], title=said["title"].strip())


def begin_text(
    *,
    by: Actor,
    template: Template | None,
    language: str,
    title: str = "",
    thing: Any = None,
    about: str = "",
    margin: Sequence[tuple[str, str]] = (),
    takes_pen: bool = True,
    only: Collection[str] | None = None,
    blanks: Mapping[str, str] | None = None,
) -> Document:
    """Begin a text from a template, or blank, with the data of `thing` (a case). `about`: its title, for the text's;
    `only` the groups of data that the template uses (`merging.groups_in`), when many are begun from it; `blanks` the
    words of what its data do not say, by their names.

    Raises `BadInput` (`template`) with the line of the template that cannot be filled, or (`title`).
    """
    if template is None or template.published is None:
        return start_text(by=by, title=title, language=language, margin=margin, takes_pen=takes_pen)
    subject = fields.Subject(by=by, language=language, thing=thing)
    return begin_text_about(
        subject, template=template, title=title, about=about, margin=margin, takes_pen=takes_pen, only=only,
        blanks=blanks,
    )  # fmt: skip


def begin_text_about(
    subject: fields.Subject,
    *,
    template: Template,
    title: str = "",
    about: str = "",
    margin: Sequence[tuple[str, str]] = (),
    takes_pen: bool = True,
    only: Collection[str] | None = None,
    blanks: Mapping[str, str] | None = None,
) -> Document:
    """Begin a text from a published template with what its subject knows, which may be a matter of a thing.

    Raises as `begin_text`.
    """
    if template.published is None:
        raise BadInput(_("Nobody has published that template yet."), field="template")
    values = fields.values_of(subject, only=only)
    try:
        html = merging.fill(template.published, values, language=subject.language)
    except TemplateFault as fault:
        words = _(
            "The template has a fault in its line %(line)s: %(fault)s Tell whoever keeps the templates."
        )
        raise BadInput(words % {"line": fault.line, "fault": fault.sentence}, field="template") from fault
    name = template.name_in(subject.language)
    return start_text(
        by=subject.by,
        title=title or (f"{name}. {about}" if about else name)[:200],
        type=type_of(template.document_type),
        html=without_its_name(merging.filled(html, blanks or {}), name),
        language=subject.language,
        template={"id": str(template.pk), "name": name, "version": template.published.number},
        values=json.loads(json.dumps(values, default=str)),
        margin=margin,
        takes_pen=takes_pen,
    )


def without_its_name(html: str, name: str) -> str:
    """A text that begins with the name of its template, which the title of the document says already, begins after it;
    the headings below go one level up.
    """
    first, *rest = parse(html) or (None,)
    if not isinstance(first, Heading) or not fold(name).startswith(fold(letters(first.inlines))):
        return html
    if any(isinstance(block, Heading) and block.level == first.level for block in rest):
        return to_html(tuple(block for block in rest if block is not None))
    raised = (
        replace(block, level=max(2, block.level - 1)) if isinstance(block, Heading) else block
        for block in rest
        if block is not None
    )
    return to_html(tuple(raised))


def type_of(code: str) -> DocumentType | None:
    """The type of documents of that code, if the town has it and uses it. One statement."""
    if not code:
        return None
    found: DocumentType | None = DocumentType.objects.in_use().filter(code=code).first()
    return found

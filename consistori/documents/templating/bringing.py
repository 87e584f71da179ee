"""Bringing a Word document as the starting point of a template."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.documents.models.templates import LONGEST_BODY, Template
from consistori.documents.templating.policies import may_edit_templates
from consistori.documents.templating.services import Words, create_template
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, ensure

LARGEST = 20 * 1024 * 1024


def bring_word(
    *, by: Actor, data: bytes, name_ca: str, kind: str = Template.Kind.TEXT, language: str = "ca"
) -> tuple[Template, list[str]]:
    """A draft with the headings, lists, tables, letters and pictures of a DOCX, and what was left out, in sentences.

    Raises `BadInput` at `file` for what is not a Word document, or is too large.
    """
    ensure(may_edit_templates(by))
    if len(data) > LARGEST:
        raise BadInput(gettext_lazy("It is too large: twenty megabytes at most."), field="file")
    # What reads Word is loaded when first needed.
    from consistori.documents.richtext.from_docx import NotWord, from_docx

    try:
        brought = from_docx(data)
    except NotWord as error:
        raise BadInput(
            gettext_lazy("It is not a Word document (DOCX). Save it as DOCX and bring it again."),
            field="file",
        ) from error
    if len(brought.html) > LONGEST_BODY:
        raise BadInput(
            gettext_lazy("The text is too long: part it in two templates, or in clauses."), field="file"
        )
    words = Words(es=brought.html) if language == "es" else Words(ca=brought.html)
    note = _("Brought from a Word document")
    template = create_template(by=by, kind=kind, name_ca=name_ca, words=words, note=note)
    return template, [str(sentence) for sentence in brought.sentences]

"""Bringing a Word document as the starting point of a template."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.documents.models.templates import LONGEST_BODY, Template
from consistori.documents.templating.policies import may_edit_templates
from consistori.documents.templating.services import Words, create_template
from consistori.documents.writing.pictures import keep_picture
from consistori.formats import zips
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, Refusal, ensure
from consistori.trail import act

LARGEST = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024


@act
def bring_word(
    *, by: Actor, data: bytes, name_ca: str, kind: str = Template.Kind.TEXT, language: str = "ca"
) -> tuple[Template, list[str]]:
    """A draft with the headings, lists, tables, letters and pictures of a DOCX, and what was left out, in sentences.

    Raises `BadInput` at `file` for what is not a Word document, is too large, is locked, or would fill a disk.
    """
    ensure(may_edit_templates(by))
    if len(data) > LARGEST:
        raise BadInput(gettext_lazy("It is too large: twenty megabytes at most."), field="file")

    def keep(picture: bytes) -> str | None:
        try:
            return str(keep_picture(picture, by=by).pk)
        except Refusal:
            return None

    # What reads Word is loaded when first needed.
    from consistori.documents.richtext.from_docx import NotWord, from_docx

    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        file.write(data)
        file.flush()
        path = Path(file.name)
        _ensure_safe(path)
        try:
            brought = from_docx(path, keep_picture=keep)
        except NotWord as error:
            raise _not_word() from error
    if len(brought.html) > LONGEST_BODY:
        said = gettext_lazy("The text is too long: part it in two templates, or in clauses.")
        raise BadInput(said, field="file")
    words = Words(es=brought.html) if language == "es" else Words(ca=brought.html)
    note = _("Brought from a Word document")
    template = create_template(by=by, kind=kind, name_ca=name_ca, words=words, note=note)
    return template, [str(sentence) for sentence in brought.sentences]


def _ensure_safe(path: Path) -> None:
    """Its directory is looked at before anything is unpacked."""
    try:
        found = zips.look_at(path)
    except zips.NeedsPassword as error:
        said = gettext_lazy("It is locked with a password: take it off and bring it again.")
        raise BadInput(said, field="file") from error
    except (zips.Broken, zips.Bomb) as error:
        raise _not_word() from error
    if found.unpacked > MOST_UNPACKED:
        raise BadInput(gettext_lazy("It is too large: twenty megabytes at most."), field="file")


def _not_word() -> BadInput:
    said = gettext_lazy("It is not a Word document (DOCX). Save it as DOCX and bring it again.")
    return BadInput(said, field="file")

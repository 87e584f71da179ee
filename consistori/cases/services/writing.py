"""Beginning in a case a text that is written here."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils import translation
from django.utils.translation import gettext as _

from consistori.cases.models import CaseFile
from consistori.cases.policies import may_add_documents
from consistori.cases.services.filing import add_document
from consistori.documents.models import Document, Template
from consistori.documents.writing.beginning import begin_text
from consistori.kernel.actor import Actor
from consistori.kernel.errors import ensure
from consistori.trail import act


@act
def write_in_case(
    case: CaseFile,
    *,
    by: Actor,
    template: Template | None,
    language: str,
    title: str = "",
    takes_pen: bool = True,
    only: Collection[str] | None = None,
    blanks: Mapping[str, str] | None = None,
) -> Document:
    """Begin a text with the data of the case and file it at its end, as a draft without folio.

    Raises `NotPermitted`, and what `begin_text` raises.
    """
    ensure(may_add_documents(by, case))
    with translation.override(language):
        margin = [(_("Case"), case.number)]
        if case.series is not None:
            margin.append((_("Series"), case.series.label))
    document = begin_text(
        by=by, template=template, language=language, title=title, thing=case, about=case.title, margin=margin,
        takes_pen=takes_pen, only=only, blanks=blanks,
    )  # fmt: skip
    add_document(case, document, by=by)
    return document

"""The cover [caràtula / carátula] of a case: made after the act, with nothing locked while it is drawn."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from consistori.cases import selectors
from consistori.cases.events import CoverMade
from consistori.cases.models import CaseFile
from consistori.documents.models import Document
from consistori.documents.received import ReceivedFile
from consistori.documents.services import create_from_bytes, new_version
from consistori.documents.services.receiving import SameText
from consistori.kernel.actor import Actor
from consistori.tenancy.jobs import entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act, announce
from consistori.ui.dates import day_and_month
from consistori.ui.typst import compile_pdf, letterhead


@entity_job(name="cases.make_cover", queue="default", retry=5)
def make_cover(*, entity: Entity, case_id: str) -> None:
    """Draw the cover and keep it: the first time as a document, later as its new version."""
    with working_for(entity):
        case = selectors.with_cover(CaseFile.objects.filter(pk=case_id)).first()
        facts = _facts(entity, case) if case else {}
    if case is None:
        return
    pdf = compile_pdf("cover", facts, title=facts["title"], lang=entity.language, at=case.created_at)
    with working_for(entity):
        put_cover(case, pdf, by=Actor.program(entity.pk))


@act
def put_cover(case: CaseFile, pdf: bytes, *, by: Actor) -> None:
    """Keep a drawn cover. The row is locked, so that two jobs of one case do not make two covers."""
    locked = CaseFile.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if locked.is_closed and locked.cover_id:
        return
    name = f"{case.number}.pdf"
    if locked.cover_id is None:
        cover = create_from_bytes(
            by=by,
            data=pdf,
            name=name,
            title=_title(case),
            state=Document.State.FINAL,
            language=case.entity.language,
        )
        CaseFile.objects.filter(pk=case.pk).update(cover=cover)
    else:
        cover = Document.objects.get(pk=locked.cover_id)
        try:
            new_version(cover, by=by, received=ReceivedFile.from_bytes(name, pdf))
        except SameText:
            return
    announce(CoverMade(case_id=case.pk, number=case.number, document_id=cover.pk), by=by)


def _title(case: CaseFile) -> str:
    with translation.override(case.entity.language):
        return _("Cover of %(number)s") % {"number": case.number}


def _facts(entity: Entity, case: CaseFile) -> dict[str, Any]:
    with translation.override(entity.language):
        facts = [
            (_("Series"), case.series.label if case.series else _("To be classified")),
            (_("Opened on"), day_and_month(case.opened_on, year=True)),
            (_("Unit"), case.unit.name if case.unit else "–"),
            (_("Identifier"), case.eni_identifier),
        ]
        return {
            "letterhead": letterhead(entity, lang=entity.language),
            "kind": _("Case file"),
            "number": case.number,
            "title": case.title,
            "subtitle": _("Reserved") if case.reserved else "",
            "facts": facts,
            "notes": [],
        }

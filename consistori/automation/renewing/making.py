"""Making a renewal: this year's case from last year's, its resolution drawn, sealed, filed, ready to be notified.

Each step is kept before the next one, and nothing slow holds a transaction: killed anywhere, it goes on.
"""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consistori.automation.models import Renewal, RuleRun
from consistori.automation.reading import read_kept
from consistori.automation.renewing.looking import RESOLVES
from consistori.automation.rules.text import in_words
from consistori.cases.entries.accepting import accept_opening_case
from consistori.cases.models import CaseFile, CaseParty, Step
from consistori.cases.rules import RelationKind, Role
from consistori.cases.services import add_document, open_case, relate_cases
from consistori.cases.services.opening import OpeningParty
from consistori.cases.steps.acts import add_step
from consistori.cases.steps.rules import Sense
from consistori.catalogue.selectors import document_types
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.services import append_evidence, create_from_bytes, freeze_document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.offers import NotNow, Order, Outcome, Plain
from consistori.registry.models import RegistryEntry
from consistori.signature.engine.errors import ServiceSilent, SigningStopped
from consistori.signature.seals import NoSeal, seal_pdf, sealing_for
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act
from consistori.ui.dates import day_and_month
from consistori.ui.typst import compile_pdf, letterhead

TYPE = "LICENCE_TITLE"


def make(
    entity: Entity, before_id: UUID, order: Order, said: dict[str, Plain], *, kind: str, entry_id: UUID | None = None
) -> Outcome:  # fmt: skip
    """As far as it can go now; done before, it says the same. Raises `NotNow` while the seal is silent."""
    with working_for(entity):
        renewal = _opened(before_id, entry_id, said, by=Actor.program(entity.pk))
    if renewal.document_id is None:
        pdf, title = _drawn(entity, renewal, order, said)
        with working_for(entity):
            _keep(renewal, pdf, title, by=Actor.program(entity.pk))
    if renewal.sealed_at is None:
        data = _sealed(entity, renewal, kind)
        with working_for(entity):
            _resolve(renewal, data, by=Actor.program(entity.pk))
    with working_for(entity):
        case = CaseFile.objects.get(pk=renewal.case_id)
    with translation.override(_language(entity, renewal)):
        words = _(
            "The case %(number)s was opened and resolved, and its resolution sealed: it is to be notified."
        )
    documents = (renewal.document_id,) if renewal.document_id else ()
    return Outcome(True, words % {"number": case.number}, documents, case.pk)


@act
def _opened(before_id: UUID, entry_id: UUID | None, said: dict[str, Plain], *, by: Actor) -> Renewal:
    """The renewal with its case; one that was opened already is the same."""
    before = CaseFile.objects.select_for_update(of=("self",)).get(pk=before_id)
    year = today().year
    known: Renewal | None = Renewal.objects.filter(before=before, year=year).first()
    if known is not None and known.case_id is not None:
        return known
    renewal = known or Renewal(before=before, year=year, entry_id=entry_id)
    with translation.override(before.entity.language):
        title = _("%(what)s, renewal of %(year)s") % {"what": said["title"], "year": year}
    if entry_id is not None:
        entry = RegistryEntry.objects.select_related("state").get(pk=entry_id)
        renewal.case = accept_opening_case(entry, by=by, title=title, series=before.series)
    else:
        holders = CaseParty.objects.filter(case=before, role=Role.APPLICANT).select_related(
            "party__merged_into"
        )
        renewal.case = open_case(
            by=by, title=title, series=before.series, unit=before.unit,
            parties=[OpeningParty(one.party.standing, Role.APPLICANT) for one in holders],
        )  # fmt: skip
    relate_cases(renewal.case, before, by=by, kind=RelationKind.FOLLOWS)
    renewal.save()
    return renewal


def _language(entity: Entity, renewal: Renewal) -> str:
    return (
        renewal.entry.language
        if renewal.entry and renewal.entry.language in ("ca", "es")
        else entity.language
    )


def _drawn(entity: Entity, renewal: Renewal, order: Order, said: dict[str, Plain]) -> tuple[bytes, str]:
    """The resolution, without code nor seal yet: what it leans on, what it decides, how it is appealed (R-NOT-02)."""
    with working_for(entity):
        run = RuleRun.objects.select_related("approval__approved").get(pk=order.run_id)
        renewal = Renewal.objects.select_related("before", "case", "entry").get(pk=renewal.pk)
        case, before = renewal.case, renewal.before
        holders = [one.party.display_name for one in CaseParty.objects.filter(case=case, role=Role.APPLICANT)]
        last = Step.objects.live().filter(case=before, code=RESOLVES).order_by("-happened_on").first()
    text, language = read_kept(run.approval.approved.text), _language(entity, renewal)
    with translation.override(language):
        title = _("Resolution: %(what)s, renewal of %(year)s") % {"what": said["title"], "year": renewal.year}
        moment = timezone.localtime(now())
        facts = {
            "letterhead": letterhead(entity, lang=language),
            "kind": _("Resolution"),
            "number": case.number if case else "",
            "title": title,
            "reading": "sans",
            "margin": [
                (_("Date"), day_and_month(moment.date(), year=True)),
                (_("Case"), case.number if case else ""),
                (_("Last year"), before.number),
            ],
            "blocks": _blocks(renewal, last, ", ".join(holders), text, run, language, str(said["title"])),
            "place_and_date": f"{entity.short_name}, {day_and_month(moment.date(), year=True)}",
        }
    return compile_pdf("letter", facts, title=title, lang=language, at=moment), title


def _blocks(
    renewal: Renewal, last: Step | None, holders: str, text: Any, run: RuleRun, language: str, what: str
) -> list[dict[str, Any]]:  # fmt: skip
    before, approval = renewal.before, run.approval
    day = day_and_month(last.happened_on, year=True) if last and last.happened_on else ""
    if renewal.entry is not None:
        began = _("%(who)s asked for it with the entry %(entry)s.") % {
            "who": holders, "entry": renewal.entry.reference,
        }  # fmt: skip
    else:
        began = _("The town hall begins it ex officio (Law 39/2015, arts. 58 and 59), for %(who)s.") % {
            "who": holders
        }
    granted = _("The case %(number)s granted it on %(day)s, and nothing of what it leaned on has changed.") % {
        "number": before.number, "day": day,
    }  # fmt: skip
    return [
        {"heading": _("Facts of the case"), "points": [("1.", began), ("2.", granted)]},
        {"heading": _("Grounds"), "text": f"{text.article}. {in_words(text.objective, language)}"},
        {"heading": _("Resolution"), "points": [
            (_("First."), _("To renew for %(year)s «%(what)s» to %(who)s, in the same terms as in %(number)s.") % {
                "year": renewal.year, "what": what, "who": holders, "number": before.number,
            }),
            (_("Second."), _(
                "This is an automated act, approved by %(decree)s. Its explanation is in the case; a person looks "
                "at it again if you ask for it."
            ) % {"decree": approval.decree}),
        ]},
        {"heading": _("If you do not agree"), "text": " ".join((
            in_words(text.challenge, language),
            _("Before whom: %(body)s.") % {"body": approval.appeals_body},
        ))},
    ]  # fmt: skip


@act
def _keep(renewal: Renewal, pdf: bytes, title: str, *, by: Actor) -> None:
    locked = Renewal.objects.select_for_update(of=("self",)).get(pk=renewal.pk)
    if locked.document_id is None:
        kind = next((one for one in document_types() if one.code == TYPE), None)
        language = _language(locked.entity, locked)
        document = create_from_bytes(
            by=by, data=pdf, name=f"{title}.pdf", title=title[:200], type=kind, language=language
        )
        with translation.override(language):
            freeze_document(document, by=by, signer_posts=[_("Seal of the town hall")])
        locked.document = document
        locked.save(update_fields=["document"])
    renewal.document_id = locked.document_id


def _sealed(entity: Entity, renewal: Renewal, kind: str) -> bytes:
    with working_for(entity):
        document = Document.objects.with_version().get(pk=renewal.document_id)
        with blobs.open(document.latest_blob.sha256) as stream:
            pdf = stream.read()
        case = CaseFile.objects.get(pk=renewal.case_id)
        try:
            sealing = sealing_for(kind, entity)
        except NoSeal as lacking:
            raise NotNow(str(lacking)) from lacking
    if sealing is None:
        raise NotNow(kind)
    try:
        return bytes(seal_pdf(sealing, pdf, reason=case.number).data)
    except SigningStopped as stopped:
        if isinstance(stopped, ServiceSilent):
            raise NotNow(str(stopped)) from stopped
        raise


@act
def _resolve(renewal: Renewal, data: bytes, *, by: Actor) -> None:
    """Keep the seal, file the resolution and write the step: the case waits for its notification."""
    locked = Renewal.objects.select_for_update(of=("self",)).get(pk=renewal.pk)
    if locked.sealed_at is not None or locked.case is None:
        return
    document = Document.objects.with_version().get(pk=locked.document_id)
    append_evidence(
        document.version, blob=blobs.receive(io.BytesIO(data), limit=len(data)), kind="signature", by=by
    )
    add_document(locked.case, document, by=by)
    sense = Sense.GRANTED if locked.entry_id else Sense.OTHER
    add_step(locked.case, by=by, code=RESOLVES, on=today(), document=document, sense=sense)
    locked.sealed_at = now()
    locked.save(update_fields=["sealed_at"])
    renewal.sealed_at = locked.sealed_at

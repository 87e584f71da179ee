"""Making the letter: it is drawn and sealed outside any transaction; killed anywhere, it begins from what is done."""

from __future__ import annotations

import io
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consistori.catalogue.procedures.selectors import version
from consistori.catalogue.procedures.sheet import Sheet, in_words
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.services import append_evidence, create_from_bytes, freeze_document
from consistori.eoffice.filing.term_letters.acts import goes_to_the_folder, is_annulled, send_out
from consistori.eoffice.filing.term_letters.sealing import NotNow, seal
from consistori.eoffice.filing.terms import AnswerBy, answer_by
from consistori.eoffice.models import TermLetter
from consistori.kernel.actor import Actor
from consistori.registry.models import RegistryEntry
from consistori.registry.receipts import effect_sentence
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act
from consistori.ui.dates import day_and_month, long_day
from consistori.ui.typst import compile_pdf, letterhead

ARTICLE = "Llei 39/2015, art. 21.4"


class NotSealedYet(Exception):
    """The seal is away: the job is tried again later."""


def make(entity: Entity, letter_id: str) -> None:
    """Draw the letter, seal it and, when it goes to the folder, let it out. Done already, it does nothing."""
    by = Actor.program(entity.pk)
    with working_for(entity):
        letter = _letter(letter_id)
        if letter is None or letter.state != TermLetter.State.MAKING:
            return
        facts = None if letter.document_id else _facts(entity, letter)
    if facts is not None:
        pdf = compile_pdf(
            "letter", facts, title=facts["document_title"], lang=letter.entry.language, at=letter.made_at
        )
        with working_for(entity):
            _keep(letter, pdf, by=by)
    _seal(entity, letter_id, by)


def _letter(letter_id: str, *, locked: bool = False) -> TermLetter | None:
    rows = TermLetter.objects.select_for_update(of=("self",)) if locked else TermLetter.objects
    found: TermLetter | None = rows.filter(pk=letter_id).select_related("entry").first()
    return found


@act
def _keep(letter: TermLetter, pdf: bytes, *, by: Actor) -> None:
    locked = _letter(str(letter.pk), locked=True)
    if locked is None or locked.document_id:
        return
    language = letter.entry.language
    with translation.override(language):
        title = _("When we have to answer you: %(number)s") % {"number": letter.entry.reference}
        post = _("Seal of the town hall")
    document = create_from_bytes(
        by=by, data=pdf, name=f"{letter.entry.reference}-termini.pdf", title=title, language=language
    )
    freeze_document(document, by=by, signer_posts=[post])
    locked.document = document
    locked.save(update_fields=["document"])


def _seal(entity: Entity, letter_id: str, by: Actor) -> None:
    with working_for(entity):
        letter = _letter(letter_id)
        if letter is None or letter.document_id is None:
            return
        document = Document.objects.with_version().get(pk=letter.document_id)
        with blobs.open(document.latest_blob.sha256) as stream:
            pdf = stream.read()
        with translation.override(entity.language):
            reason = _("Letter of the term of %(number)s") % {"number": letter.entry.reference}
    try:
        sealed = seal(entity, pdf, reason)
    except NotNow as trouble:
        with working_for(entity):
            TermLetter.objects.filter(pk=letter_id).update(fault=str(trouble.message)[:300])
        if trouble.again:
            raise NotSealedYet(str(trouble.message)) from trouble
        return
    with working_for(entity):
        _ready(letter_id, document, sealed, by=by)


@act
def _ready(letter_id: str, document: Document, sealed: bytes | None, *, by: Actor) -> None:
    letter = _letter(letter_id, locked=True)
    if letter is None or letter.state != TermLetter.State.MAKING:
        return
    if sealed is not None:
        blob = blobs.receive(io.BytesIO(sealed), limit=len(sealed))
        append_evidence(document.version, blob=blob, kind="signature", by=by)
    letter.is_sealed = sealed is not None
    letter.state, letter.fault = TermLetter.State.READY, ""
    letter.save(update_fields=["state", "fault", "is_sealed"])
    if goes_to_the_folder(letter.entry) and not is_annulled(letter.entry):
        send_out(letter, by=by, way=TermLetter.Way.FOLDER)


def _facts(entity: Entity, letter: TermLetter) -> dict[str, Any]:
    """What the letter says, in the language of the entry."""
    entry, sheet = letter.entry, version(letter.version_id).sheet
    with translation.override(entry.language):
        title = _("When we have to answer you")
        day = timezone.localtime(letter.made_at).date()
        answer = answer_by(entry, sheet)
        return {
            "letterhead": letterhead(entity, lang=entry.language),
            "kind": _("Letter of the term"),
            "number": entry.reference,
            "title": title,
            "document_title": f"{title}: {entry.reference}",
            "subtitle": entry.subject,
            "reading": "sans",
            "margin": [(_("Date"), day_and_month(day, year=True)), (_("Entry"), entry.reference)],
            "blocks": _blocks(entry, sheet, answer, letter),
        }


def _blocks(
    entry: RegistryEntry, sheet: Sheet, answer: AnswerBy | None, letter: TermLetter
) -> list[dict[str, Any]]:
    registered = timezone.localtime(entry.registered_at)
    came = [
        (_("Registered on"), f"{long_day(registered, year=True)}, {registered:%H:%M:%S}"),
        (_("Procedure"), in_words(sheet.name, entry.language) or sheet.code),
        (_("The longest term"), letter.length),
        (_("Last day to answer you"), long_day(letter.last_day or letter.sure, year=True)),
    ]
    if entry.first_filed_at:
        came.insert(0, (_("Filed before at"), entry.first_registry))
    blocks: list[dict[str, Any]] = [
        {"text": _("Your application has entered our registry. The law wants us to tell you this:")},
        {"facts": came},
        {"heading": _("From when the term counts"), "text": _begins(entry, letter)},
    ]
    if answer is not None:
        blocks.append({"heading": _("If we do not answer you in time"), "text": answer.silence})
        steps = [
            (step.figure or "·", " ".join(filter(None, (step.text, step.note)))) for step in answer.steps
        ]
        blocks.append({"heading": _("How that day is counted"), "points": steps})
    blocks.append(
        {
            "heading": _("What can stop the term"),
            "text": _(
                "If something of the application is missing, or a report has to be asked for, the term may stop: we "
                "would tell you, with the day and the reason (Law 39/2015, article 22)."
            ),
        }
    )
    blocks.append({"text": _("This letter is sent by Law 39/2015, article 21.4. It decides nothing.")})
    return blocks


def _begins(entry: RegistryEntry, letter: TermLetter) -> str:
    said = [effect_sentence(entry)]
    if entry.first_filed_at:
        said.append(
            _(
                "The term counts since it came into our registry, not since it was filed there (article 21.3.b)."
            )
        )
    if letter.last_day is None:
        said.append(
            _("The holidays of that year are not published yet: if they move the last day, we will tell you.")
        )
    return " ".join(said)

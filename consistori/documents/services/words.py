"""The words of a document, as a job has read them: kept for the search, and the guesses they allow."""

from __future__ import annotations

from uuid import UUID

from consistori.catalogue.models import DocumentType
from consistori.documents.models import Document, DocumentText, DocumentVersion
from consistori.documents.rules import dates, guessing
from consistori.documents.search.indexing import index_entry
from consistori.kernel.clock import today
from consistori.trail import act

_OPENING = 600


@act
def keep_words(version_id: UUID, *, text: str, failed: bool = False) -> None:
    """Keep the words of a version and index the document; fill the guesses that only the text could give.

    Nobody's metadata are touched: only what is still empty or still a guess.
    """
    version = DocumentVersion.objects.filter(pk=version_id).first()
    if version is None:
        return
    state = DocumentText.State.FAILED if failed else DocumentText.State.READ
    if not failed and not text.strip():
        state = DocumentText.State.NONE
    language = guessing.language_of(text)
    words = DocumentText(version=version, state=state, text=text, language=language)
    DocumentText.objects.bulk_create(
        [words],
        update_conflicts=True,
        unique_fields=["version"],
        update_fields=["state", "text", "language", "read_at"],
    )
    document = Document.objects.select_for_update(of=("self",)).get(pk=version.document_id)
    if document.version_id != version.pk or document.erased_at is not None:
        return
    document.search = index_entry(document.title, version.name, text)
    fields = ["search", *_fill_guesses(document, version, text, language)]
    document.save(update_fields=fields)


def _fill_guesses(document: Document, version: DocumentVersion, text: str, language: str) -> list[str]:
    found: dict[str, object] = {}
    if language and _open_to_guess(document, "language"):
        found["language"] = language
    spelt = dates.spelt_date(text, today=today())
    if spelt and _open_to_guess(document, "date_on") and "sent" not in version.properties:
        found["date_on"] = spelt
    if document.type_id is None:
        kind = guessing.certain_type(text[:_OPENING], list(DocumentType.objects.in_use()))
        if kind is not None:
            found["type"] = kind
            if _open_to_guess(document, "origin"):
                found["origin"] = kind.default_origin
    is_a_picture = version.media_type == "application/pdf" and not text.strip()
    if is_a_picture and _open_to_guess(document, "elaboration"):
        found["elaboration"] = Document.Elaboration.OTHER
    if not found or document.is_frozen:
        return []
    for field, value in found.items():
        setattr(document, field, value)
    document.guessed = sorted({*document.guessed, *found})
    return [*found, "guessed"]


def _open_to_guess(document: Document, field: str) -> bool:
    return field in document.guessed or not getattr(document, field)

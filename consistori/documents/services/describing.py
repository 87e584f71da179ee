"""Saying what a document is: completing and correcting its metadata, with author and reason (N-DOC-04)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.catalogue.models import DocumentType
from consistori.documents.events import DocumentDescribed
from consistori.documents.models import Document, DocumentText, MetadataChange
from consistori.documents.policies import may_change
from consistori.documents.search.indexing import index_entry
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, Stale, ensure
from consistori.trail import act, announce

DESCRIBABLE = frozenset(
    {
        "title",
        "type",
        "date_on",
        "origin",
        "elaboration",
        "source_identifier",
        "language",
        "support",
        "paper_place",
        "state",
    }
)
_CHOICES: dict[str, Any] = {
    "origin": Document.Origin,
    "elaboration": Document.Elaboration,
    "support": Document.Support,
}
LANGUAGES = frozenset({"", "ca", "es", "oc", "en", "fr"})


@act
def describe_document(
    document: Document, *, by: Actor, reason: str = "", edition: int | None = None, **metadata: Any
) -> Document:
    """Complete or correct the metadata; what was guessed and is said now stops being a guess.

    `edition` is the one that the person saw: if somebody else changed it meanwhile, raises `Stale`.
    Correcting what somebody had said (not a guess) of a frozen document asks for a `reason`.
    """
    ensure(may_change(by, document))
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if edition is not None and locked.edition != edition:
        raise Stale(_("Somebody changed this document meanwhile. Look at it again before saving."))
    said = accepted_metadata(metadata)
    changed = {field: value for field, value in said.items() if getattr(locked, field) != value}
    guessed = [field for field in locked.guessed if field not in said]
    if not changed and guessed == locked.guessed:
        return document
    _check_whole({**{field: getattr(locked, field) for field in _TOGETHER}, **changed})
    if locked.is_frozen and set(changed) - set(locked.guessed) and not reason.strip():
        raise BadInput(
            _("Say why: the document is fixed for signature, and corrections keep their reason."),
            field="reason",
            article="NTI de documento electrónico, V.1.c",
        )
    _check_digitised(document, changed)
    _write_down(locked, changed, by, reason)
    for field, value in changed.items():
        setattr(document, field, value)
    document.guessed, document.edition = guessed, locked.edition + 1
    _save(document, changed)
    if changed:
        announce(
            DocumentDescribed(
                document_id=document.pk, title=document.title, fields=sorted(changed), reason=reason.strip()
            ),
            by=by,
        )
    return document


def rename_document(document: Document, *, by: Actor, title: str) -> Document:
    """Give the document another title."""
    return describe_document(document, by=by, title=title)


def accepted_metadata(metadata: dict[str, Any]) -> dict[str, Any]:
    """The metadata checked one by one. Raises `BadInput` at the field, with what to do."""
    unknown = set(metadata) - DESCRIBABLE
    if unknown:
        raise TypeError(f"not metadata of a document: {', '.join(sorted(unknown))}")
    return {field: _accepted(field, value) for field, value in metadata.items()}


def _accepted(field: str, value: Any) -> Any:
    if field in _CHOICES and value not in _CHOICES[field].values:
        raise BadInput(_("Choose one of the list."), field=field)
    if field == "title":
        return _title(value)
    if field == "date_on":
        return _date(value)
    if field == "language" and value not in LANGUAGES:
        raise BadInput(_("Choose one of the list."), field=field)
    if field == "state" and value not in {Document.State.DRAFT, Document.State.FINAL}:
        raise BadInput(
            _("A document is a draft or final; it is fixed when it goes to be signed."), field=field
        )
    if field == "type" and value is not None and not isinstance(value, DocumentType):
        raise BadInput(_("Choose one of the list."), field=field)
    return value.strip() if isinstance(value, str) else value


def _title(value: str) -> str:
    title = " ".join(value.split())
    if not title:
        raise BadInput(_("Give it a title: what one would say to ask for it."), field="title")
    if len(title) > 200:
        raise BadInput(_("The title is too long: at most 200 letters."), field="title")
    return title


def _date(value: date | None) -> date | None:
    if value is not None and value > today():
        raise BadInput(_("The date has not come yet. Which one does the document carry?"), field="date_on")
    if value is not None and value.year < 1700:
        raise BadInput(_("The year is not right. Write it with four figures."), field="date_on")
    return value


LEAST_RESOLUTION = 200
"""Pixels per inch of a digitised paper, at least (NTI de digitalización, IV)."""

_TOGETHER = ("elaboration", "source_identifier", "support", "paper_place")


def _check_whole(values: dict[str, Any]) -> None:
    needs_source = {Document.Elaboration.OTHER_FORMAT, Document.Elaboration.PARTIAL_COPY}
    if values["elaboration"] in needs_source and not values["source_identifier"]:
        raise BadInput(
            _("Say from which document it was copied: write its identifier."),
            field="source_identifier",
            article="NTI de documento electrónico, annex I",
        )
    if values["support"] != Document.Support.ELECTRONIC and not values["paper_place"]:
        raise BadInput(_("Say where the paper is kept: room, cabinet, box."), field="paper_place")


def _check_digitised(document: Document, changed: dict[str, Any]) -> None:
    resolution = str(document.version.properties.get("resolution", ""))
    is_copy_of_paper = changed.get("elaboration") == Document.Elaboration.COPY_OF_PAPER
    if is_copy_of_paper and resolution.isdigit() and int(resolution) < LEAST_RESOLUTION:
        raise BadInput(
            _("It was scanned at %(found)s pixels per inch, and a copy of a paper needs 200. Scan it again.")
            % {"found": resolution},
            field="elaboration",
            article="NTI de digitalización, IV",
        )


def _write_down(before: Document, changed: dict[str, Any], by: Actor, reason: str) -> None:
    MetadataChange.objects.bulk_create(
        MetadataChange(
            document_id=before.pk,
            field=field,
            before=_plain(getattr(before, field)),
            after=_plain(value),
            reason=reason.strip()[:300],
            changed_by_id=by.person_id,
            changed_by_name=by.name,
        )
        for field, value in changed.items()
    )


def _plain(value: Any) -> str:
    if isinstance(value, DocumentType):
        return value.code
    return "" if value is None else str(value)


def _save(document: Document, changed: dict[str, Any]) -> None:
    fields = [*changed, "guessed", "edition"]
    if "title" in changed:
        words = DocumentText.objects.filter(version_id=document.version_id).values_list("text", flat=True)
        document.search = index_entry(document.title, document.version.name, *words)
        fields.append("search")
    document.save(update_fields=fields)

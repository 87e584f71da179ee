"""Questions about the texts that are written here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consistori.documents.models import Document, DocumentVersion, SecondDraft, Writing
from consistori.documents.policies import may_change
from consistori.documents.richtext import to_html
from consistori.documents.richtext.cleaning import parse
from consistori.documents.richtext.tree import Blocks, Heading, Run, inlines_of, letters
from consistori.documents.templating import fields
from consistori.documents.writing.errors import NotWrittenHere
from consistori.documents.writing.kind import is_written
from consistori.documents.writing.paper import pending_of
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import NotHere


def writing_of(document: Document) -> Writing:
    """The working copy of a text of ours. Raises `NotWrittenHere`. One statement."""
    writing: Writing | None = Writing.objects.filter(document=document).first()
    if writing is None:
        raise NotWrittenHere
    writing.document = document
    return writing


def is_text(document: Document) -> bool:
    """Whether it is, or was before it was fixed, a text that is written here. At most one statement."""
    if is_written(document.version.media_type):
        return True
    return document.is_frozen and Writing.objects.filter(document=document).exists()


def draft_of(document: Document, key: UUID) -> SecondDraft:
    """A second draft of the document. Raises `NotHere`."""
    draft: SecondDraft | None = SecondDraft.objects.filter(document=document, pk=key).first()
    if draft is None:
        raise NotHere(_("There is no such draft here."))
    draft.document = document
    return draft


def open_drafts(document: Document) -> list[SecondDraft]:
    """The second drafts that wait for somebody to choose. One statement."""
    return list(SecondDraft.objects.filter(document=document, settled_at=None))


def text_versions(document: Document) -> list[DocumentVersion]:
    """The versions that are texts of ours, the newest first. One statement."""
    versions = DocumentVersion.objects.filter(document=document).order_by("-number")
    return [version for version in versions if is_written(version.media_type)]


def picture_address(key: str) -> str:
    """Where a browser finds a picture."""
    return reverse("documents:picture", args=[key])


def shown(html: str) -> str:
    """A canonical HTML for a page: its pictures by where they are."""
    return to_html(parse(html), address=picture_address)


@dataclass(frozen=True)
class Datum:
    """A datum merged into the text: what it says and what it is, in words."""

    value: str
    label: str


@dataclass(frozen=True)
class Desk:
    """All that the page of a text shows. `pen`: mine, theirs, free, out or fixed."""

    document: Document
    writing: Writing
    blocks: Blocks
    pen: str
    may_write: bool
    drafts: list[SecondDraft]
    pending: list[Any]
    number: int

    @property
    def html(self) -> str:
        return to_html(self.blocks, address=picture_address)

    @property
    def parts(self) -> list[str]:
        """Its headings of the first level."""
        return [
            letters(block.inlines) for block in self.blocks if isinstance(block, Heading) and block.level == 2
        ]

    @property
    def data(self) -> list[Datum]:
        """The data merged into it, once each."""
        return list(dict.fromkeys(_data(self.blocks)))

    @property
    def is_mine(self) -> bool:
        return self.pen == "mine"

    @property
    def was_asked(self) -> bool:
        """Whether somebody else asks me for the pen."""
        return self.is_mine and self.writing.asked_by_id is not None


def desk_of(actor: Actor, document: Document) -> Desk:
    """The text as the actor finds it. Raises `NotWrittenHere`. Three statements."""
    writing = writing_of(document)
    allowed = bool(may_change(actor, document))
    drafts = open_drafts(document)
    number = document.version.number + (0 if writing.is_kept or document.is_frozen else 1)
    return Desk(
        document=document,
        writing=writing,
        blocks=parse(writing.html),
        pen=pen_of(actor, document, writing),
        may_write=allowed,
        drafts=drafts,
        pending=[] if document.is_frozen else pending_of(document, writing),
        number=number,
    )


def pen_of(actor: Actor, document: Document, writing: Writing) -> str:
    """mine, theirs, free, out or fixed."""
    moment = now()
    if document.is_frozen:
        return "fixed"
    if writing.is_out:
        return "out"
    if writing.pen_is_free(at=moment):
        return "free"
    return "mine" if writing.pen_id == actor.person_id else "theirs"


def state_for(actor: Actor, document: Document, writing: Writing) -> dict[str, Any]:
    """What a window asks every few seconds, in plain values; the moments are already in words."""
    since = timezone.localtime(writing.pen_since).strftime("%-H.%M") if writing.pen_since else ""
    return {
        "pen": pen_of(actor, document, writing),
        "name": writing.out_to_name if writing.is_out else writing.pen_name,
        "since": since,
        "edition": writing.edition,
        "asked_by": writing.asked_by_name if writing.asked_by_id != actor.person_id else "",
        "i_asked": writing.asked_by_id is not None and writing.asked_by_id == actor.person_id,
        "drafts": SecondDraft.objects.filter(document=document, settled_at=None).count(),
    }


def _data(blocks: Blocks) -> Iterator[Datum]:
    for piece in inlines_of(blocks):
        if isinstance(piece, Run) and piece.marks.field and not piece.marks.missing:
            yield Datum(piece.text, label_of(piece.marks.field))


def label_of(name: str) -> str:
    """What people call a merge field: «Case: Number»."""
    group_name, _dot, rest = name.partition(".")
    group = fields.registry.get(group_name.partition("[")[0])
    if group is None:
        return ""
    field = group.field(rest) if rest else None
    return f"{group.label}: {field.label}" if field is not None else str(group.label)

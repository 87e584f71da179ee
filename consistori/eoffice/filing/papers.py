"""Acts on the papers of a draft: each is examined as it comes and what is seen is told; a doubt never refuses."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from consistori.catalogue.procedures.sheet import Paper, Sheet, in_words
from consistori.documents.received import ReceivedFile
from consistori.documents.waiting import WaitingFile, forget_waiting, let_wait
from consistori.eoffice.filing.drafts import touch
from consistori.eoffice.filing.hints import Hint, Look, Seen, hints_of
from consistori.eoffice.filing.sealing import close, unclose
from consistori.eoffice.forms.fields import Form
from consistori.eoffice.models import Draft, DraftPaper
from consistori.formats import kinds
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere
from consistori.registry.services.registering import MOST_DOCUMENTS
from consistori.trail import act

MOST = MOST_DOCUMENTS - 1
"""Papers in a draft: an entry takes a thousand documents, and the application is one of them."""

OTHERS = "others"
"""The place of whatever the person wants to add."""

_PAGES_READ = 3
_LOOKED_AT, _BORDER = 1000, 2
_MOST_PIXELS = 60_000_000


@dataclass(frozen=True)
class Place:
    """A paper that is asked for, as the page shows it: its key, its name, what to mind, and the kinds it takes."""

    key: str
    title: str
    hint: str = ""
    required: bool = False
    kinds: tuple[str, ...] = ()
    several: bool = False


@dataclass(frozen=True)
class Waiting:
    """A paper that is in a draft already: its file, and what was seen in it."""

    id: UUID
    key: str
    file: WaitingFile
    hints: list[Hint] = field(default_factory=list)


def places_of(sheet: Sheet, form: Form, language: str) -> list[Place]:
    """The papers that a procedure asks for, those of the fields of its form, and a place for others."""
    found = [_place(paper, language) for paper in sheet.papers]
    for one in form.every_field():
        if one.type == "files":
            found.append(
                Place(
                    one.key, one.label.in_(language), one.hint.in_(language), one.required, (), several=True
                )
            )
    return [*found, Place(OTHERS, str(_("Other papers")), several=True)]


def _place(paper: Paper, language: str) -> Place:
    return Place(
        paper.key,
        in_words(paper.title, language),
        in_words(paper.hint, language),
        paper.required,
        tuple(paper.kinds),
        several=True,
    )


@act
def put_paper(draft: Draft, place: Place, received: ReceivedFile) -> Waiting:
    """Put a file in its place [adjuntar un paper]. `draft` is locked. The same file twice in a place is there once.

    Raises `FileRefused` (a program, a damaged PDF…), `FileTooLarge`, `StoreFull`, `StoreUnreachable`, `BadInput`.
    """
    if draft.is_sent:
        raise AlreadyDone(_("It was sent already: it does not change any more."))
    content = received.content()
    told = hints_of(_seen(received), place.kinds, today=today())
    count = DraftPaper.objects.filter(draft=draft)
    known = count.filter(key=place.key, sha256=received.blob.sha256).first()
    if known is not None:
        return waiting_of(draft, known)
    if count.count() >= MOST:
        raise BadInput(
            _(
                "There are %(most)s papers, the most that one application takes. Send it and bring the rest after."
            )
            % {"most": MOST},
            field="file",
        )
    if received.blob.size <= 0:
        raise BadInput(_("The file is empty. Look at it and choose it again."), field="file")
    name = content.name
    last = count.aggregate(last=Max("position"))["last"]
    file = let_wait(received)
    row = DraftPaper(
        draft=draft,
        key=place.key,
        position=0 if last is None else last + 1,
        sha256=file.sha256,
        size=file.size,
    )
    row.sealed = close(
        {"file": asdict(file) | {"name": name}, "hints": [asdict(hint) for hint in told]},
        bound_to=_bound(row),
    )
    row.save(force_insert=True)
    touch(draft)
    return Waiting(row.pk, row.key, file, told)


def papers_with(hashes: set[str]) -> set[str]:
    """Those of the hashes that some paper of a draft has."""
    return set(DraftPaper.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))


@act
def take_paper(draft: Draft, key: UUID) -> None:
    """Take a paper out of a draft. `draft` is locked. Raises `NotHere`."""
    if draft.is_sent:
        raise AlreadyDone(_("It was sent already: it does not change any more."))
    row = DraftPaper.objects.filter(draft=draft, pk=key).first()
    if row is None:
        raise NotHere
    row.delete()
    forget_waiting({row.sha256})
    touch(draft)


def papers_of(draft: Draft) -> list[Waiting]:
    """The papers of a draft, in the order in which they came. One statement."""
    return [waiting_of(draft, row) for row in DraftPaper.objects.filter(draft=draft)]


def waiting_of(draft: Draft, row: DraftPaper) -> Waiting:
    """A paper, opened. Raises `DoesNotOpen`."""
    said: Mapping[str, Any] = unclose(row.sealed, bound_to=_bound(row))
    return Waiting(
        row.pk, row.key, WaitingFile(**said["file"]), [Hint(**hint) for hint in said.get("hints", ())]
    )


def lacking(places: Iterable[Place], papers: Iterable[Waiting]) -> list[Place]:
    """The papers that are asked for and are not there. It is told, and never a reason not to send (art. 68.1)."""
    there = {paper.key for paper in papers}
    return [place for place in places if place.required and place.key not in there]


def _bound(row: DraftPaper) -> str:
    return f"{row.draft_id}:{row.sha256}"


def _seen(received: ReceivedFile) -> Seen:
    content = received.content()
    kind, path = content.kind, received.blob.path
    pixels, look = _picture(path) if kind.family is kinds.Family.IMAGE else (None, None)
    words = _words(path, content.pages or 0) if kind is kinds.PDF else None
    return Seen(kind, content.pages, pixels, words, look)


def _picture(path: Path) -> tuple[tuple[int, int] | None, Look | None]:
    """Its pixels, and how it looks; a picture that is too large to be opened lightly is only measured."""
    # Loaded when first needed: a tenth of a second of every start.
    from PIL import Image, ImageFilter, ImageStat

    with contextlib.suppress(OSError, ValueError, Image.DecompressionBombError), Image.open(path) as image:
        pixels = (int(image.width), int(image.height))
        if image.width * image.height > _MOST_PIXELS:
            return pixels, None
        image.draft("L", (_LOOKED_AT, _LOOKED_AT))
        grey = image.convert("L")
        grey.thumbnail((_LOOKED_AT, _LOOKED_AT))
        if min(grey.size) < _BORDER * 4:
            return pixels, None
        edges = grey.filter(ImageFilter.Kernel((3, 3), (-1, -1, -1, -1, 8, -1, -1, -1, -1), 1, 128))
        inside = edges.crop((_BORDER, _BORDER, edges.width - _BORDER, edges.height - _BORDER))
        light = ImageStat.Stat(grey)
        return pixels, Look(ImageStat.Stat(inside).stddev[0], light.stddev[0], light.mean[0])
    return None, None


def _words(path: Path, pages: int) -> list[str] | None:
    """The words of the first pages, read by a process apart; None when it could not: then nothing is said of them."""
    from consistori.documents import drawing
    from consistori.documents.previews import CannotDraw

    try:
        layers = [drawing.layer(path, n) for n in range(1, min(pages, _PAGES_READ) + 1)]
    except CannotDraw:
        return None
    return ["\n".join(line.text for line in layer.lines) for layer in layers]

"""The acts of authentic copies: the register of who may, and making one of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from consistori.directory.models import Person, Post
from consistori.directory.selectors import post_title
from consistori.documents import blobs
from consistori.documents.companions import file_beside
from consistori.documents.models import Document, DocumentVersion
from consistori.documents.policies import may_read
from consistori.documents.services import create_from_bytes, freeze_document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, Verdict, ensure
from consistori.kernel.filenames import with_extension
from consistori.signature.copies.rules import is_private, may_be_copied
from consistori.signature.copies.statements import margin_says, statement
from consistori.signature.copies.words import why_not
from consistori.signature.copy_events import AuthenticCopyMade, CopyOfficerAuthorised, CopyOfficerEnded
from consistori.signature.models import AuthenticCopy, CopyOfficer, SignatureRequest
from consistori.signature.seal_policies import may_manage_seals, may_use_seal
from consistori.signature.seals import AUTHENTIC_COPY, act_in_force
from consistori.signature.services.requests import request_signature
from consistori.tenancy.jobs import defer
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

if TYPE_CHECKING:
    from consistori.signature.copies.hiding import Area
    from consistori.signature.copies.making import Partial

Kind = AuthenticCopy.Kind
_ARTICLE = "Llei 39/2015, art. 27.1"
_AT_FIELD = {
    "not-found": "hide",
    "still-there": "hide",
    "page": "pages",
    "no-pages": "pages",
    "area": "areas",
    "area-page": "areas",
    "area-seen": "areas",
}


@act
def authorise_officer(
    *, by: Actor, person: Person, decree: str, starts_on: date | None = None
) -> CopyOfficer:
    """Write in the register that a person may issue authentic copies (R-FUN-02). Raises `BadInput`, `AlreadyDone`."""
    ensure(may_manage_seals(by))
    day = starts_on or today()
    if not decree.strip():
        raise BadInput(_("Say by which decree."), field="decree", article=_ARTICLE)
    if not Post.objects.live(max(day, today())).filter(person=person).exists():
        raise BadInput(_("Only somebody with a post in the town hall is authorised."), field="person")
    if CopyOfficer.objects.filter(person=person, ends_on=None).exists():
        raise AlreadyDone(_("This person is in the register already."), field="person")
    officer: CopyOfficer = CopyOfficer.objects.create(
        person=person, decree=decree.strip()[:120], starts_on=day, created_by_name=by.name
    )
    told = CopyOfficerAuthorised(officer_id=officer.pk, name=person.full_name, decree=officer.decree)
    announce(told, by=by)
    return officer


@act
def end_officer(officer: CopyOfficer, *, by: Actor) -> None:
    """From today this person issues no more authentic copies; those that she made stand. Raises `AlreadyDone`."""
    ensure(may_manage_seals(by))
    if officer.ends_on is not None:
        raise AlreadyDone(_("This authorisation had ended already."))
    officer.ends_on = max(today(), officer.starts_on)
    officer.save(update_fields=["ends_on"])
    announce(CopyOfficerEnded(officer_id=officer.pk, name=officer.person.full_name), by=by)


def officer_of(actor: Actor) -> CopyOfficer | None:
    """The authorisation of the actor in force today, if she still holds a post. One statement."""
    if actor.person_id is None or not actor.posts:
        return None
    found: CopyOfficer | None = (
        CopyOfficer.objects.in_force(today())
        .filter(person_id=actor.person_id)
        .select_related("person")
        .first()
    )
    return found


def may_copy(actor: Actor, officer: CopyOfficer | None) -> Verdict:
    """Only who is in the register issues authentic copies."""
    if officer is not None:
        return Verdict(True)
    return Verdict(
        False,
        _("Only a person authorised to issue authentic copies makes them. The secretary keeps the register."),
        _ARTICLE,
    )


@act
def copy_with_other_format(source: Document, *, by: Actor) -> AuthenticCopy:
    """EE02: the same content in the format of documents that are kept (PDF/A). Raises `NotPermitted`, `BadInput`."""
    officer = ensure_may_make(by, source, Kind.OTHER_FORMAT)
    return _make(source, _pdf_of(source), by=by, officer=officer, kind=Kind.OTHER_FORMAT)


@act
def copy_of_paper(source: Document, *, by: Actor, declaration: str, was_original: bool) -> AuthenticCopy:
    """EE03: of a paper that the officer has in her hands, out of its scanned image of 200 ppi or more (N-DIG-01).

    Raises `BadInput` at `was_original` (a plain copy on paper gives no authentic copy: RD 203/2021, art. 49) or
    `declaration`, and with the resolution found when it is not enough.
    """
    officer = ensure_may_make(by, source, Kind.OF_PAPER)
    if not was_original:
        raise BadInput(
            _("Of a plain copy on paper no authentic copy is made: leave it as it is, with state «Other»."),
            field="was_original",
            article="RD 203/2021, art. 49",
        )
    sharpness = ensure_sharp(source, declaration)
    return _make(
        source,
        _pdf_of(source),
        by=by,
        officer=officer,
        kind=Kind.OF_PAPER,
        declaration=declaration.strip()[:500],
        resolution=sharpness,
    )


def part_of(
    source: Document,
    *,
    by: Actor,
    keep: Sequence[int] | None,
    hide: Sequence[str],
    areas: Sequence[Area] = (),
) -> Partial:
    """What a partial copy would be, to be looked at before it is made. Raises as `partial_copy`."""
    from consistori.documents.making import frozen
    from consistori.signature.copies.making import CannotCopy, as_pdf, partial

    ensure_may_make(by, source, Kind.PARTIAL)
    for number, area in enumerate(areas, 1):
        if not area.reason.strip():
            raise BadInput(_("Say why zone %(number)s is hidden.") % {"number": number}, field="areas")
    with frozen.temporary_folder() as folder:
        try:
            path = as_pdf(
                _path(source), source.version.kind, Path(folder), title=source.title, language=source.language
            )
            return partial(path, keep=keep, hide=hide, areas=areas)
        except CannotCopy as refused:
            raise BadInput(
                why_not(refused), field=_AT_FIELD.get(refused.code, ""), code=refused.code
            ) from refused


@act
def partial_copy(
    source: Document,
    *,
    by: Actor,
    keep: Sequence[int] | None,
    hide: Sequence[str],
    areas: Sequence[Area] = (),
) -> AuthenticCopy:
    """EE04: only those pages (None: all) and without those words and areas, whose content is removed and not only
    covered (N-COP-03). Of each area its reason is kept and said, as of what is omitted (Llei 19/2013, art. 16).

    Raises `BadInput` at `pages`, `hide` or `areas`.
    """
    made = part_of(source, by=by, keep=keep, hide=hide, areas=areas)
    if not made.left_out and not made.hides:
        raise BadInput(_("It would be the whole document: choose what is left out."), field="pages")
    officer = ensure_may_make(by, source, Kind.PARTIAL)
    hidden: dict[str, Any] = {"pages": made.left_out, "places": sum(made.found.values())}
    if made.areas:
        hidden["areas"] = [{"page": area.page, "reason": area.reason.strip()[:80]} for area in made.areas]
    return _make(source, made.data, by=by, officer=officer, kind=Kind.PARTIAL, hidden=hidden)


@act
def try_again(copy: AuthenticCopy, *, by: Actor) -> None:
    """Have a copy that waits sealed now, or asked to be signed again if nobody has it. Raises `AlreadyDone`."""
    ensure(may_copy(by, officer_of(by)))
    if copy.is_ready:
        raise AlreadyDone(_("It has its seal already."))
    fixed = act_in_force(AUTHENTIC_COPY)
    if fixed is not None and not SignatureRequest.objects.unsettled().filter(document=copy.document).exists():
        sealing = {"state": AuthenticCopy.State.SEALING, "act": fixed, "trouble": {}}
        AuthenticCopy.objects.filter(pk=copy.pk).update(**sealing)
        _leave_to_seal(copy)
    elif copy.state == AuthenticCopy.State.SIGNING:
        request_signature(by=by, document=copy.document, signer=copy.officer.person)


def _leave_to_seal(copy: AuthenticCopy) -> None:
    from consistori.signature.copies.jobs import seal_copy

    defer(seal_copy, copy_id=str(copy.pk))


def _make(
    source: Document, data: bytes, *, by: Actor, officer: CopyOfficer, kind: str, **facts: Any
) -> AuthenticCopy:
    """The new document with its own identifier, its margin and its link, and what will seal it."""
    entity, private = current_entity(), is_private(source)
    post = post_title(officer.person_id, language=entity.language)
    words = statement(kind, source, officer, post=post, is_private=private, language=entity.language)
    document = create_from_bytes(
        by=by,
        data=data,
        name=with_extension(source.version.name, ".pdf"),
        title=source.title,
        type=source.type,
        origin=source.origin,
        date_on=source.date_on,
        elaboration=kind,
        source_identifier="" if kind == Kind.OF_PAPER else source.eni_identifier,
        language=source.language,
        state="final",
    )
    return fix_copy(document, source.version, words, by=by, officer=officer, post=post, kind=kind, **facts)


def fix_copy(
    document: Document, source_version: DocumentVersion, words: str, *, by: Actor, officer: CopyOfficer, post: str,
    kind: str, **facts: Any,
) -> AuthenticCopy:  # fmt: skip
    """Fix the text of a copy with its margin, write down of what it is, and have it sealed or signed."""
    source = source_version.document
    fixed = act_in_force(AUTHENTIC_COPY)
    ensure(fixed is None or may_use_seal(by, fixed))
    signer_words = [fixed.seal.body if fixed else post or officer.person.full_name]
    with margin_says(words):
        freeze_document(document, by=by, signer_posts=signer_words)
    copy: AuthenticCopy = AuthenticCopy.objects.create(
        document=document,
        source=source,
        source_version=source_version,
        kind=kind,
        state=AuthenticCopy.State.SEALING if fixed else AuthenticCopy.State.SIGNING,
        officer=officer,
        officer_name=officer.person.full_name,
        officer_post=post[:120],
        is_private=is_private(source),
        act=fixed,
        made_at=now(),
        **facts,
    )
    if source.pk != document.pk:
        file_beside(source, [document], by=by)
    told = AuthenticCopyMade(
        document_id=source.pk,
        title=source.title,
        copy_id=document.pk,
        elaboration=kind,
        officer=copy.officer_name,
        decree=officer.decree,
        declaration=copy.declaration,
    )
    announce(told, by=by)
    if fixed:
        _leave_to_seal(copy)
    else:
        request_signature(by=by, document=document, signer=officer.person)
    return copy


def ensure_may_make(by: Actor, source: Document, kind: str) -> CopyOfficer:
    """The authorisation with which this copy is made. Raises `NotPermitted`, `BadInput`."""
    officer = officer_of(by)
    verdict = may_copy(by, officer)
    if officer is None:
        raise NotPermitted(verdict.reason, article=verdict.article)
    ensure(may_read(by, source))
    possible = may_be_copied(source, kind)
    if not possible:
        raise BadInput(possible.reason, article=possible.article)
    return officer


def ensure_sharp(source: Document, declaration: str) -> int:
    """The resolution of the image of a paper that its officer declares to have seen (N-DIG-01). Raises `BadInput`."""
    from consistori.signature.copies.making import LEAST_RESOLUTION, CannotCopy, resolution_of

    if not declaration.strip():
        raise BadInput(_("Declare that you have seen the paper."), field="declaration", article=_ARTICLE)
    try:
        sharpness = resolution_of(_path(source), source.version.kind)
    except CannotCopy as refused:
        raise BadInput(why_not(refused), code=refused.code) from refused
    if sharpness < LEAST_RESOLUTION:
        raise BadInput(
            _("It was scanned at %(found)s pixels per inch, and %(least)s are needed. Scan the paper again.")
            % {"found": sharpness, "least": LEAST_RESOLUTION},
            code="too-coarse",
            article="NTI de digitalización, IV",
        )
    return sharpness


def _pdf_of(source: Document) -> bytes:
    from consistori.documents.making import frozen
    from consistori.signature.copies.making import CannotCopy, as_pdf

    with frozen.temporary_folder() as folder:
        try:
            path = as_pdf(
                _path(source), source.version.kind, Path(folder), title=source.title, language=source.language
            )
        except CannotCopy as refused:
            raise BadInput(why_not(refused), code=refused.code) from refused
        return path.read_bytes()


def _path(source: Document) -> Path:
    return blobs.existing_path(source.latest_blob.sha256)

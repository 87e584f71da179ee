"""A paper that is digitised as it comes in: the document itself is the copy, and the scan its first version."""

from __future__ import annotations

from consistori.directory.selectors import post_title
from consistori.documents.models import Document
from consistori.formats.content import Remark
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput
from consistori.signature.copies.rules import is_private
from consistori.signature.copies.services import ensure_may_make, ensure_sharp, fix_copy
from consistori.signature.copies.statements import statement
from consistori.signature.copies.words import why_not
from consistori.signature.models import AuthenticCopy
from consistori.tenancy.scope import current_entity
from consistori.trail import act

Kind = AuthenticCopy.Kind


@act
def digitise(document: Document, *, by: Actor, declaration: str) -> AuthenticCopy:
    """EE03 of a paper that whoever attends has in her hands [digitalitzar / digitalizar]: what came out of the scanner
    is kept as the first version of the copy, and is no document apart (of a paper there is no electronic source).

    Raises `NotPermitted`; `BadInput` at `declaration`, with the resolution found, or for a file with signatures.
    """
    from consistori.signature.copies.making import CannotCopy

    officer = ensure_may_make(by, document, Kind.OF_PAPER)
    scan = document.version
    if Remark.SIGNED in scan.remarks:
        raise BadInput(why_not(CannotCopy("signed")), code="signed")
    sharpness = ensure_sharp(document, declaration)
    language = current_entity().language
    post = post_title(officer.person_id, language=language)
    words = statement(
        Kind.OF_PAPER, document, officer, post=post, is_private=is_private(document), language=language
    )
    document.elaboration = Kind.OF_PAPER
    document.save(update_fields=["elaboration"])
    return fix_copy(
        document, scan, words, by=by, officer=officer, post=post, kind=Kind.OF_PAPER,
        declaration=declaration.strip()[:500], resolution=sharpness,
    )  # fmt: skip

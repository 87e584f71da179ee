"""Fixing the text of a document, once, before it is signed [fixar el text / fijar el texto] (decision 8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.documents import blobs
from consistori.documents.errors import CannotFreeze
from consistori.documents.events import DocumentFrozen
from consistori.documents.models import Document, DocumentVersion
from consistori.documents.policies import may_change
from consistori.documents.received import ReceivedFile
from consistori.documents.rules.seals import code_seal
from consistori.documents.services.receiving import _add_version
from consistori.formats.codes import new_code
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, Stale, ensure
from consistori.kernel.filenames import with_extension
from consistori.kernel.identifiers import uuid7
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

if TYPE_CHECKING:
    from consistori.documents.making import frozen
    from consistori.documents.making.band import Band

MOST_SIGNERS = 12

before_freezing: list[Callable[[Document, Actor], None]] = []
"""Told before a text is fixed: whoever has more of it keeps it as a version, or refuses with what is pending."""

paper_makers: list[Callable[[Document, Band, Sequence[str], Path], frozen.FrozenText | None]] = []
"""Asked for the paper in this order (document, margin, posts that sign, folder); None leaves it to the next, and last
to the general way."""

finishers: list[Callable[[Document, Path], None]] = []
"""Told of the paper when it is made, before its hash is: whoever needs something more drawn on it (the place of a
number) writes the file again, and leaves it as good a PDF/A as it was."""

band_heads: list[Callable[[Document], float]] = []
"""Asked how many points of the head of the margin are kept free for that."""


@act
def freeze_document(document: Document, *, by: Actor, signer_posts: Sequence[str]) -> DocumentVersion:
    """Fix the text: a PDF with its code, QR, verification address and the posts that will sign, on all pages.

    No date of a signer is drawn: they are shown at the verification page. The version returned has `.code`;
    `pdfa` says what it really is, and `remarks` why it is no better.
    Raises `CannotFreeze`, `AlreadyDone`, `Stale`.
    """
    ensure(may_change(by, document))
    posts = [post.strip() for post in signer_posts if post.strip()]
    if not posts or len(posts) > MOST_SIGNERS:
        raise BadInput(gettext_lazy("Say who will sign."), field="signers")
    if document.is_frozen:
        raise AlreadyDone(gettext_lazy("Its text is already fixed for signature."))
    for prepare in before_freezing:
        prepare(document, by)
    entity = current_entity()
    code = new_code(entity.code_prefix)
    address = f"{entity.public_url}/verify/{code}/"
    source = document.version
    # Loaded when first needed: what draws PDF costs a fifth of a second of every start.
    from consistori.documents.making import frozen

    with frozen.temporary_folder() as folder:
        made = _made(document, _band(document, code, address, posts, entity), posts, Path(folder))
        for finish in finishers:
            finish(document, made.path)
        with made.path.open("rb") as stream:
            received = ReceivedFile(
                with_extension(source.name, ".pdf"), blobs.receive(stream, limit=_no_limit(made))
            )
    version = _keep_frozen(document, source, received, made, by=by, code=code, posts=posts)
    event = DocumentFrozen(
        document_id=document.pk, title=document.title, code=code, sha256=received.blob.sha256
    )
    announce(event, by=by)
    return version


def _keep_frozen(
    document: Document,
    source: DocumentVersion,
    received: ReceivedFile,
    made: frozen.FrozenText,
    *,
    by: Actor,
    code: str,
    posts: list[str],
) -> DocumentVersion:
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if locked.version_id != source.pk or locked.is_frozen:
        raise Stale(gettext_lazy("The text changed meanwhile. Look at it again before it goes to be signed."))
    blob_id = uuid7()
    version = _add_version(
        by,
        document.pk,
        uuid7(),
        blob_id,
        received,
        number=source.number + 1,
        making=DocumentVersion.Making.FROZEN,
        source=source,
        code=code,
        code_seal=code_seal(settings.CODE_KEY, code, received.blob.sha256, document.eni_identifier),
        signer_posts=posts,
        pdfa=made.pdfa,
        remarks=list(made.remarks),
    )
    document.version = version
    document.latest_blob_id = blob_id
    document.state = Document.State.FROZEN
    document.edition = locked.edition + 1
    document.save(update_fields=["version", "latest_blob", "state", "edition"])
    return version


def _made(document: Document, band: Band, posts: Sequence[str], folder: Path) -> frozen.FrozenText:
    from consistori.documents.making import frozen

    for make in paper_makers:
        if (made := make(document, band, posts, folder)) is not None:
            return made
    return frozen.make(_source(document), band, folder)


def _source(document: Document) -> frozen.Source:
    from consistori.documents.making import frozen

    version = document.version
    if version.size > settings.UPLOAD_LIMIT:
        raise CannotFreeze(gettext_lazy("It is too large to be signed. Divide it."))
    return frozen.Source(
        path=blobs.existing_path(version.sha256),
        kind=version.kind,
        remarks=tuple(version.remarks),
        title=document.title,
        language=document.language,
        pdfa=version.pdfa if version.pdfa else None,
    )


def _band(document: Document, code: str, address: str, posts: list[str], entity: object) -> Band:
    from consistori.documents.making.band import Band

    language = str(getattr(entity, "language", "ca"))
    with translation.override(language):
        return Band(
            house=str(getattr(entity, "name", "")),
            signers=_("It will be signed by: %(posts)s") % {"posts": ", ".join(posts)},
            check=_("Verification code"),
            code=code,
            address=address,
            title=document.title,
            language=language,
            sheet=_("sheet %(page)d of %(pages)d"),
            free=max((head(document) for head in band_heads), default=0.0),
        )


def _no_limit(made: frozen.FrozenText) -> int:
    return made.path.stat().st_size

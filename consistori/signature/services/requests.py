"""Asking for signatures, looking at what is asked, returning and withdrawing."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consistori.directory.careers import is_usable, post_of_hand
from consistori.directory.models import Delegation, Person, Post
from consistori.directory.policies import may_manage_people
from consistori.directory.roles import SIGNS
from consistori.directory.rules import Manner
from consistori.documents.models import Document, DocumentVersion
from consistori.documents.policies import may_read
from consistori.documents.services import freeze_document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, ensure
from consistori.signature.events import (
    SignaturePassedOn,
    SignatureRequested,
    SignatureReturned,
    SignatureWithdrawn,
)
from consistori.signature.hands import words_for
from consistori.signature.models import SignatureRequest
from consistori.signature.policies import may_ask, may_return, may_withdraw
from consistori.signature.services import hooks
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

LONGEST_REASON = 500
MOST_SIGNERS = 12


@act
def request_signature(*, by: Actor, document: Document, signer: Person, note: str = "") -> SignatureRequest:
    """Ask a person to sign a document; its text is frozen first if it was not (PDF/A with code and QR).

    Raises `NotPermitted`, `BadInput` (`signer`), `AlreadyDone`, and whatever freezing refuses.
    """
    (request,) = request_signatures(by=by, document=document, signers=[signer], note=note)
    return request


@act
def request_signatures(
    *,
    by: Actor,
    document: Document,
    signers: Sequence[Person | Delegation],
    note: str = "",
    in_order: bool = True,
) -> list[SignatureRequest]:
    """Ask several people: one after another as they are given, or all at once when `in_order` is false.

    A `Delegation` among them asks whoever received it: she signs by it, and the paper says so.
    """
    ensure(may_ask(by))
    ensure(may_read(by, document))
    if not signers:
        raise BadInput(_("Say who must sign."), field="signer")
    if len(signers) > MOST_SIGNERS:
        raise BadInput(_("Too many people for one document."), field="signer")
    hands = [_hand_asked(signer) for signer in signers]
    version = _frozen(document, by=by, posts=[words or post for _signer, _decree, post, words in hands])
    _forget_failed(version, [signer for signer, _decree, _post, _words in hands])
    first = SignatureRequest.objects.filter(version=version).unsettled().count()
    asked = []
    for place, (signer, decree, post, words) in enumerate(hands):
        request = SignatureRequest(
            document=document,
            version=version,
            signer=signer,
            signer_post=post[:120],
            delegation=decree,
            hand_post=words,
            place=first + place if in_order else first,
            asked_by_id=by.person_id,
            asked_by_name=by.name,
            asked_at=now(),
            note=note.strip()[:LONGEST_REASON],
        )
        _save_new(request)
        said = SignatureRequested(
            document_id=document.pk,
            request_id=request.pk,
            title=document.title,
            signer_id=signer.pk,
            signer_name=signer.full_name,
        )
        announce(said, by=by)
        asked.append(request)
    return asked


@act
def return_request(request: SignatureRequest, *, by: Actor, reason: str) -> SignatureRequest:
    """Give the document back without signing, saying why; whoever comes after in the circuit waits no more.

    Raises `BadInput` (`reason`), `NotPermitted`, `AlreadyDone`.
    """
    ensure(may_return(by, request))
    reason = reason.strip()
    if not reason:
        raise BadInput(_("Say why you return it: whoever asked will read it."), field="reason")
    request = _open_row(request)
    request.state, request.reason = SignatureRequest.State.RETURNED, reason[:LONGEST_REASON]
    request.settled_at, request.trouble = now(), {}
    request.save(update_fields=["state", "reason", "settled_at", "trouble"])
    _stop_circuit(request)
    said = SignatureReturned(
        document_id=request.document_id,
        request_id=request.pk,
        title=request.document.title,
        signer_id=request.signer_id,
        asked_by_id=request.asked_by_id,
        reason=request.reason,
    )
    announce(said, by=by)
    for hung in hooks.returned:
        hung(request, by)
    return request


@act
def withdraw_request(request: SignatureRequest, *, by: Actor) -> SignatureRequest:
    """Ask no longer. Raises `NotPermitted`, `AlreadyDone` when it was signed or returned meanwhile."""
    ensure(may_withdraw(by, request))
    request = _open_row(request)
    for hung in hooks.withdrawing:
        hung(request, by)
    request.state, request.settled_at, request.trouble = SignatureRequest.State.WITHDRAWN, now(), {}
    request.save(update_fields=["state", "settled_at", "trouble"])
    announce(_withdrawn(request), by=by)
    return request


@act
def pass_request(request: SignatureRequest, *, by: Actor, to: Person) -> SignatureRequest | None:
    """Ask of `to` what was asked of somebody who leaves: the same place, the same text, who asked it the same.

    None when `to` had it to sign already. Raises `BadInput` (`signer`) when `to` signs nothing here, or when it
    was asked by a delegation, which does not pass with the paper.
    """
    ensure(may_manage_people(by))
    post = _post_of(to)
    request = _open_row(request)
    _ensure_not_by_delegation(request)
    request.state, request.settled_at, request.trouble = SignatureRequest.State.WITHDRAWN, now(), {}
    request.save(update_fields=["state", "settled_at", "trouble"])
    others = SignatureRequest.objects.filter(version_id=request.version_id, signer=to).unsettled()
    if others.exists():
        announce(_withdrawn(request), by=by)
        _tell_passed(request, None, by)
        return None
    made: SignatureRequest = SignatureRequest.objects.create(
        document=request.document, version=request.version, signer=to, signer_post=post[:120],
        place=request.place, asked_by_id=request.asked_by_id, asked_by_name=request.asked_by_name,
        note=request.note,
    )  # fmt: skip
    said = SignaturePassedOn(
        document_id=request.document_id, request_id=made.pk, title=request.document.title,
        from_name=request.signer.full_name, signer_id=to.pk, signer_name=to.full_name,
    )  # fmt: skip
    announce(said, by=by)
    _tell_passed(request, made, by)
    return made


def _tell_passed(request: SignatureRequest, made: SignatureRequest | None, by: Actor) -> None:
    for hung in hooks.passed:
        hung(request, made, by)


def _ensure_not_by_delegation(request: SignatureRequest) -> None:
    if request.delegation is not None and request.by_hand_id is None:
        raise BadInput(
            _("It was asked by delegation (%(decree)s): withdraw it and ask it again.")
            % {"decree": request.delegation.decree},
            field="signer",
            article="Llei 40/2015, art. 9",
        )


def _withdrawn(request: SignatureRequest) -> SignatureWithdrawn:
    return SignatureWithdrawn(
        document_id=request.document_id,
        request_id=request.pk,
        title=request.document.title,
        signer_id=request.signer_id,
        signer_name=request.signer.full_name,
    )


def look_at(request: SignatureRequest, *, by: Actor) -> None:
    """Note the first time that the person asked has it before her eyes (whoever asked sees «seen»)."""
    if by.person_id == request.signer_id and request.first_seen_at is None:
        request.first_seen_at = now()
        SignatureRequest.objects.filter(pk=request.pk, first_seen_at=None).update(
            first_seen_at=request.first_seen_at
        )


def _hand_asked(signer: Person | Delegation) -> tuple[Person, Delegation | None, str, str]:
    """Who is asked, by which delegation, her post, and the words of a signature in the place of another."""
    if isinstance(signer, Person):
        return signer, None, _post_of(signer), ""
    if signer.manner == Manner.SUBSTITUTION or not is_usable(signer):
        raise BadInput(
            _("The delegation by %(decree)s is not in force today.") % {"decree": signer.decree},
            field="signer",
            article="Llei 40/2015, art. 9",
        )
    post = post_of_hand(signer)
    if post is None or signer.of_post.role not in SIGNS:
        raise _signs_nothing(signer.to)
    title = post.title(current_entity().language)
    return signer.to, signer, title, words_for(signer, today())


def _post_of(signer: Person) -> str:
    """The title of the post with which she will sign here. Raises when she holds none today."""
    post = Post.objects.filter(person=signer, role__in=SIGNS).live(today()).first()
    if post is None:
        raise _signs_nothing(signer)
    title: str = post.title(current_entity().language)
    return title


def _signs_nothing(signer: Person) -> BadInput:
    return BadInput(
        _("%(name)s holds no post that signs here today.") % {"name": signer.full_name}, field="signer"
    )


def _frozen(document: Document, *, by: Actor, posts: list[str]) -> DocumentVersion:
    if document.is_discarded:
        raise NotPermitted(_("It is in the bin: take it out first."))
    if document.is_frozen:
        return document.version
    version = freeze_document(document, by=by, signer_posts=[post for post in posts if post])
    document.refresh_from_db()
    return version


def _forget_failed(version: DocumentVersion, signers: list[Person]) -> None:
    """Asked again of the same people, what they could not sign keeps nobody waiting any more."""
    failed = SignatureRequest.objects.filter(
        version=version, signer__in=signers, state=SignatureRequest.State.FAILED
    )
    failed.update(state=SignatureRequest.State.WITHDRAWN)


def _save_new(request: SignatureRequest) -> None:
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError as error:
        raise AlreadyDone(
            _("%(name)s already has it to sign.") % {"name": request.signer.full_name}, field="signer"
        ) from error


def _open_row(request: SignatureRequest) -> SignatureRequest:
    """The same request, locked, as it is now. Raises `AlreadyDone` unless it waits."""
    # Always document first, then its requests in order, as whoever keeps a batch does: nobody waits for each other.
    Document.objects.select_for_update(of=("self",)).filter(pk=request.document_id).first()
    beside = SignatureRequest.objects.holding().filter(version_id=request.version_id)
    list(beside.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    row = SignatureRequest.objects.with_papers().get(pk=request.pk)
    if row.state in (SignatureRequest.State.WAITING, SignatureRequest.State.FAILED):
        found: SignatureRequest = row
        return found
    said = {
        SignatureRequest.State.SIGNING: _("It is being signed at this moment."),
        SignatureRequest.State.SIGNED: _("It is signed already."),
        SignatureRequest.State.RETURNED: _("It was returned already."),
        SignatureRequest.State.WITHDRAWN: _("It was withdrawn already."),
    }
    raise AlreadyDone(said[row.state])


def _stop_circuit(returned: SignatureRequest) -> None:
    """Those who were asked after the one who returns it have nothing to sign any more."""
    after = SignatureRequest.objects.filter(version_id=returned.version_id, place__gt=returned.place)
    after.waiting().update(state=SignatureRequest.State.WITHDRAWN, settled_at=now())

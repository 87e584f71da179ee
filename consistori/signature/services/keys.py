"""A person's keys: bring one, have a demonstration one issued, change the passphrase, remove it.

What reads and seals keys is loaded when first needed: it costs a tenth of a second of every start.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from consistori.directory.models import Person
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, Unavailable
from consistori.kernel.text import terms
from consistori.signature.engine.errors import KeyRefused, SigningStopped
from consistori.signature.events import SigningKeyAdded, SigningKeyRemoved
from consistori.signature.models import SigningKey
from consistori.signature.ports import demo_authority, signer, trust_list
from consistori.signature.sentences import why_stopped
from consistori.trail import act, announce

if TYPE_CHECKING:
    from consistori.signature.engine.certificates import BroughtKey
    from consistori.signature.engine.tokens import FoundKey

MOST_KEYS = 6
FIELD_OF = {"wrong-password": "password", "passphrase-short": "passphrase"}


@sensitive_variables("file", "password", "passphrase", "new", "brought", "made")
@act
def bring_key(*, by: Actor, person: Person, file: bytes, password: str, passphrase: str) -> SigningKey:
    """Keep the key of a PKCS#12 (.p12, .pfx), sealed again with the person's signing passphrase.

    Raises `BadInput` at `file`, `password` or `passphrase` with what is wrong, and `AlreadyDone`. The file
    and both passwords are forgotten when this returns.
    """
    from consistori.signature.engine.certificates import open_pkcs12

    _ensure_own(by, person)
    try:
        brought = open_pkcs12(file, password, at=now())
    except KeyRefused as error:
        raise BadInput(why_stopped(error), field=FIELD_OF.get(error.code, "file"), code=error.code) from error
    _ensure_hers(person, brought.certificate)
    return _keep(by, person, brought, passphrase, SigningKey.Origin.BROUGHT)


@sensitive_variables("file", "password", "passphrase", "new", "brought", "made")
@act
def issue_demo_key(
    *, by: Actor, person: Person, passphrase: str, post: str = "", organisation: str = "", kind: str = "rsa"
) -> SigningKey:
    """Have the demonstration authority issue a key with the person's name and post; without legal value.

    Raises `Unavailable` where no demonstration authority is set.
    """
    _ensure_own(by, person)
    authority = demo_authority()
    if authority is None:
        raise Unavailable(_("This installation does not issue demonstration keys."))
    from cryptography.hazmat.primitives.serialization import Encoding

    from consistori.signature.engine.certificates import BroughtKey, private_der

    made = authority.issue(
        given_name=person.given_name,
        family_name=person.family_name,
        post=post,
        organisation=organisation,
        kind=kind,
    )
    brought = BroughtKey(
        private_der(made.key),
        made.certificate.public_bytes(Encoding.DER),
        tuple(above.public_bytes(Encoding.DER) for above in made.chain),
    )
    return _keep(by, person, brought, passphrase, SigningKey.Origin.DEMO)


def keys_in_devices(person: Person) -> list[FoundKey]:
    """The certificates in the devices of the town hall that carry her family name, and where their keys lie.

    Raises `Unavailable` when there is no device, or the signer process does not run.
    """
    from consistori.signature.engine.certificates import facts_of

    try:
        found = signer().devices()
    except SigningStopped as error:
        raise Unavailable(why_stopped(error), code=error.code) from error
    hers = set(terms(person.family_name))
    return [one for one in found if hers & set(terms(facts_of(one.certificate).name))]


@sensitive_variables("pin")
@act
def use_device_key(*, by: Actor, person: Person, found: FoundKey, pin: str) -> SigningKey:
    """Keep where a key of hers lies in a device; it never leaves it, and its PIN is asked each time she signs.

    Raises `BadInput` at `passphrase` (wrong PIN, locked) or `key` (weak, out of its dates, of somebody else),
    `AlreadyDone`, `Unavailable`.
    """
    from cryptography import x509

    from consistori.signature.engine.certificates import check_usable

    _ensure_own(by, person)
    _ensure_hers(person, found.certificate)
    fingerprint = _ensure_room(person, found.certificate)
    try:
        check_usable(x509.load_der_x509_certificate(found.certificate), at=now())
    except KeyRefused as error:
        raise BadInput(why_stopped(error), field="key", code=error.code) from error
    sealed = found.ref.dump()
    _try_pin(sealed, fingerprint, pin)
    chain = tuple(above for above in _authorities_for(found) if above != found.certificate)
    return _write(by, person, found.certificate, chain, sealed, SigningKey.Origin.TOKEN)


def _try_pin(sealed: bytes, fingerprint: bytes, pin: str) -> None:
    batch = f"try {fingerprint.hex()}"
    try:
        signer().open_batch(batch, most=1, bound=fingerprint, sealed=sealed, passphrase=pin)
        signer().close_batch(batch)
    except KeyRefused as error:
        raise BadInput(why_stopped(error), field="passphrase", code=error.code) from error
    except SigningStopped as error:
        raise Unavailable(why_stopped(error), code=error.code) from error


def _authorities_for(found: FoundKey) -> list[bytes]:
    """The other certificates of its device, and the intermediate authorities of the trust folder."""
    beside = [one.certificate for one in signer().devices() if one.ref.serial == found.ref.serial]
    return [*beside, *(one.dump() for one in trust_list().others)]


@sensitive_variables("file", "password", "passphrase", "new", "brought", "made")
@act
def change_passphrase(key: SigningKey, *, by: Actor, passphrase: str, new: str) -> None:
    """Seal the key with another passphrase. The signer process does it: the key is in clear only there.

    Raises `BadInput` at `passphrase` (wrong, too many tries) or `new` (too short), `Unavailable`.
    """
    _ensure_own(by, key.person)
    if key.is_in_a_device:
        raise BadInput(_("The PIN of a device is changed with its own program."), field="new")
    bound = bytes.fromhex(key.fingerprint)
    try:
        key.sealed = signer().reseal(bound=bound, sealed=bytes(key.sealed), passphrase=passphrase, new=new)
    except KeyRefused as error:
        field = "new" if error.code == "passphrase-short" else "passphrase"
        raise BadInput(why_stopped(error), field=field, code=error.code) from error
    except SigningStopped as error:
        raise Unavailable(why_stopped(error), code=error.code) from error
    key.save(update_fields=["sealed"])


@act
def remove_key(key: SigningKey, *, by: Actor) -> None:
    """Forget the key for ever; its certificate stays with what was signed. Raises `AlreadyDone`."""
    _ensure_own(by, key.person)
    if key.removed_at:
        raise AlreadyDone(_("This key was removed already."))
    key.removed_at, key.sealed = now(), b""
    key.save(update_fields=["removed_at", "sealed"])
    announce(SigningKeyRemoved(key_id=key.pk, person_id=key.person_id, name=key.name), by=by)


def _keep(by: Actor, person: Person, brought: BroughtKey, passphrase: str, origin: str) -> SigningKey:
    from consistori.signature.engine.sealing import seal

    fingerprint = _ensure_room(person, brought.certificate)
    try:
        sealed = seal(brought.private_key, passphrase.encode(), bound_to=fingerprint)
    except KeyRefused as error:
        raise BadInput(why_stopped(error), field="passphrase", code=error.code) from error
    return _write(by, person, brought.certificate, brought.chain, sealed, origin)


def _ensure_room(person: Person, certificate: bytes) -> bytes:
    """The fingerprint of a certificate that she has not yet. Refuses one more than she may have."""
    fingerprint = hashlib.sha256(certificate).digest()
    kept = SigningKey.objects.kept().filter(person=person)
    if kept.filter(fingerprint=fingerprint.hex()).exists():
        raise AlreadyDone(_("You already have this key."), field="file")
    if kept.count() >= MOST_KEYS:
        raise BadInput(
            _("You already have %(most)s keys. Remove one first.") % {"most": MOST_KEYS}, field="file"
        )
    return fingerprint


def _write(
    by: Actor, person: Person, certificate: bytes, chain: tuple[bytes, ...], sealed: bytes, origin: str
) -> SigningKey:
    from consistori.signature.engine.certificates import facts_of

    facts = facts_of(certificate)
    key = SigningKey.objects.create(
        person=person,
        origin=origin,
        name=facts.name[:160],
        post=facts.post[:120],
        organisation=facts.organisation[:160],
        issuer=facts.issuer[:200],
        serial=facts.serial,
        valid_from=facts.valid_from,
        valid_to=facts.valid_to,
        fingerprint=hashlib.sha256(certificate).hexdigest(),
        certificate=certificate,
        chain=[base64.b64encode(der).decode() for der in chain],
        sealed=sealed,
    )
    said = SigningKeyAdded(
        key_id=key.pk, person_id=person.pk, name=key.name, issuer=key.issuer, serial=key.serial
    )
    announce(said, by=by)
    return key


def _ensure_own(by: Actor, person: Person) -> None:
    """A key is only touched by its person; the program may issue demonstration ones."""
    if not by.is_system and by.person_id != person.pk:
        raise NotPermitted(_("Only its owner can do anything with a signing key."))


def carries_name_of(person: Person, name: str) -> bool:
    """Whether the name in a certificate may be hers: it carries her family name."""
    return bool(set(terms(person.family_name)) & set(terms(name)))


def _ensure_hers(person: Person, certificate: bytes) -> None:
    """The certificate must carry the family name of whoever brings it."""
    from consistori.signature.engine.certificates import facts_of

    name = facts_of(certificate).name
    if not carries_name_of(person, name):
        said = {"name": name, "person": person.full_name}
        raise BadInput(
            _("This certificate belongs to %(name)s, and you are %(person)s.") % said, field="file"
        )

"""Sealing with the seal of the body, as an automated act (R-AUT-01; Llei 40/2015, art. 42).

What is needed is read in the scope; the signing itself asks other services and must hold no transaction.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consistori.catalogue.procedures.faults import lazily
from consistori.kernel.clock import now, today
from consistori.kernel.errors import Refusal
from consistori.kernel.identifiers import uuid7
from consistori.signature import ports
from consistori.signature.engine.errors import ServiceSilent, SigningStopped
from consistori.signature.models import AutomatedAct, Seal
from consistori.signature.seal_uses import take_uses
from consistori.tenancy.models import Entity

if TYPE_CHECKING:
    from consistori.signature.engine.pades import Hand, SignBytes, Signed
    from consistori.signature.engine.timestamps import StampTrust

CASE_INDEX = "case_index"
MOST_AT_ONCE = 1000
CHECKED_FOR = 60.0
"""Seconds for which a process takes as said that the certificate of a seal holds, and that of the authority of
timestamps: as in a batch, which checks them once."""
MOST_HANDS = 100
USE_NOTED_EVERY = timedelta(minutes=1)
AUTHENTIC_COPY = "authentic_copy"
CIRCUIT = "circuit"
GUEST = "guest_signature"

automated_kinds: dict[str, Any] = {
    CASE_INDEX: _("Seal a case that is taken away: its index, and the documents that carry no signature"),
    AUTHENTIC_COPY: _("Seal the authentic copies that an authorised officer makes"),
    CIRCUIT: _("Seal a document at the step of its circuit that says so"),
    GUEST: _("Seal what somebody from outside signs by identifying themselves"),
}
"""What may be automated here, in words; higher rooms add theirs."""


class NoSeal(Refusal):
    """Nobody has fixed this automated act, or its seal cannot seal today."""

    default_code = "no-seal"

    def __init__(self, message: Any = "") -> None:
        super().__init__(
            message or _("The town hall has no seal for this yet."), article="Llei 40/2015, art. 41.2"
        )


@dataclass(frozen=True)
class Sealing:
    """Everything that is needed to seal, outside any transaction: the act, the body, its key still closed."""

    act_id: Any
    kind: str
    decree: str
    body: str
    name: str
    certificate: bytes
    chain: tuple[bytes, ...]
    sealed: bytes
    fingerprint: bytes
    town: str
    policy_oid: str


@dataclass(frozen=True)
class SealedXml:
    """An XML with its seal. `stamped_at` is None when no timestamp authority answered."""

    data: bytes
    sealed_at: datetime
    stamped_at: datetime | None


def act_in_force(kind: str) -> AutomatedAct | None:
    """The automated act of that kind in force today in the entity of the scope. One statement."""
    found: AutomatedAct | None = (
        AutomatedAct.objects.in_force(today()).filter(kind=kind).select_related("seal").first()
    )
    return found


def sealing_for(kind: str, entity: Entity, *, uses: int = 1) -> Sealing | None:
    """What is needed to seal that kind of thing `uses` times; None when the town has not fixed it.

    The uses are counted here, before they are made, against the limit of the hour. Raises `NoSeal` when it was fixed
    and the seal cannot be used now (it ended, it was stopped, it is at its limit): nothing goes out unsealed
    in silence.
    Three statements at most, two when it was used a moment ago.
    """
    act = act_in_force(kind)
    if act is None:
        return None
    seal = act.seal
    if seal.is_stopped:
        raise NoSeal(
            lazily(
                _("%(who)s has stopped this seal: %(why)s"), who=seal.stopped_by_name, why=seal.stopped_why
            )
        )
    if not seal.is_usable():
        raise NoSeal(_("The certificate of the seal of the town hall has ended. Bring a new one."))
    if not take_uses(act, uses):
        raise NoSeal(
            lazily(_("This seal has reached its limit of %(n)s an hour for this act."), n=act.per_hour)
        )
    if seal.last_used_at is None or seal.last_used_at < now() - USE_NOTED_EVERY:
        Seal.objects.filter(pk=seal.pk).update(last_used_at=now())
    return Sealing(
        act_id=act.pk,
        kind=kind,
        decree=act.decree,
        body=seal.body,
        name=seal.name,
        certificate=bytes(seal.certificate),
        chain=tuple(seal.chain_ders),
        sealed=bytes(seal.sealed),
        fingerprint=bytes.fromhex(seal.fingerprint),
        town=entity.short_name,
        policy_oid=entity.policy_oid,
    )


def seal_pdf(sealing: Sealing, data: bytes, *, reason: str) -> Signed:
    """A PDF with the seal as one signature more (PAdES B-T). Raises `SigningStopped`."""
    from consistori.signature.engine.before import check_file
    from consistori.signature.engine.pades import Policy, Purpose, sign_pdf

    check_file(data)
    purpose = Purpose(reason=reason, location=sealing.town, policy=Policy(sealing.policy_oid))
    return sign_pdf(data, _hand_of(sealing), purpose, at=now())


def seal_index(sealing: Sealing, xml: bytes) -> SealedXml:
    """The XML of a case file with its index sealed (XAdES-EPES, with a timestamp if the authority answers).

    Raises `SigningStopped`.
    """
    from consistori.formats import xades
    from consistori.formats.eni.sealing import seal_case

    moment = now()
    stamped: list[datetime | None] = []
    with _open(sealing) as (_hand, sign_bytes):

        def sign(root: Any, part_id: str) -> Any:
            signer_ = xades.XadesSigner(sealing.certificate, sealing.chain, sign_bytes)
            policy = xades.XadesPolicy(sealing.policy_oid)
            made = xades.sign_part(root, part_id, signer_, at=moment, policy=policy, name="FIRMA_INDICE")
            stamped.append(_stamp(made))
            return made

        data = seal_case(xml, sign)
    return SealedXml(data, moment, stamped[0])


def seal_apart(sealing: Sealing, hashes: Sequence[str]) -> dict[str, bytes]:
    """A signature file (CAdES-EPES, without timestamp) for each content, by its SHA-256 in hexadecimal.

    One opening of the key for all. Raises `SigningStopped`.
    """
    from consistori.signature.engine.pades import Policy
    from consistori.signature.forms.cades_making import sign_many_apart

    made: dict[str, bytes] = {}
    wanted = list(dict.fromkeys(hashes))
    for start in range(0, len(wanted), MOST_AT_ONCE):
        some = wanted[start : start + MOST_AT_ONCE]
        with _open(sealing, most=len(some), stamps=False) as (hand, _sign):
            made |= sign_many_apart(some, hand, Policy(sealing.policy_oid), at=now())
    return made


def _stamp(signature: Any) -> datetime | None:
    """Add a timestamp to an XML signature. Without one it is still a signature, and says its own time."""
    from asn1crypto import cms

    from consistori.formats import xades
    from consistori.signature.engine.timestamps import Stamper

    stamper = Stamper(ports.timestamp_authority(), ports.trust_list().context())
    try:
        token: cms.ContentInfo = asyncio.run(stamper.async_timestamp(xades.stamp_digest(signature), "sha256"))
    except ServiceSilent:
        return None
    xades.add_stamp(signature, token.dump())
    return stamper.stamped_at


_checked: dict[tuple[bytes, str], tuple[float, StampTrust]] = {}
_hands: OrderedDict[tuple[Any, ...], tuple[float, Hand]] = OrderedDict()


def _hand_of(sealing: Sealing) -> Hand:
    """A hand for one signature after another, each with its key opened in the signer process for it alone.

    It is kept for the minute for which its certificate holds without being asked again: with it, what is the same in
    all its signatures, and how much room they take. Raises `SigningStopped`.
    """
    from consistori.signature.engine.before import check_certificate
    from consistori.signature.engine.pades import Hand

    address = (str(settings.TRUST_ROOTS), str(settings.SIGNER_SOCKET), id(ports.timestamp_authority()))
    key = (sealing.certificate, sealing.chain, sealing.sealed, *address)
    known = _hands.get(key)
    if known is not None and time.monotonic() - known[0] < CHECKED_FOR:
        return known[1]
    client, bound, sealed = ports.signer(), sealing.fingerprint, sealing.sealed
    hand = Hand(
        sealing.certificate,
        sealing.chain,
        lambda data, algorithm: client.seal_once(data, algorithm, bound=bound, sealed=sealed),
        trust=ports.trust_list(),
        timestamps=ports.timestamp_authority(),
    )
    check_certificate(hand.certificate, hand.context)
    _hands[key] = (time.monotonic(), hand)
    while len(_hands) > MOST_HANDS:
        with suppress(KeyError):
            _hands.popitem(last=False)
    return hand


@contextmanager
def _open(sealing: Sealing, *, most: int = 1, stamps: bool = True) -> Iterator[tuple[Hand, SignBytes]]:
    """The hand of the seal, its certificate checked and its key open in the signer process for one signature."""
    from consistori.signature.engine.before import check_certificate
    from consistori.signature.engine.pades import Hand

    client, batch = ports.signer(), str(uuid7())

    def sign(data: bytes, algorithm: str) -> bytes:
        return client.sign(batch, data, algorithm)

    hand = Hand(
        sealing.certificate,
        sealing.chain,
        sign,
        trust=ports.trust_list(),
        timestamps=ports.timestamp_authority() if stamps else None,
    )
    key = (sealing.certificate, str(settings.TRUST_ROOTS))
    known = _checked.get(key)
    if known is not None and time.monotonic() - known[0] < CHECKED_FOR:
        hand.stamp_trust = known[1]
    else:
        check_certificate(hand.certificate, hand.context)
        _checked[key] = (time.monotonic(), hand.stamp_trust)
    client.open_seal(batch, most=most, bound=sealing.fingerprint, sealed=sealing.sealed)
    try:
        yield hand, sign
    finally:
        with suppress(SigningStopped):
            client.close_batch(batch)


def fingerprint_of(certificate: bytes) -> bytes:
    """SHA-256 of a certificate (DER)."""
    return hashlib.sha256(certificate).digest()

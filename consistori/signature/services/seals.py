"""Seals of the body and what they seal by themselves: bring, issue for the demo, remove, fix and end an act."""

from __future__ import annotations

import base64
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, Unavailable, ensure
from consistori.signature import ports
from consistori.signature.engine.errors import KeyRefused, SigningStopped
from consistori.signature.models import AutomatedAct, Seal
from consistori.signature.seal_events import AutomatedActEnded, AutomatedActFixed, SealAdded, SealRemoved
from consistori.signature.seal_policies import may_manage_seals
from consistori.signature.seals import automated_kinds, fingerprint_of
from consistori.signature.sentences import why_stopped
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

if TYPE_CHECKING:
    from consistori.signature.engine.certificates import BroughtKey


@sensitive_variables("file", "password", "brought")
@act
def bring_seal(*, by: Actor, body: str, file: bytes, password: str) -> Seal:
    """Keep the seal of a PKCS#12 (.p12, .pfx), its key locked with the secret of the signer process.

    Raises `BadInput` at `body`, `file` or `password`, `AlreadyDone`, `Unavailable` when the signer is silent.
    """
    from consistori.signature.engine.certificates import open_pkcs12

    ensure(may_manage_seals(by))
    try:
        brought = open_pkcs12(file, password, at=now())
    except KeyRefused as error:
        field = "password" if error.code == "wrong-password" else "file"
        raise BadInput(why_stopped(error), field=field, code=error.code) from error
    return _keep(by, body, brought, Seal.Origin.BROUGHT)


@sensitive_variables("brought", "made")
@act
def issue_demo_seal(*, by: Actor, body: str, kind: str = "rsa") -> Seal:
    """Have the demonstration authority issue a seal with the name of the town; without legal value."""
    ensure(may_manage_seals(by))
    authority = ports.demo_authority()
    if authority is None:
        raise Unavailable(_("This installation does not issue demonstration keys."))
    from cryptography.hazmat.primitives.serialization import Encoding

    from consistori.signature.engine.certificates import BroughtKey, private_der
    from consistori.signature.engine.demo.seals import issue_seal

    made = issue_seal(authority, organisation=current_entity().name, body=body, kind=kind)
    brought = BroughtKey(
        private_der(made.key),
        made.certificate.public_bytes(Encoding.DER),
        tuple(above.public_bytes(Encoding.DER) for above in made.chain),
    )
    return _keep(by, body, brought, Seal.Origin.DEMO)


@act
def remove_seal(seal: Seal, *, by: Actor) -> None:
    """Forget the key of a seal for ever; what it sealed still holds. Raises `AlreadyDone`, `BadInput` while in use."""
    ensure(may_manage_seals(by))
    if seal.removed_at:
        raise AlreadyDone(_("This seal was removed already."))
    if AutomatedAct.objects.in_force(today()).filter(seal=seal).exists():
        raise BadInput(
            _("It is the seal of an automated act in force. End the act first, or give it another seal.")
        )
    seal.removed_at, seal.sealed = now(), b""
    seal.save(update_fields=["removed_at", "sealed"])
    announce(SealRemoved(seal_id=seal.pk, name=seal.name, body=seal.body), by=by)


@act
def fix_act(
    *, by: Actor, kind: str, seal: Seal, decree: str, definition_body: str, supervision_body: str,
    appeals_body: str, starts_on: date | None = None,
) -> AutomatedAct:  # fmt: skip
    """Fix an automated act before it is used (Llei 40/2015, art. 41.2); one that was in force ends the same day.

    Raises `BadInput` at the field that is missing.
    """
    ensure(may_manage_seals(by))
    if kind not in automated_kinds:
        raise BadInput(_("Say what will be done by itself."), field="kind")
    said = {
        "decree": decree.strip(),
        "definition_body": definition_body.strip(),
        "supervision_body": supervision_body.strip(),
        "appeals_body": appeals_body.strip(),
    }
    for field, text in said.items():
        if not text:
            raise BadInput(
                _("It must be said before the act is used."), field=field, article="Llei 40/2015, art. 41.2"
            )
    if not seal.is_usable():
        raise BadInput(
            _("This seal cannot seal: it was removed, or its certificate has ended."), field="seal"
        )
    day = starts_on or today()
    before = AutomatedAct.objects.filter(kind=kind, ends_on=None, starts_on__lte=day)
    uses = before.values("per_hour", "roles").first() or {}
    before.update(ends_on=day)
    if AutomatedAct.objects.filter(kind=kind, ends_on=None).exists():
        raise BadInput(_("Another act of this kind begins later. End it first."), field="starts_on")
    fixed: AutomatedAct = AutomatedAct.objects.create(
        kind=kind, seal=seal, starts_on=day, created_by_name=by.name, **said, **uses
    )
    told = AutomatedActFixed(act_id=fixed.pk, what=kind, decree=fixed.decree, body=seal.body)
    announce(told, by=by)
    return fixed


@act
def end_act(fixed: AutomatedAct, *, by: Actor) -> None:
    """From today it is not done by itself any more. Raises `AlreadyDone`."""
    ensure(may_manage_seals(by))
    if fixed.ends_on is not None:
        raise AlreadyDone(_("This automated act had ended already."))
    fixed.ends_on = max(today(), fixed.starts_on)
    fixed.save(update_fields=["ends_on"])
    announce(AutomatedActEnded(act_id=fixed.pk, what=fixed.kind, decree=fixed.decree), by=by)


def _keep(by: Actor, body: str, brought: BroughtKey, origin: str) -> Seal:
    from consistori.signature.engine.certificates import facts_of

    if not body.strip():
        raise BadInput(_("Say to which post or body the seal belongs."), field="body")
    bound = fingerprint_of(brought.certificate)
    if Seal.objects.kept().filter(fingerprint=bound.hex()).exists():
        raise AlreadyDone(_("The town hall already has this seal."), field="file")
    try:
        sealed = ports.signer().keep_seal(bound=bound, private_key=brought.private_key)
    except SigningStopped as error:
        raise Unavailable(why_stopped(error), code=error.code) from error
    facts = facts_of(brought.certificate)
    seal: Seal = Seal.objects.create(
        body=body.strip()[:160],
        origin=origin,
        name=facts.name[:160],
        organisation=facts.organisation[:160],
        issuer=facts.issuer[:200],
        serial=facts.serial,
        valid_from=facts.valid_from,
        valid_to=facts.valid_to,
        fingerprint=bound.hex(),
        certificate=brought.certificate,
        chain=[base64.b64encode(der).decode() for der in brought.chain],
        sealed=sealed,
        created_by_name=by.name,
    )
    announce(SealAdded(seal_id=seal.pk, name=seal.name, body=seal.body, issuer=seal.issuer), by=by)
    return seal

"""What signatures hang on careers: what waits for somebody, what she asked for, and what a post lets sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.directory.careers import substitutes_of
from consistori.directory.carrying import Carried, carried
from consistori.directory.models import Absence, Person
from consistori.directory.policies import may_manage_people
from consistori.directory.roles import SIGNS
from consistori.directory.sights import sights
from consistori.documents.policies import is_reserved
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, ensure
from consistori.signature.models import SignatureRequest
from consistori.signature.policies import may_ask
from consistori.signature.services.requests import pass_request

State = SignatureRequest.State


def hang_what_is_carried() -> None:
    """Called once, when the program starts."""
    carried.add(
        "signatures",
        label=gettext_lazy("To sign"),
        of=to_sign_by,
        hand_over=pass_them,
        while_away=signed_while_away,
        icon="pen",
    )
    carried.add(
        "asked",
        label=gettext_lazy("Asked of others to sign"),
        of=asked_by,
        hand_over=take_over_asking,
        while_away=asked_while_away,
        icon="send",
    )
    sights.add_ability(gettext_lazy("to sign"), lambda actor: actor.holds(*SIGNS))
    sights.add_ability(gettext_lazy("to ask for signatures"), lambda actor: bool(may_ask(actor)))


def to_sign_by(person: Person) -> list[Carried]:
    """What was asked of her and is not settled, oldest first. One statement, and what reserves cost."""
    return [_drawn(row, row.asked_by_name) for row in _to_sign_by(person)]


def asked_by(person: Person) -> list[Carried]:
    """What she asked others to sign and is not settled, oldest first. One statement, and what reserves cost."""
    rows = _rows().filter(asked_by_id=person.pk, state__in=[State.WAITING, State.SIGNING, State.FAILED])
    return [_drawn(row, row.signer.full_name) for row in rows]


def pass_them(things: Sequence[Carried], to: Person, by: Actor) -> list[str]:
    """Ask of another what was asked of whoever leaves; what was asked by delegation stays, and is said."""
    stay = []
    for row in _rows().filter(pk__in=[one.key for one in things]):
        if row.delegation is not None and row.by_hand_id is None:
            stay.append(
                _("«%(title)s» was asked by delegation (%(decree)s): withdraw it and ask it again.")
                % {"title": _drawn(row, "").label, "decree": row.delegation.decree}
            )
            continue
        try:
            pass_request(row, by=by, to=to)
        except BadInput as refused:
            raise BadInput(str(refused), field="to-signatures", article=refused.article) from refused
    return stay


def take_over_asking(things: Sequence[Carried], to: Person, by: Actor) -> None:
    """Whoever takes over hears of what is signed or returned."""
    ensure(may_manage_people(by))
    rows = SignatureRequest.objects.filter(pk__in=[one.key for one in things])
    rows.update(asked_by_id=to.pk, asked_by_name=to.full_name)


def signed_while_away(absence: Absence) -> str:
    """Who signs for her: only a substitute by decree (R-DEC-02)."""
    decrees = substitutes_of(absence.person_id, absence.starts_on)
    if not decrees:
        return _("They wait for her: without a decree of substitution nobody signs in the place of another.")
    names = ", ".join(f"{one.to.full_name} ({one.decree})" for one in decrees)
    return _("Signed meanwhile by substitution: %(names)s. What is left when she is back is hers.") % {
        "names": names
    }


def asked_while_away(absence: Absence) -> str:
    return _("They go on: whoever signs does not need her.")


def _to_sign_by(person: Person) -> Any:
    return _rows().filter(signer=person, state__in=[State.WAITING, State.SIGNING])


def _rows() -> Any:
    return SignatureRequest.objects.with_papers().order_by("asked_at")


def _drawn(row: SignatureRequest, note: str) -> Carried:
    """Of a reserved document neither its title nor its page: whoever lists may not be who reads it."""
    reserved = is_reserved(row.document)
    return Carried(
        key=str(row.pk),
        label=_("A reserved document") if reserved else row.document.title,
        url="" if reserved else row.document.get_absolute_url(),
        note=note,
        since=row.asked_at.date(),
    )

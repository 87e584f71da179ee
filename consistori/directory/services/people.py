"""Acts on people: inviting them, their language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.directory.events import PersonInvited
from consistori.directory.models import LANGUAGES, Person
from consistori.directory.policies import may_manage_people
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.trail import act, announce


@act
def invite_person(
    *, by: Actor, email: str, given_name: str, family_name: str, password: str | None = None, **fields: Any
) -> Person:
    """Give a person a login; without `password` she cannot enter until she sets one."""
    ensure(may_manage_people(by))
    if Person.objects.filter(email__iexact=email).exists():
        raise AlreadyDone(_("There is already a person with this e-mail."), field="email")
    person = Person.objects.create_user(
        email=email, password=password, given_name=given_name, family_name=family_name, **fields
    )
    announce(PersonInvited(person_id=person.pk, name=person.full_name), by=by)
    return person


@act
def choose_language(person: Person, *, language: str, by: Actor) -> None:
    """The language in which the program speaks to the person; only she chooses it."""
    ensure(by.is_system or by.person_id == person.pk, _("Each person chooses her own language."))
    if language not in dict(LANGUAGES):
        raise BadInput(_("The program does not speak that language yet."), field="language")
    person.language = language
    person.save(update_fields=["language"])

"""Choosing it, and who has chosen it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.desk.models import MorningLetter
from consistori.directory.models import Person
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import ensure


def choose_letter(person: Person, *, wanted: bool, by: Actor) -> None:
    """Have Today by e-mail each working morning, or no more; only she chooses it. It tells nothing to anybody."""
    ensure(by.is_system or by.person_id == person.pk, _("Each person chooses her own letters."))
    MorningLetter.objects.update_or_create(person=person, defaults={"is_on": wanted, "chosen_at": now()})


def wants_letter(person_id: UUID) -> bool:
    """Whether she has chosen it. One statement."""
    return MorningLetter.objects.filter(person_id=person_id, is_on=True).exists()

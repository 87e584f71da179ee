"""Acts on absences: telling them, changing who covers, coming back."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consistori.directory.career_events import AbsenceEnded, AbsenceTold
from consistori.directory.career_policies import may_tell_absence
from consistori.directory.models import Absence, Person, Post
from consistori.directory.models.careers import AbsenceQuerySet
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.trail import act, announce


@act
def tell_absence(
    person: Person, *, by: Actor, starts_on: date, ends_on: date | None = None,
    covered_by: Person | None = None, note: str = "",
) -> Absence:  # fmt: skip
    """Say that she is away from `starts_on` until the day before `ends_on`, and who covers her.

    Raises `BadInput` at `starts_on`, `ends_on` or `covered_by`.
    """
    ensure(may_tell_absence(by, person.pk))
    if ends_on is not None and ends_on <= starts_on:
        raise BadInput(_("The day she is back comes after the day she leaves."), field="ends_on")
    if not Post.objects.filter(person=person).live(starts_on).exists():
        raise BadInput(_("On that day she does not work here."), field="starts_on")
    if _overlapping(person, starts_on, ends_on).exists():
        raise BadInput(_("She is already away on some of those days."), field="starts_on")
    if covered_by is not None:
        _ensure_may_cover(covered_by, person, starts_on, ends_on)
    absence: Absence = Absence.objects.create(
        person=person, starts_on=starts_on, ends_on=ends_on, covered_by=covered_by, note=note.strip(),
        told_by_name=by.name,
    )  # fmt: skip
    announce(_told(absence), by=by)
    return absence


@act
def come_back(absence: Absence, *, by: Actor, on: date) -> None:
    """She is back on that day; before the absence begins, it is taken back whole. Nothing has to be returned.

    Days that passed are not taken back: by them somebody signed in her place (Llei 40/2015, art. 13).
    """
    ensure(may_tell_absence(by, absence.person_id))
    if absence.cancelled_at is not None or (absence.ends_on is not None and absence.ends_on <= on):
        raise AlreadyDone(_("That absence was over already."))
    if on <= absence.starts_on:
        if absence.starts_on < today():
            raise BadInput(_("She was away since before that day: say a later one."), field="on")
        absence.cancelled_at = now()
        absence.save(update_fields=["cancelled_at"])
    else:
        absence.ends_on = on
        absence.save(update_fields=["ends_on"])
    said = AbsenceEnded(person_id=absence.person_id, name=absence.person.full_name, ends_on=on.isoformat())
    announce(said, by=by)


def _overlapping(person: Person, starts_on: date, ends_on: date | None) -> AbsenceQuerySet:
    rows: AbsenceQuerySet = Absence.objects.told().filter(person=person)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on))
    return rows.filter(starts_on__lt=ends_on) if ends_on is not None else rows


def _ensure_may_cover(covered_by: Person, person: Person, starts_on: date, ends_on: date | None) -> None:
    if covered_by.pk == person.pk:
        raise BadInput(_("Nobody covers her own absence."), field="covered_by")
    if not Post.objects.filter(person=covered_by).live(starts_on).exists():
        raise BadInput(
            _("On that day %(name)s does not work here.") % {"name": covered_by.full_name}, field="covered_by"
        )
    if _overlapping(covered_by, starts_on, ends_on).exists():
        raise BadInput(
            _("%(name)s is away on some of those days too.") % {"name": covered_by.full_name},
            field="covered_by",
        )


def _told(absence: Absence) -> AbsenceTold:
    return AbsenceTold(
        person_id=absence.person_id,
        name=absence.person.full_name,
        starts_on=absence.starts_on.isoformat(),
        ends_on=absence.ends_on.isoformat() if absence.ends_on else "",
        covered_by_id=absence.covered_by_id,
        covered_by_name=absence.covered_by.full_name if absence.covered_by else "",
    )

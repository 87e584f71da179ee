"""The mark of protected person."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.parties.events import PartyProtected, PartyUnprotected
from consistori.parties.models import Party, PartyMerge
from consistori.parties.policies import may_protect
from consistori.parties.services.entering import ensure_standing
from consistori.trail import act, announce


@act
def mark_protected(party: Party, *, by: Actor, protected: bool = True) -> None:
    """Put or take off the mark: it blocks publication and hides where the person lives (R-RGP-08).

    It is of all her entries, so that undoing a union leaves none without it. Whoever had it before she was united keeps
    hers when it is taken off: should they be two after all, it was of that one.
    The motive is not kept: the mark alone is enough, and the less is written the better.
    """
    ensure(may_protect(by))
    ensure_standing(party)
    if party.kind != Party.Kind.NATURAL:
        raise BadInput(_("Only a person can be marked as protected."))
    if party.is_protected == protected:
        raise AlreadyDone(_("It was already so."))
    party.is_protected = protected
    party.version += 1
    party.save(update_fields=["is_protected", "version"])
    others = Party.objects.filter(merged_into=party)
    if not protected:
        came_with_it = PartyMerge.objects.filter(undone_at=None, taken__has_key="is_protected")
        others = others.exclude(pk__in=came_with_it.values("absorbed"))
    others.update(is_protected=protected, version=F("version") + 1)
    event = PartyProtected if protected else PartyUnprotected
    announce(event(party_id=party.pk), by=by)

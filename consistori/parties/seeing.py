"""Who can see a person or firm that comes to us, said of anybody of the house."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from consistori.directory.policies import may_read_logs
from consistori.directory.seeing import Answer, Seen
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere, ensure
from consistori.parties.models import Party
from consistori.parties.policies import TRUSTED, may_see_parties
from consistori.parties.rules.protection import ARTICLE


def seen_party(actor: Actor, id: UUID) -> Seen:
    """The party, for whoever sees parties or reads the logs."""
    found = Party.objects.filter(pk=id).select_related("merged_into").first()
    if found is None:
        raise NotHere()
    party = found.standing
    reads = may_see_parties(actor)
    if not may_read_logs(actor):
        ensure(reads)

    def judge(someone: Actor) -> Answer:
        if not may_see_parties(someone):
            return Answer(False, _("They see only the people of the cases that they read, from each case."))
        if party.is_protected and not someone.holds(*TRUSTED):
            return Answer(
                True, _("They see the name, and not where the person lives: it is a protected person.")
            )
        return Answer(True, _("Their post sees who comes to the town hall; each opening is written down."))

    return Seen(
        kind="party",
        id=party.pk,
        label=party.display_name,
        url=reverse("parties:party", args=[party.pk]) if reads else "",
        rule=_("Whoever sees every case sees who comes to it, and each opening is written down."),
        article=ARTICLE if party.is_protected else "",
        judge=judge,
        records=tuple(Party.objects.family(party.pk).values_list("pk", flat=True)),
        scope="parties:read",
        notes=(_("Whoever reads one of its cases sees its name there too."),),
    )

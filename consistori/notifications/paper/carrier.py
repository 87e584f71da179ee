"""The carrier of letters: what goes on paper waits here to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.notifications.carriers import PAPER
from consistori.notifications.models import Notification
from consistori.notifications.paper.services import begin_ways
from consistori.parties.rules.channels import Way
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


class PaperCarrier:
    """Whoever carries paper in this town: letters wait to be printed in a batch, and a person says what happened."""

    key = PAPER

    def may_carry(self, notification: Notification) -> Verdict:
        """What its channel sends on paper."""
        if notification.channel == Way.PAPER:
            return Verdict(True)
        return Verdict(False, _("It is electronic."))

    def take(self, entity: Entity, leg_ids: Sequence[UUID]) -> None:
        """Begin the way of each one; its leg goes on waiting until its letter is printed."""
        with working_for(entity):
            begin_ways(leg_ids, by=Actor.program(entity.pk))

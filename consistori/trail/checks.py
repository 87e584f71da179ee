"""Is the trail well? The log of readings is sealed each night; somebody must notice when it is not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.kernel.health import Health, bad, good, warning
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail.sealing import is_late, verify_seals


def sealed_in_time() -> Health:
    """Whether every entity has its readings sealed until two days ago."""
    late = []
    for entity in Entity.objects.all():
        with working_for(entity):
            if is_late(now()):
                late.append(entity.slug)
    if late:
        return warning(_("The log of readings waits for its seal for more than two days."), ", ".join(late))
    return good(_("The log of readings is sealed."))


def seals_hold() -> Health:
    """Recompute every seal of every entity: slow, for the test button."""
    broken = []
    for entity in Entity.objects.all():
        with working_for(entity):
            report = verify_seals()
        if not report.holds:
            broken.append(f"{entity.slug} ({report.broken_at}: {report.reason})")
    if broken:
        return bad(_("Somebody touched the log of readings after it was sealed."), ", ".join(broken))
    return good(_("The log of readings is as it was sealed."))

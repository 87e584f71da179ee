"""What has been told, and what has not, of until when things are answered; and an incident with its extension."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from consistori.config.demo.moments import HERE, at
from consistori.config.demo.telling import Told
from consistori.eoffice.filing.term_letters.acts import begin_letter
from consistori.eoffice.models import Incident, TermLetter
from consistori.eoffice.office.services import publish_incident
from consistori.kernel.clock import today
from consistori.registry.models import RegistryEntry
from consistori.tenancy.scope import working_for

TOWN = "vall-llobera"
LETTERS = {
    "Pide la bonificación de la tasa": "FIS-03",
    "Demana un gual al carrer de les Escoles": "VIA-01",
}
"""Of entries that came to the counter, of which procedure each is; the worker makes their letters when it starts."""


def owe_letters(told: Told) -> None:
    """In one town: letters to be given at the counter, one of them late. Once."""
    if told.entity.slug != TOWN:
        return
    with working_for(told.entity):
        if TermLetter.objects.exists():
            return
    for subject, code in LETTERS.items():
        with told.unless_refused(subject), working_for(told.entity):
            entry = RegistryEntry.objects.filter(subject__startswith=subject).select_related("unit").first()
            if entry is not None:
                begin_letter(entry, by=told.actor("merce.soldevila"), code=code)


def tell_of_the_incident(told: Told) -> None:
    """A morning without e-office three weeks ago, and the decree that extended the terms of people by some days."""
    if told.entity.slug != TOWN:
        return
    with working_for(told.entity):
        if Incident.objects.exists():
            return
    day = today() - timedelta(days=20)
    morning = datetime.combine(day, time(8, 40), tzinfo=HERE)
    with at(morning), told.unless_refused("incident"), working_for(told.entity):
        publish_incident(
            by=told.actor("merce.soldevila"),
            what_ca="La seu no deixava entrar amb certificat",
            what_es="La sede no dejaba entrar con certificado",
            starts_at=morning,
            ends_at=morning + timedelta(hours=5),
            alternative="Vau poder presentar-ho al taulell o per un altre registre.",
            extended_to=day + timedelta(days=3),
            decision=f"Decret {day.year}/0187 de l’Alcaldia",
        )

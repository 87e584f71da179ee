"""The same in many cases, in the demo: four renewals of terraces get their decree at once, and one lacks a datum."""

from __future__ import annotations

from consistori.cases.many.running import run
from consistori.cases.many.services import begin_batch
from consistori.cases.models import CaseBatch
from consistori.cases.services import open_case
from consistori.cases.services.opening import OpeningParty
from consistori.catalogue.selectors import series_of_code
from consistori.config.demo.telling import Told
from consistori.documents.models import Template
from consistori.documents.templating.selectors import in_force
from consistori.tenancy.scope import working_for

TOWN, SERIES, TEMPLATE = "castellroc", "F603", "decret"
TERRACES = (
    ("del bar de la plaça", "pere-oliveras"),
    ("de la fonda Can Roc", "joan-puigdollers"),
    ("del cafè del Mirador", "assumpta-corominola"),
    ("de la granja Bofill", ""),
)


def renew_terraces(told: Told) -> None:
    """Open the four and write in all of them; nothing goes to be signed by itself."""
    if told.entity.slug != TOWN:
        return
    with told.unless_refused("renewals"):
        with working_for(told.entity):
            if CaseBatch.objects.exists():
                return
            template = next((one for one in in_force(Template.Kind.TEXT) if one.code == TEMPLATE), None)
            if template is None:
                return
            clerk, series = told.actor("lluis.bofill"), series_of_code(SERIES)
            cases = [
                open_case(
                    by=clerk, title=f"Renovació de la terrassa {name}", series=series,
                    parties=[OpeningParty(told.who(party), "applicant")] if party else (),
                )
                for name, party in TERRACES
            ]  # fmt: skip
            batch = begin_batch(
                by=clerk, what="write", cases=[case.pk for case in cases], title=template.name,
                template=template, arguments={"language": "ca"},
            )  # fmt: skip
        run(told.entity, batch.pk)

"""The accumulating case of the year, where every slip and certificate goes (e-SET, 4)."""

from __future__ import annotations

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from consistori.cases.models import CaseFile
from consistori.cases.services import open_case
from consistori.catalogue.selectors import series_of_code
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.padro.models import YearCase
from consistori.tenancy import modality
from consistori.tenancy.scope import current_entity
from consistori.trail import act

SERIES = "J104"


@act
def case_of_year(*, by: Actor) -> CaseFile | None:
    """The case of this year, opened with the first paper; another one if somebody closed it.

    None where series are compulsory and the scheme in force has none for it: the papers come out all the same.
    Nobody joins it as a party: they are many, and none should see the others'.
    """
    entity, year = current_entity(), today().year
    with connection.cursor() as cursor:  # two first papers of the year open one case
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('padro.year_case'), %s)", [entity.pk])
    row = YearCase.objects.filter(year=year).select_related("case").first()
    if row is not None and row.case.is_open:
        return row.case
    with translation.override(entity.language):
        title = _("Slips and certificates of the register of residents, %(year)s") % {"year": year}
    series = series_of_code(SERIES)
    if series is None and modality.is_on(entity, "series_compulsory"):
        return None
    case = open_case(by=by, title=title, series=series)
    if row is None:
        YearCase.objects.create(year=year, case=case)
    else:
        row.case = case
        row.save(update_fields=["case"])
    return case

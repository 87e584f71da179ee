"""Putting the starter scheme in force."""

from django.utils.translation import gettext_lazy as _

from consistori.catalogue.events import SchemeAdopted
from consistori.catalogue.models import DocumentType, Scheme, SeriesEquivalence
from consistori.catalogue.policies import may_edit_scheme
from consistori.catalogue.services.writing import write_rows
from consistori.catalogue.starter import (
    NAME,
    VERSION,
    starter_crosswalk,
    starter_retention,
    starter_rows,
    starter_types,
)
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, ensure
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act, announce


def adopt_standard_scheme(entity: Entity, by: Actor) -> Scheme:
    """Make the starter scheme, its crosswalk and the short list of document types the entity's own.

    Its descendants inherit them. Raises `AlreadyDone` when this version is there.
    """
    with working_for(entity):
        return _adopt(by=by)


@act
def _adopt(*, by: Actor) -> Scheme:
    ensure(may_edit_scheme(by))
    if Scheme.objects.filter(name=NAME, version=VERSION).exists():
        raise AlreadyDone(_("The starter scheme is already here."))
    day = today()
    scheme = Scheme(
        name=NAME, version=VERSION, adopted_on=day, provenance="consistori/catalogue/data/README.md"
    )
    _leave_the_one_before(scheme)
    scheme.save(force_insert=True)
    series = write_rows(scheme, starter_rows(), valid_from=day, retention=starter_retention())
    SeriesEquivalence.objects.bulk_create(
        SeriesEquivalence(
            series=series[line["code"]],
            other_scheme=line["other_scheme"],
            other_code=line["other_code"],
            other_title=line["other_title"],
            relation=line["relation"],
        )
        for line in starter_crosswalk()
    )
    _write_types()
    announce(
        SchemeAdopted(scheme_id=scheme.pk, name=scheme.name, version=scheme.version, series=len(series)),
        by=by,
    )
    return scheme


def _leave_the_one_before(scheme: Scheme) -> None:
    Scheme.objects.filter(entity_id=scheme.entity_id, is_current=True).update(is_current=False)


def _write_types() -> None:
    known = set(DocumentType.objects.values_list("code", flat=True))
    DocumentType.objects.bulk_create(
        DocumentType(
            code=kind.code,
            name_ca=kind.name_ca,
            name_es=kind.name_es,
            eni_type=kind.eni_type,
            default_origin=kind.default_origin,
            words_ca=kind.words_ca,
            words_es=kind.words_es,
            place=place,
        )
        for place, kind in enumerate(starter_types())
        if kind.code not in known
    )

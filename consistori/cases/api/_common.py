"""What every operation on a case does: find it as its policy says, and name what is beside it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consistori.cases import selectors
from consistori.cases.api.bodies import CaseDetail, OpeningPartyIn, case_fields, case_party_out
from consistori.cases.models import CaseFile, CaseLabel
from consistori.cases.policies import may_read
from consistori.cases.services import OpeningParty
from consistori.cases.visibility import knows_every_case
from consistori.catalogue.models import Series
from consistori.catalogue.selectors import series_of_code, series_of_key
from consistori.directory.api_access import Answer, ApiRequest
from consistori.directory.models import Person, Unit
from consistori.directory.policies import is_watched
from consistori.directory.selectors import colleagues
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, NotHere, ensure
from consistori.parties.models import Party
from consistori.parties.services import PartyExists, add_party
from consistori.trail.readings import record_reading


def base_of(request: HttpRequest) -> str:
    """The beginning of the addresses of the API, as it was asked."""
    return request.path.split("/api/v1/")[0] + "/api/v1/"


def uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def case_of(request: ApiRequest, ref: str, *, lock: bool = False) -> CaseFile:
    """The case by its identifier or number, for whoever may read it.

    To the outsider it is not here; a colleague is told that it is reserved. `lock` keeps others from
    changing it until the answer.
    """
    key = uuid_or_none(ref)
    if lock or not knows_every_case(request.actor):
        known = selectors.with_cover(CaseFile.objects.known_to(request.actor))
        if lock:
            known = known.select_for_update(of=("self",))
        case: CaseFile | None = known.filter(pk=key).first() if key else known.filter(number=ref[:32]).first()
    else:
        case = selectors.any_case(key or ref[:32])
    if case is None:
        raise NotHere(_("There is no such case."))
    case.entity = request.entity
    ensure(may_read(request.actor, case))
    if not lock and (case.reserved or is_watched(request.actor)):
        record_reading(by=request.actor, kind="case", id=case.pk, label=case.number, reserved=case.reserved)
    return case


def case_answer(request: ApiRequest, case: CaseFile, *, status: int = 200) -> Answer:
    """The case in full, with its version. Two statements."""
    rows = CaseLabel.objects.filter(case=case).order_by("label__name")
    base = base_of(request)
    detail = CaseDetail(
        **case_fields(case, request.entity, base),
        ending_note=case.ending_note,
        eni_identifier=case.eni_identifier,
        labels=list(rows.values_list("label__name", flat=True)) if case.version > 1 else [],
        parties=[case_party_out(row) for row in selectors.parties_of(case)],
    )
    location = f"{base}cases/{case.pk}" if status == 201 else ""
    return Answer(detail, status=status, etag=case.etag, location=location)


def series_of(ref: str | None) -> Series | None:
    """The series of the scheme in force, by code or identifier; whether it takes cases, the act says.

    Raises `BadInput`.
    """
    if not ref:
        return None
    key = uuid_or_none(ref)
    series: Series | None = series_of_key(key) if key else series_of_code(ref)
    if series is None:
        raise BadInput(_("There is no such series to open cases in."), field="series")
    return series


def unit_of(ref: UUID | None) -> Unit | None:
    """An open unit of the house. Raises `BadInput`."""
    if ref is None:
        return None
    unit: Unit | None = Unit.objects.filter(pk=ref, closed_on=None).first()
    if unit is None:
        raise BadInput(_("There is no such unit."), field="unit")
    return unit


def colleague(ref: UUID | None, *, field: str) -> Person | None:
    """Somebody who works here. Raises `BadInput`."""
    if ref is None:
        return None
    found = next((person for person in colleagues() if person.pk == ref), None)
    if found is None:
        raise BadInput(_("Nobody with that identifier works here."), field=field)
    return found


def opening_party(sent: OpeningPartyIn, *, by: Actor) -> OpeningParty:
    """The party that was named: by its identifier, by a number that we know, or entered now."""
    return OpeningParty(_party(sent, by), sent.role)


def _party(sent: OpeningPartyIn, by: Actor) -> Party:
    if sent.id is not None:
        party: Party | None = Party.objects.filter(pk=sent.id).first()
        if party is None:
            raise BadInput(_("There is no such person or firm here."), field="parties")
        return party
    data: dict[str, Any] = sent.model_dump(exclude={"id", "role"}) | {"kind": sent.kind or ""}
    try:
        return add_party(by=by, **data)
    except PartyExists as known:
        return known.twin

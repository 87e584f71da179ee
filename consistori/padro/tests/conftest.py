"""What a story about residence papers needs: a register in force, who is at the counter, somebody who has come in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from consistori.kernel.clock import today
from consistori.signature.tests.sealing import authority, give_seal, sealing_house, stamps, trust

SHEET = """\
full;document;nom;cognom1;cognom2;data_naixement;via;numero;pis;codi_postal;poblacio;data_alta;tutors;protegida
1;12345678Z;Laia;Riubrugent;Pou;14/03/1984;Carrer Major;12;2n 1a;17850;Vall-llobera;01/09/2012;;
1;00000001R;Jan;Serrat;Mas;02/02/1982;Carrer Major;12;2n 1a;17850;Vall-llobera;01/09/2012;;
1;;Pau;Serrat;Riubrugent;20/05/2018;Carrer Major;12;2n 1a;17850;Vall-llobera;20/05/2018;12345678Z 00000001R;
1;;Ona;Vila;Font;11/11/2012;Carrer Major;12;2n 1a;17850;Vall-llobera;01/09/2020;;
2;X1234567L;Amal;Idrissi;;30/07/1990;Carrer de la Font;3;;17850;Vall-llobera;15/01/2021;;si
2;00000002W;Pere;Costa;Roig;01/01/1955;Carrer de la Font;3;;17850;Vall-llobera;15/01/1990;;
"""

__all__ = ["authority", "give_seal", "sealing_house", "stamps", "trust"]


@pytest.fixture
def registrar(town: Any, hire: Any) -> Any:
    return hire(town, "registrar", "Marta", "Vilà")


@pytest.fixture
def register(at_work: Any) -> Any:
    """The register of the town in force."""
    from consistori.kernel.actor import Actor
    from consistori.padro.services import bring_register, put_in_force

    by = Actor.program(at_work.pk)
    return put_in_force(
        bring_register(by=by, data=SHEET.encode(), file_name="padró.csv", as_of=today()), by=by
    )


@pytest.fixture
def laia(at_work: Any, secretary: Any) -> Any:
    from consistori.parties.services import add_party

    return add_party(by=secretary, name="Laia", surname1="Riubrugent", identifier="12345678Z")


@pytest.fixture
def house(register: Any, at_work: Any) -> Any:
    """What the register says of Laia."""
    from consistori.padro.ports import residence_of

    return residence_of(at_work, "12345678Z")


@pytest.fixture
def seal(give_seal: Callable[..., Any], at_work: Any) -> Any:
    return give_seal(at_work, "residence_slip")


@pytest.fixture
def approved() -> Iterator[None]:
    """An approval is on record, so that slips come out by themselves."""
    from consistori.padro import approvals

    def source(kind: str, on: date) -> approvals.Approval | None:
        return approvals.Approval("Decret 2026/0151", on) if kind == approvals.SLIPS else None

    approvals.sources.append(source)
    yield
    approvals.sources.remove(source)


@pytest.fixture
def come_in(client: Any, town: Any) -> Callable[..., Any]:
    """`come_in("12345678Z")` gives a browser where that person has come in."""

    def enter(identifier: str = "12345678Z", **said: Any) -> Any:
        from consistori.eoffice.identity.citizens import KEY, Citizen
        from consistori.kernel.clock import now

        known: dict[str, Any] = {
            "method": "valid", "level": "substantial", "identifier": identifier, "name": "Laia",
            "surname1": "Riubrugent", "evidence": "a" * 64, "entered_at": now().isoformat(),
        }  # fmt: skip
        session = client.session
        session[KEY] = {str(town.pk): asdict(Citizen(**known | said))}
        session.save()
        return client

    return enter


@pytest.fixture
def procedure(at_work: Any) -> Any:
    """The slip among the procedures of the town."""
    from consistori.catalogue.procedures.services import create_procedure, publish
    from consistori.catalogue.procedures.standard import standard_sheets
    from consistori.kernel.actor import Actor

    by = Actor.program(at_work.pk)
    return publish(create_procedure(by=by, text=standard_sheets()["PAD-03"]), by=by)


def key_of(house: Any, name: str) -> Any:
    """The key of somebody of the house."""
    return next(one.key for one in house.everybody if one.name == name)


@pytest.fixture
def hear(at_work: Any, run_jobs: Callable[[], int]) -> Callable[[], None]:
    """Tell what happened until now to whoever listens, and do every job, as if the act had ended."""

    def do() -> None:
        from consistori.tenancy.scope import before_commit, current_scope

        for hook in before_commit:
            hook(current_scope())
        current_scope().pending.clear()
        run_jobs()

    return do


@pytest.fixture
def series(at_work: Any) -> Any:
    """The series where slips go, in the scheme of the town."""
    from consistori.catalogue.models import Scheme, Series

    scheme = Scheme.objects.create(name="QdC", version="1", adopted_on=date(2020, 1, 1), is_current=True)
    return Series.objects.create(
        scheme=scheme, code="J104", title_ca="Volants i certificats", level=3, valid_from=date(2020, 1, 1)
    )

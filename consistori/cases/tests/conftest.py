"""What a story about cases needs: a series, a type of document, a party, a case with papers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from consistori.cases.models import CaseFile
from consistori.cases.services import open_case
from consistori.cases.tests.renewals import begin, renewals, template, work  # noqa: F401
from consistori.tenancy.scope import working_for


def make_series(code: str = "D402", title: str = "Ocupació de la via pública", **fields: Any) -> Any:
    """A series of the scheme of the entity of the scope."""
    from consistori.catalogue.models import Scheme, Series

    scheme = Scheme.objects.first() or Scheme.objects.create(
        name="QdC", version="1", adopted_on=date(2020, 1, 1)
    )
    said = {"level": 3, "valid_from": date(2020, 1, 1), **fields}
    return Series.objects.create(scheme=scheme, code=code, title_ca=title, **said)


@pytest.fixture
def series(at_work: Any) -> Any:
    return make_series()


@pytest.fixture
def reserved_series(at_work: Any) -> Any:
    """Social services: only the secretary reads them."""
    return make_series("J103", "Ajuts d’urgència social", reserved_roles=["secretary"])


@pytest.fixture
def case(series: Any, clerk: Any) -> CaseFile:
    """“Terrassa a la plaça de l’Església”, carried by Núria Camps."""
    return open_case(by=clerk, title="Terrassa a la plaça de l’Església", series=series)


@pytest.fixture
def inside(other_town: Any) -> Callable[[], Any]:
    """`with inside():` is the scope of the other town."""
    return lambda: working_for(other_town)


@pytest.fixture
def bakery(at_work: Any) -> Any:
    """Forn de l’Església, SL."""
    from consistori.parties.models import Party

    return Party.objects.create(
        kind="legal", name="Forn de l’Església, SL", sort_name="forn", name_key="forn",
        identifier="B17999996",
        identifier_kind="nif",
    )  # fmt: skip


@pytest.fixture
def neighbour(at_work: Any) -> Any:
    """Laia Riubrugent."""
    from consistori.parties.models import Party

    return Party.objects.create(
        name="Laia", surname1="Riubrugent", sort_name="riubrugent", name_key="laia", identifier="12345678Z",
        identifier_kind="dni",
    )  # fmt: skip


@pytest.fixture
def paper(at_work: Any, clerk: Any) -> Callable[..., Any]:
    """`paper("Resolució", "TD01")` is a final document with its type, date and language; `**metadata` at will."""
    from consistori.catalogue.models import DocumentType
    from consistori.documents.services import create_from_bytes

    def make(title: str, eni_type: str = "", *, by: Any = None, data: bytes = b"", **metadata: Any) -> Any:
        kind = None
        if eni_type:
            kind = DocumentType.objects.filter(eni_type=eni_type).first() or DocumentType.objects.create(
                code=eni_type, name_ca=title, eni_type=eni_type
            )
        said = {"language": "ca", "state": "final", **metadata}
        content = data or f"{title}\n".encode()
        return create_from_bytes(
            by=by or clerk, data=content, name=f"{title}.txt", title=title, type=kind, **said
        )

    return make


@pytest.fixture
def resolved(case: CaseFile, clerk: Any, paper: Any) -> CaseFile:
    """The case with its application and its decree: it can be closed."""
    from consistori.cases.services import add_documents

    add_documents(case, [paper("Sol·licitud", "TD14"), paper("Decret", "TD01")], by=clerk)
    return case


@pytest.fixture
def registrar(town: Any, hire: Any) -> Any:
    return hire(town, "registrar", "Marta", "Vilà")


@pytest.fixture
def technician(town: Any, hire: Any) -> Any:
    return hire(town, "external", "Arnau", "Vidal")


@pytest.fixture
def enter(at_work: Any, registrar: Any, neighbour: Any) -> Any:
    """`enter("Gual")` registers an entry of Laia Riubrugent."""

    from consistori.registry.services import EntryPersonSaid, register_entry

    def make(subject: str = "Esmena de la sol·licitud de terrassa", **said: Any) -> Any:
        people = said.pop("people", [EntryPersonSaid(party=neighbour)])
        return register_entry(by=registrar, subject=subject, people=people, **said)

    return make

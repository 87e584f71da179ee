"""A town that publishes: a text written here and a PDF that tell of people, and the public page read in the process."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from consistori.bulletin.models import Datum
from consistori.bulletin.ports import Served
from consistori.bulletin.services import decide_data, prepare_edict
from consistori.deadlines.rules.lists import read_list
from consistori.deadlines.selectors import place_of
from consistori.deadlines.services import adopt_standard_calendars, publish_calendar
from consistori.documents.services import create_from_bytes
from consistori.documents.writing.services import start_text
from consistori.kernel.actor import Actor

TOLD = (
    "<p>Vist que la senyora Laia Riubrugent Pou, amb DNI 123<strong>45678Z</strong>, demana llicència per a una "
    "terrassa a la plaça de l’Om. Telèfon 612 34 56 78; correu <a href='mailto:laia@exemple.cat'>laia@exemple.cat"
    "</a>.</p>"
    "<p>Grifoll SL, NIF B65410011, hi està d’acord.</p>"
)


@pytest.fixture
def written(at_work: Any, clerk: Any) -> Any:
    """A text written here that tells of a person."""
    return start_text(by=clerk, title="Llicència de terrassa", html=TOLD, language="ca")


@pytest.fixture
def printed(at_work: Any, clerk: Any) -> Any:
    """The same in a PDF that somebody brought."""
    import typst

    source = (
        '#set text(lang: "ca")\n= Anunci\nLaia Riubrugent Pou, amb DNI 12345678Z, i Pere Canadell Roig, amb NIE '
        "X1234567L, són admesos. #pagebreak() Segona pàgina: res a dir."
    )
    data = typst.compile(source.encode(), format="pdf")
    return create_from_bytes(by=clerk, data=data, name="anunci.pdf", title="Anunci d’admesos", language="ca")


@pytest.fixture
def decided(clerk: Any) -> Callable[..., Any]:
    """`decided(document, kind=…)`: an edict of it, with what is proposed taken as it is."""

    def make(document: Any, *, kind: str = "plurality", hide: tuple[str, ...] = (), **said: Any) -> Any:
        edict = prepare_edict(by=clerk, document=document, kind=kind, **said)
        decisions = {one.pk: one.proposal for one in Datum.objects.filter(edict=edict)}
        return decide_data(edict, by=clerk, decisions=decisions, hide=hide)

    return make


class PageOfTests:
    """The port of the board, answered by the very pages of the program, each drawn once. `down`: nothing answers."""

    down = False
    changes: dict[str, bytes] = {}
    known: dict[str, Served] = {}

    def read(self, url: str, *, most: int) -> Served:
        if self.down:
            return Served(0)
        path = "/" + url.split("//", 1)[1].split("/", 1)[1]
        if path in self.changes:
            return Served(200, self.changes[path])
        if self.known and path in self.known:
            return self.known[path]
        answer = Client().get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        self.known[path] = Served(answer.status_code, body)
        return self.known[path]


@pytest.fixture
def public_page(monkeypatch: Any) -> PageOfTests:
    page = PageOfTests()
    page.changes, page.known = {}, {}
    monkeypatch.setattr("consistori.bulletin.ports.page_reader", lambda: page)
    return page


@pytest.fixture
def at(monkeypatch: Any) -> Callable[..., None]:
    """`at("2026-03-16", "10:00")`: the clock of the house stands there."""

    def stand(day: str, hour: str = "10:00") -> None:
        moment = datetime.combine(
            date.fromisoformat(day), time.fromisoformat(hour), tzinfo=ZoneInfo("Europe/Madrid")
        )
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return stand


@pytest.fixture
def calendars(at_work: Any, town: Any) -> None:
    """The non-working days of 2026, with those of the town."""
    by = Actor.system("install", town.pk)
    adopt_standard_calendars(town, by)
    publish_calendar(
        place=place_of(town), year=2026, holidays=read_list("20-01 Sant Sebastià\n31-08 Festa major", 2026),
        source="DOGC 9999", published_on=date(2026, 1, 1), by=by,
    )  # fmt: skip

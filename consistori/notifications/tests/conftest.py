"""A town that notifies: a thing with acts («errand»), a signed decree, a firm, a neighbour who chose, a man of 84."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from unittest import mock
from uuid import UUID

import pikepdf
import pytest
from django.utils import timezone

from consistori.deadlines import subjects
from consistori.deadlines.rules.lists import read_list
from consistori.deadlines.subjects import Subject, SubjectKind, Told
from consistori.kernel.errors import Verdict
from consistori.kernel.identifiers import uuid7
from consistori.notifications.rules.contents import ActFacts, AppealAsked
from consistori.notifications.rules.lapse import HERE
from consistori.tenancy.scope import working_for


def _one_page() -> bytes:
    """A PDF of one page, blank: what it says is the business of other rooms."""
    made = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    pdf.save(made, static_id=True)
    return made.getvalue()


TEXT = _one_page()


class Clock:
    """The hour that the house believes; `clock.is_at(2026, 6, 1, 10)` moves it."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 6, 1, 10, 0, tzinfo=HERE)

    def __call__(self) -> datetime:
        return self.moment

    def is_at(self, *parts: int) -> datetime:
        self.moment = datetime(*parts, tzinfo=HERE)  # type: ignore[misc, arg-type]
        return self.moment

    def goes_on(self, **more: float) -> None:
        self.moment += timedelta(**more)


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Monday, 1 June 2026, 10.00 (E40)."""
    hands = Clock()
    with mock.patch("django.utils.timezone.now", side_effect=hands):
        yield hands


@pytest.fixture
def errand(monkeypatch: Any, clerk: Any, mayor: Any) -> Subject:
    """A thing of the town with acts to notify: whoever works here sees it and acts on it, nobody of elsewhere."""
    one = uuid7()

    def here(actor: Any, _id: UUID) -> Verdict:
        return Verdict(actor.is_system or actor.entity_id == clerk.entity_id, "You do not read it.")

    def tell(actor: Any, ids: Any) -> dict[UUID, Told]:
        return {key: Told("E/2026/7", "Llicència d’obres", "/desk/e/") for key in ids if here(actor, key)}

    kind = SubjectKind("errand", "Errand", tell=tell, may_see=here, may_act=here, papers=lambda *_: [])
    monkeypatch.setitem(subjects._kinds, "errand", kind)
    return Subject("errand", one)


@pytest.fixture
def calendars(town: Any) -> Any:
    """The general ones, with those of the town without local days: a term gives a day."""
    from consistori.deadlines.selectors import place_of
    from consistori.deadlines.services import adopt_standard_calendars, publish_calendar
    from consistori.kernel.actor import Actor

    by = Actor.program(town.pk)
    adopt_standard_calendars(town, by)
    with working_for(town):
        for year in (2026, 2027):
            publish_calendar(
                place=place_of(town), year=year, holidays=read_list("20-01 Sant Sebastià", year),
                source="DOGC 9999", published_on=date(2026, 1, 1), by=by,
            )  # fmt: skip
    return town


@pytest.fixture
def signed(at_work: Any, clerk: Any) -> Callable[..., Any]:
    """`signed("Decret 2026/12")` gives a document with its text fixed and a signature on it; no key is needed."""

    def make(title: str = "Decret 2026/12", **said: Any) -> Any:
        return signed_by(clerk, title, **said)

    return make


def signed_by(by: Any, title: str, *, words: str = "", data: bytes = TEXT) -> Any:
    """A document with its text fixed and a signature on it, in the town of the scope."""
    from consistori.documents.models import Document, DocumentText, DocumentVersion, VersionBlob
    from consistori.documents.services import append_evidence, create_from_bytes

    made = create_from_bytes(by=by, data=data, name="decret.pdf", title=title, language="ca")
    before = made.version
    version = DocumentVersion.objects.create(
        document=made, number=before.number + 1, making="frozen", name=before.name,
        media_type=before.media_type, format_name=before.format_name, sha256=before.sha256,
        size=before.size, code=f"VLL{uuid7().hex[:20]}", code_seal="0" * 64, source=before,
    )  # fmt: skip
    text = VersionBlob.objects.create(version=version, sha256=before.sha256, size=before.size)
    Document.objects.filter(pk=made.pk).update(version=version, latest_blob=text, state="frozen")
    if words:
        DocumentText.objects.create(version=version, state="read", text=words)
    append_evidence(version, blob=data + b"% signed\n", kind="signature", by=by)
    return Document.objects.with_version().get(pk=made.pk)


@pytest.fixture
def facts(clock: Clock) -> ActFacts:
    """A decree of the mayor that ends the way, with its two appeals."""
    return ActFacts(
        title="Llicència d’obres a Escoles 8",
        act_on=timezone.localdate(),
        body="Alcaldia",
        ends_way=True,
        appeals=(
            AppealAsked("reposicio", "Alcaldia", 1, "months", "Llei 39/2015, arts. 123-124"),
            AppealAsked(
                "court", "Jutjat contenciós administratiu de Girona", 2, "months", "Llei 29/1998, art. 46"
            ),
        ),
        act_number="2026/12",
    )


@pytest.fixture
def firm(at_work: Any, secretary: Any) -> Any:
    """A firm: electronic by duty (14.2.a), with an e-mail."""
    from consistori.parties.services import add_channel, add_party

    party = add_party(by=secretary, kind="legal", name="Construccions Pont Vell SL", identifier="B66012345")
    add_channel(party, by=secretary, kind="email", value="avisos@pontvell.example")
    return party


@pytest.fixture
def laia(at_work: Any, secretary: Any) -> Any:
    """A neighbour who may choose."""
    from consistori.parties.services import add_party

    return add_party(by=secretary, name="Laia", surname1="Riubrugent", surname2="Pou", identifier="12345678Z")


@pytest.fixture
def pere(at_work: Any, secretary: Any) -> Any:
    """A man of 84 who never chose anything."""
    from consistori.parties.services import add_party

    return add_party(by=secretary, name="Pere", surname1="Casadevall", identifier="39000001M")


@pytest.fixture
def prepared(errand: Subject, signed: Any, facts: ActFacts, clerk: Any) -> Callable[..., Any]:
    """`prepared(firm, (laia, {"chose": "electronic"}), terms=(…))` prepares the notification of a decree to them."""
    from consistori.notifications.services import AddresseeAsked, prepare

    def make(*whom: Any, **said: Any) -> Any:
        asked = [
            AddresseeAsked(one[0], **one[1]) if isinstance(one, tuple) else AddresseeAsked(one)
            for one in whom
        ]
        more = {key: said.pop(key) for key in ("resolves", "document", "by", "reference") if key in said}
        return prepare(
            by=more.pop("by", clerk),
            subject=errand,
            document=more.pop("document", None) or signed(),
            act=replace(facts, **said),
            addressees=asked,
            **more,
        )

    return make


@pytest.fixture
def sent(prepared: Callable[..., Any], clerk: Any) -> Callable[..., Any]:
    """The same, put at disposal; the notifications in the order in which they were asked."""
    from consistori.notifications.services import put_at_disposal

    def make(*whom: Any, **said: Any) -> Any:
        dispatch = prepared(*whom, **said)
        put_at_disposal(dispatch, by=clerk)
        return list(dispatch.notifications.select_related("dispatch", "party").order_by("number"))

    return make


@pytest.fixture
def open_it(town: Any) -> Callable[..., Any]:
    """`open_it(notification, reader)` warns and opens, as the office does."""
    from consistori.kernel.actor import Actor
    from consistori.notifications.services import record_access, record_warning

    def do(notification: Any, reader: Any, **said: Any) -> Any:
        by = Actor(None, reader.name, town.pk, channel="eoffice")
        warned = record_warning(notification, by=by, reader=reader)
        return record_access(notification, by=by, reader=reader, warned_at=warned, **said)

    return do


def reader_of(party: Any, **said: Any) -> Any:
    """Somebody who came in with their certificate; a firm, by that of its manager."""
    from consistori.notifications.readers import Reader

    if party.is_person:
        return Reader(party.display_name, party.identifier, "certificate", "high", "e" * 64, **said)
    return Reader(
        "Joan Pont", "77777777B", "certificate", "high", "e" * 64,
        for_identifier=party.identifier, for_name=party.display_name, **said,
    )  # fmt: skip

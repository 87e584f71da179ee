"""The last instant: somebody opens it while the program writes that it lapsed, each in a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from consistori.deadlines import subjects
from consistori.deadlines.subjects import Subject, SubjectKind
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import Verdict
from consistori.kernel.identifiers import uuid7
from consistori.notifications.models import Evidence, Notification
from consistori.notifications.readers import Reader
from consistori.notifications.rules.contents import ActFacts, AppealAsked
from consistori.notifications.rules.states import State
from consistori.notifications.services import (
    AddresseeAsked,
    lapsing,
    prepare,
    put_at_disposal,
    record_access,
    record_warning,
    settle_lapsed,
)
from consistori.notifications.tests.conftest import signed_by
from consistori.parties.services import add_party
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

FEW = timedelta(milliseconds=100)
ENDINGS = ("accessed", "lapsed")
LAIA = Reader("Laia Riubrugent Pou", "12345678Z", "certificate", "high", "e" * 64)
PATIENCE = 30


def _yes(*_: Any) -> Verdict:
    return Verdict(True)


@pytest.fixture
def town(own_database: str, monkeypatch: Any, settings: Any, tmp_path: Any) -> Entity:
    settings.BLOB_ROOT = tmp_path
    kind = SubjectKind(
        "errand", "Errand", tell=lambda *_: {}, may_see=_yes, may_act=_yes, papers=lambda *_: []
    )
    monkeypatch.setitem(subjects._kinds, "errand", kind)
    made: Entity = Entity.objects.create(slug="vall", name="Vall", short_name="Vall", code_prefix="VLL")
    return made


@pytest.fixture
def open_ones(town: Entity) -> Callable[[int], list[Notification]]:
    """`open_ones(3)` gives as many to Laia, of which day ten ended some minutes ago and nobody has written it yet."""

    def make(many: int) -> list[Notification]:
        by = Actor.program(town.pk)
        with working_for(town):
            laia = add_party(
                by=by, name="Laia", surname1="Riubrugent", surname2="Pou", identifier="12345678Z"
            )
            act = ActFacts(
                title="Llicència d’obres", act_on=today(), body="Alcaldia", ends_way=True,
                appeals=(
                    AppealAsked("reposicio", "Alcaldia", 1, "months", "Llei 39/2015, arts. 123-124"),
                    AppealAsked("court", "Jutjat de Girona", 2, "months", "Llei 29/1998, art. 46"),
                ),
            )  # fmt: skip
            for number in range(many):
                sent = prepare(
                    by=by, subject=Subject("errand", uuid7()), document=signed_by(by, f"Decret {number}"), act=act,
                    addressees=[AddresseeAsked(laia, chose="electronic")],
                )  # fmt: skip
                put_at_disposal(sent, by=by)
            over = now() - lapsing.GRACE - timedelta(minutes=1)
            Notification.objects.update(expires_at=over, available_at=over - timedelta(days=10))
            return list(Notification.objects.order_by("number"))

    return make


def _open(town: Entity, row: Notification, *, before_it_ends: Callable[[], None] = lambda: None) -> str:
    """Open it as the office does for a request that came in a tenth of a second before the end; how it went."""
    by = Actor(None, LAIA.name, town.pk, channel="eoffice")
    moment = row.expires_at - FEW  # type: ignore[operator]
    try:
        with working_for(town):
            record_access(row, by=by, reader=LAIA, warned_at=moment - FEW, at=moment)
            before_it_ends()
    except Exception as fault:
        return repr(fault)
    return "opened"


def _warned(town: Entity, rows: list[Notification], monkeypatch: Any) -> None:
    """She had read the warning in time."""
    by = Actor(None, LAIA.name, town.pk, channel="eoffice")
    for row in rows:
        moment = row.expires_at - 2 * FEW  # type: ignore[operator]
        with monkeypatch.context() as then, working_for(town):
            then.setattr("consistori.notifications.services.opening.now", lambda moment=moment: moment)
            record_warning(row, by=by, reader=LAIA)


def _endings(town: Entity, row: Notification) -> list[str]:
    with working_for(town):
        lines = Evidence.objects.filter(notification=row, kind__in=ENDINGS).order_by("number")
        return list(lines.values_list("kind", flat=True))


def _in_a_thread(work: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    told: list[Any] = []

    def run() -> None:
        try:
            told.append(work())
        except Exception as fault:
            told.append(repr(fault))
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, told


def test_what_is_being_opened_is_left_alone_and_does_not_lapse(
    town: Entity, open_ones: Callable[[int], list[Notification]], monkeypatch: Any
) -> None:
    (row,) = open_ones(1)
    _warned(town, [row], monkeypatch)
    inside, goes_on = threading.Event(), threading.Event()

    def held() -> None:
        inside.set()
        assert goes_on.wait(PATIENCE)

    opening, told = _in_a_thread(lambda: _open(town, row, before_it_ends=held))
    assert inside.wait(PATIENCE), told
    while_it_is_open = settle_lapsed(town)
    goes_on.set()
    opening.join()

    assert (told, while_it_is_open, settle_lapsed(town)) == (["opened"], 0, 0)
    assert _endings(town, row) == ["accessed"]


def test_what_is_being_written_as_lapsed_is_waited_for_and_stays_lapsed(
    town: Entity, open_ones: Callable[[int], list[Notification]], monkeypatch: Any
) -> None:
    (row,) = open_ones(1)
    _warned(town, [row], monkeypatch)
    inside, goes_on, real = threading.Event(), threading.Event(), lapsing.practise

    def held(*said: Any, **more: Any) -> Any:
        made = real(*said, **more)
        inside.set()
        assert goes_on.wait(PATIENCE)
        return made

    monkeypatch.setattr(lapsing, "practise", held)
    settling, settled = _in_a_thread(lambda: settle_lapsed(town))
    assert inside.wait(PATIENCE), settled
    opening, told = _in_a_thread(lambda: _open(town, row))
    opening.join(0.5)
    assert opening.is_alive()
    goes_on.set()
    settling.join()
    opening.join()

    assert (settled, told) == ([1], ["opened"])
    assert _endings(town, row) == ["lapsed"]
    with working_for(town):
        assert Notification.objects.get().state == State.LAPSED
        assert Evidence.objects.filter(kind="read_again").count() == 1


def test_twenty_at_the_same_moment_end_once_each(
    town: Entity, open_ones: Callable[[int], list[Notification]], monkeypatch: Any
) -> None:
    rows = open_ones(20)
    _warned(town, rows, monkeypatch)
    together = threading.Barrier(len(rows) + 1)

    def open_one(row: Notification) -> str:
        together.wait(PATIENCE)
        return _open(town, row)

    threads = [_in_a_thread(lambda row=row: open_one(row)) for row in rows]
    together.wait(PATIENCE)
    settle_lapsed(town)
    for thread, _told in threads:
        thread.join()
    settle_lapsed(town)

    assert [told for _thread, told in threads] == [["opened"]] * len(rows)
    assert [len(_endings(town, row)) for row in rows] == [1] * len(rows)

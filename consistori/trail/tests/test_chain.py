"""The chain of facts: written in the act, checked by us and by a script that knows nothing of us."""

import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from django.db import connections

from consistori.kernel.actor import Actor
from consistori.kernel.identifiers import uuid7
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import Event, act, announce
from consistori.trail.models import TrailEvent
from consistori.trail.rules import Link, check_chain, link_hash
from consistori.trail.selectors import timeline
from consistori.trail.services import export_chain, verify_chain

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "verify_trail.py"
BY = Actor.system("the test")


@dataclass(frozen=True, kw_only=True)
class BellRang(Event):
    """The bell of the town hall rang."""

    subject: ClassVar[str] = "bell_id"
    says: ClassVar = "rings %(times)s times · l’hora"
    bell_id: object
    times: int


def _ring(times: int) -> BellRang:
    return BellRang(bell_id=uuid7(), times=times)


def test_what_is_announced_lies_in_the_chain_in_order(town):
    with working_for(town):
        for times in range(5):
            announce(_ring(times), by=BY)

    with working_for(town):
        assert list(TrailEvent.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5]
        report = verify_chain()
    assert report.holds
    assert report.length == 5


def test_an_act_that_fails_tells_nothing(town):
    @act
    def ring_and_break():
        announce(_ring(1), by=BY)
        raise ValueError

    with working_for(town):
        with pytest.raises(ValueError):
            ring_and_break()
        announce(_ring(2), by=BY)

    with working_for(town):
        assert TrailEvent.objects.count() == 1


def test_each_town_has_its_own_chain(town, other_town):
    for each in (town, other_town):
        with working_for(each):
            announce(_ring(1), by=BY)

    with working_for(other_town):
        assert [e.seq for e in TrailEvent.objects.all()] == [1]


def test_the_timeline_says_it_in_a_sentence(town):
    ring = _ring(3)
    with working_for(town):
        announce(ring, by=BY)

    with working_for(town):
        (line,) = timeline([ring.bell_id])
    assert line.sentence == "rings 3 times · l’hora"
    assert line.actor_name == "the test"


def test_a_chain_written_by_many_at_once_holds(own_database):
    town = Entity.objects.create(slug="town", name="Town", short_name="Town", code_prefix="TWN")

    def ring_many() -> None:
        try:
            for times in range(10):
                with working_for(town):
                    announce(_ring(times), by=BY)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ring_many) for _ in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()

    with working_for(town):
        report = verify_chain()
    assert report.holds, report
    assert report.length == 80


def _links(n: int) -> list[Link]:
    links, previous = [], bytes(32)
    for seq in range(1, n + 1):
        content = f'{{"entity":1,"seq":{seq},"kind":"x"}}'
        links.append(Link(seq, content, previous, link_hash(previous, content)))
        previous = links[-1].hash
    return links


@pytest.mark.parametrize(
    ("break_it", "where", "why"),
    [
        (lambda c: c.pop(3), 4, "missing"),
        (
            lambda c: c.__setitem__(2, Link(3, c[2].content + " ", c[2].previous_hash, c[2].hash)),
            3,
            "changed",
        ),
        (lambda c: c.__setitem__(2, Link(3, c[2].content, bytes(32), c[2].hash)), 3, "follow"),
        (lambda c: c.insert(2, c[1]), 2, "repeated"),
    ],
)
def test_a_broken_chain_is_pinpointed(break_it, where, why):
    links = _links(6)
    break_it(links)

    report = check_chain(links)

    assert not report.holds
    assert report.broken_at == where
    assert why in report.reason


def test_the_stand_alone_script_checks_an_export_and_finds_a_changed_letter(town, tmp_path):
    with working_for(town):
        for times in range(4):
            announce(_ring(times), by=BY)
    path = tmp_path / "trail.jsonl"
    with working_for(town), path.open("w", encoding="utf-8") as file:
        export_chain(file)

    good = subprocess.run([sys.executable, "-I", SCRIPT, path], capture_output=True, text=True)
    lines = path.read_text().splitlines()
    lines[3] = lines[3].replace("2", "7", 1) if '\\"times\\":2' not in lines[3] else lines[3].replace(
        '\\"times\\":2', '\\"times\\":7'
    )  # fmt: skip
    path.write_text("\n".join(lines) + "\n")
    bad = subprocess.run([sys.executable, "-I", SCRIPT, path], capture_output=True, text=True)

    assert good.returncode == 0
    assert "holds: 4 events" in good.stdout
    assert bad.returncode == 1
    assert "event 3" in bad.stdout


def test_the_script_is_short_enough_to_be_read():
    assert len(SCRIPT.read_text().splitlines()) <= 100

"""The run: the real server is asked what a town asks of it, and each answer is timed beside a bare Django view."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connections

from consistori.cases.services import open_case
from consistori.catalogue.selectors import openable_series
from consistori.config.bench import bare
from consistori.config.bench import server as servers
from consistori.config.bench.client import Client, Rate, at_once
from consistori.config.bench.deadlines import measure_deadlines, measure_recount
from consistori.config.bench.decreeing import measure_decrees
from consistori.config.bench.finding import measure_finding
from consistori.config.bench.locks import held
from consistori.config.bench.many import measure_many
from consistori.config.bench.office import measure_office
from consistori.config.bench.operations import SECRETARY, Operation, Town, operations
from consistori.config.bench.receipts import measure_books
from consistori.config.bench.report import publish
from consistori.config.bench.restoring import measure_restore
from consistori.config.bench.seed import Seeded
from consistori.config.bench.signing import measure_signing
from consistori.config.bench.statements import count_statements
from consistori.config.bench.timing import Figure, repeat
from consistori.directory.models import Person
from consistori.directory.selectors import actor_of
from consistori.tenancy.scope import working_for

Tell = Callable[[str], None]
MEGABYTE = 1024 * 1024
CLIENTS, MANY = 4, 16
DEEP_PAGES = 200


def run(folder: Path, seeded: Seeded, *, quick: bool, keep: str, tell: Tell) -> None:
    """Measure everything and write it down."""
    began, share = time.monotonic(), 5 if quick else 1
    facts: dict[str, Any] = {
        "data": f"{seeded.cases} cases, {seeded.documents} documents, {seeded.users} users,"
        f" {len(seeded.towns)} towns, {seeded.events} facts; seeded in {seeded.seconds} s",
    }
    town = Town.of(seeded.towns[0])
    floor, rate, inserts = _floors(share, tell)
    facts["bare Django view"] = (
        f"{floor.p50:.2f} ms, {rate.a_second:.0f} a second; INSERT {inserts.a_second:.0f} a second"
    )
    forget_jobs()
    with servers.running() as server:
        with servers.with_worker(server) as both:
            time.sleep(4)
            facts["idle memory, 2 web workers and 1 of jobs"] = f"{both.pss():.0f} MiB PSS (250 at most)"
        figures = [
            _measured(operation, town, server, share, floor, inserts, tell)
            for operation in operations(town, _deep(town.program(server.url), 20 if quick else DEEP_PAGES))
        ]
        facts |= _many(town, server, share)
        facts |= _while_jobs_are_done(town, server, share)
        facts |= _over_towns(seeded, server, share)
        facts |= _large(town, server)
        facts |= measure_finding(town, server, share)
    deep, first = figures[5].p50, figures[4].p50
    facts["a deep page"] = f"{deep / first:.2f} x the first (1.3 at most)"
    facts |= _locks(town, 100 // share)
    facts |= measure_books(folder, town, share=share, tell=tell)
    facts |= measure_office(town, share=share, tell=tell)
    facts |= measure_deadlines(share=share, tell=tell)
    facts |= measure_many(town, share=share, tell=tell)
    facts |= measure_recount(town, share=share, tell=tell)
    facts |= measure_signing(folder, share=share, tell=tell)
    facts |= measure_decrees(folder, share=share, tell=tell)
    facts |= measure_restore(folder, tell)
    facts["measured in"] = f"{time.monotonic() - began:.0f} s"
    publish(figures, facts, folder, keep, tell)


def _floors(share: int, tell: Tell) -> tuple[Figure, Rate, Rate]:
    """The bare view with one client, with four, and with four that insert a row."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(bare.CREATE)
        cursor.execute(f"GRANT INSERT, SELECT ON {bare.TABLE} TO PUBLIC")
    with servers.bare() as server:
        client = Client(server.url)
        floor = repeat("bare", 500 // share, lambda n: client.ask("GET", "/"))
        clients = [Client(server.url) for _ in range(CLIENTS)]
        rate = at_once(clients, lambda c, n: c.ask("GET", "/"), seconds=5 / share)
        inserts = at_once(clients, lambda c, n: c.ask("GET", "/rows"), seconds=5 / share)
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"DROP TABLE {bare.TABLE}")
    tell(
        f"  bare view {floor.p50:.2f} ms, {rate.a_second:.0f} a second; INSERT {inserts.a_second:.0f} a second"
    )
    return floor, rate, inserts


def _measured(
    operation: Operation,
    town: Town,
    server: servers.Server,
    share: int,
    floor: Figure,
    inserts: Rate,
    tell: Tell,
) -> Figure:
    """One client, then four, then its statements in this process."""
    enter = town.browser if operation.is_page else town.program
    client = enter(server.url)
    figure = repeat(operation.name, 200 // share, lambda n: operation.do(client, n))
    figure.floor, figure.limit = floor.p50, operation.p50
    if operation.rate:
        clients = [town.program(server.url) for _ in range(CLIENTS)]
        rate = at_once(clients, operation.do, seconds=6 / share)
        figure.rate, figure.rate_limit = rate.a_second, operation.rate
        figure.note = f"{len(rate.errors)} errors: {rate.errors[0]}" if rate.errors else ""
    if operation.name.startswith("create a case"):
        figure.rate_floor = inserts.a_second
    figure.statements = count_statements(operation.do, enter("http://in-process"))
    figure.statements_limit = operation.statements
    tell(f"  {figure.name}: {figure.p50:.1f} ms, {figure.rate:.0f} a second, {figure.statements} statements")
    return figure


def _deep(client: Client, pages: int) -> str:
    """The mark of a page that many pages come before."""
    cursor = ""
    for _ in range(pages):
        following = json.loads(client.ask("GET", f"/api/v1/cases?limit=100&cursor={cursor}"))["next"]
        if following is None:
            break
        cursor = following
    return cursor


def _many(town: Town, server: servers.Server, share: int) -> dict[str, str]:
    body = {"title": "Gual al camí Vell", "series": town.series}
    clients = [town.program(server.url) for _ in range(MANY)]
    rate = at_once(clients, lambda c, n: c.send("/api/v1/cases", body), seconds=6 / share)
    told = (
        f"{rate.a_second:.0f} a second, p95 {rate.at(0.95):.0f} ms (200 at most), {len(rate.errors)} errors"
    )
    return {f"{MANY} clients creating cases": told + (f": {rate.errors[0]}" if rate.errors else "")}


def forget_jobs() -> None:
    """What earlier runs left to be done is not of this one."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")


def _while_jobs_are_done(town: Town, server: servers.Server, share: int) -> dict[str, str]:
    """The same while the worker draws the covers of what was opened: it gives way to the pages."""
    body = {"title": "Gual al camí Vell", "series": town.series}
    clients = [town.program(server.url) for _ in range(CLIENTS)]
    with servers.with_worker(server) as both:
        time.sleep(2)
        rate = at_once(clients, lambda c, n: c.send("/api/v1/cases", body), seconds=6 / share)
        peak = both.peak()
    told = f"{rate.a_second:.0f} a second, p95 {rate.at(0.95):.0f} ms, {len(rate.errors)} errors"
    return {
        f"{CLIENTS} clients creating cases while jobs are done": told,
        "peak memory": f"{peak:.0f} MiB (400 at most)",
    }


def _over_towns(seeded: Seeded, server: servers.Server, share: int) -> dict[str, str]:
    """The same questions to one small town and to all of them in turn, and the memory that each town took."""
    towns = [Town.of(slug) for slug in seeded.towns[1:]]
    programs = [town.program(server.url) for town in towns[:1]]
    one = repeat("one town", 400 // share, lambda n: _mix(programs[0], towns[0], n))
    before = server.pss()
    programs = [town.program(server.url) for town in towns]
    all_of = repeat("all towns", 400, lambda n: _mix(programs[n % len(towns)], towns[n % len(towns)], n))
    grown = max(server.pss() - before, 0) / max(len(towns) - 1, 1)
    ratio = f"{all_of.p50 / one.p50:.2f} x of one (1.25 at most)"
    return {
        f"{len(seeded.towns)} towns": f"{ratio}: {all_of.p50:.1f} and {one.p50:.1f} ms",
        "one more town": f"{grown:.2f} MiB (2 at most)",
    }


def _mix(client: Client, town: Town, place: int) -> None:
    """A third of the requests reads a case, a third lists, a third opens one."""
    if place % 3 == 0:
        client.ask("GET", f"/api/v1/cases/{town.case.pk}")
    elif place % 3 == 1:
        client.ask("GET", "/api/v1/cases")
    else:
        client.send("/api/v1/cases", {"title": "Gual al camí Vell", "series": town.series})


def _large(town: Town, server: servers.Server) -> dict[str, str]:
    """Files of 20 MB, each one different: megabytes a second, and that memory does not grow with them."""
    client, big = town.program(server.url), secrets.token_bytes(20 * MEGABYTE)
    address = f"/api/v1/cases/{town.filled.pk}/documents"
    figure = repeat("20 MB", 5, lambda n: client.bring(address, secrets.token_bytes(16) + big[16:]), warm=1)
    return {"a file of 20 MB": f"{figure.p50:.0f} ms, {20_000 / figure.p50:.0f} MB a second"}


def _locks(town: Town, times: int) -> dict[str, str]:
    person = Person.objects.get(email=SECRETARY)
    with working_for(town.entity):
        series = openable_series()[0]
    by = actor_of(person, town.entity)
    figures = held(
        town.entity,
        lambda n: open_case(by=by, title="Obra menor", series=series),
        times=times,
        what="opening a case",
    )
    return {f.name: f"p50 {f.p50:.1f} ms, p95 {f.p95:.1f} (5 at most)" for f in figures}

import logging
import re
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import resolve
from procrastinate.contrib.django.models import ProcrastinateJob

import consistori
from consistori.cases.models import CaseFile
from consistori.documents.models import Blob
from consistori.kernel.errors import AlreadyDone, NotHere, NotPermitted
from consistori.operation import faults
from consistori.operation.models import Fault
from consistori.operation.selectors import entity_rows, queue
from consistori.operation.services.mending import mark_mended, try_job_again
from consistori.operation.settings_told import _shown, told_settings, unexplained
from consistori.tenancy.scope import working_for
from consistori.tenancy.unscoped import tally


def broken(said="no"):
    try:
        raise ValueError(said)
    except ValueError as error:
        return faults.seen(error, logger="django.request")


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (
            'duplicate key value "Maria"\nDETAIL:  Key (email)=(maria@x.cat) already exists.',
            "duplicate key value …",
        ),
        ("no party 12345678Z here", "no party … here"),
        ("to maria.puig@x.cat now", "to … now"),
        ("case 01a21a77-5376-70db-8431-334fcd387a25", "case …"),
        ("'Maria Puig' is not a date", "… is not a date"),
        ("it's broken", "it's broken"),
    ],
)
def test_no_value_is_left_in_what_is_kept(said, left):
    assert faults.without_values(said) == left


def test_the_same_error_is_kept_once_and_counted(db):
    faults.keep(broken())
    first = Fault.objects.get()
    for _ in range(3):
        faults.keep(broken())

    fault = Fault.objects.get()
    assert fault.times == 4 and fault.first_at == first.first_at and fault.last_at > fault.first_at


def test_what_was_mended_and_comes_back_is_open_again(operator, province):
    faults.keep(broken())
    mark_mended(Fault.objects.get().pk, by=operator, above=province)
    with pytest.raises(AlreadyDone):
        mark_mended(Fault.objects.get().pk, by=operator, above=province)

    faults.keep(broken())

    assert Fault.objects.get().mended_at is None


def test_the_trace_names_our_code_and_no_machine(db):
    said = broken()

    assert "consistori/operation/tests" in said.place
    assert "/work" not in said.trace and "/root" not in said.trace and "site-packages" not in said.trace


def test_an_error_inside_a_transaction_that_fails_is_kept_all_the_same(own_database):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        assert faults.keep_apart(broken())
        cursor.execute("SELECT nonsense")

    assert Fault.objects.count() == 1
    Fault.objects.all().delete()


def test_the_handler_keeps_and_never_fails(db, monkeypatch):
    from consistori.operation.keeping import KeepFaults

    kept = []
    monkeypatch.setattr(faults, "keep_apart", kept.append)
    handler = KeepFaults()
    log = logging.Logger("tried")
    log.addHandler(handler)
    log.warning("not an error")
    log.error("a %s is broken", "secret thing")
    try:
        raise RuntimeError("really")
    except RuntimeError:
        log.exception("with its trace")
    assert [one.kind for one in kept] == ["error", "RuntimeError"]
    assert "secret" not in kept[0].said

    def down(_fault):
        raise DatabaseError

    monkeypatch.setattr(faults, "keep_apart", down)
    log.error("the database is down")
    for _ in range(100):
        log.error("many")
    assert handler._written > 30


def test_of_an_address_only_its_route_is_kept(db, rf, monkeypatch):
    from consistori.operation.keeping import KeepFaults

    kept = []
    monkeypatch.setattr(faults, "keep_apart", kept.append)
    log = logging.Logger("tried")
    log.addHandler(KeepFaults())
    request = rf.get("/desk/programs/01a21a77-5376-70db-8431-334fcd387a25/")
    request.resolver_match = resolve(request.path)
    log.error("broken", extra={"request": request})

    assert kept[0].path == "desk/programs/<uuid:pk>/"


# Counting beyond the wall


def test_every_entity_is_counted_from_nobodys_scope(town, other_town, clerk, outsider, province):
    from consistori.cases.services import open_case

    town.modality = "basic"
    town.save()
    for entity, by in ((town, clerk), (other_town, outsider)):
        with working_for(entity):
            open_case(by=by, title="A case")

    counted = tally(CaseFile)

    assert counted[town.pk].how_many == 1 and counted[other_town.pk].how_many == 1
    rows = {row.entity: row for row in entity_rows(province)}
    assert rows[town].cases == 1 and other_town not in rows


def test_only_numbers_and_moments_leave_the_wall(db):
    assert tally(Blob, total="size", latest="kept_at") == {}
    for wrong in ({"total": "sha256"}, {"latest": "sha256"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            tally(Blob, **wrong)
    with pytest.raises(DatabaseError), transaction.atomic():
        tally(Fault)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM consistori_tally('x; DROP TABLE y', '', '')")


# The queue


def a_failed_job(entity):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args, attempts)"
            " VALUES ('default', 'operation.bring_staff', 'failed', %s, 3) RETURNING id",
            [f'{{"entity_id": {entity.pk}}}'],
        )
        return cursor.fetchone()[0]


def test_a_job_that_failed_is_seen_and_tried_again(operator, province, town, clerk):
    pk = a_failed_job(town)
    seen = queue()
    assert seen.failed == 1 and seen.failures[0].entity_slug == town.slug

    with pytest.raises(NotPermitted):
        try_job_again(pk, by=clerk, above=town)
    try_job_again(pk, by=operator, above=province)

    assert ProcrastinateJob.objects.get(pk=pk).status == "todo"
    with pytest.raises(AlreadyDone):
        try_job_again(pk, by=operator, above=province)
    with pytest.raises(NotHere):
        try_job_again(pk + 1000, by=operator, above=province)


# The settings


def test_every_setting_that_the_program_reads_is_explained():
    assert unexplained() == set()


def test_also_what_is_read_only_when_it_begins(settings):
    read = {name: settings.SETTINGS_READ["PORT"] for name in _named_in_the_code()}
    settings.SETTINGS_READ = settings.SETTINGS_READ | read

    assert {"HOST", "WEB_WORKERS"} <= set(read)
    assert unexplained() == set()


def _named_in_the_code() -> set[str]:
    """The settings that the code asks for by their name, whether or not this process has asked."""
    home = Path(consistori.__file__).parent
    code = [file.read_text() for file in home.rglob("*.py") if "tests" not in file.parts]
    return {name for text in code for name in re.findall(r"\benv\.\w+\(\s*\"([A-Z_]+)\"", text)}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("postgresql://app:secret@db/x,https://a.example", "postgresql://…@db/x, https://a.example"),
        ("postgresql://app:se,cr@et@db/x", "postgresql://…@db/x"),
        ("postgresql:///x?host=/run", "postgresql:///x?host=/run"),
    ],
)
def test_addresses_lose_their_password(value, shown):
    assert _shown(value) == shown


def test_no_secret_is_told():
    told = {one.name: one for group in told_settings() for one in group.settings}

    assert told["SECRET_KEY"].is_secret and told["SECRET_KEY"].value == "" and told["SECRET_KEY"].is_set
    assert str(told["PORT"].value) == "8000"

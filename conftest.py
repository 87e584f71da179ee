"""One embedded server a run; each test process has its own database, copied from one migrated template."""

from __future__ import annotations

import contextvars
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from psycopg.errors import ObjectInUse

from consistori.config.testing import DATABASE, HOME, HOST, superuser

# What is made up is the same in each run, and no slow machine makes a test fail: a failure is of the code.
settings.register_profile(
    "suite", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """A file made for a test has its date inside: named by its bytes, the test would be another in each process."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def template_database(django_db_blocker: Any) -> str:
    """A migrated and walled database, made once for this very code and kept for the next runs."""
    from consistori.config import embedded
    from consistori.config.database import fingerprint, migrate

    name = f"template_{fingerprint()[:16]}"
    with (HOME / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with superuser(HOST) as connection:
            connection.execute(embedded._SETUP)
            made = connection.execute(
                "SELECT datistemplate FROM pg_database WHERE datname = %s", [name]
            ).fetchone()
            if made and made[0]:
                return name
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}" OWNER {embedded.OWNER}')
        from django.db import connections

        for alias in ("default", "owner"):
            connections[alias].close()
            connections.databases[alias]["NAME"] = connections[alias].settings_dict["NAME"] = name
        with django_db_blocker.unblock():
            migrate()
        for alias in ("default", "owner"):
            connections[alias].close()
        with superuser(HOST) as connection:
            connection.execute(f'ALTER DATABASE "{name}" IS_TEMPLATE true')
    return name


@pytest.fixture(scope="session", autouse=True)
def cheap_to_the_tests() -> None:
    """What costs on purpose (each try of a passphrase), or again and again (the authorities of each HTTP client)."""
    import httpx._transports.default as transports

    from consistori.kernel.tls import trusted
    from consistori.signature.engine import sealing

    sealing.DEFAULT_COST = sealing.Cost(memory=1024, passes=1, lanes=1)
    real = transports.create_ssl_context
    transports.create_ssl_context = lambda verify=True, cert=None, trust_env=True: (
        trusted() if verify is True and cert is None else real(verify=verify, cert=cert, trust_env=trust_env)
    )


def _copy(template: str, name: str) -> None:
    """The server itself may be at the template (its vacuum), and not leave in the five seconds that it gives it."""
    with (HOME / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with superuser(HOST) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            for left in reversed(range(12)):
                try:
                    connection.execute(
                        f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER consistori_owner'
                    )
                except ObjectInUse:
                    if not left:
                        raise
                else:
                    return


def _drop(name: str) -> None:
    with superuser(HOST) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _point_to(name: str) -> None:
    from django.db import connections

    for alias in ("default", "owner"):
        connections[alias].close()
        connections.databases[alias]["NAME"] = connections[alias].settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: Any) -> Iterator[None]:
    """The tests run as the application role, so the walls of the database are tested by every test."""
    with django_db_blocker.unblock():
        _copy(template_database, DATABASE)
        _point_to(DATABASE)
    yield
    with django_db_blocker.unblock():
        _point_to(DATABASE)
        _drop(DATABASE)
    shutil.rmtree(os.environ["CONSISTORI_DATA"], ignore_errors=True)


@pytest.fixture
def own_database(template_database: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A whole database of its own for tests with threads, commits or killed processes. Yields its address."""
    name = f"{DATABASE}_own"
    with django_db_blocker.unblock():
        _copy(template_database, name)
        _point_to(name)
        yield f"postgresql://consistori_app@/{name}?host={HOST}"
        _point_to(DATABASE)
        _drop(name)


# The cast: two towns, a clerk of each, and who else a story needs.


@pytest.fixture
def town(db: None) -> Any:
    return _make_town("vall-llobera", "Vall-llobera", "VLL", modality="complete")


@pytest.fixture
def other_town(db: None) -> Any:
    return _make_town("els-molinars", "Els Molinars", "MOL", modality="basic")


def _make_town(slug: str, name: str, prefix: str, **fields: Any) -> Any:
    from consistori.tenancy.models import Entity

    return Entity.objects.create(
        slug=slug,
        name=f"Ajuntament de {name}",
        short_name=name,
        code_prefix=prefix,
        dir3="L01999999",
        **fields,
    )


@pytest.fixture
def hire(db: None) -> Callable[..., Any]:
    """`hire(town, "processor", "Núria", "Camps")` gives an actor with a live post; `.person` by its id."""
    from consistori.directory.models import Person, Post
    from consistori.directory.selectors import actor_of
    from consistori.tenancy.scope import scope_or_none, tell_database, working_for

    def make(town: Any, role: str, given: str = "Núria", family: str = "Camps", **post: Any) -> Any:
        email = f"{given}.{family}@example.cat".lower().replace(" ", "")
        person = Person.objects.filter(email=email).first() or Person.objects.create(
            email=email, given_name=given, family_name=family
        )

        def give() -> None:
            with working_for(town):
                Post.objects.create(
                    person=person, role=role, title_ca=role, starts_on=date(2020, 1, 1), **post
                )

        # A story may already be inside the scope of a town: step out of it and come back.
        contextvars.Context().run(give)
        if (scope := scope_or_none()) is not None:
            tell_database(scope)
        return actor_of(person, town)

    return make


@pytest.fixture
def clerk(town: Any, hire: Any) -> Any:
    return hire(town, "processor", "Núria", "Camps")


@pytest.fixture
def mayor(town: Any, hire: Any) -> Any:
    return hire(town, "mayor", "Rosa", "Bassols")


@pytest.fixture
def secretary(town: Any, hire: Any) -> Any:
    return hire(town, "secretary", "Mercè", "Soldevila")


@pytest.fixture
def administrator(town: Any, hire: Any) -> Any:
    return hire(town, "administrator", "Pol", "Ferrer")


@pytest.fixture
def outsider(other_town: Any, hire: Any) -> Any:
    """A clerk of another town."""
    return hire(other_town, "processor", "Joan", "Forà")


@pytest.fixture
def at_work(town: Any) -> Iterator[Any]:
    """The scope of the town, open."""
    from consistori.tenancy.scope import working_for

    with working_for(town):
        yield town


@pytest.fixture
def sign_in(client: Any) -> Callable[..., Any]:
    """`sign_in(actor)` gives a browser of hers, second factor passed."""

    def enter(actor: Any) -> Any:
        from consistori.directory.models import Person

        client.force_login(
            Person.objects.get(pk=actor.person_id),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password"},
            {"method": "mfa", "type": "totp"},
        ]
        session.save()
        return client

    return enter


@pytest.fixture
def run_jobs(db: None) -> Callable[[], int]:
    """Do now every job that waits, as the worker would; returns how many were done."""

    def work() -> int:
        from django.db import connection
        from procrastinate.contrib.django import app
        from procrastinate.contrib.django.models import ProcrastinateJob

        done = 0
        while job := ProcrastinateJob.objects.filter(status="todo").order_by("id").first():
            with connection.cursor() as cursor:
                cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job.id])
                app.tasks[job.task_name].func(**job.args)
                cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [job.id])
            done += 1
        return done

    return work


@pytest.fixture
def statements() -> Callable[[], Any]:
    """`with statements() as s:` counts everything but BEGIN, COMMIT, SAVEPOINT and set_config: `s.count`, `s.sql`."""
    return _Statements


class _Statements:
    def __enter__(self) -> _Statements:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self._captured = CaptureQueriesContext(connection)
        self._captured.__enter__()
        return self

    def __exit__(self, *exc: Any) -> None:
        self._captured.__exit__(*exc)

    @property
    def sql(self) -> list[str]:
        free = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT SET_CONFIG")
        return [q["sql"] for q in self._captured.captured_queries if not q["sql"].upper().startswith(free)]

    @property
    def count(self) -> int:
        return len(self.sql)

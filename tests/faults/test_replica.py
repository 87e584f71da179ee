"""Lists from a copy of the database, on two real servers: what I have just done I see, however far it is behind."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from .conftest import Installation, make_town, wait_until
from .copies import Copy, fill

pytestmark = pytest.mark.slow


@dataclass
class Pair:
    """A town whose lists may come from the copy, and another; the web is at work."""

    installation: Installation
    copy: Copy
    other: Any
    other_secret: str

    def opens(self, title: str) -> None:
        made = self.installation.api("POST", "cases", json={"title": title})
        assert made.status_code == 201, made.text

    def list(self) -> list[str]:
        answer = self.installation.api("GET", "cases")
        assert answer.status_code == 200, answer.text
        return [one["title"] for one in answer.json()["items"]]

    def list_of_the_other(self) -> list[str]:
        headers = {"Authorization": f"Bearer {self.other_secret}", "X-Entity": self.other.slug}
        answer = httpx.get(f"{self.installation.url}/api/v1/cases", headers=headers, timeout=60)
        assert answer.status_code == 200, answer.text
        return [one["title"] for one in answer.json()["items"]]

    def comes_from_the_copy(self, ask: Callable[[], Any]) -> bool:
        before = self.copy.asked('FROM "cases_casefile"')
        ask()
        return self.copy.asked('FROM "cases_casefile"') > before


@pytest.fixture(scope="module")
def pair(
    tmp_path_factory: pytest.TempPathFactory,
    template_database: str,
    django_db_setup: None,
    django_db_blocker: Any,
) -> Iterator[Pair]:
    from django.db import connections

    from conftest import _point_to
    from consistori.config import embedded
    from consistori.config.testing import DATABASE, HOME, HOST

    data = tmp_path_factory.mktemp("pair")
    home = Path(tempfile.mkdtemp(prefix="pair-", dir=HOME))

    def point_to(host: str, database: str) -> None:
        for alias in ("default", "owner"):
            connections[alias].close()
            connections[alias].settings_dict["HOST"] = connections.databases[alias]["HOST"] = host
        _point_to(database)

    with ExitStack() as afterwards:
        afterwards.callback(shutil.rmtree, home, ignore_errors=True)
        application, owner, handle = embedded.start(home)
        afterwards.callback(handle.cleanup)
        host = str(handle.get_postmaster_info().socket_dir)
        afterwards.enter_context(django_db_blocker.unblock())
        afterwards.callback(point_to, HOST, DATABASE)
        point_to(host, embedded.NAME)
        fill(handle.bin_path, template_database, HOST, host)
        town, secret = make_town()
        other, other_secret = make_town("els-molinars", "MOL")
        copy = Copy(handle, host)
        afterwards.callback(copy.remove)
        copy.start()
        environment = {
            "CONSISTORI_DATA": str(data),
            "DATABASE_URL": application,
            "DATABASE_OWNER_URL": owner,
            "DATABASE_REPLICA_URL": copy.url,
            "API_REQUESTS_PER_MINUTE": "1000000",
        }
        installation = Installation(town=town, secret=secret, data=data, environment=environment)
        afterwards.callback(_kill_all, installation)
        installation.start_web()
        yield Pair(installation, copy, other, other_secret)


def _kill_all(installation: Installation) -> None:
    for process in installation.processes:
        installation.kill(process)


def test_lists_come_from_the_copy(pair: Pair) -> None:
    pair.opens("Gual de bon matí")
    pair.copy.catch_up()
    assert pair.comes_from_the_copy(lambda: pair.list())
    assert "Gual de bon matí" in pair.list()


def test_one_town_never_sees_the_rows_of_another_there_either(pair: Pair) -> None:
    pair.opens("Gual reservat")
    pair.copy.catch_up()
    assert pair.comes_from_the_copy(lambda: pair.list_of_the_other())
    assert pair.list_of_the_other() == []


def test_what_is_read_one_by_one_comes_from_the_database(pair: Pair) -> None:
    made = pair.installation.api("POST", "cases", json={"title": "Gual d’un en un"}).json()
    pair.copy.catch_up()
    assert not pair.comes_from_the_copy(lambda: pair.installation.api("GET", f"cases/{made['id']}"))


@pytest.mark.parametrize(
    ("fall_behind", "go_on"),
    [
        ("SELECT pg_wal_replay_pause()", "SELECT pg_wal_replay_resume()"),
        ("ALTER SYSTEM SET recovery_min_apply_delay = '1min'", "ALTER SYSTEM RESET recovery_min_apply_delay"),
    ],
    ids=["it stands still", "it is a minute behind"],
)
def test_what_i_have_just_written_i_see(pair: Pair, fall_behind: str, go_on: str) -> None:
    pair.copy.catch_up()
    pair.copy.ask(fall_behind)
    pair.copy.ask("SELECT pg_reload_conf()")
    wait_until(
        lambda: pair.copy.ask(
            "SELECT pg_is_wal_replay_paused() OR current_setting('recovery_min_apply_delay') <> '0'"
        )
    )
    title = f"Gual acabat de fer: {fall_behind}"
    try:
        pair.opens(title)
        assert title in pair.list()
        assert not pair.comes_from_the_copy(lambda: pair.list())
        assert pair.comes_from_the_copy(lambda: pair.list_of_the_other()), "where nothing happened it serves"
    finally:
        pair.copy.ask(go_on)
        pair.copy.ask("SELECT pg_reload_conf()")
    pair.copy.catch_up()
    assert pair.comes_from_the_copy(lambda: pair.list())


@pytest.fixture(scope="module")
def desk(pair: Pair, django_db_blocker: Any) -> Iterator[httpx.Client]:
    """The browser of the town's secretary, signed in."""
    from datetime import date

    from django.test import Client

    from consistori.directory.models import Person, Post
    from consistori.tenancy.scope import working_for

    with django_db_blocker.unblock():
        person = Person.objects.create(email="merce@example.cat", given_name="Mercè", family_name="Soldevila")
        with working_for(pair.installation.town):
            Post.objects.create(
                person=person, role="secretary", title_ca="Secretària", starts_on=date(2020, 1, 1)
            )
        browser = Client()
        browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = browser.session
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp"}]
        session.save()
    cookies = {"sessionid": browser.cookies["sessionid"].value}
    base = f"{pair.installation.url}/e/{pair.installation.town.slug}/desk/"
    # A session is of the machine that opened it: Django's browser has no name.
    with httpx.Client(base_url=base, cookies=cookies, headers={"User-Agent": ""}, timeout=60) as client:
        yield client


def test_the_pages_of_lists_come_from_the_copy_too(pair: Pair, desk: httpx.Client) -> None:
    pair.opens("Gual que es veu a la pàgina")
    pair.copy.catch_up()
    assert desk.get("cases/").status_code == 200, "and what it writes of itself is written"
    pair.copy.catch_up()
    assert pair.comes_from_the_copy(lambda: desk.get("cases/"))
    assert "Gual que es veu a la pàgina" in desk.get("cases/").text

    pair.copy.ask("SELECT pg_wal_replay_pause()")
    try:
        pair.opens("Gual que la còpia no té")
        assert "Gual que la còpia no té" in desk.get("cases/").text
    finally:
        pair.copy.ask("SELECT pg_wal_replay_resume()")


def test_a_browser_sees_also_what_leaves_no_fact(pair: Pair) -> None:
    """The cookie that it gets when something is written says how far the copy must have come."""

    def lists(cookies: dict[str, str]) -> Callable[[], Any]:
        headers = {"Authorization": f"Bearer {pair.other_secret}", "X-Entity": pair.other.slug}
        url = f"{pair.installation.url}/api/v1/cases"
        return lambda: httpx.get(url, headers=headers, cookies=cookies, timeout=60)

    pair.copy.catch_up()
    pair.copy.ask("SELECT pg_wal_replay_pause()")
    try:
        pair.opens("Gual d’un altre poble")
        token = "x" * 32
        wrote = httpx.post(
            f"{pair.installation.url}/i18n/setlang/",
            data={"language": "es", "csrfmiddlewaretoken": token},
            cookies={"csrftoken": token},
            timeout=60,
        )
        assert wrote.status_code == 302, wrote.text
        mine = {"written": wrote.cookies["written"]}
        assert not pair.comes_from_the_copy(lists(mine))
        assert pair.comes_from_the_copy(lists({}))
        assert pair.comes_from_the_copy(lists({"written": "what the cat typed"}))
    finally:
        pair.copy.ask("SELECT pg_wal_replay_resume()")
    pair.copy.catch_up()
    assert pair.comes_from_the_copy(lists(mine))


def test_a_copy_that_dies_is_nobody_s_trouble(pair: Pair) -> None:
    pair.copy.catch_up()
    assert pair.comes_from_the_copy(lambda: pair.list())
    pair.copy.stop()
    try:
        pair.opens("Gual sense còpia")
        assert "Gual sense còpia" in pair.list()
        assert "Gual sense còpia" in pair.list()
    finally:
        pair.copy.start()
    pair.copy.catch_up()
    wait_until(lambda: pair.comes_from_the_copy(lambda: pair.list()))


def test_the_doctor_tells_of_the_copy(pair: Pair, django_db_blocker: Any) -> None:
    from django.db import connections

    from consistori.config import replica
    from consistori.kernel.health import State

    default = connections.databases["default"]
    connections.databases["replica"] = default | {"HOST": str(pair.copy.folder)}
    with django_db_blocker.unblock():
        try:
            pair.copy.catch_up()
            assert replica.health().state == State.GOOD
            connections["replica"].close()
            connections["replica"].settings_dict["HOST"] = default["HOST"]
            assert replica.health().state == State.BAD, "it is the database itself"
            connections["replica"].close()
            connections["replica"].settings_dict["HOST"] = "/nowhere"
            assert replica.health().state == State.WARNING
        finally:
            connections["replica"].close()
            del connections["replica"], connections.databases["replica"]


def test_a_copy_that_was_promoted_is_asked_no_more(pair: Pair) -> None:
    """Two servers that write are two towns: what the copy says from then on is not believed."""
    pair.copy.catch_up()
    pair.copy.promote()
    assert not pair.comes_from_the_copy(lambda: pair.list())

import io
import socket
import threading

import pytest
from django.core.management import call_command

from consistori.config import service_checks
from consistori.kernel import health
from consistori.kernel.health import State


def test_the_database_answers_with_a_role_that_cannot_cross_the_wall(db):
    assert service_checks.database().well


def test_the_demo_and_the_open_are_not_for_a_town(settings):
    settings.DEMO = settings.DEBUG = False
    settings.PUBLIC_URL = "https://consistori.example"
    assert service_checks.demo().well
    for name, value in (("PUBLIC_URL", "http://x"), ("DEBUG", True), ("DEMO", True)):
        setattr(settings, name, value)
        assert service_checks.demo().state == State.BAD


def test_the_signer_that_is_not_there_is_bad_news(settings, tmp_path):
    settings.SIGNER_SOCKET = str(tmp_path / "nobody.sock")

    assert service_checks.signer().state == State.BAD


@pytest.mark.parametrize("alive", [True, False])
def test_the_test_of_timestamps_asks_for_one(alive, settings, tmp_path, monkeypatch):
    (tmp_path / "root.pem").touch()
    settings.TSA_URLS, settings.TRUST_ROOTS = ["http://tsa.example"], str(tmp_path)

    class Authority:
        def is_alive(self):
            return alive

    monkeypatch.setattr(service_checks, "import_string", lambda _name: Authority)

    assert service_checks.timestamp().well
    assert service_checks.timestamp_asked().well is alive


def test_without_authority_or_roots_nothing_can_be_stamped(settings, tmp_path):
    settings.TSA_URLS = []
    assert service_checks.timestamp_asked().state == State.BAD
    settings.TSA_URLS, settings.TRUST_ROOTS = ["http://tsa.example"], str(tmp_path)
    assert service_checks.timestamp().state == State.BAD


def test_the_test_of_mail_enters_and_sends_nothing(settings):
    settings.EMAIL_URL = ""
    assert service_checks.mail_entered().state == State.BAD
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.create_server(("127.0.0.1", 0)) as door:
        settings.EMAIL_URL = settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = door.getsockname()[1]
        said: list[bytes] = []
        listening = threading.Thread(target=_greet, args=(door, said))
        listening.start()
        found = service_checks.mail_entered()
        listening.join()
    assert found.well and not any(word.upper().startswith(b"MAIL") for word in said)
    assert service_checks.mail_entered().state == State.BAD, "the door is closed now"


def _greet(door, said):
    there, _address = door.accept()
    with there:
        there.sendall(b"220 mail\r\n")
        while line := there.recv(1000):
            said.append(line)
            there.sendall(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")
            if line.upper().startswith(b"QUIT"):
                return


@pytest.mark.parametrize(("free", "state"), [(1, State.BAD), (5, State.WARNING), (100, State.GOOD)])
def test_the_room_of_the_disk(free, state, monkeypatch):
    class Disk:
        pass

    Disk.free = free * 2**30
    monkeypatch.setattr(service_checks.shutil, "disk_usage", lambda _path: Disk)

    assert service_checks.room().state == state


def test_the_doctor_prints_what_the_console_shows(db, monkeypatch):
    shown = [health.Check("a", "Mail", lambda: health.good("It goes out.")),
             health.Check("b", "Disk", lambda: health.bad("It is full.", "0 GiB"))]  # fmt: skip
    monkeypatch.setattr(health, "checks", lambda: shown)
    out = io.StringIO()

    with pytest.raises(SystemExit) as left:
        call_command("doctor", stdout=out, no_color=True)

    assert left.value.code == 1
    assert "well  Mail: It goes out." in out.getvalue() and "BAD   Disk: It is full." in out.getvalue()
    assert "0 GiB" in out.getvalue()

"""What we send does not reach what only we can reach."""

import socket

import pytest

from consistori.kernel.errors import BadInput
from consistori.webhooks.addresses import Inward, checked_url, target_of

INWARD = [
    "127.0.0.1", "10.1.2.3", "192.168.1.4", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
    "[::1]", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]",
    "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::a00:1]", "[2002:a00:1::1]", "[::7f00:1]", "[fec0::1]",
]  # fmt: skip


@pytest.mark.parametrize("host", INWARD)
def test_an_address_of_the_house_is_not_told(host):
    with pytest.raises(Inward):
        target_of(f"https://{host}/hook")


@pytest.mark.parametrize("host", ["93.184.216.34", "[2606:4700::1111]", "[64:ff9b::5db8:d822]"])
def test_an_address_of_the_world_is_told(host):
    assert target_of(f"https://{host}/hook").host == host.strip("[]")


def test_a_name_that_leads_inside_by_one_of_its_addresses_is_not_told(monkeypatch):
    def both(host, port, **more):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ("93.184.216.34", "10.0.0.7")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", both)

    with pytest.raises(Inward):
        target_of("https://program.example/hook")


def test_the_address_that_was_looked_at_is_the_one_that_is_connected_to(monkeypatch):
    answers = [("93.184.216.34",), ("127.0.0.1",)]

    def changing(host, port, **more):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in answers.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", changing)

    target = target_of("https://program.example:8443/hook?a=1")

    assert (target.ip, target.host, target.port, target.path) == (
        "93.184.216.34", "program.example", 8443, "/hook?a=1",
    )  # fmt: skip


@pytest.mark.parametrize(
    "url",
    ["", "program.example", "ftp://program.example", "https://", "http://program.example/hook",
     "https://name:word@program.example/", "https://program.example:99999/", "http://127.0.0.1/hook",
     "file:///etc/passwd", "javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_address_outside_is_refused_at_its_field(url):
    with pytest.raises(BadInput) as refused:
        checked_url(url)

    assert refused.value.field == "url"


def test_the_operator_may_let_a_network_of_the_house_be_told(settings):
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]

    assert checked_url("http://127.0.0.1:9/hook") == "http://127.0.0.1:9/hook"
    assert target_of("http://127.0.0.1:9/hook").ip == "127.0.0.1"
    with pytest.raises(Inward):
        target_of("http://10.0.0.1/hook")

"""The addresses of the rooms of video, against a server that looks at the token."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.request import HTTPError, urlopen

import pytest

from consistori.connectors.jitsi.fake import FakeRooms, serve
from consistori.connectors.jitsi.rooms import JitsiRooms

SECRET = "a secret of thirty-two bytes, or more than that"


def _door(url: str, secret: str = SECRET, room: str = "sala-1", **when: int):
    opens = datetime.now(UTC) + timedelta(minutes=when.get("opens", -5))
    rooms = JitsiRooms(url, "consistori", secret)
    return rooms.door(
        room,
        name="Laia «R»",
        keeps=False,
        opens=opens,
        closes=opens + timedelta(minutes=30),
        language="ca-es",
    )


def test_whoever_has_the_address_enters_with_their_name_and_keeps_nothing():
    rooms = FakeRooms(SECRET)
    with serve(rooms) as url:
        door = _door(url)
        assert urlopen(door.url.partition("#")[0]).status == 200

    assert rooms.entered == [("sala-1", "Laia «R»", False)]
    assert door.origin == url
    assert 'defaultLanguage="ca"' in door.url


@pytest.mark.parametrize(
    "said", [{"secret": "of somebody else, also of more than 32 bytes"}, {"opens": 60}, {"opens": -60}]
)
def test_another_key_too_early_or_too_late_does_not_enter(said):
    rooms = FakeRooms(SECRET)
    with serve(rooms) as url, pytest.raises(HTTPError, match="403"):
        urlopen(_door(url, **said).url.partition("#")[0])

    assert (rooms.entered, rooms.refused) == ([], 1)


def test_the_address_of_a_room_does_not_open_another():
    rooms = FakeRooms(SECRET)
    with serve(rooms) as url, pytest.raises(HTTPError, match="403"):
        urlopen(_door(url).url.partition("#")[0].replace("sala-1", "sala-2"))

    assert rooms.refused == 1


def test_an_open_server_gets_no_token():
    assert "jwt" not in JitsiRooms("https://sales.example").door(
        "x", name="A", keeps=True, opens=datetime.now(UTC), closes=datetime.now(UTC), language="ca"
    ).url  # fmt: skip

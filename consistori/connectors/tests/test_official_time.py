"""How far our clock is from official time."""

from __future__ import annotations

import pytest

from consistori.connectors.official_time.client import NoAnswer, offset_of
from consistori.connectors.official_time.fake import FakeTimeServer


@pytest.mark.parametrize("seconds", [0, 3600, -3600])
def test_a_clock_is_as_far_off_as_it_is(seconds):
    with FakeTimeServer(seconds) as server:
        assert offset_of(server.address) == pytest.approx(
            seconds, abs=1.01
        )  # an answer comes within two seconds


def test_a_server_that_is_not_set_is_not_believed():
    with FakeTimeServer(stratum=0) as server, pytest.raises(NoAnswer):
        offset_of(server.address)


def test_an_answer_to_another_question_is_not_believed():
    with FakeTimeServer(echo=False) as server, pytest.raises(NoAnswer):
        offset_of(server.address)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "not a name", "127.0.0.1:many"])
def test_no_answer_is_said(address):
    with pytest.raises(NoAnswer):
        offset_of(address, timeout=0.2)

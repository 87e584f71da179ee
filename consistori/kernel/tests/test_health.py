"""What each room looks at in itself."""

from __future__ import annotations

import pytest

from consistori.kernel import health


@pytest.fixture
def nothing_hung(monkeypatch):
    monkeypatch.setattr(health, "_checks", {})


def test_checks_come_in_their_order(nothing_hung):
    health.add("mail", label="Mail", check=lambda: health.good("Sent."), order=20)
    health.add("database", label="Database", check=lambda: health.good("It answers."), order=10)

    assert [one.name for one in health.checks()] == ["database", "mail"]


def test_a_check_that_breaks_is_bad_news(nothing_hung):
    def broken() -> health.Health:
        raise OSError("no such machine")

    health.add("mail", label="Mail", check=broken)

    found = health.find("mail").run()
    assert found.state == health.State.BAD
    assert "no such machine" in found.detail


def test_the_real_thing_is_done_only_when_asked(nothing_hung):
    health.add(
        "mail", label="Mail", check=lambda: health.good("Named."), test=lambda: health.warning("Slow.")
    )

    assert health.find("mail").run().well
    assert not health.find("mail").run(thoroughly=True).well

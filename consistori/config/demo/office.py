"""The electronic offices of the demo: their hours, and what they tell everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from consistori.config.demo.stories import read
from consistori.config.demo.telling import Told
from consistori.eoffice.models import OfficeSetting, PublicNotice
from consistori.eoffice.office.services import change_setting, publish_public_notice
from consistori.kernel.clock import today
from consistori.tenancy.scope import working_for


def open_office(told: Told) -> None:
    """Say the hours and the notices of a town; what is there stays."""
    here = [said for said in read("office.toml")["office"] if said["town"] == told.entity.slug]
    for said in here:
        by = told.actor(said["by"])
        with working_for(told.entity):
            if not OfficeSetting.objects.exists():
                change_setting(by=by, hours=said["hours"], **said["creation"])
            if not PublicNotice.objects.exists():
                for notice in said.get("notice", ()):
                    publish_public_notice(by=by, **_dated(notice))


def _dated(notice: dict[str, Any]) -> dict[str, Any]:
    """Days ahead of today as dates."""
    words = {name: text for name, text in notice.items() if name not in ("ahead", "shown")}
    return words | {
        "day": today() + timedelta(days=notice["ahead"]),
        "last_day": today() + timedelta(days=notice["shown"]),
    }

"""A province that keeps the calendars of everybody, a town below it, and its local holidays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from consistori.deadlines.models import CalendarVersion
from consistori.deadlines.rules.lists import read_list
from consistori.deadlines.selectors import place_of
from consistori.deadlines.services import adopt_standard_calendars, publish_calendar
from consistori.kernel.actor import Actor
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


@pytest.fixture
def province(db: None) -> Entity:
    return Entity.objects.create(
        slug="diputacio", name="Diputació de Fontfreda", short_name="Fontfreda", code_prefix="DIP",
        kind="province", dir3="L02999999", ine_code="99000",
    )  # fmt: skip


@pytest.fixture
def town(province: Entity) -> Entity:
    return Entity.objects.create(
        slug="vall-llobera", name="Ajuntament de Vall-llobera", short_name="Vall-llobera", code_prefix="VLL",
        parent=province, modality="complete", ine_code="99101",
    )  # fmt: skip


@pytest.fixture
def calendars(province: Entity) -> list[CalendarVersion]:
    """The general ones of 2026 and 2027."""
    return adopt_standard_calendars(province, Actor.system("install", province.pk))


@pytest.fixture
def local_days(calendars: Any, province: Entity, town: Entity) -> CalendarVersion:
    """Those of the town in 2026, kept by the province."""
    with working_for(province):
        return publish_calendar(
            place=place_of(town),
            year=2026,
            holidays=read_list("20-01 Sant Sebastià | San Sebastián\n31-08 Festa major", 2026),
            source="DOGC 9999",
            published_on=date(2026, 1, 1),
            by=Actor.system("install", province.pk),
        )

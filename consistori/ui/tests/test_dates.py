from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from consistori.ui import dates


@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        (date(2026, 11, 24), "ca", "dimarts, 24 de novembre"),
        (date(2026, 4, 1), "ca", "dimecres, 1 d’abril"),
        (date(2026, 8, 5), "ca", "dimecres, 5 d’agost"),
        (date(2026, 10, 9), "ca", "divendres, 9 d’octubre"),
        (date(2026, 8, 5), "es", "miércoles, 5 de agosto"),
    ],
)
def test_a_day_is_said_as_people_say_it(day, language, words):
    with translation.override(language):
        assert dates.long_day(day) == words


def test_an_hour_has_a_full_stop_in_catalan_and_is_the_hour_of_madrid():
    instant = datetime(2026, 11, 24, 8, 12, tzinfo=UTC)

    with translation.override("ca"):
        assert dates.hour(instant) == "9.12"
    with translation.override("es"):
        assert dates.hour(instant) == "9:12"


def test_near_days_have_a_name_and_others_a_date():
    today = timezone.localdate()

    with translation.override("ca"):
        assert dates.when(today) == "avui"
        assert dates.when(today + timedelta(days=1)) == "demà"
        assert dates.when(timezone.now()).startswith("avui, ")
        assert str((today - timedelta(days=400)).year) in dates.when(today - timedelta(days=400))


def test_how_long_i_have_had_it_is_said_with_its_preposition():
    today = timezone.localdate()

    with translation.override("ca"):
        assert dates.since(today) == "des d’avui"
        assert dates.since(today - timedelta(days=1)) == "des d’ahir"
        assert dates.since(today - timedelta(days=4)).startswith("des de d")
        assert dates.since(today - timedelta(days=40)).startswith("des del ")
    with translation.override("es"):
        assert dates.since(today - timedelta(days=1)) == "desde ayer"

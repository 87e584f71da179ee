"""The official hour and day of the house, in one place so that nobody else asks the machine."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This instant, aware of its zone (UTC inside, shown in Europe/Madrid)."""
    return timezone.now()


def today() -> date:
    """Today at the town hall (Europe/Madrid)."""
    return timezone.localdate()

"""Asking for the letters of the board, confirming it, and leaving: acts of whoever reads an address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from consistori.bulletin import kinds
from consistori.bulletin.models import Subscriber
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, Refusal
from consistori.tenancy.jobs import defer
from consistori.trail import act

AN_HOUR = timedelta(hours=1)
MOST_AN_HOUR = 60
"""How many new addresses a town asks in an hour: nobody writes to a whole list of people through us."""
NOT_AGAIN_WITHIN = timedelta(minutes=10)
"""The same address is not asked twice in less."""


class TooManyAsk(Refusal):
    """So many addresses are being asked that somebody must be playing."""

    status = 429
    default_code = "too-many-ask"

    def __init__(self) -> None:
        super().__init__(_("Many addresses are being asked just now. Try it again in an hour."))


@act
def ask_letters(*, email: str, language: str, chosen: Sequence[str] = ()) -> None:
    """Ask for them: nothing is sent until whoever reads that address confirms (RGPD, art. 6.1.a).

    It says the same whether the address was known or not. Raises `BadInput` at `email`.
    """
    from consistori.bulletin.jobs import send_confirmation

    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise BadInput(
            _("That is no e-mail address: it has a name, @ and a domain."), field="email"
        ) from wrong
    known = set(kinds.everything())
    wanted = [code for code in chosen if code in known]
    if Subscriber.objects.filter(confirmed_at=None, asked_at__gt=now() - AN_HOUR).count() >= MOST_AN_HOUR:
        raise TooManyAsk
    subscriber, is_new = Subscriber.objects.get_or_create(
        email=email, defaults={"language": language, "kinds": wanted}
    )
    was_asked = subscriber.asked_at > now() - NOT_AGAIN_WITHIN
    if not is_new and subscriber.confirmed_at is None and not was_asked:
        subscriber.language, subscriber.kinds, subscriber.asked_at = language, wanted, now()
        subscriber.save(update_fields=["language", "kinds", "asked_at"])
    if subscriber.confirmed_at is None and (is_new or not was_asked):
        defer(send_confirmation, subscriber_id=str(subscriber.pk))


@act
def confirm_letters(subscriber: Subscriber) -> None:
    """Whoever reads that address wants them."""
    Subscriber.objects.filter(pk=subscriber.pk, confirmed_at=None).update(confirmed_at=now())


@act
def leave_letters(subscriber: Subscriber) -> None:
    """No more: the address is erased."""
    subscriber.delete()

"""The forms of the second key: a code that was used, a phone whose clock is off, a door that is closed."""

from __future__ import annotations

import logging
import time
from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consistori.directory.account_selectors import wrong_codes_of
from consistori.directory.models import Person
from consistori.directory.web.accounts.watch import close_the_door
from consistori.kernel.errors import BadInput

logger = logging.getLogger(__name__)

DRIFT = "drift of the phone"
LOOKED_AT = 75 * 60
"""Seconds before and after in which the clock of a phone, or ours, is recognised as off: an hour, and some."""


class CodeForm(AuthenticateForm):
    """A code of the phone, or a recovery code. Five wrong ones close the door as five wrong passwords do."""

    def clean_code(self) -> str:
        request = context.request
        if len(wrong_codes_of(self.user)) >= settings.AXES_FAILURE_LIMIT:
            close_the_door(self.user, request)
            raise ValidationError(_("Five wrong codes: wait a quarter of an hour, or ask to be let in."))
        typed = self.cleaned_data["code"]
        try:
            code = str(super().clean_code())
        except ValidationError as wrong:
            raise ValidationError(_why_not(request, self.user, typed) or wrong.messages) from wrong
        _use_once(self.authenticator, code)
        return code


class CodeAgainForm(ReauthenticateForm, CodeForm):
    """The same, asked again before something delicate."""

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        ReauthenticateForm._emit_authentication_failed(self, authenticator)


def step_of(secret: str, code: str, around: int) -> int | None:
    """How many steps of 30 seconds the code is away from now (0 is now), looked for `around` steps each way."""
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    for away in sorted(range(-around, around + 1), key=abs):
        if format_hotp_value(hotp_value(secret, counter + away)) == code:
            return away
    return None


def _use_once(authenticator: Authenticator, code: str) -> None:
    """A code opens once in the whole machine: the cache of a process does not know what the others saw."""
    if authenticator.type != Authenticator.Type.TOTP:
        return
    away = step_of(decrypt(authenticator.data["secret"]), code.replace(" ", ""), app_settings.TOTP_TOLERANCE)
    counter = int(time.time()) // app_settings.TOTP_PERIOD + (away or 0)
    with transaction.atomic():
        mine = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        if counter <= mine.data.get("last", 0):
            raise ValidationError(_("That code was used already. Wait for the next one."))
        mine.data["last"] = counter
        mine.save(update_fields=["data"])
    authenticator.data = mine.data


def _why_not(request: Any, person: Person, typed: str) -> Any:
    """That the clock of the phone is off, once two codes in a row agree in it: one alone could be a lucky guess."""
    phone = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    code = "".join(typed.split())
    if phone is None or len(code) != app_settings.TOTP_DIGITS:
        return None
    steps = LOOKED_AT // app_settings.TOTP_PERIOD
    away = step_of(decrypt(phone.data["secret"]), code, steps)
    before = request.session.pop(DRIFT, None)
    if away is None:
        return None
    request.session[DRIFT] = away
    if before is None or abs(before - away) > 2:
        return None
    minutes = max(1, round(abs(away) * app_settings.TOTP_PERIOD / 60))
    logger.warning("The phone of %s is %s minutes away from the clock of this machine.", person.pk, minutes)
    if away > 0:
        said = _(
            "The clock of the phone is %(n)s minutes ahead of ours. Put its hour on automatic and write a new code."
        )
    else:
        said = _(
            "The clock of the phone is %(n)s minutes behind ours. Put its hour on automatic and write a new code."
        )
    return said % {"n": minutes}


class PasskeyForm(AddWebAuthnForm):
    """A new passkey. It always asks for the finger, the face or the PIN, so that it opens by itself."""

    name = forms.CharField(
        label=_("Name of the key"), max_length=60, required=False,
        help_text=_("So that you know it in the list: «Computer of the office», «My phone»."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        return dict(super().clean())


class ResetForm(ResetPasswordForm):
    """A new password by mail, for whoever had one: an invitation that was not used has its own link and its days."""

    users: list[Person]

    def clean_email(self) -> str:
        email = str(super().clean_email())
        self.users = [person for person in self.users if person.has_usable_password()]
        return email


class InvitationForm(forms.Form):
    """The password of the first day."""

    password = forms.CharField(
        label=_("Your password"), strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Twelve characters or more. Four words that only you put together are easy to keep."),
    )  # fmt: skip

    def refused(self, refusal: BadInput) -> None:
        """Show the refusal of the act at its field."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))

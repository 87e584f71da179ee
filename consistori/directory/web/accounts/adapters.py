"""How allauth behaves in this house: nobody signs up by herself, secrets are sealed, mail that fails is said."""

from __future__ import annotations

import base64
import hashlib
import logging
import secrets
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consistori.directory.account_selectors import keys_of
from consistori.directory.web.accounts.machines import address_of, machine_of
from consistori.directory.web.accounts.provider import SecondKeyStage
from consistori.kernel.errors import Unavailable

logger = logging.getLogger(__name__)

SEALED = "sealed:"
FIRST_KEY_SECONDS = 15 * 60


class MailIsDown(Unavailable):
    """The server of mail does not take letters (503)."""


class StaffAccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("It is not this one, or nobody works here with this address."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: Any) -> str:
        entity = getattr(request, "entity", None)
        return entity.staff_url() if entity else "/desk/"

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": f"{SecondKeyStage.__module__}.SecondKeyStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who is making her first second key has just said who she is, and may have nothing else to show."""
        request = context.request
        shown = get_authentication_records(request, request.user)
        is_fresh = any(time.time() - one["at"] < FIRST_KEY_SECONDS for one in shown)
        if is_fresh and not keys_of(request.user).is_ready:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Said at once when no mail goes out: who waits for a letter that never comes calls the town hall."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as trouble:
            logger.exception("The letter to %s did not go out.", email)
            raise MailIsDown from trouble

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request) or ""


class StaffMFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("It is not this one. Look at the code that the phone gives now."),
        "cannot_delete_authenticator": _("This is your only second key: add another before you remove it."),
    }

    def encrypt(self, text: str) -> str:
        """Whoever reads the database does not get the second keys: they are sealed with the program's secret."""
        return SEALED + _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        if not encrypted_text.startswith(SEALED):
            return encrypted_text
        try:
            return _seal().decrypt(encrypted_text.removeprefix(SEALED).encode()).decode()
        except InvalidToken:
            # The program's secret changed (a restore without it): no code opens, and none can be foretold.
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        keys = keys_of(authenticator.user)
        return len(keys.passkeys) + int(keys.has_codes) > 1

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return machine_of(context.request)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Consistori"}


def _seal() -> Fernet:
    key = hashlib.sha256(b"consistori second keys" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))

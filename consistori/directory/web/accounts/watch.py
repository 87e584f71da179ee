"""What is written down when somebody enters, tries or leaves; each signal of the libraries heard in one place."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from axes.signals import user_locked_out
from axes.utils import reset
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from consistori.directory.account_selectors import last_entered, wrong_tries_since
from consistori.directory.models import Person, SignIn
from consistori.directory.services.accesses import close_door, mark_left, mark_moved, write_access
from consistori.directory.services.alarms import tell_account_changed
from consistori.directory.services.sessions import end_sessions
from consistori.directory.web.accounts.machines import address_of, machine_of
from consistori.ui import dates

MACHINE = "machine"
"""Key of the session under which the machine that opened it is kept."""
ENTRY = "entry"
"""Key of the session under which the row of this entrance is kept: her session may change its key later."""
FIRST_KEYS = "first keys"
"""Key of the session while a person sets her keys for the first time: she is not written a letter for each."""


def watch_accounts() -> None:
    """Connect everything; called once, when the room is ready."""
    user_logged_in.connect(write_that_she_entered, dispatch_uid="directory.entered")
    user_logged_out.connect(write_that_she_left, dispatch_uid="directory.left")
    user_login_failed.connect(write_wrong_password, dispatch_uid="directory.wrong_password")
    user_locked_out.connect(write_that_the_door_closed, dispatch_uid="directory.closed")
    mfa_signals.authentication_failed.connect(write_wrong_code, dispatch_uid="directory.wrong_code")
    mfa_signals.authenticator_added.connect(key_was_added, dispatch_uid="directory.key_added")
    mfa_signals.authenticator_removed.connect(key_was_removed, dispatch_uid="directory.key_removed")
    mfa_signals.authenticator_reset.connect(codes_were_made, dispatch_uid="directory.codes_made")
    account_signals.password_changed.connect(password_was_changed, dispatch_uid="directory.password_changed")
    account_signals.password_reset.connect(password_was_changed, dispatch_uid="directory.password_reset")


def write_that_she_entered(sender: Any, request: HttpRequest, user: Person, **_kwargs: Any) -> None:
    before = last_entered(user)
    request.session[MACHINE] = machine_of(request)
    entry = write_access(
        user, SignIn.Outcome.ENTERED, how=_how(request), session_key=request.session.session_key or "",
        **_where(request),
    )  # fmt: skip
    request.session[ENTRY] = str(entry.pk)
    if before is not None:
        _tell_last_access(request, user, before)


def _how(request: HttpRequest) -> str:
    """`password`, `passkey` or `provider`: the first thing that she showed."""
    shown = request.session.get("account_authentication_methods") or []
    if any(one.get("passwordless") for one in shown):
        return "passkey"
    if any(one.get("method") == "socialaccount" for one in shown):
        return "provider"
    return "password"


def _tell_last_access(request: HttpRequest, person: Person, before: SignIn) -> None:
    """The person hears of her last access as she enters (Esquema Nacional de Seguridad, op.acc.6)."""
    with translation.override(person.language):
        seen = before.last_seen_at or before.at
        told = _("You were last here %(moment)s, from %(machine)s.") % {
            "moment": dates.when(seen), "machine": before.device or _("another program"),
        }  # fmt: skip
        wrong = wrong_tries_since(person, before.at)
        if wrong:
            told += " " + _("Since then somebody was refused %(n)s times: look at it in «How I enter».") % {
                "n": wrong
            }
    level = messages.WARNING if wrong else messages.INFO
    messages.add_message(request, level, told, fail_silently=True)


def write_that_she_left(sender: Any, request: HttpRequest, user: Person | None, **_kwargs: Any) -> None:
    if user is not None and request.session.session_key:
        mark_left(request.session.session_key)


def write_wrong_password(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any
) -> None:
    email = credentials.get("email") or credentials.get("username") or ""
    person = Person.objects.filter(email__iexact=str(email).strip()).first()
    if person is not None and request is not None:
        _write(person, request, SignIn.Outcome.WRONG_PASSWORD)


def write_wrong_code(
    sender: Any, request: HttpRequest, user: Person, reauthentication: bool = False, **_kwargs: Any
) -> None:
    _write(user, request, SignIn.Outcome.WRONG_CODE)


def write_that_the_door_closed(sender: Any, request: HttpRequest, username: str, **_kwargs: Any) -> None:
    person = Person.objects.filter(email__iexact=username).first()
    if person is not None:
        close_the_door(person, request)


def close_the_door(person: Person, request: HttpRequest) -> None:
    close_door(person, **_where(request))


def _write(person: Person, request: HttpRequest, outcome: str) -> None:
    write_access(person, outcome, **_where(request))


def _where(request: HttpRequest) -> dict[str, Any]:
    return {
        "entity": getattr(request, "entity", None),
        "address": address_of(request),
        "machine": machine_of(request),
    }


def key_was_added(
    sender: Any, request: HttpRequest, user: Person, authenticator: Authenticator, **_kwargs: Any
) -> None:
    """Whoever has just made her second key has shown it."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    record_authentication(
        request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
    )
    if not request.session.get(FIRST_KEYS):
        tell_account_changed(user, f"{_kind(authenticator)}_added")


def key_was_removed(
    sender: Any, request: HttpRequest, user: Person, authenticator: Authenticator, **_kwargs: Any
) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        tell_account_changed(user, f"{_kind(authenticator)}_removed")


def codes_were_made(sender: Any, user: Person, **_kwargs: Any) -> None:
    tell_account_changed(user, "codes")


def _kind(authenticator: Authenticator) -> str:
    return "passkey" if authenticator.type == Authenticator.Type.WEBAUTHN else "totp"


def password_was_changed(sender: Any, request: HttpRequest, user: Person, **_kwargs: Any) -> None:
    """The other sessions end (Django itself refuses their cookie), and the door opens: it was proven who she is."""
    reset(username=user.email)
    key = request.session.session_key or ""
    if key and ENTRY in request.session:
        mark_moved(user, request.session[ENTRY], key)
    end_sessions(user, why=SignIn.Ended.CHANGED, besides=key)
    tell_account_changed(user, "password")

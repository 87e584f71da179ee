"""Ending sessions: hers, from here or from elsewhere; all of them, the minute in which somebody leaves."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings

from consistori.directory.models import Person, SignIn
from consistori.kernel.clock import now


def end_sessions(person: Person, *, why: str = SignIn.Ended.BY_ADMINISTRATOR, besides: str = "") -> int:
    """End every session of the person at once, but the one whose key is `besides`; how many there were."""
    open_ones = list(SignIn.objects.filter(person=person).going_on().exclude(session_key=besides or "-"))
    for session in open_ones:
        end_session(session, why=why)
    return len(open_ones)


def end_session(session: SignIn, *, why: str) -> None:
    """End one session: its cookie opens nothing from the next request on."""
    if session.ended_at is None and session.session_key:
        _store()(session.session_key).delete()
    SignIn.objects.filter(pk=session.pk, ended_at=None).update(ended_at=now(), ended_why=why, session_key="")


def _store() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore

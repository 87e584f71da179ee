"""Each request with a session: is it still the machine that opened it, and when was it last used."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from threading import Lock

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _

from consistori.directory import hashing
from consistori.directory.hashing import TooManyAtOnce
from consistori.directory.models import SignIn
from consistori.directory.services.accesses import mark_seen
from consistori.directory.services.alarms import tell_session_stolen
from consistori.directory.services.sessions import end_session
from consistori.directory.web.accounts.adapters import MailIsDown
from consistori.directory.web.accounts.machines import machine_of
from consistori.directory.web.accounts.watch import MACHINE

SAID: dict[type[Exception], str] = {
    TooManyAtOnce: "account/busy.html",
    MailIsDown: "account/mail_down.html",
}
SEEN_EVERY = 300
REMEMBERED = 20_000


class _Seen:
    """When each session was last written down by this process, so that a page costs no statement for it."""

    def __init__(self) -> None:
        self._at: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    def is_due(self, key: str) -> bool:
        moment = time.monotonic()
        with self._lock:
            if moment - self._at.get(key, float("-inf")) < SEEN_EVERY:
                return False
            self._at[key] = moment
            self._at.move_to_end(key)
            while len(self._at) > REMEMBERED:
                self._at.popitem(last=False)
        return True


seen = _Seen()


DOOR = "/accounts/login/"


def spare_the_door(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Turn back who knocks when no password can be looked at, before anything else is spent on it.

    A storm of sign-ins then costs less than a static file, and pages go on.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.path_info.endswith(DOOR) and not hashing.has_room():
            response = HttpResponse(_busy_page(get_language_from_request(request)), status=503)
            response["Retry-After"] = "5"
            return response
        return get_response(request)

    return middleware


@lru_cache(maxsize=8)
def _busy_page(language: str) -> str:
    with translation.override(language):
        return render_to_string(SAID[TooManyAtOnce])


class WatchSessions:
    """End a session that another machine uses; write down that it is used; say it when the door is too busy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = request.session
        if session.session_key and session.get(MACHINE) is not None:
            if session[MACHINE] != machine_of(request):
                return self._stolen(request)
            if seen.is_due(session.session_key):
                mark_seen(session.session_key)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        page = next((page for kind, page in SAID.items() if isinstance(exception, kind)), None)
        if page is None:
            return None
        response = render(request, page, status=503)
        response["Retry-After"] = "5"
        return response

    def _stolen(self, request: HttpRequest) -> HttpResponse:
        """The cookie is of somebody else's machine. The session ends for both, and its owner is told by mail."""
        found = (
            SignIn.objects.filter(session_key=request.session.session_key).select_related("person").first()
        )
        used = machine_of(request)
        if found is not None:
            end_session(found, why=SignIn.Ended.STOLEN)
            tell_session_stolen(found.person, opened=found.device, used=used)
        request.session.flush()
        messages.warning(request, _("That session was opened with another machine. Enter again."))
        return redirect("account_login")

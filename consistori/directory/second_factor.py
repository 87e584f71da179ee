"""The second factor asked again for one act, whichever room does it: a code of the phone, or a passkey shown just now.

The code is looked at by the same form as at the door: five wrong ones close it, and a code opens once.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from consistori.directory.models import Person
from consistori.kernel.errors import BadInput

FRESH_SECONDS = 120
_USED = "second factor used"


def has_shown(request: Any) -> bool:
    """Whether she showed her second factor again in the last two minutes, and did nothing with it yet."""
    records = request.session.get("account_authentication_methods", [])
    used = float(request.session.get(_USED, 0))
    return any(
        one.get("method") == "mfa"
        and one.get("reauthenticated")
        and max(used, time.time() - FRESH_SECONDS) < one.get("at", 0)
        for one in records
    )


def show_code(request: Any, code: str) -> None:
    """Take the code that she writes. Raises `BadInput` (`code`) with the sentence of the door."""
    if not code.strip():
        raise BadInput(_("Write the code of your phone."), field="code")
    form = import_string(settings.MFA_FORMS["reauthenticate"])({"code": code}, user=request.user)
    if not form.is_valid():
        raise BadInput(" ".join(str(fault) for fault in form.errors["code"]), field="code")
    form.save()


def use_up(request: Any) -> None:
    """What was shown served for this act; the next one asks again."""
    request.session[_USED] = time.time()


def has_codes(person: Person) -> bool:
    """Whether she has a phone that gives codes, or recovery codes; else only passkeys. One statement."""
    rows = Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.WEBAUTHN)
    return bool(rows.exists())

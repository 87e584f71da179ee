"""Acts on codes of a line: send one, prove one. Whoever proves it holds the line; who they are is another thing."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, Refusal, ensure
from consistori.parties.lines import rules
from consistori.parties.models import Channel, LineCode
from consistori.parties.ports import is_there_a_gateway
from consistori.parties.services.checks import checked_channel, phone_kind
from consistori.tenancy.jobs import defer
from consistori.trail import act


class TooManyCodes(Refusal):
    """Too many codes were asked for a line, or in the town (429)."""

    status = 429
    default_code = "too-many-codes"


@dataclass(frozen=True)
class Proof:
    """What came of saying a code. `ok`: the line `kind` `value` is theirs. Otherwise `message` says what to do.

    It is given and not raised, so that the page keeps the count of tries.
    """

    ok: bool
    kind: str = ""
    value: str = ""
    proven_at: datetime | None = None
    message: Any = ""


def kinds_offered() -> list[str]:
    """The lines to which a code can be sent here: mobiles only where there is a gateway of messages."""
    email, mobile = str(LineCode.Kind.EMAIL), str(LineCode.Kind.MOBILE)
    return [email, mobile] if is_there_a_gateway() else [email]


@act
def send_code(kind: str, value: str, *, purpose: str, language: str = "ca") -> LineCode:
    """Send a code to an e-mail or a mobile, by a job. `.pk` is what `prove` asks for afterwards.

    Raises `BadInput` (`value`), `NotPermitted` (a purpose for which a code is not enough), `TooManyCodes`.
    """
    ensure(rules.serves_for(purpose))
    value = _checked(kind, value)
    _look_at_limits(value)
    moment = now()
    row: LineCode = LineCode.objects.create(
        kind=kind, value=value, purpose=purpose, language=language if language in ("ca", "es") else "ca",
        asked_at=moment, expires_at=moment + rules.LASTS,
    )  # fmt: skip
    from consistori.parties.lines.jobs import send_the_code

    defer(send_the_code, code_id=str(row.pk))
    return row


@act
def prove(key: UUID | str, typed: str, *, purpose: str) -> Proof:
    """Say the code that came. Five tries, ten minutes, once. It raises nothing: the answer says what happened."""
    row = LineCode.objects.select_for_update().filter(pk=key, purpose=purpose).first()
    moment = now()
    if row is None or row.proven_at or rules.is_over(row.expires_at, moment):
        return Proof(False, message=_("This code does not serve any more. Ask for another one."))
    if row.tries >= rules.MOST_TRIES:
        return Proof(False, message=_("Five wrong tries: this code is closed. Ask for another one."))
    LineCode.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
    if not hmac.compare_digest(rules.tidy(typed), code_of(row)):
        return Proof(False, message=_("That is not the code that we sent. Look at the last message."))
    LineCode.objects.filter(pk=row.pk).update(proven_at=moment)
    return Proof(True, row.kind, row.value, moment)


def code_of(row: LineCode) -> str:
    """The figures that were sent for this row."""
    return rules.code_of(row.pk.hex, settings.CODE_KEY)


def _checked(kind: str, value: str) -> str:
    if kind not in kinds_offered():
        raise BadInput(_("We cannot send codes there. Say an e-mail."), field="kind")
    if not value.strip():
        raise BadInput(_("Say where we send the code."), field="value")
    checked = checked_channel(kind, value)
    if kind == LineCode.Kind.MOBILE and phone_kind(checked) != Channel.Kind.MOBILE:
        raise BadInput(_("Only a mobile receives messages. Say a mobile, or an e-mail."), field="value")
    return checked


def _look_at_limits(value: str) -> None:
    moment = now()
    rows = LineCode.objects.filter(value=value)
    if rows.filter(asked_at__gt=moment - rules.LASTS).count() >= rules.MOST_A_LINE:
        raise TooManyCodes(
            _("We have sent three codes there already. Wait ten minutes, or call us."), field="value"
        )
    if rows.filter(asked_at__gt=moment - timedelta(days=1)).count() >= rules.MOST_A_DAY:
        raise TooManyCodes(_("We have sent ten codes there today. Call us."), field="value")
    if LineCode.objects.filter(asked_at__gt=moment - timedelta(hours=1)).count() >= rules.MOST_A_TOWN:
        raise TooManyCodes(_("Too many codes are being asked for just now. Call us."), field="value")

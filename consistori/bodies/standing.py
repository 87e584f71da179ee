"""Where each thing of a decree stands, and who has it since when: the lines of its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from consistori.bodies.models import Decree
from consistori.bodies.rules.competence import Manner
from consistori.bodies.rules.extracts import is_late
from consistori.bodies.sentences import MANNERS
from consistori.bodies.terms import last_days_to_send
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.signature.lasting.selectors import lasting_of
from consistori.signature.models import Lasting
from consistori.tenancy.scope import current_entity
from consistori.ui.dates import day_and_month

DONE, WAITS, LATE = "done", "waits", "late"


@dataclass(frozen=True)
class Line:
    """One thing of a decree: what it is, how it stands (`done`, `waits`, `late`), who has it and since when."""

    what: Any
    state: str
    words: Any
    who: str = ""
    since: date | datetime | None = None
    article: str = ""
    url: str = ""
    act: Any = ""


def where_it_stands(decree: Decree, actor: Actor) -> list[Line]:
    """The signature, the timestamp, the transcription and the extract, in their order. Three statements at most."""
    return [_signed(decree), _stamped(decree), _transcribed(decree), _sent(decree)]


def _signed(decree: Decree) -> Line:
    words = _("Decided %(how)s") % {"how": MANNERS[Manner(decree.manner)]}
    if decree.delegation is not None:
        words += f" · {decree.delegation.decree}"
    article = "Llei 40/2015, art. 9.4" if decree.manner == Manner.DELEGATION else ""
    who = " · ".join(part for part in (decree.signer_name, decree.signer_post) if part)
    return Line(_("Signature"), DONE, words, who, decree.decided_at, article)


def _stamped(decree: Decree) -> Line:
    lasting = lasting_of(decree.version_id)
    what = _("Timestamp")
    if lasting is None or lasting.level == Lasting.Level.B:
        return Line(
            what, WAITS, _("The program asks for it, and tries again by itself"), "", decree.decided_at
        )
    if lasting.holds_until is not None:
        day = day_and_month(lasting.holds_until, year=True)
        return Line(
            what,
            DONE,
            _("It holds until %(day)s, and is renewed before") % {"day": day},
            "",
            lasting.stamped_at,
        )
    return Line(what, DONE, str(lasting.get_level_display()), "", lasting.stamped_at)


def _transcribed(decree: Decree) -> Line:
    what, article = _("Decree book"), "RD 128/2018, art. 3.2.e"
    entered = getattr(decree, "transcribed", None)
    if entered is None:
        return Line(
            what, WAITS, _("The secretary has to transcribe it"), "", decree.decided_at, article,
            current_entity().staff_url("decrees/transcribe/"), _("To transcribe"),
        )  # fmt: skip
    one = entered.transcription
    url = current_entity().staff_url(f"documents/{one.document_id}/")
    said = _("Attestation %(said)s") % {"said": one.said}
    if not one.is_done:
        return Line(
            what, WAITS, _("Waiting for her signature"), one.person_name, one.begun_at, article, url, said
        )
    return Line(what, DONE, _("Transcribed"), one.person_name, one.done_at, article, url, said)


def _sent(decree: Decree) -> Line:
    what, article = _("Extract to the State and the Generalitat"), "LBRL, art. 56.1; ROF, art. 196.3"
    url = current_entity().staff_url("decrees/extracts/")
    row = getattr(decree, "remitted", None)
    remittance = row.remittance if row is not None else None
    due = (
        remittance.due_on
        if remittance
        else last_days_to_send(current_entity(), [decree.decided_on])[decree.decided_on]
    )
    if remittance is not None and remittance.is_sent:
        on = max(remittance.to_state_on, remittance.to_region_on)
        return Line(what, DONE, _("Sent to both"), "", on, article, url, _("See it"))
    state = LATE if is_late(due, on=today(), is_sent=False) else WAITS
    words = _("To be sent before the end of %(day)s") % {"day": day_and_month(due, year=True)}
    since = remittance.made_at if remittance else decree.decided_at
    return Line(what, state, words, "", since, article, url, _("Send it"))

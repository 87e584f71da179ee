"""The decree book of the demo: what the mayor signed is numbered; some of it is transcribed, and sent in extract."""

from __future__ import annotations

from consistori.bodies.selectors import waiting_to_transcribe
from consistori.bodies.services import begin_transcription, make_extract, note_sent
from consistori.config.demo.telling import Told
from consistori.kernel.clock import today
from consistori.kernel.errors import Refusal
from consistori.signature.services import sign_requests
from consistori.tenancy.scope import working_for

SECRETARY = "merce.soldevila"
TOWN = "vall-llobera"
LEFT = 2


def keep_book(told: Told) -> None:
    """The secretary transcribes the first ones and sends their extract to the Generalitat; the last wait for her."""
    if told.entity.slug != TOWN:
        return
    by, login = told.actor(SECRETARY), told.cast.login(SECRETARY)
    with working_for(told.entity), told.unless_refused("decree book"):
        first = [row.pk for row in list(waiting_to_transcribe())[:-LEFT]]
        if not first:
            return
        remittance = make_extract(by=by)
        note_sent(remittance, whom="region", on=today(), proof="EACAT 2026-118204", by=by)
        _transcription, asked = begin_transcription(first, by=by)
    try:
        sign_requests([asked], by=by, passphrase=login.signing_passphrase)
    except Refusal as refusal:
        told.troubles.append(f"{told.entity.short_name}, decree book: {refusal}")

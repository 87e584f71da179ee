"""The proof that people read: one PDF with what was notified, its life line by line, and the JSON proofs inside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consistori.notifications import sentences
from consistori.notifications.carriers import label_of
from consistori.notifications.lines import of_evidence
from consistori.notifications.models import Evidence, Notification, Proof
from consistori.notifications.models.notification import STATES
from consistori.notifications.rules.states import State
from consistori.tenancy.models import Entity
from consistori.ui.dates import day_and_month
from consistori.ui.typst import Attachment, compile_pdf, letterhead

ENDS = {
    State.ACCESSED: "Llei 39/2015, art. 43.2",
    State.REJECTED: "Llei 39/2015, art. 41.5",
    State.LAPSED: "Llei 39/2015, art. 43.2",
    State.DELIVERED: "Llei 39/2015, art. 42.2",
    State.REFUSED: "Llei 39/2015, art. 41.5",
    State.PUBLISHED: "Llei 39/2015, art. 44",
    State.WITHDRAWN: "",
}
LETTERS = {"availability": "disposicio", "outcome": "resultat"}


def draw(
    entity: Entity, row: Notification, lines: Sequence[Evidence], proofs: Sequence[Proof], *, at: datetime
) -> bytes:
    """The PDF of a proof, in the language of the notification; the same at the same instant."""
    with translation.override(row.language):
        facts = _facts(entity, row, lines, proofs, at)
        title = facts["document_title"]
    files = [file for proof in proofs for file in _files(row, proof)]
    return compile_pdf("letter", facts, files, title=title, lang=row.language, at=at)


def _files(row: Notification, proof: Proof) -> list[Attachment]:
    """The JSON of a proof, its seal apart and the list with the timestamp that dates it."""
    name = f"{row.number}-{LETTERS.get(proof.kind, proof.kind)}-{proof.last_line}"
    found = [
        Attachment(f"{name}.json", bytes(proof.data), "application/json", _("Proof for machines"), "data")
    ]
    if proof.signature:
        found.append(
            Attachment(
                f"{name}.p7s", bytes(proof.signature), "application/pkcs7-signature", _("Its seal (CAdES)")
            )
        )
    if proof.stamp is not None and proof.stamp.token:
        found += [
            Attachment(f"{name}-llista.txt", bytes(proof.stamp.content), "text/plain", _("The list that is dated")),
            Attachment(
                f"{name}-llista.tst", bytes(proof.stamp.token), "application/timestamp-token",
                _("The timestamp of the list (RFC 3161)"),
            ),
        ]  # fmt: skip
    return found


def _facts(
    entity: Entity, row: Notification, lines: Sequence[Evidence], proofs: Sequence[Proof], at: datetime
) -> dict[str, Any]:
    dispatch = row.dispatch
    title = _("Proof of notification")
    what: list[tuple[str, str]] = [
        (_("Act"), dispatch.title),
        (_("Number and date"), " · ".join(filter(None, [dispatch.act_number, _day(dispatch.act_on)]))),
        (_("Body"), dispatch.body),
        (_("Case file"), dispatch.reference),
        (_("Fingerprint of the text (SHA-256)"), in_eights(row.sha256)),
        (_("Verification code"), (row.version or dispatch.version).code or ""),
    ]
    whom = [
        (_("Addressee"), _named(row.addressee_name, row.addressee_identifier)),
        (_("In the name of"), row.party.display_name if row.representative_id else ""),
        (_("By which way"), str(row.get_channel_display())),
        (_("Why"), f"{sentences.of_why(row.why)} ({row.article})"),
    ]
    how = [
        (_("Put at disposal"), moment(row.available_at)),
        (_("To be opened until"), _until(row)),
        (_("How it ended"), str(STATES[State(row.state)])),
        (_("When"), moment(row.practised_at or row.withdrawn_at)),
        (_("By whom it came"), label_of(row.practised_by) if row.practised_by else ""),
        (_("Article"), ENDS.get(State(row.state), "")),
    ]
    life = [
        (moment(one.at), f"{one.words}. SHA-256: {one.sha256[:16]}…")
        for one in of_evidence(row, lines, at=at)
    ]
    return {
        "letterhead": letterhead(entity, lang=row.language),
        "kind": _("Proof"),
        "number": row.number,
        "title": title,
        "document_title": f"{title} {row.number}",
        "subtitle": dispatch.title,
        "reading": "sans",
        "margin": [(_("Date"), day_and_month(timezone.localtime(at).date(), year=True))],
        "blocks": [
            {"heading": _("What was notified"), "facts": _said(what)},
            {"heading": _("To whom"), "facts": _said(whom)},
            {"heading": _("How it went"), "facts": _said(how)},
            {"heading": _("Its life"), "points": life},
            {"heading": _("How to check it"), "text": _check(proofs)},
        ],
    }


def _said(facts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(label, value) for label, value in facts if value]


def _check(proofs: Sequence[Proof]) -> str:
    words = _(
        "This PDF carries inside the same proof to be read by machines, with the hash of each line of its life over the"
        " one before."
    )
    if any(proof.signature for proof in proofs):
        words += " " + _(
            "Each is sealed by the body, and one timestamp dates the list of the hashes of its batch: any program that"
            " knows CAdES and RFC 3161 checks them without us."
        )
    return words


def _named(name: str, number: str) -> str:
    return f"{name} · {number}" if number else name


def _until(row: Notification) -> str:
    if row.expires_at is None:
        return ""
    return _("before 00:00 of %(day)s") % {"day": _day(timezone.localdate(row.expires_at))}


def _day(value: Any) -> str:
    return day_and_month(value, year=True)


def moment(at: datetime | None) -> str:
    """«1 de juny de 2026, 10:00:05», in the official hour of the town."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{day_and_month(local.date(), year=True)}, {local:%H:%M:%S}"


def in_eights(digest: str) -> str:
    return " ".join(digest[n : n + 8] for n in range(0, len(digest), 8))

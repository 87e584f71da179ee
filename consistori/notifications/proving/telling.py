"""The machine-readable proof: what was notified, to whom, by which way, and each line of evidence with its hash."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from consistori.notifications.models import Dispatch, Evidence, Notification
from consistori.tenancy.models import Entity

SCHEMA = "https://consistori.example/schemas/notification-proof/1"


def proof_of(
    entity: Entity, notification: Notification, lines: Sequence[Evidence], *, kind: str
) -> dict[str, Any]:
    """The proof as plain values. `lines` are all those of the notification until now, in their order."""
    return {
        "schema": SCHEMA,
        "kind": kind,
        "sender": {"name": entity.name, "dir3": entity.dir3, "nif": getattr(entity, "nif", "")},
        "notification": _notification(notification),
        "act": _act(notification.dispatch),
        "addressee": _addressee(notification),
        "content": _content(notification),
        "evidence": [{**line.line, "sha256": line.sha256} for line in lines],
        "how_to_check": (
            "sha256(evidence[n]) is over the UTF-8 of notification.id, a line feed and the line without its sha256 as"
            " JSON with sorted keys and no spaces; each line has the hash of the one before in `previous`."
        ),
    }


def as_bytes(proof: dict[str, Any]) -> bytes:
    """Its JSON, always the same for the same proof."""
    return json.dumps(proof, sort_keys=True, indent=1, ensure_ascii=False).encode()


def moment(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at is not None else ""


def _notification(row: Notification) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "number": row.number,
        "channel": row.channel,
        "why": row.why,
        "article": row.article,
        "rejected_by_time": row.lapses,
        "state": row.state,
        "available_at": moment(row.available_at),
        "expires_at": moment(row.expires_at),
        "extended_to": row.extended_to.isoformat() if row.extended_to else "",
        "practised_at": moment(row.practised_at),
        "practised_by": row.practised_by,
    }


def _act(dispatch: Dispatch) -> dict[str, Any]:
    return {
        "title": dispatch.title,
        "reference": dispatch.reference,
        "number": dispatch.act_number,
        "date": dispatch.act_on.isoformat(),
        "body": dispatch.body,
        "ends_way": dispatch.ends_way,
        "appeals": dispatch.appeals,
        "terms": dispatch.terms,
    }


def _addressee(row: Notification) -> dict[str, Any]:
    return {
        "name": row.addressee_name,
        "identifier": row.addressee_identifier,
        "in_the_name_of": row.party.display_name if row.representative_id else "",
        "is_obliged": row.is_obliged,
        "is_chosen": row.is_chosen,
        "language": row.language,
    }


def _content(row: Notification) -> dict[str, Any]:
    version = row.version or row.dispatch.version
    return {
        "document": str(row.text_id),
        "sha256": row.sha256,
        "code": version.code or "",
        "is_copy_with_data_hidden": row.document_id is not None,
        "annexes": row.dispatch.annexes,
    }

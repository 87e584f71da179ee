"""Notifications: ten thousand put at disposal with sealed proofs, and those due found among a million open.

The signer process and the authority of timestamps are the real ones, on loopback. Nothing is drawn: the PDF of a proof
is left to jobs of the night.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import connection

from consistori.config.bench.signing import (
    House,
    StatementCounter,
    authority,
    house_of,
    papers_of,
    signer_process,
)
from consistori.deadlines import subjects
from consistori.deadlines.subjects import Subject, SubjectKind
from consistori.documents.models import Document
from consistori.documents.services import append_evidence
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import Verdict
from consistori.kernel.identifiers import uuid7
from consistori.notifications.hangings import PROOF
from consistori.notifications.models import Dispatch, Notification, Proof, StampedList
from consistori.notifications.proving.sealing import make_proofs_of
from consistori.notifications.services import (
    ActFacts,
    AddresseeAsked,
    AppealAsked,
    TermAsked,
    prepare,
    put_at_disposal,
    settle_lapsed,
)
from consistori.parties.models import Party
from consistori.signature import ports
from consistori.signature.services.seals import fix_act, issue_demo_seal
from consistori.tenancy.scope import working_for

Tell = Callable[[str], None]
MADE, OPEN, DUE, EACH = 10_000, 1_000_000, 1_000, 1_000
MOST_MADE, MOST_FOUND, MOST_SETTLED = 300.0, 5.0, 60.0


def measure_notifying(folder: Path, *, share: int, tell: Tell) -> dict[str, str]:
    """The figures of notifications, in words, by their names."""
    with TemporaryDirectory(dir=folder) as place:
        home = Path(place)
        with authority(home, 0) as port, signer_process(home):
            house = house_of(home, port)
            settings.TSA_URLS = [f"http://127.0.0.1:{port}/tsa"]
            ports._made.cache_clear()
            _give_seal(house)
            facts = _put(house, MADE // share, MOST_MADE / share)
            facts |= _due(house, OPEN // share, DUE // share, MOST_SETTLED / share)
    for name, said in facts.items():
        tell(f"  {name}: {said}")
    return facts


def _give_seal(house: House) -> None:
    with working_for(house.town):
        by = Actor.program(house.town.pk)
        seal = issue_demo_seal(by=by, body="Secretaria", kind="rsa")
        fix_act(
            by=by, kind=PROOF, seal=seal, decree="Decret 1/2026", definition_body="Secretaria",
            supervision_body="Alcaldia", appeals_body="Alcaldia",
        )  # fmt: skip


def _put(house: House, many: int, limit: float) -> dict[str, str]:
    """Put so many at disposal, a thousand an act, and seal their proofs as the job does, five hundred each time."""
    dispatches = [_prepared(house, min(EACH, many - first)) for first in range(0, many, EACH)]
    by = Actor.program(house.town.pk)
    began = time.perf_counter()
    keys: list[str] = []
    with StatementCounter() as counted:
        for dispatch in dispatches:
            with working_for(house.town):
                keys += [str(row.pk) for row in put_at_disposal(dispatch, by=by)]
        put = time.perf_counter() - began
        for first in range(0, len(keys), 500):
            make_proofs_of(house.town, keys[first : first + 500])
    seconds = time.perf_counter() - began
    with working_for(house.town):
        sealed = Proof.objects.filter(sealing=Proof.Sealing.SEALED).count()
        dated = StampedList.objects.exclude(token=None).count()
    if sealed != many:
        raise RuntimeError(f"{sealed} of {many} proofs are sealed")
    missed = "" if seconds <= limit else ": MISSED"
    return {
        f"{many} notifications at disposal, proofs sealed": (
            f"{seconds:.1f} s ({limit:g} at most{missed}), {put:.1f} of them to put them at disposal,"
            f" {1000 * (seconds - put) / many:.1f} ms each proof; {dated} timestamps;"
            f" {counted.count / many:.2f} statements each"
        )
    }


def _due(house: House, many: int, due: int, limit: float) -> dict[str, str]:
    """Among so many that are open, find those of which day ten has gone by, and write them down."""
    with working_for(house.town):
        pattern = Notification.objects.order_by("pk")[0]
        _fill(pattern, many)
        first = list(
            Notification.objects.filter(expires_at__isnull=False)
            .order_by("pk")
            .values_list("pk", flat=True)[:due]
        )
        Notification.objects.filter(pk__in=first).update(expires_at=now() - timedelta(hours=1))
    _analyze()
    began = time.perf_counter()
    with working_for(house.town):
        found = len(Notification.objects.due(now()).order_by("expires_at", "pk").values_list("pk")[: due + 1])
    finding = time.perf_counter() - began
    began = time.perf_counter()
    with StatementCounter() as counted:
        settled = settle_lapsed(house.town, limit=due)
    seconds = time.perf_counter() - began
    if (found, settled) != (due, due):
        raise RuntimeError(f"{found} found and {settled} settled of {due}")
    missed = "" if finding <= MOST_FOUND else ": MISSED"
    late = "" if seconds <= limit else ": MISSED"
    return {
        f"{due} due among {many} open": f"found in {1000 * finding:.0f} ms ({1000 * MOST_FOUND:g} at most{missed})",
        f"{due} settled": (
            f"{seconds:.1f} s ({limit:g} at most{late}), {1000 * seconds / due:.1f} ms and"
            f" {counted.count / due:.1f} statements each, with a term of the party opened for each"
        ),
    }


def _prepared(house: House, many: int) -> Dispatch:
    """A signed decree with so many firms to notify."""
    kind = SubjectKind("bench", "Bench", tell=lambda *_: {}, may_see=_yes, may_act=_yes, papers=lambda *_: [])
    subjects.add(kind)
    by = Actor.program(house.town.pk)
    (request,) = papers_of(house, 1)
    with working_for(house.town):
        document = Document.objects.with_version().get(pk=request.document_id)
        append_evidence(document.version, blob=_signed(document), kind="signature", by=by)
        firms = [_firm(number) for number in range(many)]
        Party.objects.bulk_create(firms)
        act = ActFacts(
            title="Padró de la taxa de residus", act_on=today(), body="Alcaldia", ends_way=True,
            appeals=(AppealAsked("reposicio", "Alcaldia", 1), AppealAsked("court", "Jutjat", 2)),
            terms=(TermAsked(rule="appeal_same_body"),),
        )  # fmt: skip
        return prepare(
            by=by, subject=Subject("bench", uuid7()), document=document, act=act,
            addressees=[AddresseeAsked(firm) for firm in firms],
        )  # fmt: skip


def _yes(*_: Any) -> Verdict:
    return Verdict(True)


def _signed(document: Document) -> bytes:
    from consistori.documents import blobs

    with blobs.open(document.version.sha256) as stream:
        return stream.read() + b"% signed\n"


def _firm(number: int) -> Party:
    name = f"Empresa {uuid7().hex[-12:]} SL"
    return Party(kind="legal", name=name, sort_name=name.lower(), name_key=f"{name.lower()} {number}")


def _fill(pattern: Notification, many: int) -> None:
    """So many open ones more, as the pattern; each ends at another hour of the next years."""
    names = [str(field.column) for field in Notification._meta.concrete_fields]
    own = {
        "id": "gen_random_uuid()",
        "number": "'F' || g",
        "state": "'available'",
        "expires_at": "now() + interval '1 day' + g * interval '1 minute'",
    }
    values = ", ".join(own.get(name, f"n.{name}") for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO notifications_notification ({', '.join(names)}) SELECT {values}"  # noqa: S608 - names of columns
            " FROM notifications_notification n, generate_series(1, %s) g WHERE n.id = %s",
            [many, pattern.pk],
        )


def _analyze() -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE notifications_notification")

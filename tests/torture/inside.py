"""What is asked inside the house, with its own settings: who works there, whether its jobs are done, what its rows say.

`python -m tests.torture.inside prepare|waiting|look`; the last line that it writes is JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "consistori.config.settings"
ENTITY = "vall-llobera"
MINUTES_TO_WAIT = 6
"""A job that is tried again later than that is not waited for: what it must leave right is looked at all the same."""


def main(what: str) -> None:
    from consistori.config.embedded import attach

    handle = attach()
    import django

    django.setup()
    answered = {"prepare": prepare, "sessions": sessions, "waiting": waiting, "look": look}[what]()
    sys.stdout.write(json.dumps(answered, default=str) + "\n")
    del handle


def prepare() -> dict[str, Any]:
    """A key of a program, who works there with their sessions, and the signing key of the mayor with its passphrase."""
    from consistori.catalogue.models import DocumentType
    from consistori.catalogue.selectors import openable_series
    from consistori.directory.services import SCOPES, create_token
    from consistori.kernel.actor import Actor
    from consistori.signature.models import SigningKey
    from consistori.tenancy.models import Entity
    from consistori.tenancy.scope import working_for

    entity = Entity.objects.get(slug=ENTITY)
    people = _people()
    forget_the_story()
    with working_for(entity):
        by = Actor.system("torture", entity.pk)
        series = openable_series()[0].code
        _, secret = create_token(by=by, name="torture", scopes=sorted(SCOPES), roles=["secretary"])
        kind = DocumentType.objects.in_use().exclude(eni_type="TD01").order_by("code")[0].code
    mayor = people["mayor"]
    key = SigningKey.objects.filter(person=mayor).order_by("-id")[0]
    passphrase = next(one["signing_passphrase"] for one in _logins() if one["email"] == mayor.email)
    return {
        "entity": ENTITY, "secret": secret, "person": str(mayor.pk), "key": str(key.pk), "series": series,
        "passphrase": passphrase, "type": kind, "sessions": sessions(),
        "people": [{"id": str(one.pk), "email": one.email} for one in people["others"]],
    }  # fmt: skip


def forget_the_story() -> None:
    """What the story of the demo left to be read is not of the torture, and would be all that the worker does."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'cancelled' WHERE status = 'todo' AND queue_name = 'texts'"
        )


def sessions() -> dict[str, str]:
    """A session of each one who works on the pages, by her role."""
    return {role: _session(person) for role, person in _people().items() if role != "others"}


def _people() -> dict[str, Any]:
    """One of each role, the mayor with a key to sign, and the others."""
    from consistori.directory.models import Post
    from consistori.tenancy.models import Entity
    from consistori.tenancy.scope import working_for

    signing = {one["email"] for one in _logins() if one["signing_passphrase"]}
    with working_for(Entity.objects.get(slug=ENTITY)):
        posts = list(Post.objects.filter(ends_on=None).select_related("person").order_by("pk"))
    found: dict[str, Any] = {}
    for role in ("mayor", "secretary", "administrator"):
        held = [post.person for post in posts if post.role == role]
        found[role] = next(one for one in held if role != "mayor" or one.email in signing)
    taken = {person.pk for person in found.values()}
    others = {post.person_id: post.person for post in posts if post.person_id not in taken}
    return found | {"others": [one for one in others.values() if one.is_active]}


def _logins() -> list[dict[str, Any]]:
    from django.conf import settings

    told = json.loads((Path(settings.DATA_DIR) / "demo-logins.json").read_text())
    return told if isinstance(told, list) else list(told["logins"])


def _session(person: Any) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "password"}, {"method": "mfa", "type": "totp"}]
    session.create()
    return str(session.session_key)


def waiting() -> dict[str, int]:
    """How many jobs are to be done in these minutes, by their state; and how many files the scanner has to see."""
    from datetime import timedelta

    from procrastinate.contrib.django.models import ProcrastinateJob

    from consistori.kernel.clock import now
    from tests.torture.workbench import in_quarantine

    rows = ProcrastinateJob.objects.all()
    soon = rows.exclude(scheduled_at__gt=now() + timedelta(minutes=MINUTES_TO_WAIT))
    return {
        "todo": soon.filter(status="todo").count(),
        "doing": rows.filter(status="doing").count(),
        "in quarantine": in_quarantine(),
    }


def look() -> dict[str, Any]:
    """All that must hold, whatever happened: each fault is a sentence."""
    from consistori.tenancy.models import Entity
    from consistori.tenancy.scope import working_for
    from consistori.trail.sealing import verify_seals
    from consistori.trail.services import verify_chain
    from tests.torture.workbench import workbench

    faults: list[str] = []
    figures: Counter[str] = Counter()
    for entity in Entity.objects.order_by("pk"):
        with working_for(entity):
            report, seals = verify_chain(), verify_seals()
            figures["facts of the trail"] += report.length
            if not report.holds:
                faults.append(f"{entity.slug}: the trail is broken at {report.broken_at}: {report.reason}")
            if not seals.holds:
                faults.append(f"{entity.slug}: the seals of readings are broken: {seals.reason}")
            faults += _numbers(entity)
            faults += _documents(entity, figures)
            faults += _facts(entity)
            faults += _signatures(entity, figures)
            faults += workbench(entity, figures)
    faults += _bytes(figures)
    faults += _jobs(figures)
    return {"faults": faults, "figures": figures}


def _numbers(entity: Any) -> list[str]:
    """In a row, with no hole and no twin."""
    from consistori.cases.models import CaseFile
    from consistori.tenancy.models import Counter as Book

    by_year: dict[str, list[int]] = {}
    for number in CaseFile.objects.values_list("number", flat=True):
        by_year.setdefault(number[1:5], []).append(int(number[5:]))
    found = []
    last = {str(book.year): book.last for book in Book.objects.filter(book="cases")}
    for year, numbers in by_year.items():
        if year in last and sorted(numbers) != list(range(1, last[year] + 1)):
            found.append(f"{entity.slug}: the numbers of {year} have a hole or a twin")
    return found


def _documents(entity: Any, figures: Counter[str]) -> list[str]:
    """Each has its version, its bytes written down, its words read, and a place in the index."""
    from consistori.documents.models import Blob, Document, DocumentText, VersionBlob
    from tests.torture.workbench import began_at

    found, begun = [], began_at()
    kept = dict(Blob.objects.values_list("sha256", "scan"))
    read = set(DocumentText.objects.values_list("version_id", flat=True))
    last: dict[Any, Any] = {}
    for row in VersionBlob.objects.order_by("version_id", "position").values(
        "version_id", "pk", "position", "sha256"
    ):
        if row["position"] != (last[row["version_id"]][1] + 1 if row["version_id"] in last else 0):
            found.append(f"{entity.slug}: the bytes of version {row['version_id']} are not in a row")
        last[row["version_id"]] = (row["pk"], row["position"])
        if row["sha256"] not in kept:
            found.append(f"{entity.slug}: bytes of version {row['version_id']} are not written down")
    for document in Document.objects.filter(erased_at=None).select_related("version"):
        figures["documents"] += 1
        if document.version.document_id != document.pk or document.version_id not in last:
            found.append(f"{entity.slug}: document {document.pk} is there by halves")
        elif last[document.version_id][0] != document.latest_blob_id:
            found.append(f"{entity.slug}: document {document.pk} does not point to its last bytes")
        is_ours = document.captured_at >= begun
        is_harmful = (
            kept.get(document.version.sha256) == Blob.Scan.HARMFUL
        )  # nobody opens it, to read it neither
        is_to_be_read = is_ours and not is_harmful and document.discarded_at is None
        if is_to_be_read and document.version_id not in read:
            found.append(f"{entity.slug}: the words of document {document.pk} were never read")
    return found


def _facts(entity: Any) -> list[str]:
    """Each case and each document has its fact, once; and there is no fact of what is not there."""
    from consistori.cases.models import CaseFile
    from consistori.documents.models import Document
    from consistori.trail.models import TrailEvent

    found = []
    for kind, model in (("cases.CaseOpened", CaseFile), ("documents.DocumentReceived", Document)):
        told = Counter(TrailEvent.objects.filter(kind=kind).values_list("subject_id", flat=True))
        there = set(model.objects.values_list("pk", flat=True))
        if set(told) != there or any(times > 1 for times in told.values()):
            missing, more = len(there - set(told)), len(set(told) - there)
            found.append(
                f"{entity.slug}: {kind}: {missing} without their fact, {more} facts of nothing, or told twice"
            )
    return found


def _signatures(entity: Any, figures: Counter[str]) -> list[str]:
    """What is said to be signed is so, whole and valid; what waits is not."""
    from consistori.documents import blobs
    from consistori.documents.models import VersionBlob
    from consistori.signature.engine.facts import Standing
    from consistori.signature.engine.validation import report_on
    from consistori.signature.models import SignatureRequest
    from consistori.signature.ports import trust_list

    found = []
    for request in SignatureRequest.objects.filter(state="signed").select_related("version"):
        rows = list(VersionBlob.objects.filter(version=request.version).order_by("-position"))
        if not rows or rows[0].position == 0:
            found.append(f"{entity.slug}: request {request.pk} is signed and its document has no signature")
            continue
        with blobs.open(rows[0].sha256) as stream:
            report = report_on(stream.read(), trust_list())
        figures["signed"] += 1
        if report.standing != Standing.VALID:
            found.append(f"{entity.slug}: the signature of {request.pk} does not hold: {report.standing}")
    waiting = SignatureRequest.objects.filter(state="waiting")
    figures["still to be signed"] += waiting.count()
    for state in ("signing", "sending"):
        if SignatureRequest.objects.filter(state=state).exists():
            found.append(f"{entity.slug}: a request was left half way ({state})")
    return found


def _bytes(figures: Counter[str]) -> list[str]:
    """Every blob is hashed; what lies in the store without being written down is only counted."""
    from django.conf import settings

    from consistori.documents.blobs.scrubbing import damaged_blobs, scrub
    from consistori.documents.models import Blob, DamagedBlob
    from consistori.tenancy.models import Entity
    from consistori.tenancy.scope import working_for

    run = scrub(everything=True)
    figures["blobs hashed again"] = run.looked_at
    written = set()
    for entity in Entity.objects.all():
        with working_for(entity):
            written |= {(str(entity.pk), sha256) for sha256 in Blob.objects.values_list("sha256", flat=True)}
    root = Path(settings.BLOB_ROOT)
    there = {(path.parts[-4], path.name) for path in root.glob("*/*/*/*") if path.is_file()}
    figures["bytes of acts that never were"] = len(there - written)
    figures["half received files"] = len(list((root / "incoming").glob("*.part")))
    # What harms is named there too, and is as it was brought: the clerks look whether anybody opens it.
    damaged = [one for one in damaged_blobs() if one.damage != DamagedBlob.Damage.HARMFUL]
    return [f"{one.entity.slug}: {one.sha256} is {one.damage}" for one in damaged]


def _jobs(figures: Counter[str]) -> list[str]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    failed = Counter(ProcrastinateJob.objects.filter(status="failed").values_list("task_name", flat=True))
    # A batch whose database died is not begun again by itself: its passphrase is gone, and its person is told to sign
    # what is left. That no request is left half way is looked at above.
    figures["batches to be signed again"] = failed.pop("signature.sign_batch", 0)
    # The scanner is asked again every five minutes for all that waits; that none waits is looked at before.
    figures["files scanned in the next round"] = failed.pop("documents.scan", 0)
    figures["jobs done"] = ProcrastinateJob.objects.filter(status="succeeded").count()
    return [f"{times} jobs «{name}» failed for ever" for name, times in failed.items()]


if __name__ == "__main__":
    main(sys.argv[1])

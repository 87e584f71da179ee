"""What must hold of texts, pages, copies, long jobs, letters and quarantine; each fault is a sentence."""

from __future__ import annotations

from collections import Counter
from typing import Any


def in_quarantine() -> int:
    """How many files of all towns the scanner has still to look at."""
    from consistori.documents.models import Blob
    from consistori.tenancy.models import Entity
    from consistori.tenancy.scope import working_for

    waiting = 0
    for entity in Entity.objects.all():
        with working_for(entity):
            waiting += Blob.objects.filter(scan=Blob.Scan.WAITING).count()
    return waiting


def workbench(entity: Any, figures: Counter[str]) -> list[str]:
    """The faults of a town, inside its scope."""
    found = [*_texts(figures), *_pages(figures), *_copies(figures), *_long_jobs(figures), *_letters(figures)]
    return [f"{entity.slug}: {fault}" for fault in found]


def _texts(figures: Counter[str]) -> list[str]:
    """A fixed text is kept as it was written; each document of ours has its working copy."""
    from consistori.documents.models import Document, Writing

    found = []
    for writing in Writing.objects.select_related("document__version"):
        figures["texts"] += 1
        if writing.document.state == Document.State.FROZEN and not writing.is_kept:
            found.append(f"text {writing.document_id} was fixed and something written is not in it")
    return found


def _pages(figures: Counter[str]) -> list[str]:
    """An act on pages has what it made and what it put away, all or nothing, also once it is undone."""
    from consistori.documents.models import Document, PageAct

    found = []
    for done in PageAct.objects.select_related("after", "before"):
        figures["acts on pages"] += 1
        made = Document.objects.filter(pk__in=done.made)
        if made.count() != len(done.made):
            found.append(f"act on pages {done.pk}: a document that it made is not there")
        if done.undone_at and made.filter(discarded_at=None).exists():
            found.append(f"act on pages {done.pk}: undone, and what it made is still there")
        if done.after.document_id != done.document_id or done.before.document_id != done.document_id:
            found.append(f"act on pages {done.pk}: its versions are of another document")
    return found


def _copies(figures: Counter[str]) -> list[str]:
    """None waits for its seal, and a sealed one has more than its text."""
    from consistori.documents.models import VersionBlob
    from consistori.signature.models import AuthenticCopy

    found = []
    for copy in AuthenticCopy.objects.select_related("document"):
        figures["authentic copies"] += 1
        signed = VersionBlob.objects.filter(version=copy.document.version_id, position__gt=0).exists()
        if copy.state == AuthenticCopy.State.SEALING:
            found.append(f"copy {copy.pk} still waits for its seal ({copy.trouble})")
        if copy.state == AuthenticCopy.State.READY and not signed:
            found.append(f"copy {copy.pk} is said to be sealed and has no seal")
    return found


def _long_jobs(figures: Counter[str]) -> list[str]:
    """None that somebody waits for is left half way; what could not be done is said to her."""
    from consistori.tenancy.models import JobRun

    found = []
    for run in JobRun.objects.all():
        figures["long jobs"] += 1
        if run.state in (JobRun.State.WAITING, JobRun.State.RUNNING):
            found.append(f"long job «{run.title}» was left {run.state}, {run.done} of {run.total}")
        if run.state == JobRun.State.FAILED:
            figures[f"long jobs failed: {run.title}: {run.message[:60]}"] += 1
    return found


def _letters(figures: Counter[str]) -> list[str]:
    """Each link that still serves was sent; those of the demo, older than the torture, are given by hand."""
    from consistori.directory.models import Invitation
    from consistori.kernel.clock import now

    sent = Invitation.objects.open(now()).filter(created_at__gte=began_at())
    figures["links that serve"] += sent.count()
    unsent = sent.filter(sent_at=None).count()
    return [f"{unsent} letters were never sent"] if unsent else []


def began_at() -> Any:
    """When the key of the clerks was made, or now in a town where it was not."""
    from consistori.directory.models import ApiToken
    from consistori.kernel.clock import now

    key = ApiToken.objects.filter(name="torture").order_by("created_at").first()
    return key.created_at if key else now()

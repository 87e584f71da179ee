"""The pages of notifications in the folder. To see the list, or the subject, opens nothing; a warning comes before
opening.

Everything is a page and a form: it needs no script and no signature (Llei 39/2015, art. 11; R-SIG-01).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid5

from django.contrib import messages
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.documents import blobs
from consistori.documents.serving import locked, to_save
from consistori.eoffice.folder.files import file_to_save, read_by, who_of
from consistori.eoffice.folder.web import FOLDER
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.identity.limits import address_of
from consistori.eoffice.notifications import opening
from consistori.eoffice.notifications.readers import reader_of
from consistori.eoffice.notifications.selectors import (
    OwnNotification,
    Theirs,
    of_a_power_that_ended,
    open_ones,
    own_notification,
    page_of,
    theirs,
)
from consistori.eoffice.web.public import PublicRequest, citizen_page
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, NotHere, NotPermitted, Refusal
from consistori.notifications.readers import Reader, may_read
from consistori.notifications.services import (
    LapsedAlready,
    NotWarned,
    record_access,
    record_refused_access,
    record_warning,
    reject,
)
from consistori.ui.dates import long_day

LIST = "eoffice/notifications/list.html"


class NotByThisPower(Exception):
    """It is of whom they say to act for, and what they act by is not good now: said, and written down."""

    def __init__(self, refusal: NotPermitted) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


@citizen_page
@require_safe
def every(request: PublicRequest) -> HttpResponseBase:
    """Those that wait, and all that was ever sent to them, by years and words. To see the list opens nothing."""
    citizen, who = who_of(request)
    whose = theirs(citizen, who)
    read_by(request, "folder", uuid5(FOLDER, f"notifications {citizen.identifier}"), _("Their notifications"))
    q = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else None
    after = request.GET.get("after", "")[:80]
    sent = page_of(whose, q=q, year=year, after=after)
    is_first = not (q or year or after)
    shown = {
        "citizen": citizen,
        "waiting": open_ones(whose) if is_first else [],
        "sent": sent,
        "rows": [one for one in sent.rows if not (is_first and one.is_open)],
        "q": q,
        "year": year,
        "is_first": is_first,
        "lost_power": _lost_power(citizen, whose),
    }
    return TemplateResponse(request, LIST, shown)


@citizen_page
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: PublicRequest, number: str) -> HttpResponseBase:
    """One that waits: closed, with what opening it does, what leaving it does and until when; or its content.

    POST opens it. The instant is that at which the request came.
    """
    moment = now()
    try:
        own, reader = _asked(request, number, moment)
    except NotByThisPower as refused:
        return _refused(request, refused.refusal)
    if request.method == "POST":
        return _open(request, own, reader, moment)
    read_by(request, "notification", own.row.pk, own.row.number)
    if not own.is_open:
        return TemplateResponse(request, "eoffice/notifications/opened.html", _content(request, own))
    shown = {"citizen": request.citizen, "own": own, "warned_at": _warn(request, own, reader)}
    return TemplateResponse(request, "eoffice/notifications/closed.html", shown)


@citizen_page
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: PublicRequest, number: str) -> HttpResponseBase:
    """Reject it expressly, with what that does said before and a second gesture (41.5)."""
    moment = now()
    try:
        own, reader = _asked(request, number, moment)
    except NotByThisPower as refused:
        return _refused(request, refused.refusal)
    if not own.is_open:
        return redirect("eoffice:folder_notification", number=number)
    if request.method == "POST":
        try:
            reject(own.row, by=request.actor, reader=reader, warned_at=_said_at(request), at=moment)
        except (LapsedAlready, AlreadyDone, NotWarned) as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("You have rejected it. The matter goes on."))
        return redirect("eoffice:folder_notification", number=number)
    shown = {"citizen": request.citizen, "own": own, "warned_at": _warn(request, own, reader)}
    return TemplateResponse(request, "eoffice/notifications/reject.html", shown)


@citizen_page
@require_safe
def paper(request: PublicRequest, number: str, key: str) -> HttpResponseBase:
    """The document that was notified, or an annex: the very bytes that were sent. Only once it is notified."""
    try:
        own = _practised(request, number)
    except NotByThisPower as refused:
        return _refused(request, refused.refusal)
    found = opening.paper_of(own.row, key)
    read_by(request, "document", found.document_id, found.title or found.name)
    return to_save(blobs.existing_path(found.sha256), found.name, found.media_type)


@citizen_page
@require_safe
def proof(request: PublicRequest, number: str) -> HttpResponseBase:
    """The proof in PDF: what it was, to whom, when it was there and how it ended."""
    try:
        own = _practised(request, number)
    except NotByThisPower as refused:
        return _refused(request, refused.refusal)
    if own.row.proof is None:
        raise NotHere
    read_by(request, "document", own.row.proof.pk, own.row.proof.title)
    return file_to_save(own.row.proof)


@citizen_page
@require_safe
def everything(request: PublicRequest, number: str) -> HttpResponseBase:
    """The whole proof in one file: papers, proof, seals and stamps, to be checked without us."""
    try:
        own = _practised(request, number)
    except NotByThisPower as refused:
        return _refused(request, refused.refusal)
    read_by(request, "notification", own.row.pk, own.row.number)
    answer = FileResponse(
        opening.whole_proof(own.row), as_attachment=True, filename=f"{own.row.number}.zip",
        content_type="application/zip",
    )  # fmt: skip
    answer["Cache-Control"] = "private, no-store"
    return locked(answer)


@citizen_page
@require_POST
def choose(request: PublicRequest, number: str) -> HttpResponseBase:
    """From now on, electronically: offered when somebody opens here what came to them on paper too (42.3)."""
    citizen, who = who_of(request)
    own = own_notification(theirs(citizen, who), number)
    made = opening.choose_electronic(own, citizen=citizen, entity=request.entity)
    messages.success(
        request,
        _(
            "Written down: from %(day)s on we will notify you here only. You can go back to paper when you want."
        )
        % {"day": long_day(made.effective_on)},
    )
    return redirect("eoffice:folder_notification", number=number)


def _asked(request: PublicRequest, number: str, moment: datetime) -> tuple[OwnNotification, Reader]:
    """The one that they ask for and who reads it. Raises `NotHere`, and `NotByThisPower`, which is written down."""
    citizen, who = who_of(request)
    address = address_of(request)[:45]
    try:
        own = own_notification(theirs(citizen, who), number, moment)
    except NotHere:
        row = of_a_power_that_ended(citizen, number)
        if row is None:
            raise
        own = OwnNotification(row, moment, for_firm=True)
    reader = reader_of(citizen, for_firm=own.for_firm, address=address)
    verdict = may_read(reader, own.row, moment)
    if verdict:
        return own, reader
    if not verdict.reason:
        raise NotHere
    record_refused_access(own.row, by=request.actor, reader=reader, reason=str(verdict.reason))
    raise NotByThisPower(NotPermitted(verdict.reason, article=verdict.article))


def _practised(request: PublicRequest, number: str) -> OwnNotification:
    own, _reader = _asked(request, number, now())
    if not own.is_practised:
        raise NotHere
    return own


def _open(request: PublicRequest, own: OwnNotification, reader: Reader, moment: datetime) -> HttpResponseBase:
    try:
        record_access(own.row, by=request.actor, reader=reader, warned_at=_said_at(request), at=moment)
    except NotWarned as refusal:
        messages.warning(request, str(refusal))
    return redirect("eoffice:folder_notification", number=own.row.number)


def _warn(request: PublicRequest, own: OwnNotification, reader: Reader) -> datetime | None:
    """That they were told is written down when the page that tells it is drawn, not when a machine looks ahead."""
    if request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return None
    return record_warning(own.row, by=request.actor, reader=reader)


def _said_at(request: PublicRequest) -> datetime | None:
    try:
        return datetime.fromisoformat(request.POST.get("warned_at", ""))
    except ValueError:
        return None


def _content(request: PublicRequest, own: OwnNotification) -> dict[str, Any]:
    citizen = request.citizen
    assert citizen is not None  # noqa: S101 - the door of the page says it
    is_there = own.is_practised
    return {
        "citizen": citizen,
        "own": own,
        "papers": opening.papers_of(own.row) if is_there else [],
        "terms": opening.terms_of(own.row) if is_there else [],
        "has_proof": own.row.proof is not None,
        "offers_electronic": opening.may_be_offered_electronic(own, citizen),
    }


def _lost_power(citizen: Citizen, whose: Theirs) -> bool:
    """Whether they act for somebody by what shows nothing of theirs now."""
    return citizen.represents_firm and not whose.firm


def _refused(request: PublicRequest, refusal: Refusal) -> HttpResponseBase:
    """Given back and not raised: that somebody tried stays written."""
    return TemplateResponse(request, "eoffice/refused.html", {"refusal": refusal}, status=refusal.status)

"""The page of the folder that shows exactly what to fix, point by point, and sends it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consistori.cases.models import CorrectionPoint, CorrectionRequest
from consistori.documents.uploads import BlobUpload
from consistori.eoffice.correcting.answering import LONGEST, Said, answer_correction
from consistori.eoffice.correcting.offering import field_of, form_of
from consistori.eoffice.correcting.selectors import own_correction
from consistori.eoffice.folder.files import read_by, who_of
from consistori.eoffice.folder.selectors import own_case
from consistori.eoffice.forms.checking import Checked, check
from consistori.eoffice.forms.drawing import draw_page
from consistori.eoffice.forms.drawn import DrawnField, DrawnPage
from consistori.eoffice.forms.fields import Field, Page, Texts
from consistori.eoffice.forms.saying import in_words
from consistori.eoffice.web.public import PublicRequest, citizen_page
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, Refusal

PAGE = "correction"


@dataclass(frozen=True)
class Asked:
    """A point as the page shows it: its question to answer again, or a place for words and files."""

    point: CorrectionPoint
    field: DrawnField | None
    text: str = ""
    error: str = ""

    @property
    def takes_files(self) -> bool:
        return self.field is None

    @property
    def takes_words(self) -> bool:
        """A paper is brought; the rest may be written."""
        return self.field is None and self.point.kind != CorrectionPoint.Kind.PAPER


@citizen_page
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: PublicRequest, number: str, pk: UUID) -> HttpResponseBase:
    """What to fix, until when, and what happens if not; sent, it has a number of entry and a receipt."""
    citizen, who = who_of(request)
    own = own_case(who, number)
    found = own_correction(who, own.case, pk)
    points = list(found.points.all())
    lacking = [point for point in points if not point.is_answered]
    fields = _fields(found, lacking)
    language = "es" if (get_language() or "").startswith("es") else "ca"
    page = Page(PAGE, Texts(), fields=tuple(fields.values()))
    checked: Checked | None = None
    refusal: Refusal | None = None
    if request.method == "POST":
        posted = {name: [value[:20_000] for value in values] for name, values in request.POST.lists()}
        checked = check(page, posted, {}, language, today=today())
        try:
            if checked.ok:
                said = _said(request, lacking, fields, checked, language)
                entry = answer_correction(
                    found, said, citizen=citizen, for_firm=who.is_of_the_firm(found.party_id),
                    token=posted.get("token", [""])[0][:64] or secrets.token_urlsafe(16),
                    language=language, by=request.actor,
                )  # fmt: skip
                messages.success(
                    request, _("We have it, with the number %(number)s.") % {"number": entry.reference}
                )
                return redirect("eoffice:folder_entry", reference=entry.reference)
        except Refusal as fault:
            if isinstance(fault, NotHere):
                raise
            refusal = fault
    read_by(request, "folder-case", own.case.pk, own.number)
    drawn = draw_page(page, {}, language, checked=checked)
    shown = {
        "citizen": citizen,
        "own": own,
        "number": own.number,
        "one": found,
        "asked": _asked(request, lacking, fields, drawn),
        "answered": [point for point in points if point.is_answered],
        "page": drawn,
        "refusal": refusal,
        "token": request.POST.get("token") or secrets.token_urlsafe(16),
        "is_late": bool(found.term and found.term.last_day and found.term.last_day < today()),
        "is_stopped": found.is_stopping(today()),
    }
    status = refusal.status if refusal else 422 if checked is not None else 200
    return TemplateResponse(request, "eoffice/correcting/correction.html", shown, status=status)


def _fields(found: CorrectionRequest, lacking: list[CorrectionPoint]) -> dict[UUID, Field]:
    """The questions of the form that are asked again, by point."""
    form = form_of(found.entry.procedure) if found.entry else None
    made = {point.pk: field_of(form, point) for point in lacking}
    return {pk: one for pk, one in made.items() if one is not None}


def _said(
    request: PublicRequest,
    lacking: list[CorrectionPoint],
    fields: dict[UUID, Field],
    checked: Checked,
    language: str,
) -> list[Said]:
    """What answers each point; those that were left empty are left for another day."""
    found = []
    for point in lacking:
        one = fields.get(point.pk)
        if one is not None:
            value = checked.values.get(one.key)
            if value is not None:
                found.append(Said(point, value, in_words(one, value, language)))
            continue
        words = request.POST.get(f"text-{point.pk}", "").replace("\x00", "").strip()[:LONGEST]
        sent = [
            up.file_received()
            for up in request.FILES.getlist(f"file-{point.pk}")
            if isinstance(up, BlobUpload)
        ]
        if words or sent:
            found.append(Said(point, None, words, sent))
    return found


def _asked(
    request: PublicRequest, lacking: list[CorrectionPoint], fields: dict[UUID, Field], drawn: DrawnPage
) -> list[Asked]:
    by_name: dict[str, Any] = {one.name: one for one in drawn.fields}
    return [
        Asked(
            point,
            by_name.get(fields[point.pk].key) if point.pk in fields else None,
            request.POST.get(f"text-{point.pk}", "") if request.method == "POST" else "",
        )
        for point in lacking
    ]

"""The partial authentic copy (EE04): which pages, which words and zones are hidden, looked at before it is made."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents import previews
from consistori.documents.models import Document
from consistori.documents.selectors import readable_document
from consistori.kernel.errors import BadInput
from consistori.signature.copies.services import part_of, partial_copy
from consistori.signature.models import AuthenticCopy
from consistori.signature.web.copies import told_made

if TYPE_CHECKING:
    from consistori.signature.copies.hiding import Area

MOST_PAGES_SHOWN = 12
MOST_PAGES_TO_DRAW_ON = 60
MOST_AREAS = 200
BLANK_ROWS = 3

REASONS = [
    gettext_lazy("Personal data (RGPD; LO 3/2018)"),
    gettext_lazy("Data specially protected (RGPD, art. 9)"),
    gettext_lazy("Data of a minor"),
    gettext_lazy("Trade secret (Llei 1/2019)"),
    gettext_lazy("Security of people or buildings"),
]
"""Why something is hidden, to choose from; any other can be written."""


class PartForm(forms.Form):
    """Which pages, and which words are hidden."""

    pages = forms.CharField(
        label=gettext_lazy("Pages of the copy"),
        required=False,
        help_text=gettext_lazy("As in 1-3, 5. Empty: all of them."),
    )
    hide = forms.CharField(
        label=gettext_lazy("Words that must not be seen"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One a line, as they are written: names, identity numbers, addresses. Where one is, the page becomes an "
            "image of itself and the words are not in it any more."
        ),
    )


def _measure(label: Any) -> forms.FloatField:
    numbers = {"step": "0.1", "min": "0", "max": "100", "inputmode": "decimal", "class": "input"}
    return forms.FloatField(label=label, min_value=0, max_value=100, widget=forms.NumberInput(attrs=numbers))


class AreaForm(forms.Form):
    """A zone of a page, in hundredths of it, and why it is hidden. A row left blank is no zone."""

    page = forms.IntegerField(
        label=gettext_lazy("Page"),
        min_value=1,
        widget=forms.NumberInput(attrs={"min": "1", "class": "input"}),
    )
    left = _measure(gettext_lazy("From the left, %"))
    top = _measure(gettext_lazy("From above, %"))
    width = _measure(gettext_lazy("Width, %"))
    height = _measure(gettext_lazy("Height, %"))
    reason = forms.CharField(
        label=gettext_lazy("Why it is hidden"),
        max_length=80,
        widget=forms.TextInput(attrs={"list": "area-reasons", "class": "input"}),
    )


AreaFormSet = forms.formset_factory(
    AreaForm, extra=0, max_num=MOST_AREAS, absolute_max=MOST_AREAS + BLANK_ROWS
)


@staff_page
def part(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """Make a partial copy: first what it would be, to be looked at; then, if it is confirmed, the copy."""
    document = readable_document(request.actor, document_id)
    form = PartForm(request.POST or None)
    shown = None
    rows = _rows(request)
    if request.method == "POST":
        valid = (form.is_valid(), rows.is_valid())
        try:
            if all(valid):
                _ensure_same(document, request.POST.get("version", ""))
                asked = {
                    "keep": pages_written(form.cleaned_data["pages"]),
                    "hide": form.cleaned_data["hide"].splitlines(),
                    "areas": _areas(rows),
                }
                if request.POST.get("confirm"):
                    return told_made(request, partial_copy(document, by=request.actor, **asked))
                shown = _shown(part_of(document, by=request.actor, **asked))
        except BadInput as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    status = 422 if request.method == "POST" and shown is None else 200
    context = _context(document, form, rows) | {"shown": shown}
    return TemplateResponse(request, "signature/part_form.html", context, status=status)


def _context(document: Document, form: PartForm, rows: Any) -> dict[str, Any]:
    total = previews.page_count(previews.shown_of(document))
    return {
        "document": document,
        "form": form,
        "rows": rows,
        "version": document.version_id,
        "total": total,
        "numbers": range(1, min(total, MOST_PAGES_TO_DRAW_ON) + 1),
        "undrawn": max(0, total - MOST_PAGES_TO_DRAW_ON),
        "reasons": REASONS,
        "most": MOST_AREAS,
        "title": AuthenticCopy.Kind.PARTIAL.label,
    }


def _rows(request: StaffRequest) -> Any:
    """The zones sent and some blank rows after them, for who writes the numbers."""
    if not request.POST.get("area-TOTAL_FORMS", ""):
        return _as_blank(
            AreaFormSet({"area-TOTAL_FORMS": BLANK_ROWS, "area-INITIAL_FORMS": 0}, prefix="area")
        )
    data: Any = request.POST
    rows = AreaFormSet(data, prefix="area")
    if rows.is_valid() and all(row.has_changed() for row in rows.forms):
        data = data.copy()
        data["area-TOTAL_FORMS"] = min(len(rows.forms), MOST_AREAS) + BLANK_ROWS
        rows = AreaFormSet(data, prefix="area")
    return _as_blank(rows)


def _as_blank(rows: Any) -> Any:
    for row in rows.forms:
        row.empty_permitted = True
        row.use_required_attribute = False
    return rows


def _areas(rows: Any) -> list[Area]:
    from consistori.signature.copies.hiding import Area

    return [Area(**row.cleaned_data) for row in rows.forms if row.cleaned_data]


def _ensure_same(document: Document, version: str) -> None:
    """Zones drawn on one text would hide something else of another."""
    if version and version != str(document.version_id):
        raise BadInput(_("The document has another version since you began. Look at each zone again."))


def _shown(made: Any) -> dict[str, Any]:
    from consistori.signature.copies.making import small_pages

    images = small_pages(made.data, most=MOST_PAGES_SHOWN)
    pairs = zip(made.pages, images, strict=False)
    return {
        "pages": [
            (number, f"data:image/png;base64,{base64.b64encode(png).decode()}") for number, png in pairs
        ],
        "more": max(0, len(made.pages) - len(images)),
        "found": list(made.found.items()),
        "areas": len(made.areas),
        "left_out": made.left_out,
        "redrawn": len(made.redrawn),
    }


def pages_written(written: str) -> list[int] | None:
    """«1-3, 5» as numbers; None, all of them, when nothing is written. Raises `BadInput` at `pages`."""
    if not written.strip():
        return None
    found: list[int] = []
    for piece in re.split(r"[,;\s]+", written.replace("–", "-").strip(" ,;")):
        ends = piece.split("-")
        if not all(end.isdigit() for end in ends) or len(ends) > 2 or int(ends[-1]) > 100_000:
            raise BadInput(_("Write the pages as in 1-3, 5."), field="pages")
        found.extend(range(int(ends[0]), int(ends[-1]) + 1))
    return found

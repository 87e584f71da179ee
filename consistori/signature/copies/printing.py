"""The paper copy of an electronic document [còpia en paper] (R-DOC-05; Llei 39/2015, art. 27.3.c)."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
from django.utils.translation import gettext as _
from django.utils.translation import override

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.formats.ink import as_ink
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput
from consistori.signature.copies.selectors import copy_of
from consistori.signature.copy_events import PaperCopyPrinted
from consistori.signature.models import SignatureRequest
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce
from consistori.ui.dates import day_and_month, in_words
from consistori.ui.typst import fonts

HERE = Path(__file__).resolve().parent
HIGH = 30.0
"""Height of the strip above each page, in points."""


@act
def paper_copy(document: Document, *, by: Actor) -> bytes:
    """A PDF to be printed: above each page «copy», the code, where it is checked, who signed and when.

    It is a representation and is not kept (N-CSV-04). Raises `BadInput` when the document has no code.
    """
    if not document.code:
        raise BadInput(
            _(
                "It has no verification code yet: sign it, or make an authentic copy of it, and print that one."
            ),
            article="Llei 39/2015, art. 27.3.c",
        )
    entity = current_entity()
    with blobs.open(document.latest_blob.sha256) as stream:
        data = stream.read()
    with override(entity.language):
        said = {
            "what": _("COPY"),
            "of": _("Paper copy of an electronic document of %(house)s, printed on %(moment)s")
            % {"house": entity.name, "moment": in_words(now())},
            "check": _("Check it at %(address)s with the code %(code)s")
            % {"address": f"{entity.public_url}/verify/{document.code}/", "code": document.code},
            "signed": _signed(document),
        }
    made = _with_strips(data, said, title=document.title, language=entity.language)
    announce(PaperCopyPrinted(document_id=document.pk, title=document.title, code=document.code), by=by)
    return made


def _signed(document: Document) -> str:
    rows = SignatureRequest.objects.filter(
        version_id=document.version_id, state=SignatureRequest.State.SIGNED
    ).with_papers()
    said = [
        f"{row.hand.full_name}{f' ({row.said_post})' if row.said_post else ''}, "
        f"{day_and_month(row.stamped_at, year=True)}"
        for row in rows
        if row.stamped_at
    ]
    if said:
        return _("Signed by: %(who)s") % {"who": " · ".join(said)}
    copy = copy_of(document.pk)
    if copy is None or copy.act is None or copy.ready_at is None:
        return ""
    return _("Sealed by: %(who)s") % {
        "who": f"{copy.act.seal.body}, {day_and_month(copy.ready_at, year=True)}"
    }


def _with_strips(data: bytes, said: dict[str, str], *, title: str, language: str) -> bytes:
    """Each page as it is seen, with its strip above; nothing of it is covered or shrunk."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as source, pikepdf.new() as made:
        as_ink(source)
        forms = [(page.as_form_xobject(handle_transformations=True), *_size(page)) for page in source.pages]
        strips = pikepdf.open(io.BytesIO(_drawn(said, [wide for _, wide, _ in forms], title, language)))
        for (form, wide, high), strip in zip(forms, strips.pages, strict=True):
            page = made.add_blank_page(page_size=(wide, high + HIGH))
            below = page.add_resource(made.copy_foreign(form), pikepdf.Name.XObject)
            above = page.add_resource(made.copy_foreign(strip.as_form_xobject()), pikepdf.Name.XObject)
            left, bottom = _corner(form)
            drawn = f"q 1 0 0 1 {-left:.3f} {-bottom:.3f} cm {below} Do Q"
            page.Contents = made.make_stream(f"{drawn}\nq 1 0 0 1 0 {high:.3f} cm {above} Do Q\n".encode())
        made.docinfo["/Title"] = title
        made.save(out)
    return out.getvalue()


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(number) for number in page.trimbox)
    wide, high = abs(right - left), abs(top - bottom)
    return (high, wide) if int(page.obj.get("/Rotate", 0)) % 180 else (wide, high)


def _corner(form: pikepdf.Object) -> tuple[float, float]:
    """Where the lower left corner of what is seen falls, after the turns that the page asks for."""
    box = [float(number) for number in form.BBox]
    matrix = [float(number) for number in form.get("/Matrix", pikepdf.Array([1, 0, 0, 1, 0, 0]))]
    corners = [
        (matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5])
        for x in (box[0], box[2])
        for y in (box[1], box[3])
    ]
    return min(x for x, _ in corners), min(y for _, y in corners)


def _drawn(said: dict[str, str], widths: list[float], title: str, language: str) -> bytes:
    import typst

    data = {**said, "widths": widths, "high": HIGH, "title": title, "lang": language}
    return bytes(
        typst.compile(
            str(HERE / "strip.typ"),
            root=str(HERE),
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    )

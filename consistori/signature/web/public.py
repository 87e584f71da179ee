"""The public check [verificació / cotejo]: without login, without listing, with a limit a minute."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.documents import previews
from consistori.documents.uploads import BlobUpload
from consistori.documents.web.limits import FROM_ANYBODY, takes_from_anybody
from consistori.kernel.errors import Refusal
from consistori.signature.sentences import overall
from consistori.signature.verification import (
    Comparison,
    Paper,
    VerificationReport,
    compare,
    differences,
    find_paper,
    same_time,
    verify,
)
from consistori.signature.web.throttle import client_of, is_too_often
from consistori.signature.web.verification_report import report_pdf
from consistori.ui.colours import town_class

MOST_A_MINUTE = 60
PREVIEW_WIDTH = 900
View = Callable[..., HttpResponse]


class CodeForm(forms.Form):
    """The code, as it is written at the margin or at the foot of the paper."""

    code = forms.CharField(
        label=gettext_lazy("Verification code"),
        max_length=80,
        help_text=gettext_lazy("It is at the margin or at the foot of the document."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Write the code of the document.")},
    )


class FileForm(forms.Form):
    """The file to compare; it is hashed as it arrives and not kept."""

    file = forms.FileField(label=gettext_lazy("File"))


def public_check(view: View) -> View:
    """Never indexed nor stored, and not too often from one address; every answer takes the same time."""

    @wraps(view)
    def check(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_too_often(request, name="verify", most=MOST_A_MINUTE):
            response: HttpResponse = TemplateResponse(request, "signature/verify_busy.html", status=429)
            response["Retry-After"] = "60"
        else:
            with same_time():
                response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Cache-Control"] = "no-store"
        return response

    return check


@public_check
def form(request: Any) -> HttpResponse:
    """Ask for the code; without script it is a form that leads to the address of the code."""
    asked = CodeForm(request.GET if "code" in request.GET else None)
    if asked.is_bound and asked.is_valid():
        code = slugify(asked.cleaned_data["code"]).upper()
        return redirect("verify:result", code=code or "-")
    return TemplateResponse(request, "signature/verify.html", {"form": asked, "file_form": FileForm()})


@takes_from_anybody(settings.UPLOAD_LIMIT + FROM_ANYBODY)
@public_check
def result(request: Any, code: str) -> HttpResponse:
    """What stands behind a code; with a file (POST), whether that file is ours letter by letter."""
    found = verify(code, client=client_of(request))
    context: dict[str, Any] = {
        "form": CodeForm(initial={"code": code}),
        "file_form": FileForm(),
        "written": code,
    }
    if found is None:
        return TemplateResponse(request, "signature/verify.html", {**context, "unknown": True}, status=404)
    entity = found.paper.entity
    context |= {"found": found, "overall": overall(found.report)}
    context |= {"entity": entity, "town_class": town_class(entity.colour)}
    context["form"] = CodeForm(initial={"code": found.paper.code})
    if request.method == "POST":
        context |= _compared(request, found)
    return TemplateResponse(request, "signature/verify.html", context)


@public_check
def document(request: Any, code: str) -> HttpResponse:
    """The document itself, with all its signatures."""
    paper = find_paper(code, client=client_of(request))
    if paper is None:
        return _unknown(request, code)
    response = FileResponse(paper.path.open("rb"), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{paper.file_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response  # type: ignore[return-value]


@public_check
def report(request: Any, code: str) -> HttpResponse:
    """A PDF that says what was checked and when."""
    found = verify(code, client=client_of(request))
    if found is None:
        return _unknown(request, code)
    response = HttpResponse(report_pdf(found), content_type="application/pdf")
    name = _("check")
    response["Content-Disposition"] = f'attachment; filename="{name}-{found.paper.code}.pdf"'
    return response


@public_check
def page(request: Any, code: str, number: int) -> HttpResponse:
    """A page of the document as an image."""
    paper = find_paper(code, client=client_of(request))
    if paper is None:
        return _unknown(request, code)
    try:
        image = previews.page_image(
            paper.entity.pk, paper.path, paper.version, page=number, width=PREVIEW_WIDTH
        )
    except Refusal:
        return _unknown(request, code)
    return FileResponse(image.open("rb"), content_type="image/png")  # type: ignore[return-value]


def _unknown(request: Any, code: str) -> HttpResponse:
    context = {"form": CodeForm(initial={"code": code}), "file_form": FileForm(), "unknown": True}
    return TemplateResponse(request, "signature/verify.html", context, status=404)


def _compared(request: Any, found: VerificationReport) -> dict[str, Any]:
    """The comparison of the file that came, or what was wrong with it."""
    file_form = FileForm(request.POST, request.FILES)
    if not file_form.is_valid():
        return {"file_form": file_form}
    upload = request.FILES["file"]
    try:
        compared = _compare_upload(found.paper, upload)
    except Refusal as refused:
        file_form.add_error("file", str(refused))
        return {"file_form": file_form}
    pairs = differences(found.paper.sha256, compared.sha256)
    return {"compared": compared, "pairs": pairs}


def _compare_upload(paper: Paper, upload: BlobUpload) -> Comparison:
    received = upload.file_received().blob
    try:
        return compare(
            paper,
            name=(upload.name or "")[:120],
            sha256=received.sha256,
            size=received.size,
            pages=_pages_of(received.path),
        )
    finally:
        received.discard()


def _pages_of(path: Any) -> int | None:
    """Pages of a brought file; None when it is not a PDF that opens."""
    # Loaded when first needed: a tenth of a second of every start.
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            return len(pdf.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError, OSError):
        return None

"""What the telephone of whoever is at the counter opens: choose pictures, send them, done."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from consistori.assistance.counter.phone import MOST_BYTES, MOST_PICTURES, door_of, send_pictures
from consistori.documents.uploads import BlobUpload
from consistori.documents.web.limits import takes_from_anybody
from consistori.eoffice.web.public import PublicRequest, public_page
from consistori.kernel.errors import NotHere, Refusal
from consistori.tenancy import modality


@takes_from_anybody(MOST_BYTES)
@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: PublicRequest, key: str) -> HttpResponse:
    """An address of one use: the pictures go to the counter, and the address is closed."""
    if not modality.is_on(request.entity, "assistance"):
        raise NotHere
    context: dict[str, Any] = {"most": MOST_PICTURES, "entity": request.entity}
    status = 200
    if request.method == "POST":
        files = [
            one.file_received() for one in request.FILES.getlist("pictures") if isinstance(one, BlobUpload)
        ]
        try:
            context["sent"] = len(send_pictures(key, files))
        except NotHere:
            raise
        except Refusal as refusal:
            context["refusal"], status = refusal, 422
    else:
        context["door"] = door_of(key)
    answer = TemplateResponse(request, "assistance/pictures.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "same-origin"  # with none at all a browser sends the form as nobody's
    answer["X-Robots-Tag"] = "noindex"
    return answer

"""The drawing of the town, what is near a point of it, and where the town hall brings it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.uploads import BlobUpload
from consistori.eoffice.forms.kinds import read_point
from consistori.eoffice.office.policies import may_keep_office
from consistori.eoffice.places.plan import Point, draw
from consistori.eoffice.places.services import MOST_BYTES, bring_plan, plan_in_force
from consistori.eoffice.web.public import PublicRequest, public_page
from consistori.kernel.errors import BadInput, NotHere, ensure

A_DAY = 24 * 3600
_LOCKED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@public_page
@require_safe
def plan(request: PublicRequest) -> HttpResponseBase:
    """The drawing as a picture; with `?lat=&lon=`, a pin on it."""
    found = plan_in_force()
    if found is None:
        raise NotHere
    pin = point_asked(request)
    answer = HttpResponse(draw(found[1], title=request.entity.name, pin=pin), content_type="image/svg+xml")
    answer["Cache-Control"] = f"max-age={A_DAY}"
    answer["Content-Security-Policy"] = _LOCKED
    return answer


@public_page
@require_safe
def near(request: PublicRequest) -> HttpResponseBase:
    """The street that is nearest to a point: `{"street": "Carrer Nou"}`, empty when none is near."""
    found, point = plan_in_force(), point_asked(request)
    if found is None or point is None:
        raise NotHere
    return JsonResponse({"street": found[1].street_near(point)})


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def keep_plan(request: StaffRequest) -> HttpResponseBase:
    """The drawing that the town has, and a newer one."""
    ensure(may_keep_office(request.actor))
    fault = None
    if request.method == "POST":
        try:
            file = request.FILES.get("file")
            if not isinstance(file, BlobUpload):
                raise BadInput(_("Choose the file."), field="file")
            data = file.file_received().blob.path.read_bytes()[: MOST_BYTES + 1]
            bring_plan(by=request.actor, data=data, attribution=request.POST.get("attribution", ""))
        except BadInput as refusal:
            fault = refusal
        else:
            messages.success(request, _("People can mark places on it already."))
            return redirect("eoffice:keep_plan")
    found = plan_in_force()
    context = {
        "row": found[0] if found else None, "plan": found[1] if found else None, "fault": fault,
        "attribution": request.POST.get("attribution", ""),
    }  # fmt: skip
    return TemplateResponse(
        request, "eoffice/places/keep.html", context, status=fault.status if fault else 200
    )


def point_asked(request: PublicRequest) -> Point | None:
    """The point of an address; None when it has none."""
    said = read_point(request.GET.get("lat", ""), request.GET.get("lon", ""))
    return (float(said[1]), float(said[0])) if said else None

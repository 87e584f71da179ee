"""What an entry still owes: the letter that asks for it, and saying that it came."""

from __future__ import annotations

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.eoffice.powers.obliged import write_correction
from consistori.eoffice.powers.proving import prove_afterwards
from consistori.eoffice.powers.selectors import representation_of
from consistori.eoffice.powers.web.desk import ensure_here
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, ensure
from consistori.registry.models import RegistryEntry
from consistori.registry.policies import may_register


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: StaffRequest, entry: str) -> HttpResponseBase:
    """The representation of an entry is proved now: by what, and the document that proves it."""
    ensure_here(request)
    ensure(may_register(request.actor))
    found = _entry(entry)
    reason, refusal = request.POST.get("reason", "").strip()[:300], None
    if request.method == "POST":
        try:
            files = [one.file_received() for one in request.FILES.getlist("file")]  # type: ignore[attr-defined]
            received = files[0] if files else None
            prove_afterwards(found, by=request.actor, received=received, reason=reason)
        except BadInput as fault:
            refusal = fault
        except AlreadyDone as done:
            messages.warning(request, str(done))
            return redirect(found)
        else:
            messages.success(request, _("The representation is proved."))
            return redirect(found)
    context = {"entry": found, "rows": representation_of(found), "reason": reason, "refusal": refusal}
    return TemplateResponse(
        request, "eoffice/powers/desk/owed.html", context, status=refusal.status if refusal else 200
    )


@staff_page
@require_POST
def letter(request: StaffRequest, entry: str) -> HttpResponseBase:
    """Write the letter that asks to correct an entry, and go to it."""
    ensure_here(request)
    found = _entry(entry)
    kind = request.POST.get("kind", "")
    if kind not in ("electronic", "representation"):
        raise NotHere
    try:
        document = write_correction(found, kind, by=request.actor)
    except AlreadyDone as done:
        messages.warning(request, str(done))
        return redirect(found)
    return redirect("documents:text", document.pk)


def _entry(reference: str) -> RegistryEntry:
    found: RegistryEntry | None = RegistryEntry.objects.filter(reference=reference).first()
    if found is None:
        raise NotHere
    return found

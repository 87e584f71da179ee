"""The page of a guest: it says nothing of the document until whoever opens it has identified themselves."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.documents import blobs, previews
from consistori.documents.models import Document
from consistori.documents.web.limits import FROM_ANYBODY, takes_from_anybody
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import NotHere, Refusal
from consistori.signature.circuits import guests, ports
from consistori.signature.models import GuestInvitation
from consistori.signature.web.throttle import client_of, is_too_often
from consistori.tenancy.scope import scope_or_none, working_for
from consistori.trail.readings import record_reading

MOST_A_MINUTE = 60
WIDTH = 900
MOST_PAGES = 30
View = Callable[..., HttpResponse]


class AcceptForm(forms.Form):
    """The will to sign, said by a mark that is not there before."""

    accept = forms.BooleanField(
        label=gettext_lazy("I have read the document and I sign it"),
        error_messages={"required": gettext_lazy("Mark that you have read it and sign it.")},
    )


class FileForm(forms.Form):
    """The same PDF, signed with a certificate."""

    file = forms.FileField(
        label=gettext_lazy("The document, signed"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
    )


class DeclineForm(forms.Form):
    """Why it is not signed."""

    reason = forms.CharField(
        label=gettext_lazy("Why you do not sign it"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


def guest_page(view: View) -> View:
    """Never indexed nor stored, and not too often from one address; a link that does not serve looks like any other."""

    @wraps(view)
    def page(request: Any, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.entity is None:
            raise Http404
        if is_too_often(request, name="guest", most=MOST_A_MINUTE):
            response: HttpResponse = TemplateResponse(request, "signature/verify_busy.html", status=429)
            response["Retry-After"] = "60"
            return response
        if request.method == "POST":
            request.POST  # noqa: B018 - the body is received whole before the transaction opens
        try:
            response = view(request, token, *args, **kwargs)
        except NotHere as refusal:
            response = _drawn(request, {"gone": str(refusal)}, status=404)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Cache-Control"] = "no-store"
        # The link is told to nobody outside; to ourselves it is, or a form would come «from nowhere» and be refused.
        response["Referrer-Policy"] = "same-origin"
        return response

    return page


@takes_from_anybody(settings.UPLOAD_LIMIT + FROM_ANYBODY)
@guest_page
def guest(request: Any, token: str) -> HttpResponse:
    """Identify; read; sign by identity, with a certificate, or say why not."""
    proven = _who(request)
    with working_for(request.entity):
        found = guests.guest_behind(token)
        if proven is None or not guests.is_of(found, proven):
            return _before(request, found, proven, token)
        if found.opened_at is None:
            found.opened_at = now()
            found.save(update_fields=["opened_at"])
    if request.method == "POST" and found.used_at is None:
        return _act(request, found, proven, token)
    return _shown(request, found, token)


@guest_page
def document(request: Any, token: str) -> HttpResponse:
    """The PDF, with the signatures that it has."""
    with working_for(request.entity):
        found = _theirs(request, token)
        row = Document.objects.select_related("latest_blob").get(pk=found.step.circuit.document_id)
        label = row.title
        record_reading(by=_as_reader(found), kind="document", id=row.pk, label=label)
        path = blobs.existing_path(row.latest_blob.sha256)
    response = FileResponse(path.open("rb"), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="document.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[return-value]


@guest_page
def page(request: Any, token: str, number: int) -> HttpResponse:
    """A page as an image."""
    with working_for(request.entity):
        found = _theirs(request, token)
        version = found.step.circuit.version
        path = blobs.existing_path(version.sha256)
    try:
        image = previews.page_image(request.entity.pk, path, version, page=number, width=WIDTH)
    except Refusal as refusal:
        raise Http404 from refusal
    return FileResponse(image.open("rb"), content_type="image/png")  # type: ignore[return-value]


def _who(request: Any) -> ports.Proven | None:
    identity = ports.identity()
    return identity.who(request) if identity else None


def _theirs(request: Any, token: str) -> GuestInvitation:
    found, proven = guests.guest_behind(token), _who(request)
    if proven is None or not guests.is_of(found, proven):
        raise NotHere(_("This link does not serve any more. Ask the town hall for another one."))
    return found


def _as_reader(found: GuestInvitation) -> Actor:
    return Actor(None, found.name[:160], found.entity_id, channel="guest")


def _before(request: Any, found: GuestInvitation, proven: ports.Proven | None, token: str) -> HttpResponse:
    """Before it is known who opens it, nothing is said of the document: not even its title."""
    if proven is not None:
        guests.turn_guest_away(found, proven, by=Actor.program(request.entity.pk))
        return _drawn(request, {"is_other": True}, status=403)
    identity = ports.identity()
    door = identity.door(request, reverse("guests:guest", args=[token])) if identity else ""
    return _drawn(request, {"door": door, "asks": True})


def _act(request: Any, found: GuestInvitation, proven: ports.Proven, token: str) -> HttpResponse:
    what = request.POST.get("what", "")
    forms_ = {"identity": AcceptForm, "file": FileForm, "decline": DeclineForm}
    form = forms_.get(what, AcceptForm)(request.POST, request.FILES)
    if form.is_valid():
        try:
            _do(request, found, proven, what, form)
        except Refusal as refused:
            if refused.status == 404:
                raise
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            return redirect("guests:guest", token)
    return _shown(request, found, token, failed={what: form}, status=422)


def _do(request: Any, found: GuestInvitation, proven: ports.Proven, what: str, form: Any) -> None:
    if what == "file":
        received = request.FILES["file"].file_received().blob
        guests.sign_with_file(request.entity, found, proven, received)
        return
    with working_for(request.entity):
        if what == "decline":
            guests.decline(found, proven, reason=form.cleaned_data["reason"])
        else:
            label = str(AcceptForm.base_fields["accept"].label)
            guests.sign_by_identity(found, proven, accepted=label, address=client_of(request))


def _shown(
    request: Any,
    found: GuestInvitation,
    token: str,
    *,
    failed: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    failed = failed or {}
    with working_for(request.entity):
        circuit = found.step.circuit
        shown = {
            "guest": found, "document": circuit.document, "code": circuit.version.code, "token": token,
            "circuit": circuit, "is_done": found.used_at is not None, "is_returned": circuit.state == "returned",
            "pages": range(1, min(previews.page_count(circuit.version), MOST_PAGES) + 1),
            "by_identity": guests.may_sign_by_identity(),
            "accept": failed.get("identity", AcceptForm()), "file": failed.get("file", FileForm()),
            "declining": failed.get("decline", DeclineForm()), "step": found.step,
        }  # fmt: skip
        return _drawn(request, shown, status=status)


def _drawn(request: Any, shown: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Drawn while the scope is open; of a link that does not serve, in one of its own."""
    response = TemplateResponse(request, "signature/guest.html", shown, status=status)
    if scope_or_none() is not None:
        return response.render()
    with working_for(request.entity):
        return response.render()

"""One notification: where it stands and why, its way, its life, its proofs; taking it back, sending what waits."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import NotHere, NotPermitted, Refusal, ensure
from consistori.notifications import sentences
from consistori.notifications.carriers import label_of
from consistori.notifications.listed import TONES
from consistori.notifications.models import Leg, Notification, Proof
from consistori.notifications.panels import notification_panels
from consistori.notifications.policies import may_notify, subject_of
from consistori.notifications.proving.drawing import in_eights
from consistori.notifications.rules.states import PRACTISED, State
from consistori.notifications.selectors import dispatch_for, one_for, proofs_of, timeline, told_of
from consistori.notifications.services import change_channel, put_at_disposal, withdraw
from consistori.notifications.web.listing import ensure_here
from consistori.trail.readings import record_reading

STANDS: dict[str, Any] = {
    State.PREPARED: gettext_lazy("It is ready, and has not left yet."),
    State.AVAILABLE: gettext_lazy("It has left, and has not arrived yet."),
    State.ACCESSED: gettext_lazy("It was opened: it is notified, and the terms of the party run."),
    State.REJECTED: gettext_lazy("It was rejected: the step is done and the procedure goes on."),
    State.LAPSED: gettext_lazy(
        "Ten natural days went by and nobody opened it: it is taken for rejected and the procedure goes on."
    ),
    State.DELIVERED: gettext_lazy("It was delivered: it is notified, and the terms of the party run."),
    State.REFUSED: gettext_lazy("They refused to take it: the step is done and the procedure goes on."),
    State.PUBLISHED: gettext_lazy(
        "It was announced in the BOE: it is notified, and the terms of the party run."
    ),
    State.WITHDRAWN: gettext_lazy("It was taken back before anybody was notified by it."),
}
ARTICLES = {
    State.PREPARED: "Llei 39/2015, art. 40.2",
    State.AVAILABLE: "Llei 39/2015, art. 43.2",
    State.ACCESSED: "Llei 39/2015, art. 43.2",
    State.REJECTED: "Llei 39/2015, art. 41.5",
    State.LAPSED: "Llei 39/2015, art. 43.2",
    State.DELIVERED: "Llei 39/2015, art. 42.2",
    State.REFUSED: "Llei 39/2015, art. 41.5",
    State.PUBLISHED: "Llei 39/2015, art. 44",
    State.WITHDRAWN: "",
}


@staff_page
@require_safe
def page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A notification, whole. That it was opened is written down: it says who, and of what."""
    ensure_here(request)
    row = one_for(request.actor, pk)
    record_reading(by=request.actor, kind="notification", id=row.pk, label=row.number)
    stands = row.standing()
    told = told_of(request.actor, [row.dispatch]).get((row.dispatch.subject_kind, row.dispatch.subject_id))
    proofs = proofs_of(row)
    context = {
        "row": row,
        "dispatch": row.dispatch,
        "told": told,
        "stands": stands.value,
        "tone": TONES[stands],
        "stands_words": _stands(row, stands),
        "stands_article": ARTICLES[stands],
        "why": sentences.of_why(row.why),
        "lines": list(reversed(timeline(row))),
        "legs": [(label_of(leg.carrier), leg) for leg in Leg.objects.filter(notification=row).order_by("pk")],
        "proofs": proofs,
        "fingerprint": in_eights(row.sha256),
        "panels": notification_panels.drawn(request, row),
        "may_send": stands == State.PREPARED and bool(may_notify(request.actor, subject_of(row.dispatch))),
        "may_take_back": stands in {State.PREPARED, State.AVAILABLE}
        and bool(may_notify(request.actor, subject_of(row.dispatch))),
        "is_practised": stands in PRACTISED,
    }
    return TemplateResponse(request, "notifications/one.html", context)


def _stands(row: Notification, stands: State) -> str:
    """Where it stands in a sentence, with what time will do to it."""
    words = str(STANDS[stands])
    if stands == State.AVAILABLE and not row.lapses:
        words += " " + _("Time does not reject it: they are not obliged and did not choose electronic.")
    return words


@staff_page
@require_safe
def proof(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The PDF of the proof: the page of its document, where it is looked at and taken."""
    ensure_here(request)
    row = one_for(request.actor, pk)
    if row.proof_id is None:
        raise NotHere
    return redirect("documents:document", row.proof_id)


PARTS = {
    "json": ("application/json", "json"),
    "seal": ("application/pkcs7-signature", "p7s"),
    "list": ("text/plain; charset=utf-8", "txt"),
    "stamp": ("application/timestamp-token", "tst"),
}


@staff_page
@require_safe
def part(request: StaffRequest, pk: UUID, proof: UUID, part: str) -> HttpResponse:
    """A piece of a proof for other programs: its JSON, its seal, the list that is dated, its timestamp."""
    ensure_here(request)
    row = one_for(request.actor, pk)
    found = Proof.objects.filter(pk=proof, notification=row).select_related("stamp").first()
    if found is None or part not in PARTS:
        raise NotHere
    data = _bytes_of(found, part)
    if not data:
        raise NotHere
    record_reading(by=request.actor, kind="notification", id=row.pk, label=f"{row.number} · {part}")
    media, ending = PARTS[part]
    name = f"{row.number}-{found.kind}-{found.last_line}.{ending}"
    return HttpResponse(
        data, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _bytes_of(found: Proof, part: str) -> bytes:
    if part == "json":
        return bytes(found.data)
    if part == "seal":
        return bytes(found.signature or b"")
    if found.stamp is None:
        return b""
    return bytes(found.stamp.content if part == "list" else found.stamp.token or b"")


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Its addressee sees that it was withdrawn, and this sentence."),
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Withdraw what has notified nobody yet."""
    ensure_here(request)
    row = one_for(request.actor, pk)
    ensure(may_notify(request.actor, subject_of(row.dispatch)))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(row, by=request.actor, reason=form.cleaned_data["reason"])
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.add_error("reason" if refusal.field == "reason" else None, str(refusal))
        else:
            messages.success(request, _("Withdrawn. The term that it had met runs again."))
            return redirect(row)
    return TemplateResponse(request, "notifications/withdraw.html", {"form": form, "row": row})


@staff_page
@require_POST
def way(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Send by another way what has not arrived, because whoever receives it asked for it."""
    ensure_here(request)
    row = one_for(request.actor, pk)
    try:
        change_channel(row, by=request.actor, to=request.POST.get("to", ""), reason=_("They asked for it"))
    except (NotPermitted, NotHere):
        raise
    except (Refusal, ValueError) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It goes by the other way from now on."))
    return redirect(row)


@staff_page
@require_POST
def send(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Put at disposal those of an act that wait."""
    ensure_here(request)
    dispatch = dispatch_for(request.actor, pk)
    sent = put_at_disposal(dispatch, by=request.actor)
    words = ngettext("%(n)s notification sent.", "%(n)s notifications sent.", len(sent)) % {"n": len(sent)}
    messages.success(request, words if sent else _("They had been sent before."))
    row = sent[0] if sent else dispatch.notifications.order_by("number").first()
    return redirect(row if row is not None else "notifications:list")

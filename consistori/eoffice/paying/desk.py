"""The treasury: what is to be paid, what is said to be paid, and where the town is paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.eoffice.forms.typed import read_number
from consistori.eoffice.models import PayLetter
from consistori.eoffice.paying.letters import change_setting, euros, issue_letter, mark_paid, setting
from consistori.eoffice.paying.policies import may_issue, may_keep_account, may_mark_paid
from consistori.eoffice.paying.rules import in_fours
from consistori.eoffice.paying.selectors import found_letters, is_late, letter_of
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, NotHere, Refusal, ensure
from consistori.registry.models import RegistryEntry
from consistori.registry.selectors import opened_entry


@staff_page
def payments(request: StaffRequest) -> HttpResponse:
    """Those that say that they have paid, those that have not, and those marked; found by reference or by who pays."""
    ensure(may_issue(request.actor))
    words = request.GET.get("q", "")[:80]
    rows = [_line(letter) for letter in found_letters(words)]
    context = {
        "proofs": [row for row in rows if row["letter"].proof_id and not row["letter"].paid_on],
        "unpaid": [row for row in rows if not row["letter"].proof_id and not row["letter"].paid_on],
        "paid": [row for row in rows if row["letter"].paid_on],
        "q": words,
        "hows": PayLetter.How.choices,
        "today": today(),
        "may_mark": may_mark_paid(request.actor),
        "may_keep": bool(may_keep_account(request.actor)),
        "setting": setting(),
    }
    return TemplateResponse(request, "eoffice/paying/desk/payments.html", context)


@staff_page
@require_POST
def mark(request: StaffRequest, pk: UUID) -> HttpResponse:
    """It is paid: which day, and how."""
    letter = PayLetter.objects.filter(pk=pk).first()
    if letter is None:
        raise NotHere
    try:
        day = date.fromisoformat(request.POST.get("paid_on", ""))
    except ValueError as wrong:
        raise BadInput(_("Write the day of the payment."), field="paid_on") from wrong
    mark_paid(
        letter,
        by=request.actor,
        paid_on=day,
        how=request.POST.get("how", ""),
        note=request.POST.get("note", ""),
    )
    messages.success(request, _("Marked as paid: whoever paid sees it in their folder."))
    return redirect(
        (request.POST.get("back") == "entry" and letter.entry.get_absolute_url()) or "eoffice:payments_desk"
    )


@staff_page
@require_POST
def issue(request: StaffRequest, reference: str) -> HttpResponse:
    """The letter of an entry, with the amount that somebody has reckoned."""
    entry = opened_entry(request.actor, reference).entry
    amount = read_number(request.POST.get("amount", ""), 2)
    try:
        if amount is None:
            raise BadInput(_("Write how much it is, in euros."), field="amount")
        issue_letter(entry, by=request.actor, amount=Decimal(amount), concept=request.POST.get("concept", ""))
    except BadInput as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The pay letter is in their folder."))
    return redirect(f"{entry.get_absolute_url()}#payment")


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: StaffRequest) -> HttpResponseBase:
    """Where the town is paid."""
    ensure(may_keep_account(request.actor))
    kept, refusal = setting(), None
    typed = {"iban": in_fours(kept.iban), "holder": kept.holder, "days": str(kept.days)}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "")[:140] for name in typed}
        try:
            days = int(typed["days"]) if typed["days"].isdecimal() else 0
            change_setting(by=request.actor, iban=typed["iban"], holder=typed["holder"], days=days)
        except Refusal as told:
            refusal = told
        else:
            messages.success(request, _("The next pay letters say it."))
            return redirect("eoffice:payments_desk")
    context = {"typed": typed, "refusal": refusal, "kept": kept}
    return TemplateResponse(
        request, "eoffice/paying/desk/account.html", context, status=refusal.status if refusal else 200
    )


def about_entry(request: HttpRequest, entry: RegistryEntry) -> Mapping[str, Any]:
    """The pay letter of an entry, for its page. One statement."""
    actor = request.actor  # type: ignore[attr-defined]
    letter = letter_of(entry)
    return {
        "entry": entry,
        "line": _line(letter) if letter else None,
        "hows": PayLetter.How.choices,
        "today": today(),
        "may_issue": bool(may_issue(actor)),
        "may_mark": bool(may_mark_paid(actor)),
    }


def _line(letter: PayLetter) -> dict[str, Any]:
    return {
        "letter": letter,
        "amount": euros(letter.amount),
        "number": in_fours(letter.reference),
        "is_late": is_late(letter, today()),
    }

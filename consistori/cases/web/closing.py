"""Closing, reopening, sending to be signed, and taking the whole case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases import rules, selectors, texts
from consistori.cases.export.asking import ask_for_export
from consistori.cases.models import CaseFile
from consistori.cases.rules import Ending, Missing
from consistori.cases.services import close_case, reopen_case
from consistori.cases.web._case import back_to, case_act, case_page, done
from consistori.cases.web.case import frame
from consistori.cases.web.filing import leaf_of
from consistori.directory.access import StaffRequest
from consistori.directory.careers import away
from consistori.kernel.errors import BadInput, Refusal
from consistori.signature.services import request_signatures


@case_page
def closing(request: StaffRequest, case: Any) -> HttpResponse:
    """What is missing to close it, each thing with the way to mend it; and how it ended."""
    ending = request.GET.get("ending", "")
    note = request.GET.get("note", "")
    leaves = selectors.leaves_of(case)
    missing = rules.missing_to_close(selectors.closing_facts(case, leaves, ending=ending, note=note))
    things = [
        {
            "sentence": selectors.sentence_of(m),
            "article": m.article,
            "blocks": m.blocks,
            "href": _mend(case, m),
        }
        for m in missing
        if m.code != "ending"
    ]
    context = frame(request, case, "") | {
        "endings": [(e.value, texts.ENDINGS[e], texts.ENDING_HINTS[e]) for e in Ending],
        "ending": ending,
        "note": note,
        "blocking": [t for t in things if t["blocks"]],
        "advice": [t for t in things if not t["blocks"]],
        "is_ready": not any(m.blocks for m in missing),
    }
    return TemplateResponse(request, "cases/close.html", context)


def _mend(case: CaseFile, missing: Missing) -> str:
    """Where the missing thing is put right."""
    if missing.document is not None:
        if missing.code in {"date", "origin", "elaboration", "language"}:
            return reverse("documents:document", args=[missing.document.key])
        return f"{case.get_absolute_url()}?doc={missing.document.key}"
    if missing.code == "series":
        return reverse("cases:edit", args=[case.number])
    if missing.code == "steps":
        return reverse("cases:steps", args=[case.number])
    if missing.code in {"ending_note", "ending"}:
        return "#id_note"
    return case.get_absolute_url()


@case_act
def close(request: StaffRequest, case: CaseFile) -> HttpResponse:
    close_case(
        case, by=request.actor, ending=request.POST.get("ending", ""), note=request.POST.get("note", "")
    )
    messages.success(request, _("Closed. Nothing in it changes from now on"))
    return redirect(case)


@case_act
def reopen(request: StaffRequest, case: CaseFile) -> HttpResponse:
    reopen_case(case, by=request.actor, reason=request.POST.get("reason", ""))
    return done(request, case, _("The case is open again"))


@case_page
def signing(request: StaffRequest, case: Any) -> HttpResponse:
    """Which documents, and who signs them."""
    leaves = [leaf for leaf in selectors.leaves_of(case) if not leaf.is_auxiliary]
    context = frame(request, case, "") | {
        "leaves": leaves,
        "chosen": request.GET.getlist("leaf"),
        "people": selectors.people_who_sign(),
        "delegates": selectors.signers_by_delegation(),
        "away": away(),
    }
    return TemplateResponse(request, "cases/sign.html", context)


@case_act
def send_to_sign(request: StaffRequest, case: CaseFile) -> HttpResponse:
    """Each document is frozen and asked for alone; one that cannot be is told why, the others go."""
    keys = request.POST.getlist("leaf")
    to = request.POST.get("to", "")
    who = [*selectors.people_who_sign(), *selectors.signers_by_delegation()]
    signer = next((one for one in who if one.key == to), None)
    if signer is None or not keys:
        raise BadInput(_("Choose the documents and who signs them."), field="to")
    sent = 0
    for key in keys:
        leaf = leaf_of(case, UUID(key))
        try:
            note = request.POST.get("note", "")
            asked = [signer.asked]
            request_signatures(by=request.actor, document=leaf.document, signers=asked, note=note)
            sent += 1
        except Refusal as refusal:
            messages.error(request, f"{leaf.document.title}: {refusal.message}")
    if sent:
        words = ngettext("%(n)s document sent to %(name)s", "%(n)s documents sent to %(name)s", sent)
        messages.success(request, words % {"n": sent, "name": signer.person.full_name})
    return redirect(back_to(request, case))


@case_page
def taking(request: StaffRequest, case: Any) -> HttpResponse:
    """What goes in the file that one takes, and what stays."""
    leaves = selectors.leaves_of(case)
    inside = [leaf for leaf in leaves if selectors.enters_index(leaf)]
    context = frame(request, case, "") | {
        "inside": inside,
        "outside": [leaf for leaf in leaves if not selectors.enters_index(leaf)],
        "size": sum(leaf.document.latest_blob.size for leaf in inside),
    }
    return TemplateResponse(request, "cases/take.html", context)


@case_act
def take(request: StaffRequest, case: CaseFile) -> HttpResponse:
    ask_for_export(case, by=request.actor)
    return done(request, case, _("It is being prepared: you will find it in your tray of jobs"))

"""Writing a rule: its text, with what it would do beside it, and a form for the lines that are changed most."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consistori.automation import selectors, services
from consistori.automation.models import Rule
from consistori.automation.policies import may_write_rules
from consistori.automation.reading import LONGEST_TEXT, QUESTIONS
from consistori.automation.rules.patching import put
from consistori.automation.skeleton import SKELETON
from consistori.automation.web.forms import LineForm, RuleForm
from consistori.automation.web.looking import Look, look_at, marked
from consistori.automation.web.pages import ensure_here
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel import offers
from consistori.kernel.errors import Refusal, Stale, ensure


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_rule(request: StaffRequest) -> HttpResponse:
    """A new rule, from a text with everything to fill in."""
    ensure_here(request)
    ensure(may_write_rules(request.actor))
    form = RuleForm(_posted(request), initial={"text": SKELETON})
    if _is_saved(request) and form.is_valid():
        try:
            said = form.cleaned_data
            rule = services.create_rule(by=request.actor, text=said["text"], note=said["note"])
        except Refusal as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, _("It is written. It does nothing until it is tried and approved."))
            return redirect(rule)
    return _shown(request, form)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit_rule(request: StaffRequest, code: str) -> HttpResponse:
    """Write its next version; the approved one goes on acting."""
    ensure_here(request)
    ensure(may_write_rules(request.actor))
    rule = selectors.rule_of(request.actor, code)
    start = {"text": rule.latest.text if rule.latest else "", "edition": rule.version}
    form = RuleForm(_posted(request), initial=start)
    if _is_saved(request) and form.is_valid():
        said = form.cleaned_data
        try:
            made = services.write_version(
                rule, by=request.actor, text=said["text"], note=said["note"], edition=said["edition"]
            )
        except Refusal as refusal:
            _tell(form, refusal)
            if isinstance(refusal, Stale):
                # What was written is shown again; the next save is on purpose, and keeps both versions.
                kept: Any = request.POST.copy()
                kept["edition"] = str(rule.version)
                form.data = kept
        else:
            messages.success(request, _("The version is saved. Try it, and then it can be approved."))
            return redirect(f"{rule.get_absolute_url()}?version={made.number}")
    return _shown(request, form, rule=rule)


@staff_page
@require_POST
def preview(request: StaffRequest) -> HttpResponse:
    """What the text that is being written would do, as a piece of page; nothing is kept."""
    ensure_here(request)
    ensure(may_write_rules(request.actor))
    text = request.POST.get("text", "")[: LONGEST_TEXT + 1]
    return TemplateResponse(request, "automation/_beside.html", _beside(text))


def _posted(request: StaffRequest) -> Any:
    """What was posted; with the form of lines, its text written again with them."""
    if request.method != "POST":
        return None
    if request.POST.get("then") != "lines":
        return request.POST
    said, lines = request.POST.copy(), LineForm(request.POST)
    if lines.is_valid():
        one = lines.cleaned_data
        said["text"] = put(
            said.get("text", "")[: LONGEST_TEXT + 1],
            {
                "when": one["when"], "if": one["holds"], "do": one["does"], "per_hour": one["per_hour"],
                "passes_to": one["passes_to"],
            },
        )  # fmt: skip
    return said


def _is_saved(request: StaffRequest) -> bool:
    return request.method == "POST" and request.POST.get("then") not in ("look", "lines")


def _tell(form: RuleForm, refusal: Refusal) -> None:
    if refusal.status == 403:
        raise refusal
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def _beside(text: str) -> dict[str, Any]:
    look = look_at(text, get_language() or "ca")
    return {"look": look, "faults": marked(text, look.faults)}


def _lines(request: StaffRequest, look: Look) -> LineForm | None:
    """The form of lines, with what the text says; as it was posted when something in it is wrong."""
    if request.POST.get("then") == "lines":
        posted = LineForm(request.POST)
        if not posted.is_valid():
            return posted
    one = look.text
    if one is None:
        return None
    return LineForm(
        initial={
            "when": one.when, "holds": one.holds, "does": one.does, "per_hour": one.per_hour,
            "passes_to": one.passes_to,
        }
    )  # fmt: skip


def _shown(request: StaffRequest, form: RuleForm, *, rule: Rule | None = None) -> HttpResponse:
    text = str(form["text"].value() or "")
    context = _beside(text)
    look: Look = context["look"]
    when = look.text.when if look.text else ""
    context |= {
        "form": form,
        "rule": rule,
        "lines": _lines(request, look),
        "names": offers.facts[when].names if when in offers.facts else {},
        "facts": sorted(offers.facts.values(), key=lambda one: one.name),
        "acts": sorted(offers.acts.values(), key=lambda one: one.name),
        "questions": QUESTIONS,
    }
    is_refused = _is_saved(request) and bool(form.errors)
    return TemplateResponse(request, "automation/edit.html", context, status=422 if is_refused else 200)

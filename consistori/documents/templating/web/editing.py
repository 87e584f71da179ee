"""Writing a template, from nothing, from what there is, or from a Word document."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.models.templates import LANGUAGES, Template
from consistori.documents.templating import selectors, services
from consistori.documents.templating.bringing import bring_word as brought_from
from consistori.documents.templating.faults import TemplateFault
from consistori.documents.templating.palette import palette
from consistori.documents.templating.policies import may_edit_templates
from consistori.documents.templating.services import Words
from consistori.documents.templating.services.writing import faults_in
from consistori.documents.templating.web.forms import TemplateForm, WordForm
from consistori.documents.templating.web.looking import told
from consistori.kernel.errors import Refusal, Stale, ensure
from consistori.tenancy.adapting import ensure_own


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_template(request: StaffRequest) -> HttpResponse:
    """A new text, house paragraph or appeal footer; it begins as a draft."""
    ensure(may_edit_templates(request.actor))
    asked = request.POST.get("kind") or request.GET.get("kind", "")
    kind = asked if asked in Template.Kind.values else Template.Kind.TEXT
    form = TemplateForm(request.POST or None, kind=kind, language=_language(request))
    if request.method == "POST" and form.is_valid():
        try:
            template = services.create_template(
                by=request.actor,
                kind=kind,
                words=form.words(),
                note=form.cleaned_data["note"],
                **form.described(),
            )
        except Refusal as refusal:
            _tell(form, refusal)
        else:
            return _after(request, template)
    status = 422 if request.method == "POST" else 200
    return _shown(request, form, kind=kind, status=status)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit_template(request: StaffRequest, code: str) -> HttpResponse:
    """Write its next version; what is wrong is told by its line, and saved all the same."""
    ensure(may_edit_templates(request.actor))
    template = selectors.template_of(code)
    ensure_own(template)
    initial = _initial(template)
    language = _language(request)
    form = TemplateForm(request.POST or None, kind=template.kind, language=language, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, template, form)
        except Refusal as refusal:
            _tell(form, refusal)
            if isinstance(refusal, Stale):
                # What was written is shown again; the next save is on purpose, and keeps both versions.
                said: Any = request.POST.copy()
                said["edition"] = str(template.version)
                form.data = said
        else:
            return _after(request, template)
    status = 422 if request.method == "POST" else 200
    return _shown(request, form, kind=template.kind, template=template, status=status)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def bring_word(request: StaffRequest) -> HttpResponse:
    """A Word document as a starting point: a draft that is then written; what was left out is said."""
    ensure(may_edit_templates(request.actor))
    form = WordForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            template, left_out = brought_from(
                by=request.actor,
                data=form.cleaned_data["file"].read(),
                name_ca=form.cleaned_data["name_ca"],
                kind=form.cleaned_data["kind"],
                language=form.cleaned_data["language"],
            )
        except Refusal as refusal:
            if refusal.status == 403:
                raise
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(
                request, _("The document is here as a draft. Put a field where each datum goes.")
            )
            if left_out:
                messages.warning(request, _("Left out: %(what)s") % {"what": " ".join(left_out)})
            return redirect("documents:template_edit", template.code)
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "documents/template_bring.html", {"form": form}, status=status)


def _language(request: StaffRequest) -> str:
    """The one that is written: as asked, or the one of whoever writes."""
    asked = request.POST.get("language") or request.GET.get("language", "")
    reader = str(getattr(request, "LANGUAGE_CODE", "ca"))[:2]
    return next(code for code in (asked, reader, "ca") if code in LANGUAGES)


def _initial(template: Template) -> dict[str, Any]:
    latest = template.latest
    known = {name: getattr(template, name) for name in TemplateForm.base_fields if hasattr(template, name)}
    bodies = {f"body_{key}": getattr(latest, f"body_{key}") if latest else "" for key in LANGUAGES}
    return known | bodies | {"series_codes": ", ".join(template.series_codes), "edition": template.version}


def _save(request: StaffRequest, template: Template, form: TemplateForm) -> None:
    edition = form.cleaned_data["edition"]
    latest, words = template.latest, form.words().cleaned()
    if edition is not None and edition != template.version:
        raise Stale(_("Somebody has written another version meanwhile. Yours is still here: compare them."))
    if latest is None or (words.ca, words.es) != (latest.body_ca, latest.body_es):
        services.write_template(template, by=request.actor, words=words, note=form.cleaned_data["note"])
    services.describe_template(template, by=request.actor, **form.described())


def _tell(form: TemplateForm, refusal: Refusal) -> None:
    if refusal.status == 403:
        raise refusal
    form.tell(refusal)


def _after(request: StaffRequest, template: Template) -> HttpResponse:
    """Where one goes after saving: stays writing while something is wrong; else sees it, or puts it in use."""
    wrong = faults_in(template, _words_of(template))
    if request.POST.get("then") == "publish" and not wrong:
        try:
            services.publish_template(template, by=request.actor)
        except TemplateFault as fault:
            messages.error(request, str(fault))
            return redirect("documents:template_edit", template.code)
        except Refusal:
            messages.success(request, _("Saved."))
            return redirect(template)
        messages.success(request, _("It is in use: documents begin from it from now on."))
        return redirect(template)
    if wrong:
        messages.warning(request, _("Saved as a draft. It cannot be put in use yet: look at what is wrong."))
    else:
        messages.success(request, _("Saved as a draft: it is not in use yet."))
    then = request.POST.get("then", "")
    if wrong or then in ("stay", *LANGUAGES):
        language = then if then in LANGUAGES else next(iter(wrong), _language(request))
        return redirect(f"{reverse('documents:template_edit', args=[template.code])}?language={language}")
    version = template.latest.number if template.latest else 1
    return redirect(f"{template.get_absolute_url()}?version={version}")


def _words_of(template: Template) -> Words:
    latest = template.latest
    return Words(latest.body_ca, latest.body_es) if latest else Words()


def _shown(
    request: StaffRequest,
    form: TemplateForm,
    *,
    kind: str,
    template: Template | None = None,
    status: int = 200,
) -> HttpResponse:
    faults: list[dict[str, Any]] = []
    if template is not None and request.method != "POST":
        words = _words_of(template)
        for key, wrong in faults_in(template, words).items():
            faults += [one | {"language": key} for one in told(wrong, getattr(words, key))]
    context = {
        "form": form,
        "kind": kind,
        "kind_label": Template.Kind(kind).label,
        "template": template,
        "faults": faults,
        "language": form.language,
        "languages": [("ca", _("Catalan")), ("es", _("Spanish"))],
        "palette": palette(str(getattr(request, "LANGUAGE_CODE", "ca")), with_clauses=True, without=template),
    }
    return TemplateResponse(request, "documents/template_edit.html", context, status=status)

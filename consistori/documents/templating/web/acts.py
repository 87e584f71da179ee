"""Acts on templates that are one press: publish, adapt, take the newer one, stay, retire, bring the standard ones."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.models.templates import Template
from consistori.documents.templating import selectors, services
from consistori.documents.templating.faults import TemplateFault
from consistori.kernel.errors import NotHere, Refusal


@staff_page
@require_POST
def do(request: StaffRequest, code: str, verb: str) -> HttpResponse:
    """Do one act of the page of a template; a refusal is told there."""
    act = _ACTS.get(verb)
    if act is None:
        raise NotHere()
    template = selectors.template_of(code)
    try:
        return act(request, template)
    except TemplateFault as fault:
        messages.error(request, str(fault))
        return redirect("documents:template_edit", template.code)
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, str(refusal))
        return redirect(template)


@staff_page
@require_POST
def bring_standard(request: StaffRequest) -> HttpResponse:
    """Bring the templates that come with the house."""
    count = services.adopt_standard_templates(request.entity, request.actor)
    said = ngettext("%(count)d template is here.", "%(count)d templates are here.", count) % {"count": count}
    messages.success(request, said)
    return redirect("documents:templates")


def _publish(request: StaffRequest, template: Template) -> HttpResponse:
    number = request.POST.get("version", "")
    version = selectors.version_of(template, int(number)) if number.isdigit() and len(number) < 7 else None
    services.publish_template(template, by=request.actor, version=version)
    messages.success(request, _("It is in use: documents begin from it from now on."))
    return redirect(template)


def _adapt(request: StaffRequest, template: Template) -> HttpResponse:
    mine = services.adapt_template(template, by=request.actor)
    messages.success(
        request, _("It is of your town now. Until you put it in use, the one above goes on being used.")
    )
    return redirect("documents:template_edit", mine.code)


def _take(request: StaffRequest, template: Template) -> HttpResponse:
    services.take_newer(template, by=request.actor)
    messages.success(
        request, _("The text from above is your last version, as a draft. Yours before it is kept.")
    )
    return redirect("documents:template_edit", template.code)


def _stay(request: StaffRequest, template: Template) -> HttpResponse:
    services.stay_with_ours(template, by=request.actor)
    messages.success(request, _("You stay with yours."))
    return redirect(template)


def _retire(request: StaffRequest, template: Template) -> HttpResponse:
    services.retire_template(template, by=request.actor)
    messages.success(request, _("It is retired: what was written with it stays."))
    return redirect(template)


def _return(request: StaffRequest, template: Template) -> HttpResponse:
    services.return_template(template, by=request.actor)
    messages.success(request, _("It is in use again."))
    return redirect(template)


_ACTS: dict[str, Callable[[StaffRequest, Template], HttpResponse]] = {
    "publish": _publish,
    "adapt": _adapt,
    "take": _take,
    "stay": _stay,
    "retire": _retire,
    "return": _return,
}

"""How a template is looked at: which version, in which language, with which case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from consistori.documents.models.templates import LANGUAGES, Template, TemplateVersion
from consistori.documents.richtext import parse, to_html
from consistori.documents.templating import selectors
from consistori.documents.templating.faults import Fault, TemplateFault
from consistori.documents.templating.fields import Subject, choosers, registry
from consistori.documents.templating.merging import fill
from consistori.documents.templating.source import text_of
from consistori.kernel.errors import NotHere


@dataclass(frozen=True)
class Look:
    """One look: the text that comes out, or what is wrong, and with what it was filled."""

    version: TemplateVersion
    language: str
    html: str = ""
    """Clean, as it is kept: pictures by their key."""
    faults: tuple[dict[str, Any], ...] = ()
    chooser: Any = None
    reference: str = ""
    thing: Any = None
    not_found: str = ""


def look_at(request: HttpRequest, template: Template) -> Look:
    """The look that the address asks for: `?version=`, `?language=`, `?with=` (the number of a case)."""
    version = _version(request, template)
    if version is None:
        raise NotHere()
    chooser = next(iter(choosers.values()), None)
    reference = request.GET.get("with", "").strip()[:60]
    thing, not_found = None, ""
    if reference and chooser is not None:
        try:
            thing = chooser.find(request.actor, reference)  # type: ignore[attr-defined]
        except NotHere as refusal:
            not_found = str(refusal)
    language = _language(request, version, chooser.language_of(thing) if chooser and thing else "")
    known: dict[str, Any] = {
        "chooser": chooser, "reference": reference, "thing": thing, "not_found": not_found
    }  # fmt: skip
    if thing is not None:
        values = registry.values_of(Subject(by=request.actor, language=language, thing=thing))  # type: ignore[attr-defined]
    else:
        values = registry.examples(language)
    try:
        html = fill(version, values, language=language)
    except TemplateFault as fault:
        return Look(version, language, faults=told(fault.faults, version.body(language)), **known)
    return Look(version, language, html=html, **known)


def on_page(html: str) -> str:
    """The same, with pictures where a browser finds them."""
    return to_html(parse(html), address=lambda key: reverse("documents:picture", args=[key]))


def told(faults: tuple[Fault, ...] | list[Fault], body: str) -> tuple[dict[str, Any], ...]:
    """Each fault with the words of its line, so that it is found at a glance."""
    lines = body.splitlines()
    return tuple(
        {
            "fault": fault,
            "sentence": str(fault),
            "excerpt": text_of(lines[fault.line - 1])[:160]
            if not fault.clause and 0 < fault.line <= len(lines)
            else "",
        }
        for fault in faults
    )


def _version(request: HttpRequest, template: Template) -> TemplateVersion | None:
    number = request.GET.get("version", "")
    if number.isdigit() and len(number) < 7:
        return selectors.version_of(template, int(number))
    version = template.published or template.latest
    if version is not None:
        version.template = template
    return version


def _language(request: HttpRequest, version: TemplateVersion, chosen: str) -> str:
    """What is asked for, or the language of whom it goes to, or the one of the reader; one in which it is written."""
    written = version.languages or LANGUAGES
    reader = str(getattr(request, "LANGUAGE_CODE", "ca"))[:2]
    asked = (request.GET.get("language", ""), chosen, reader, *written)
    return next(code for code in asked if code in written)

"""Writing a template: each save is a version that stays; one of them is in use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.documents.models.templates import LANGUAGES, LONGEST_BODY, Template, TemplateVersion
from consistori.documents.richtext import clean
from consistori.documents.templating.checking import faults_of
from consistori.documents.templating.events import (
    TemplateDescribed,
    TemplatePublished,
    TemplateRetired,
    TemplateReturned,
    TemplateWritten,
)
from consistori.documents.templating.faults import Fault, TemplateFault
from consistori.documents.templating.merging import clauses_in
from consistori.documents.templating.policies import may_edit_templates
from consistori.documents.templating.selectors import included_by
from consistori.documents.templating.source import text_of, tidy
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, Refusal, ensure
from consistori.kernel.text import fold
from consistori.tenancy.adapting import ensure_edition, next_number, own
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

DESCRIBED = ("name_ca", "name_es", "document_type", "series_codes", "appeal")


class StillIncluded(Refusal):
    """A clause that texts in use include cannot be retired."""


@dataclass(frozen=True)
class Words:
    """The text of a template in each language, as it was written; cleaned when it is kept."""

    ca: str = ""
    es: str = ""

    def cleaned(self) -> Words:
        """As it is kept: only what may be written, a block a line. Raises `BadInput` when it is too long."""
        kept = {}
        for code in LANGUAGES:
            body: str = getattr(self, code)
            if len(body) > LONGEST_BODY:
                raise BadInput(
                    _("The text is too long: part it in two templates, or in clauses."), field=f"body_{code}"
                )
            kept[code] = tidy(clean(body))
            if not any(text_of(line) for line in kept[code].splitlines()):
                kept[code] = ""
        return Words(**kept)


@act
def create_template(
    *,
    by: Actor,
    kind: str,
    name_ca: str,
    words: Words,
    code: str = "",
    note: str = "",
    place: int = 100,
    **described: Any,
) -> Template:
    """A new template of this entity, with its first version as a draft. `described` takes what `DESCRIBED` names."""
    ensure(may_edit_templates(by))
    _check_described({"name_ca": name_ca, **described})
    code = code or _free_code(name_ca)
    if Template.objects.filter(entity=current_entity(), code=code).exists():
        raise AlreadyDone(_("There is already a template with this code."), field="code")
    template = Template(code=code, kind=kind, name_ca=name_ca.strip(), place=place, **described)
    template.save(force_insert=True)
    add_version(template, words, by=by, note=note)
    return template


@act
def write_template(
    template: Template, *, by: Actor, words: Words, note: str = "", edition: int | None = None
) -> TemplateVersion:
    """Another version of its text, not in use yet. It may have faults: it is published when it has none.

    `edition` is the one that was read: raises `Stale` if somebody wrote it meanwhile, and nothing is lost.
    """
    ensure(may_edit_templates(by))
    ensure_edition(own(template), edition)
    return add_version(template, words, by=by, note=note)


@act
def describe_template(template: Template, *, by: Actor, **described: Any) -> list[str]:
    """What it is called, of which type its documents are, which series it serves. Returns what changed."""
    ensure(may_edit_templates(by))
    own(template)
    _check_described(described)
    changed = sorted(name for name, value in described.items() if getattr(template, name) != value)
    if changed:
        for name in changed:
            setattr(template, name, described[name])
        save(template, *changed)
        announce(TemplateDescribed(**named(template), fields=changed), by=by)
    return changed


@act
def publish_template(template: Template, *, by: Actor, version: TemplateVersion | None = None) -> None:
    """Documents begin from this version (the last one, if not said) from now on. Raises `TemplateFault`.

    Any version can be put in use again, so that a bad change is undone at once.
    """
    ensure(may_edit_templates(by))
    own(template)
    chosen = version or template.latest
    if chosen is None or chosen.template_id != template.pk:
        raise BadInput(_("Write it first."), field="body_ca")
    if chosen.pk == template.published_id:
        raise AlreadyDone(_("This version is already in use."))
    wrong = faults_in(template, Words(chosen.body_ca, chosen.body_es))
    if wrong:
        language, faults = next(iter(wrong.items()))
        fault = TemplateFault.of(faults)
        fault.field = f"body_{language}"
        raise fault
    template.published = chosen
    save(template, "published")
    announce(TemplatePublished(**named(template), number=chosen.number), by=by)


@act
def retire_template(template: Template, *, by: Actor) -> None:
    """No text begins from it any more; what was written stays. A clause that is included somewhere stays."""
    ensure(may_edit_templates(by))
    own(template)
    if template.is_retired:
        raise AlreadyDone(_("It is already retired."))
    users = [] if template.is_text else included_by(template.code)
    if users:
        where = ", ".join(one.name for one in users[:5])
        raise StillIncluded(_("It is included in: %(where)s. Take it out of them first.") % {"where": where})
    template.retired_on = today()
    save(template, "retired_on")
    announce(TemplateRetired(**named(template)), by=by)


@act
def return_template(template: Template, *, by: Actor) -> None:
    """It is in use again."""
    ensure(may_edit_templates(by))
    own(template)
    if not template.is_retired:
        raise AlreadyDone(_("It is in use."))
    template.retired_on = None
    save(template, "retired_on")
    announce(TemplateReturned(**named(template)), by=by)


def faults_in(template: Template, words: Words) -> dict[str, list[Fault]]:
    """What is wrong in each language; a text with nothing in it at all is told too."""
    found: dict[str, list[Fault]] = {}
    written = [code for code in LANGUAGES if getattr(words, code)]
    if not written:
        return {"ca": [Fault(0, _("There is nothing written yet."))]}
    for language in written:
        itself = template.code if not template.is_text else ""
        wrong = faults_of(getattr(words, language), clauses_in(language), code=itself)
        if wrong:
            found[language] = wrong
    return found


def add_version(template: Template, words: Words, *, by: Actor, note: str = "") -> TemplateVersion:
    """Keep another version and make it the last one."""
    kept = words.cleaned()
    version = TemplateVersion(
        template=template,
        number=next_number(template),
        body_ca=kept.ca,
        body_es=kept.es,
        note=note.strip()[:200],
        made_by=by.person_id,
        made_by_name=by.name[:160],
    )
    version.save(force_insert=True)
    template.latest = version
    save(template, "latest")
    announce(TemplateWritten(**named(template), number=version.number, note=version.note), by=by)
    return version


def _check_described(said: dict[str, Any]) -> None:
    unknown = set(said) - set(DESCRIBED)
    if unknown:
        raise TypeError(f"Not of a template: {sorted(unknown)}")
    if "name_ca" in said and not str(said["name_ca"]).strip():
        raise BadInput(_("Write its name."), field="name_ca")
    for name in ("name_ca", "name_es"):
        if len(str(said.get(name, ""))) > 120:
            raise BadInput(_("The name is too long."), field=name)


def _free_code(name: str) -> str:
    wanted = "-".join(re.findall(r"[a-z0-9]+", fold(name)))[:50].strip("-") or "plantilla"
    taken = set(Template.objects.filter(code__startswith=wanted).values_list("code", flat=True))
    tries = (wanted if n == 1 else f"{wanted}-{n}" for n in range(1, 1000))
    return next(code for code in tries if code not in taken)


def save(template: Template, *names: str) -> None:
    """Write those fields; its edition grows."""
    template.version += 1
    template.save(update_fields=[*names, "version"])


def named(template: Template) -> dict[str, Any]:
    """What its facts carry."""
    return {"template_id": template.pk, "code": template.code, "name": template.name_ca}

"""Sharing: the province keeps templates for its towns, a town adapts them, and drift is in sight."""

from __future__ import annotations

from django.utils.translation import gettext as _

from consistori.documents.models.templates import Template
from consistori.documents.templating.events import (
    NewerKeptAside,
    StandardTemplatesAdopted,
    TemplateAdapted,
)
from consistori.documents.templating.policies import may_edit_templates
from consistori.documents.templating.services.writing import (
    DESCRIBED,
    Words,
    add_version,
    create_template,
    named,
    publish_template,
    save,
)
from consistori.documents.templating.starter import standard_templates
from consistori.kernel.actor import Actor
from consistori.kernel.errors import ensure
from consistori.kernel.identifiers import uuid7
from consistori.tenancy.adapting import newer_above, own, version_to_adapt
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act, announce


@act
def adapt_template(template: Template, *, by: Actor) -> Template:
    """The town's own row of a template from above, which begins as a draft with the same text.

    Until the town publishes it, its documents go on beginning from the one above.
    """
    ensure(may_edit_templates(by))
    above = version_to_adapt(template)
    described = {name: getattr(template, name) for name in DESCRIBED}
    mine = Template(
        code=template.code,
        kind=template.kind,
        place=template.place,
        adapts=template,
        adapted_version=above,
        **described,
    )
    mine.save(force_insert=True)
    note = _("The text of version %(number)d of the one above") % {"number": above.number}
    add_version(mine, Words(above.body_ca, above.body_es), by=by, note=note)
    announce(TemplateAdapted(**named(mine), from_number=above.number), by=by)
    return mine


@act
def take_newer(template: Template, *, by: Actor) -> None:
    """The newer text from above becomes the last version of the town's own, as a draft: what the town had stays
    among its versions, and is in use until this one is published.
    """
    ensure(may_edit_templates(by))
    own(template)
    above = newer_above(template)
    note = _("The text of version %(number)d of the one above") % {"number": above.number}
    add_version(template, Words(above.body_ca, above.body_es), by=by, note=note)
    template.adapted_version = above
    save(template, "adapted_version")
    announce(TemplateAdapted(**named(template), from_number=above.number), by=by)


@act
def stay_with_ours(template: Template, *, by: Actor) -> None:
    """The newer version from above has been looked at, and the town stays with its own text."""
    ensure(may_edit_templates(by))
    own(template)
    above = newer_above(template)
    template.adapted_version = above
    save(template, "adapted_version")
    announce(NewerKeptAside(**named(template), seen_number=above.number), by=by)


def adopt_standard_templates(entity: Entity, by: Actor) -> int:
    """Make the templates that come with the house the entity's own, in use; its descendants inherit them.

    Those whose code is already here are left as they are. Returns how many came.
    """
    with working_for(entity):
        return _adopt(by=by)


@act
def _adopt(*, by: Actor) -> int:
    ensure(may_edit_templates(by))
    known = set(Template.objects.values_list("code", flat=True))
    come = [one for one in standard_templates() if one.code not in known]
    for place, one in enumerate(come):
        template = create_template(
            by=by,
            code=one.code,
            kind=one.kind,
            name_ca=one.name_ca,
            name_es=one.name_es,
            document_type=one.document_type,
            appeal=one.appeal,
            words=Words(one.ca, one.es),
            note=_("The text that comes with the house"),
            place=place * 10,
        )
        publish_template(template, by=by)
    if come:
        announce(StandardTemplatesAdopted(adopted_id=uuid7(), count=len(come)), by=by)
    return len(come)

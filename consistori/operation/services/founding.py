"""A town in ten seconds: the entity, its codes, and the invitation of its first administrator, all or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import Role
from consistori.directory.services import bring_person, give_post
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.operation.events import EntityCreated
from consistori.operation.policies import is_under, may_operate
from consistori.operation.services.staff import SHARED, ask_for_staff
from consistori.operation.services.telling import founder_of, tell_above
from consistori.tenancy import places
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import announce

CODES = ("ine_code", "ine10", "dir3")
PROVINCES = {f"{number:02}" for number in range(1, 53)}
"""Those of Spain, by their INE code, with which postcodes begin; towns of a demo have others."""
_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(\.{_LABEL})*")
"""A host name as browsers send it: an accented one comes in its ASCII form, `xn--…`."""


@dataclass(frozen=True)
class FirstAdministrator:
    """Who is invited to give everybody else their posts."""

    email: str
    given_name: str
    family_name: str
    language: str = "ca"


def fill(entity: Entity) -> Entity:
    """Write what follows from the short name, where nothing was written: names, codes, prefix. The same entity."""
    place = places.municipality(entity.short_name) if entity.kind == Entity.Kind.TOWN else None
    for code in CODES if place else ():
        if not getattr(entity, code):
            setattr(entity, code, getattr(place, code))
    if not entity.name:
        is_town = entity.kind == Entity.Kind.TOWN
        entity.name = places.town_hall_of(entity.short_name) if is_town else entity.short_name
    if not entity.slug:
        entity.slug = places.free_slug(entity.short_name, Entity.objects.values_list("slug", flat=True))
    if not entity.code_prefix:
        taken = Entity.objects.values_list("code_prefix", flat=True)
        entity.code_prefix = places.free_prefix(entity.short_name, taken)
    entity.languages = entity.languages or [entity.language]
    return entity


def ensure_well_written(entity: Entity) -> None:
    """Raise `BadInput` at the first field that is wrong, and where codes contradict each other."""
    try:
        entity.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise BadInput(messages[0], field="" if field == "__all__" else field) from error
    if entity.kind == Entity.Kind.TRUST and (
        entity.parent is None or entity.parent.kind not in (Entity.Kind.TOWN, Entity.Kind.COUNTY)
    ):
        raise BadInput(_("A trust stands under its town hall: choose which."), field="parent")
    if entity.ine_code and (len(entity.ine_code) != 5 or not entity.ine_code.isdigit()):
        raise BadInput(_("The INE code has five digits."), field="ine_code")
    if entity.ine10 and (len(entity.ine10) != 10 or not entity.ine10.isdigit()):
        raise BadInput(_("The INE10 code has ten digits."), field="ine10")
    if entity.ine10 and entity.ine_code and not entity.ine10.startswith(entity.ine_code):
        raise BadInput(_("It does not begin like the INE code of the town."), field="ine10")
    if entity.postcode and (len(entity.postcode) != 5 or not entity.postcode.isdigit()):
        raise BadInput(_("A postcode has five digits."), field="postcode")
    if entity.postcode and entity.ine_code[:2] in PROVINCES and entity.postcode[:2] != entity.ine_code[:2]:
        raise BadInput(_("This postcode is of another province."), field="postcode")
    _ensure_hosts_of_its_own(entity)


def _ensure_hosts_of_its_own(entity: Entity) -> None:
    """An address leads to one entity only: with two at one host name, which of them answers is chance."""
    others = Entity.objects.exclude(pk=entity.pk)
    for host in entity.hostnames:
        told = {"host": host}
        if not isinstance(host, str) or not HOST.fullmatch(host):
            raise BadInput(
                _("Write only the host name, as seu.vall.cat: «%(host)s» is not one.") % told,
                field="hostnames",
            )
        if host == urlsplit(settings.PUBLIC_URL).hostname:
            raise BadInput(
                _("%(host)s is the address of the whole house, not of one entity.") % told, field="hostnames"
            )
        if others.filter(hostnames__contains=[host]).exists():
            raise BadInput(_("%(host)s is already a host name of another entity.") % told, field="hostnames")


def found_entity(
    entity: Entity,
    *,
    by: Actor,
    above: Entity | None,
    administrator: FirstAdministrator | None = None,
    share_staff: bool = False,
) -> Entity:
    """Create the entity, not saved yet, for the operator `by` of `above` (None: the command line).

    Raises `BadInput` with the field; then nothing is left behind, no e-mail is sent.
    """
    ensure(may_operate(by, above))
    if entity.parent is None:
        entity.parent = above
    if entity.parent is not None and not is_under(entity.parent, above):
        raise BadInput(_("That entity is not of this province."), field="parent")
    fill(entity)
    ensure_well_written(entity)
    if entity.dir3 and Entity.objects.filter(dir3=entity.dir3).exists():
        raise AlreadyDone(_("There is already an entity with this code."), field="dir3")
    if share_staff:
        entity.switches = entity.switches | {SHARED: True}
    told = EntityCreated(slug=entity.slug, name=entity.name, modality=entity.modality)
    with transaction.atomic():
        try:
            with transaction.atomic():
                entity.save(force_insert=True)
        except IntegrityError as error:
            raise AlreadyDone(
                _("Somebody has just created an entity with this name."), field="slug"
            ) from error
        founder = founder_of(entity, by)
        with working_for(entity):
            announce(told, by=founder)
            if administrator is not None:
                _invite(administrator, by=founder)
            if share_staff:
                ask_for_staff(entity)
        tell_above(told, by=by, above=above)
    return entity


def _invite(who: FirstAdministrator, *, by: Actor) -> None:
    person = bring_person(
        by=by,
        email=who.email,
        given_name=who.given_name,
        family_name=who.family_name,
        language=who.language,
    )
    give_post(
        person,
        by=by,
        role=Role.ADMINISTRATOR,
        title_ca="Administració del programa",
        title_es="Administración del programa",
        starts_on=today(),
    )

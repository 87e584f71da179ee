"""The merge fields that the house itself knows: the town hall, the day, who writes."""

from __future__ import annotations

import re
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from consistori.directory.models import Post
from consistori.directory.roles import Role
from consistori.documents.templating import fields
from consistori.documents.templating.fields import Field, Subject
from consistori.kernel.clock import today
from consistori.tenancy.models import Entity
from consistori.tenancy.places import town_hall_of
from consistori.tenancy.scope import current_entity
from consistori.ui.dates import day_and_month

_OF = re.compile(r"^Ajuntament ")


def hang() -> None:
    """Called once, when the program starts."""
    fields.add(
        "town",
        label=_("Town hall"),
        order=30,
        values=of_town,
        fields=[
            Field("name", _("Whole name"), "Ajuntament de Vall-llobera", "Ayuntamiento de Vall-llobera"),
            Field("short_name", _("Name of the town"), "Vall-llobera"),
            Field("of_name", _("Name of the town with its preposition"), "de Vall-llobera"),
            Field("address", _("Address of the town hall"), "Plaça Major, 1"),
            Field("postcode", _("Postcode"), "17999"),
            Field("phone", _("Telephone"), "972 00 00 00"),
            Field("email", _("E-mail"), "ajuntament@vall-llobera.cat"),
            Field("mayor", _("Who holds the mayor’s office"), "Rosa Bassols Vidal"),
            Field("secretary", _("Who holds the secretary’s office"), "Mercè Soldevila Puig"),
        ],
    )
    fields.add(
        "today",
        label=_("Date of today"),
        order=40,
        values=lambda subject: long_date(today(), subject.language),
        example="27 de novembre de 2026",
        example_es="27 de noviembre de 2026",
    )
    fields.add(
        "me",
        label=_("Who writes it"),
        order=50,
        values=of_me,
        fields=[
            Field("name", _("Name"), "Núria Camps Ferrer"),
            Field("post", _("Post"), "Tècnica d’administració general", "Técnica de administración general"),
        ],
    )


def long_date(day: Any, language: str) -> str:
    """«27 de novembre de 2026»; nothing for no day."""
    if day is None:
        return ""
    with translation.override(language):
        return day_and_month(day, year=True)


def of_town(subject: Subject) -> dict[str, Any]:
    """The town hall, in the language of the text."""
    entity = current_entity()
    return {
        "name": name_of(entity, subject.language),
        "short_name": entity.short_name,
        "of_name": of_name(entity, subject.language),
        "address": entity.address,
        "postcode": entity.postcode,
        "phone": entity.phone,
        "email": entity.email,
        **_holders(),
    }


def name_of(entity: Entity, language: str) -> str:
    """Its name; of a town hall, in Spanish too."""
    if language.startswith("es") and entity.kind == Entity.Kind.TOWN and _OF.match(entity.name):
        return f"Ayuntamiento {of_name(entity, language)}"
    return entity.name


def of_name(entity: Entity, language: str) -> str:
    """«de Vall-llobera», «d’Olot», «dels Molinars»; in Spanish, «de Els Molinars»."""
    if language.startswith("es"):
        return f"de {entity.short_name}"
    return _OF.sub("", town_hall_of(entity.short_name))


def of_me(subject: Subject) -> dict[str, Any]:
    """Who writes, with her post. One statement."""
    if subject.by.person_id is None:
        return {}
    posts = Post.objects.live(today()).filter(person_id=subject.by.person_id)
    post = posts.select_related("person").order_by("starts_on").first()
    return {"name": subject.by.name, "post": post.title(subject.language) if post else ""}


def _holders() -> dict[str, str]:
    """Who is mayor and who is secretary today. One statement."""
    rows = Post.objects.live(today()).filter(role__in=(Role.MAYOR, Role.SECRETARY)).select_related("person")
    found: dict[str, str] = {}
    for post in rows.order_by("starts_on"):
        found.setdefault(str(post.role), post.person.full_name)
    return {"mayor": found.get(Role.MAYOR, ""), "secretary": found.get(Role.SECRETARY, "")}

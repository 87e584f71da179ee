"""The letters of accounts: written by the worker, in the language of who receives them."""

from __future__ import annotations

from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from consistori.directory.models import Invitation, Person
from consistori.kernel.clock import now
from consistori.tenancy.jobs import entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


@entity_job(name="directory.write_link", queue="mail", retry=8)
def write_link(*, entity: Entity, invitation_id: str) -> None:
    """Send the link of an invitation that still serves. Its secret is made here and kept nowhere."""
    with working_for(entity):
        invitation = Invitation.objects.select_related("person").get(pk=invitation_id)
    if not invitation.is_open(now()):
        return
    url = f"{entity.public_url}/accounts/invitation/{invitation.token}/"
    _write(invitation.person, f"link_{invitation.kind}", entity, {"invitation": invitation, "url": url})
    with working_for(entity):
        Invitation.objects.filter(pk=invitation.pk).update(sent_at=now())


@entity_job(name="directory.write_to_person", queue="mail", retry=8)
def write_to_person(*, entity: Entity, kind: str, person_id: str, facts: dict[str, Any]) -> None:
    """Tell a person something of her account. `kind` names the template; `facts` hold no secret."""
    person = Person.objects.filter(pk=person_id).first()
    if person is not None:
        _write(person, kind, entity, facts)


def _write(person: Person, kind: str, entity: Entity, facts: dict[str, Any]) -> None:
    known = {"person": person, "entity": entity, "door": f"{entity.public_url}/accounts/login/", **facts}
    with translation.override(person.language):
        subject = " ".join(render_to_string(f"directory/mail/{kind}_subject.txt", known).split())
        message = render_to_string(f"directory/mail/{kind}_message.txt", known).strip() + "\n"
    EmailMessage(subject, message, to=[person.email]).send()

"""Who was attended in the demo: contacts, what the front office resolves, certificates, a draft that waits."""

from __future__ import annotations

from typing import Any

from consistori.assistance.contacts.services import allow_front_act, log_certificate, log_contact
from consistori.assistance.models import Contact, HelpedDraft
from consistori.assistance.phone.services import begin_help, hand_over, open_help, write_page
from consistori.catalogue.procedures.selectors import procedure
from consistori.config.demo.moments import at, moment_of
from consistori.config.demo.stories import read
from consistori.config.demo.telling import Told
from consistori.kernel.actor import Actor
from consistori.tenancy.scope import working_for

TOWN = "vall-llobera"
CLERK, SECRETARY = "nuria.camps", "merce.soldevila"
CALLER, WANTS = "assumpta-corominola", "GEN-01"


def attend_people(told: Told) -> None:
    """What the counter and the telephone of the town wrote down; what is there stays."""
    if told.entity.slug != TOWN:
        return
    with working_for(told.entity):
        if Contact.objects.exists():
            return
    said = read("attending.toml")
    clerk, secretary = told.actor(CLERK), told.actor(SECRETARY)
    for one in sorted(said["contact"], key=lambda line: -line["ago"]):
        with _then(one, told), told.unless_refused(one["subject"]):
            _contact(one, told, clerk)
    for one in said["certificate"]:
        with _then(one, told), told.unless_refused(one["kind"]):
            _certificate(one, told, clerk)
    with working_for(told.entity), told.unless_refused("front office"):
        for row in said["row"]:
            allow_front_act(
                by=secretary,
                act_name=row["act"],
                procedure=row["procedure"],
                post=row["post"],
                decree=row["decree"],
            )
    with working_for(told.entity), told.unless_refused("telephone"):
        _prepare(told, clerk)


def _then(one: dict[str, Any], told: Told) -> Any:
    return at(moment_of(one["ago"], one.get("subject", one.get("reference", "")), now=told.now))


def _contact(one: dict[str, Any], told: Told, clerk: Actor) -> None:
    with working_for(told.entity):
        party = told.who(one["who"]) if "who" in one else None
        log_contact(
            by=clerk, party=party, channel=one["channel"], subject=one["subject"], solved_at_once=one["solved"],
            note=one.get("note", ""), procedure=one.get("procedure", ""),
        )  # fmt: skip


def _certificate(one: dict[str, Any], told: Told, clerk: Actor) -> None:
    with working_for(told.entity):
        party = told.who(one["who"]) if "who" in one else None
        log_certificate(
            by=clerk, kind=one["kind"], done=one["done"], party=party, reference=one.get("reference", ""),
            note=one.get("note", ""),
        )  # fmt: skip


def _prepare(told: Told, clerk: Actor) -> None:
    """A generic application that somebody dictated by telephone, and waits for her."""
    if HelpedDraft.objects.exists():
        return
    helped = begin_help(told.who(CALLER), procedure(WANTS), by=clerk)
    opened = open_help(helped.pk, by=clerk, locked=True)
    where, request = opened.form.pages
    write_page(opened, where, {"to": ["here"]})
    facts = "El fanal del carrer del Pont, davant del 14, fa dues setmanes que no s’encén."
    write_page(opened, request, {"facts": [facts], "request": ["Que l’arreglin."]})
    hand_over(opened, by=clerk)

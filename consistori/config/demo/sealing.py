"""The seals of the towns of the demo, what they seal by themselves, and who may issue authentic copies."""

from __future__ import annotations

from datetime import timedelta

from consistori.config.demo.counter import open_counter
from consistori.config.demo.telling import Told
from consistori.directory.models import Post
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.signature.copies.services import authorise_officer
from consistori.signature.ports import demo_authority, signer
from consistori.signature.seals import automated_kinds
from consistori.signature.services.seals import fix_act, issue_demo_seal
from consistori.tenancy.scope import working_for

BODY = "Secretaria"
MOST_OFFICERS = 3


def give_seals(told: list[Told]) -> int:
    """A seal for each town where the signer answers, its automated acts, and its register; how many have one."""
    if demo_authority() is None or not signer().is_alive():
        return 0
    for one in told:
        with one.unless_refused("seal"), working_for(one.entity):
            _give(one)
            open_counter(one)
    return len(told)


def _give(told: Told) -> None:
    by, day = Actor.program(told.entity.pk), today() - timedelta(days=10)
    seal = issue_demo_seal(by=by, body=BODY, kind="ec")
    for number, kind in enumerate(automated_kinds, start=140):
        fix_act(
            by=by,
            kind=kind,
            seal=seal,
            decree=f"Decret {day.year}/{number:04d}, de {day:%d/%m/%Y}",
            definition_body=BODY,
            supervision_body="Alcaldia",
            appeals_body="Alcaldia",
            starts_on=day,
        )
    posts = Post.objects.live(today()).filter(role__in=[Role.SECRETARY, Role.REGISTRAR, Role.PROCESSOR])
    people = {
        post.person_id: post.person for post in posts.select_related("person").order_by("role", "starts_on")
    }
    for person in list(people.values())[:MOST_OFFICERS]:
        authorise_officer(
            by=by, person=person, decree=f"Decret {day.year}/0139, de {day:%d/%m/%Y}", starts_on=day
        )

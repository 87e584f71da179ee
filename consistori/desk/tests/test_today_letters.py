"""Letters of the term that are late lead from Today of whoever gives entries out (Llei 39/2015, art. 21.4)."""

from __future__ import annotations

from typing import Any

from consistori.desk.inbox.today import waiting_in
from consistori.eoffice.models import TermLetter
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.identifiers import uuid7
from consistori.registry.services import EntryPersonSaid, register_entry
from consistori.tenancy.scope import working_for


def _late_letter(town: Any) -> None:
    with working_for(town):
        by = Actor.program(town.pk)
        entry = register_entry(by=by, subject="Terrassa", people=[EntryPersonSaid(name="Pere Puig")])
        day = today()
        TermLetter.objects.create(
            entry=entry,
            procedure="VIA-04",
            version_id=uuid7(),
            begins=day,
            sure=day,
            length="1 mes",
            due_on=day,
        )


def test_it_is_said_in_today_of_whoever_gives_out_and_of_nobody_else(
    town: Any, secretary: Any, mayor: Any, sign_in: Any
) -> None:
    _late_letter(town)

    page = sign_in(secretary).get(f"/e/{town.slug}/desk/").content.decode()

    assert "1 carta del termini va tard" in page
    assert f"/e/{town.slug}/desk/term-letters/" in page
    assert "carta del termini" not in sign_in(mayor).get(f"/e/{town.slug}/desk/").content.decode()


def test_it_costs_no_statement_more_than_what_waits_to_be_given_out(
    town: Any, secretary: Any, statements: Any
) -> None:
    _late_letter(town)
    with working_for(town):
        with statements() as asked:
            waiting = waiting_in([town.pk], secretary.person_id)
        assert waiting_in([], secretary.person_id) == []

    assert asked.count == 1
    assert [(one.what, one.n) for one in waiting] == [("late", 1), ("untaken", 1)]

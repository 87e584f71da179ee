"""What somebody has to sign or asked of others, as it is listed on her page and when she leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from consistori.directory.models import Person
from consistori.documents import policies
from consistori.signature.carrying import asked_by, to_sign_by
from consistori.tenancy.scope import working_for


def person(actor: Any) -> Person:
    return Person.objects.get(pk=actor.person_id)


def test_of_a_reserved_document_neither_the_title_nor_the_page_is_listed(
    town: Any, clerk: Any, mayor: Any, ask: Callable[..., Any], monkeypatch: Any
) -> None:
    reserved = ask(mayor, "Ajut d’urgència de la família Roca")
    ask(mayor, "Decret de la llicència")
    marks = [lambda document: document.pk == reserved.document_id]
    monkeypatch.setattr(policies, "reserve_marks", marks)

    with working_for(town):
        listed = [*to_sign_by(person(mayor)), *asked_by(person(clerk))]

    assert [bool(one.url) for one in listed] == [False, True, False, True]
    assert not any("Roca" in one.label for one in listed)
    assert listed[1].label == "Decret de la llicència"


def test_the_other_town_lists_nothing(
    town: Any, other_town: Any, mayor: Any, ask: Callable[..., Any]
) -> None:
    ask(mayor)

    with working_for(other_town):
        assert to_sign_by(person(mayor)) == []

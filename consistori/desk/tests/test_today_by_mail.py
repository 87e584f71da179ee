"""Today by e-mail: by choice, one a person over all her towns, with numbers and no titles; none on an empty day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core import mail

from consistori.deadlines.alarms.ports import is_told_elsewhere
from consistori.desk.digest.jobs import write_letters
from consistori.desk.digest.services import choose_letter
from consistori.desk.digest.writing import write_to
from consistori.desk.models import MorningLetter
from consistori.desk.tests.test_today_terms import person, term
from consistori.kernel.errors import NotPermitted
from consistori.tasks.services import give_task
from consistori.tenancy.scope import working_for


@pytest.fixture
def chosen(clerk: Any, town: Any) -> Any:
    choose_letter(person(clerk), wanted=True, by=clerk)
    return person(clerk)


def test_she_chooses_it_on_her_page_and_lets_it_go(clerk: Any, town: Any, sign_in: Any) -> None:
    browser = sign_in(clerk)
    assert "Que arribi cada matí" in browser.get("/e/vall-llobera/desk/me/").content.decode()

    browser.post("/e/vall-llobera/desk/me/letter/", {"wanted": "yes"})

    assert is_told_elsewhere(clerk.person_id)  # the letter of the alarms goes inside this one
    assert "T’arriba." in browser.get("/e/vall-llobera/desk/me/").content.decode()
    browser.post("/e/vall-llobera/desk/me/letter/", {"wanted": "no"})
    assert not is_told_elsewhere(clerk.person_id)


def test_nobody_chooses_for_another(clerk: Any, secretary: Any, town: Any) -> None:
    with pytest.raises(NotPermitted):
        choose_letter(person(clerk), wanted=True, by=secretary)


def test_it_says_numbers_and_days_and_no_title(
    chosen: Any, clerk: Any, secretary: Any, town: Any, open_a_case: Any, run_jobs: Any
) -> None:
    with working_for(town):
        case = open_a_case(clerk, "Divorci d’en Pere Puig")
        term(case, 0)
        give_task(by=secretary, title="Trucar a la Pepa", to=chosen)

    write_letters(0)
    run_jobs()
    write_letters(0)
    run_jobs()

    (sent,) = mail.outbox
    assert sent.to == [chosen.email] and sent.subject == "Vall-llobera: 1 termini legal per mirar avui"
    assert case.number in sent.body and "Si no es notifica avui, es pot entendre desestimat" in sent.body
    assert "Em toca: 1" in sent.body and f"/e/vall-llobera/desk/cases/{case.number}/" in sent.body
    assert "Pere Puig" not in sent.body and "Pepa" not in sent.body


def test_it_does_not_say_who_carries_what_others_answer_for(
    clerk: Any, secretary: Any, town: Any, open_a_case: Any
) -> None:
    choose_letter(person(secretary), wanted=True, by=secretary)
    with working_for(town):
        case = open_a_case(clerk, "Gual")
        term(case, 0)

    assert write_to(person(secretary))

    (sent,) = mail.outbox
    assert case.number in sent.body and "Acaba avui." in sent.body
    assert "Núria" not in sent.body and "Camps" not in sent.body


def test_a_day_with_nothing_brings_no_letter_and_neither_does_not_having_chosen(
    chosen: Any, clerk: Any, secretary: Any, town: Any, run_jobs: Any, open_a_case: Any
) -> None:
    with working_for(town):
        term(open_a_case(secretary, "Gual"), 0)

    write_letters(0)
    run_jobs()

    assert mail.outbox == [] and MorningLetter.objects.get().last_on is not None


def test_a_letter_that_cannot_go_is_tried_again(
    chosen: Any, clerk: Any, town: Any, open_a_case: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with working_for(town):
        term(open_a_case(clerk, "Gual"), 1)

    def away(*_said: Any) -> None:
        raise OSError("the post office is shut")

    with monkeypatch.context() as shut:
        shut.setattr("consistori.desk.digest.writing._send", away)
        with pytest.raises(OSError):
            write_to(chosen, date(2026, 3, 2))

    assert MorningLetter.objects.get().last_on is None
    assert write_to(chosen, date(2026, 3, 2)) and len(mail.outbox) == 1
    assert not write_to(chosen, date(2026, 3, 2))

from datetime import timedelta

import pytest

from consistori.cases.services import follow_case, hand_over, look_at, rename_case
from consistori.desk.services import mark_lesson_learnt, publish_notice
from consistori.directory.models import Person
from consistori.kernel.clock import now
from consistori.tenancy.scope import working_for


@pytest.fixture
def three_towns(town, other_town, hire):
    """The secretary of two towns and a third, and a clerk in each."""
    from conftest import _make_town

    third = _make_town("serradoix", "Serradoix", "SER", colour="terra", modality="complete")
    secretary = None
    clerks = {}
    for one in (town, other_town, third):
        secretary = hire(one, "secretary", "Mercè", "Soldevila")
        clerks[one.slug] = hire(one, "processor", f"Núria {one.slug}", "Camps")
    return secretary, [town, other_town, third], clerks


def test_a_new_person_finds_the_three_words(clerk, town, sign_in):
    page = sign_in(clerk).get("/e/vall-llobera/desk/")

    assert page.status_code == 200
    text = page.content.decode()
    assert "Expedient" in text and "Tramitació" in text and "Termini" in text


def test_whoever_has_learnt_them_finds_an_empty_list(clerk, town, sign_in):
    with working_for(town):
        mark_lesson_learnt(by=clerk)

    text = sign_in(clerk).get("/e/vall-llobera/desk/").content.decode()

    assert "Tramitació" not in text
    assert "No t’espera res" in text


def test_a_case_that_was_passed_to_me_is_my_turn_until_i_open_it(
    clerk, secretary, town, sign_in, open_a_case
):
    with working_for(town):
        case = open_a_case(secretary, "Terrassa a la plaça")
        nuria = Person.objects.get(pk=clerk.person_id)
        hand_over(case, by=secretary, to=nuria, note="Mira-te’l avui")

    text = sign_in(clerk).get("/e/vall-llobera/desk/").content.decode()

    assert "Em toca" in text and "Mercè Soldevila: «Mira-te’l avui»" in text
    with working_for(town):
        look_at(case, by=clerk)
    assert "Em toca" not in sign_in(clerk).get("/e/vall-llobera/desk/").content.decode()


def test_a_case_passed_without_a_note_is_my_turn_too(clerk, secretary, town, sign_in, open_a_case):
    with working_for(town):
        case = open_a_case(secretary, "Gual")
        hand_over(case, by=secretary, to=Person.objects.get(pk=clerk.person_id))

    assert "Mercè Soldevila te l’ha passat" in sign_in(clerk).get("/e/vall-llobera/desk/").content.decode()


def test_what_moved_in_a_case_that_i_carry_is_new_and_says_what(clerk, secretary, town, sign_in, open_a_case):
    with working_for(town):
        case = open_a_case(clerk, "Gual del carrer Nou")
        look_at(case, by=clerk)
        rename_case(case, by=secretary, title="Gual del carrer Nou, 12")

    page = sign_in(clerk).get("/e/vall-llobera/desk/")

    text = page.content.decode()
    assert "is-new" in text and "Gual del carrer Nou, 12" in text and "Mercè Soldevila" in text


def test_a_case_that_i_follow_is_told_beside(clerk, secretary, town, sign_in, open_a_case):
    with working_for(town):
        case = open_a_case(secretary, "Pla especial de la Font")
        follow_case(case, by=clerk)
        mark_lesson_learnt(by=clerk)

    text = sign_in(clerk).get("/e/vall-llobera/desk/").content.decode()

    assert "Pla especial de la Font" in text.split("<aside")[1]


def test_a_notice_stays_until_it_is_read(clerk, secretary, town, sign_in):
    with working_for(town):
        notice = publish_notice(by=secretary, title="Divendres tallen la xarxa")

    browser = sign_in(clerk)
    assert "Divendres tallen la xarxa" in browser.get("/e/vall-llobera/desk/").content.decode()
    browser.post(f"/e/vall-llobera/desk/notices/{notice.pk}/read/")
    assert "Divendres tallen la xarxa" not in browser.get("/e/vall-llobera/desk/").content.decode()


def test_over_three_towns_it_asks_the_database_at_most_twelve_times(
    three_towns, sign_in, statements, open_a_case
):
    secretary, towns, clerks = three_towns
    for one in towns:
        with working_for(one):
            clerk = clerks[one.slug]
            for n in range(3):
                case = open_a_case(clerk, f"Expedient {n} de {one.short_name}")
                hand_over(case, by=clerk, to=Person.objects.get(pk=secretary.person_id), note="Per a tu")
            followed = open_a_case(clerk, f"Seguit de {one.short_name}")
            follow_case(followed, by=secretary_in(one, secretary))
            publish_notice(by=secretary_in(one, secretary), title=f"Avís de {one.short_name}")
    browser = sign_in(secretary)

    with statements() as asked:
        page = browser.get("/desk/")

    text = page.content.decode()
    assert page.status_code == 200
    for one in towns:
        assert f"Expedient 0 de {one.short_name}" in text and f"Avís de {one.short_name}" in text
        assert f"/e/{one.slug}/desk/cases/" in text
    assert "town-terra" in text
    assert asked.count <= 12, "\n".join(asked.sql)


def test_one_town_alone_goes_straight_to_its_own_page(clerk, town, sign_in):
    answer = sign_in(clerk).get("/desk/")

    assert answer.status_code == 302 and answer["Location"] == "/e/vall-llobera/desk/"


def test_the_outsider_sees_nothing_and_neither_does_her_today(clerk, outsider, town, sign_in, open_a_case):
    with working_for(town):
        open_a_case(clerk, "Terrassa a la plaça")

    browser = sign_in(outsider)

    assert browser.get("/e/vall-llobera/desk/").status_code == 404
    assert "Terrassa a la plaça" not in browser.get("/e/els-molinars/desk/").content.decode()


@pytest.mark.parametrize("language", ["ca", "es"])
@pytest.mark.parametrize(
    "path",
    [
        "",
        "first-day/",
        "find/?q=gual",
        "more/",
        "help/?of=cases:case",
        "keys/",
        "jobs/",
        "notices/",
        "notices/new/",
    ],
)
def test_each_page_is_drawn_in_both_languages(language, path, secretary, town, sign_in):
    Person.objects.filter(pk=secretary.person_id).update(language=language)

    page = sign_in(secretary).get(f"/e/vall-llobera/desk/{path}")

    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()


def secretary_in(town, secretary):
    from consistori.directory.selectors import actor_of

    return actor_of(Person.objects.get(pk=secretary.person_id), town)


def test_an_old_note_does_not_come_back(clerk, secretary, town, sign_in, open_a_case):
    with working_for(town):
        case = open_a_case(secretary, "Gual")
        hand_over(case, by=secretary, to=Person.objects.get(pk=clerk.person_id), note="Per a tu")
        look_at(case, by=clerk)
        type(case).objects.filter(pk=case.pk).update(last_moved_at=now() - timedelta(days=3))

    assert "Em toca" not in sign_in(clerk).get("/e/vall-llobera/desk/").content.decode()


@pytest.mark.parametrize(
    "role", ["mayor", "councillor", "opposition", "archivist", "external", "auditor", "operator", "registrar"]
)
def test_whoever_works_here_has_a_today(role, town, hire, sign_in):
    browser = sign_in(hire(town, role, "Pau", "Roca"))

    for path in ("", "find/?q=gual", "jobs/", "help/", "more/"):
        assert browser.get(f"/e/vall-llobera/desk/{path}").status_code == 200


def test_whoever_holds_no_post_anywhere_is_not_left_before_an_error(town, sign_in):
    from types import SimpleNamespace

    person = Person.objects.create(email="pau@example.cat", given_name="Pau", family_name="Roca")

    page = sign_in(SimpleNamespace(person_id=person.pk)).get("/desk/")

    assert page.status_code == 200
    assert "Encara no tens cap lloc" in page.content.decode()

import pytest

from consistori.cases.services import add_document, reserve_case
from consistori.desk.finder import find
from consistori.directory.models import Person
from consistori.directory.selectors import standings_of
from consistori.documents.services import create_from_bytes
from consistori.parties.services import add_party
from consistori.tenancy.scope import across, working_for


def _find(actor, towns, q, **more):
    person = Person.objects.get(pk=actor.person_id)
    return find(q, standings_of(person), towns, **more)


def test_it_finds_cases_by_the_beginning_of_any_word_without_accents(clerk, at_work, open_a_case):
    open_a_case(clerk, "Terrassa a la plaça de l’Església")

    finding = _find(clerk, [at_work], "esgl")

    assert [row.title for row in finding.groups[0].rows] == ["Terrassa a la plaça de l’Església"]


def test_it_finds_a_case_by_its_number_and_goes_to_it(clerk, town, sign_in, open_a_case):
    with working_for(town):
        case = open_a_case(clerk, "Gual")

    answer = sign_in(clerk).get(f"/e/vall-llobera/desk/find/?q={case.number}&go=1")

    assert answer.status_code == 302 and answer["Location"].endswith(f"/cases/{case.number}/")


def test_it_finds_persons(clerk, at_work):
    add_party(by=clerk, name="Laia", surname1="Riubrugent")

    finding = _find(clerk, [at_work], "riubr")

    assert "parties" in [group.key for group in finding.groups]


def test_what_one_types_may_become_the_title_of_a_case(clerk, at_work):
    finding = _find(clerk, [at_work], "Tala d’arbres")

    first = finding.groups[-1].rows[0]
    assert "Tala d’arbres" in first.title and "title=Tala" in first.url


def test_an_auditor_is_not_offered_to_open_cases(town, at_work, hire):
    auditor = hire(town, "auditor", "Quim", "Roca")

    finding = _find(auditor, [at_work], "Tala")

    assert all("title=" not in row.url for group in finding.groups for row in group.rows)


def test_over_all_my_towns_each_thing_says_which_town_it_is_of(town, other_town, hire, open_a_case):
    secretary = hire(town, "secretary", "Mercè", "Soldevila")
    for one in (town, other_town):
        here = hire(one, "secretary", "Mercè", "Soldevila")
        with working_for(one):
            open_a_case(here, f"Gual de {one.short_name}")

    with across([town, other_town]):
        finding = _find(secretary, [town, other_town], "gual")

    assert {row.entity.slug for row in finding.groups[0].rows} == {town.slug, other_town.slug}
    assert all(f"/e/{row.entity.slug}/" in row.url for row in finding.groups[0].rows)


def test_the_outsider_finds_nothing_of_another_town(clerk, outsider, town, other_town, sign_in, open_a_case):
    with working_for(town):
        open_a_case(clerk, "Terrassa secreta")

    text = sign_in(outsider).get("/e/els-molinars/desk/find/?q=terrassa").content.decode()

    assert "Terrassa secreta" not in text
    assert sign_in(outsider).get("/e/vall-llobera/desk/find/?q=terrassa").status_code == 404


@pytest.mark.parametrize("asked", ["sheet", "swap"])
def test_while_one_writes_only_the_results_travel(asked, clerk, town, sign_in):
    answer = sign_in(clerk).get("/e/vall-llobera/desk/find/?q=x", headers={"X-Requested-With": asked})

    assert "<html" not in answer.content.decode() and answer["X-Fragment"] == "yes"
    assert answer["Vary"] and "X-Requested-With" in answer["Vary"]


def test_what_was_typed_is_never_an_instruction(clerk, town, sign_in):
    text = sign_in(clerk).get("/e/vall-llobera/desk/find/", {"q": '"><script>x()</script>'}).content.decode()

    assert "<script>x()" not in text


def test_it_asks_the_database_five_times_whatever_it_finds(clerk, town, sign_in, statements, open_a_case):
    with working_for(town):
        for n in range(8):
            case = open_a_case(clerk, f"Gual {n}")
            add_document(case, _paper(clerk, f"Informe del gual {n}"), by=clerk)
    with working_for(town), statements() as asked:
        finding = _find(clerk, [town], "gual")

    assert {group.key for group in finding.groups} >= {"cases", "documents"}
    assert asked.count - 2 <= 5, "\n".join(asked.sql)


def test_the_papers_of_a_reserved_case_are_found_only_by_who_reads_it(clerk, secretary, town, open_a_case):
    with working_for(town):
        case = open_a_case(secretary, "Ajut")
        add_document(case, _paper(secretary, "Informe social"), by=secretary)
        reserve_case(case, by=secretary, roles=["secretary"], reason="Dades de salut")

        of_clerk = _find(clerk, [town], "social")
        of_secretary = _find(secretary, [town], "social")

    assert "documents" not in [group.key for group in of_clerk.groups]
    assert "documents" in [group.key for group in of_secretary.groups]


def _paper(by, title):
    return create_from_bytes(by=by, data=b"Paraules " + title.encode(), name=f"{title}.txt", title=title)


def test_one_kind_alone_shows_more_of_it(clerk, at_work, open_a_case):
    for n in range(9):
        open_a_case(clerk, f"Gual {n}")

    assert len(_find(clerk, [at_work], "gual").groups[0].rows) == 6
    alone = _find(clerk, [at_work], "gual", only="cases")
    assert len(alone.groups) == 1 and len(alone.groups[0].rows) == 9

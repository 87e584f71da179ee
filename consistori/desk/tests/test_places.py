import pytest
from django.conf import settings

from consistori.tenancy.models import JobRun
from consistori.tenancy.scope import working_for


@pytest.fixture
def secretary_of_two(town, other_town, hire):
    hire(other_town, "secretary", "Mercè", "Soldevila")
    return hire(town, "secretary", "Mercè", "Soldevila")


def test_changing_town_shows_each_and_what_is_mine(secretary_of_two, town, other_town, sign_in):
    text = sign_in(secretary_of_two).get("/desk/towns/?at=vall-llobera").content.decode()

    assert "Els Molinars" in text and "/e/els-molinars/desk/" in text
    assert "ara hi ets" in text and "Alt 2" in text


def test_from_a_town_one_goes_to_the_page_of_all_towns(secretary_of_two, sign_in):
    answer = sign_in(secretary_of_two).get("/e/vall-llobera/desk/towns/")

    assert answer["Location"] == "/desk/towns/?at=vall-llobera"


def test_the_tray_of_jobs_tells_how_each_goes_and_keeps_its_file_for_its_person(
    clerk, secretary, town, sign_in
):
    folder = settings.CACHE_ROOT / "exports"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "list.csv").write_text("numero\n")
    with working_for(town):
        run = JobRun.objects.create(
            title="Llista d’expedients",
            person_id=clerk.person_id,
            state="done",
            result_path=str(folder / "list.csv"),
            result_name="expedients.csv",
        )
        JobRun.objects.create(title="A mitges", person_id=clerk.person_id, state="running", total=10, done=3)

    browser = sign_in(clerk)
    text = browser.get("/e/vall-llobera/desk/jobs/").content.decode()
    badge = browser.get("/e/vall-llobera/desk/jobs/", headers={"X-Requested-With": "badge"})
    answer = browser.get(f"/e/vall-llobera/desk/jobs/{run.pk}/file/")

    assert "Llista d’expedients" in text and "3 de 10" in text and badge.content == b"1"
    assert b"".join(answer.streaming_content) == b"numero\n"
    assert "expedients.csv" in answer["Content-Disposition"]
    assert sign_in(secretary).get(f"/e/vall-llobera/desk/jobs/{run.pk}/file/").status_code == 404


def test_a_job_never_serves_a_file_from_outside_the_house(clerk, town, sign_in):
    with working_for(town):
        run = JobRun.objects.create(
            title="x", person_id=clerk.person_id, state="done", result_path="/etc/hostname"
        )

    assert sign_in(clerk).get(f"/e/vall-llobera/desk/jobs/{run.pk}/file/").status_code == 404


def test_the_help_says_what_the_screen_is_and_who_to_ask(clerk, administrator, town, sign_in):
    text = sign_in(clerk).get("/e/vall-llobera/desk/help/?of=cases:case").content.decode()

    assert "Expedients" in text and "Pol Ferrer" in text


def test_the_outsider_has_no_page_of_the_desk_here(outsider, town, sign_in):
    browser = sign_in(outsider)

    for path in ("", "find/", "jobs/", "help/", "keys/", "notices/", "more/", "first-day/"):
        assert browser.get(f"/e/vall-llobera/desk/{path}").status_code == 404

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, NotPermitted, Stale
from consistori.operation.services import Base, change_entity, change_modality
from consistori.operation.switches import LABELS, preview
from consistori.operation.web.forms import as_written
from consistori.tenancy.modality import PRESETS, is_on
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent


def form_of(town, **said):
    return as_written(town) | {"base": str(Base.of(town))} | said


def test_a_change_is_in_the_trail_of_the_town_and_of_the_province(operator, province, town):
    changed = change_entity(
        town, by=operator, above=province, base=Base.of(town), values={"colour": "mar", "postcode": "17001"}
    )

    assert changed == ["colour", "postcode"]
    for entity in (town, province):
        with working_for(entity):
            told = TrailEvent.objects.get(kind="operation.EntityChanged")
            assert told.actor_name == "Laia Ferrer" and "17001" not in told.content


def test_two_operators_at_one_town_write_nothing_over(operator, province, town):
    base = Base.of(town)
    change_entity(town, by=operator, above=province, base=base, values={"phone": "972000001"})

    with pytest.raises(Stale):
        change_entity(town, by=operator, above=province, base=base, values={"phone": "972000002"})

    town.refresh_from_db()
    assert town.phone == "972000001"


def test_the_page_of_the_second_keeps_both_works(console, operator, province, town):
    browser, at = console
    mine = form_of(town, phone="972000002", address="Plaça Major, 1")
    change_entity(
        town, by=operator, above=province, base=Base.of(town), values={"phone": "972000001", "colour": "mar"}
    )

    answer = browser.post(at(f"entities/{town.slug}/"), mine)

    page = answer.content.decode()
    assert answer.status_code == 412
    assert 'value="972000002"' in page and "972000001" in page
    assert 'value="Plaça Major, 1"' in page
    assert 'value="mar" id="id_colour_2" checked' in page
    again = as_written(Entity.objects.get(pk=town.pk)) | {
        "phone": "972000002", "address": "Plaça Major, 1", "base": page.split('name="base" value="')[1].split('"')[0],
    }  # fmt: skip
    assert browser.post(at(f"entities/{town.slug}/"), again).status_code == 302
    town.refresh_from_db()
    assert (town.phone, town.address, town.colour) == ("972000002", "Plaça Major, 1", "mar")


def test_a_coat_of_arms_is_cleaned(console, town):
    browser, at = console
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><script>x()</script><path d="M0 0h4v4z"/></svg>'
    sent = form_of(town, arms_file=SimpleUploadedFile("escut.svg", drawing, "image/svg+xml"))

    assert browser.post(at(f"entities/{town.slug}/"), sent).status_code == 302

    town.refresh_from_db()
    assert "<path" in town.arms and "script" not in town.arms and "onload" not in town.arms


def test_what_is_no_drawing_is_refused_at_its_field(console, town):
    browser, at = console
    sent = form_of(town, phone="972111111", arms_file=SimpleUploadedFile("a.svg", b"<html>no</html>"))

    answer = browser.post(at(f"entities/{town.slug}/"), sent)

    assert answer.status_code == 422
    assert 'value="972111111"' in answer.content.decode()


def test_a_base_that_is_not_ours_is_refused(town):
    with pytest.raises(BadInput):
        Base.read("forged")


def test_nobody_else_changes_an_entity(operator, province, town, other_town, clerk):
    for by, above in ((clerk, town), (clerk, province)):
        with pytest.raises(NotPermitted):
            change_entity(town, by=by, above=above, base=Base.of(town), values={"phone": "1"})
    with pytest.raises(NotHere):
        change_entity(
            other_town, by=operator, above=province, base=Base.of(other_town), values={"phone": "1"}
        )
    with pytest.raises(AlreadyDone):
        change_entity(town, by=operator, above=province, base=Base.of(town), values={"colour": town.colour})


# The modality


def test_every_switch_has_its_word():
    assert set(LABELS) == set().union(*PRESETS.values())


def test_the_preview_says_what_would_be_hidden_and_changes_nothing(town):
    changes = preview(town, "basic", {})

    assert {one.name for one in changes if one.hidden} == set(PRESETS["complete"]) - set(PRESETS["basic"])
    assert not any(one.shown for one in changes)
    assert Entity.objects.get(pk=town.pk).modality == "complete"


def test_up_and_down_converts_nothing(operator, province, town, clerk):
    from consistori.cases.models import CaseFile
    from consistori.cases.services import open_case

    town.modality = "basic"
    town.save()
    with working_for(town):
        case = open_case(by=clerk, title="Without series")
    before = CaseFile.anywhere.filter(pk=case.pk).values().get() if hasattr(CaseFile, "anywhere") else None

    for modality in ("complete", "complete_plus", "basic"):
        town.refresh_from_db()
        change_modality(
            town, by=operator, above=province, base=Base.of(town), modality=modality, apart={}
        )  # fmt: skip
        with working_for(town):
            kept = CaseFile.objects.get(pk=case.pk)
            assert (kept.number, kept.title, kept.series_id) == (case.number, case.title, None)
    assert before is None or before["title"] == "Without series"


def test_a_switch_apart_stays_apart(operator, province, town):
    change_modality(
        town,
        by=operator,
        above=province,
        base=Base.of(town),
        modality="basic",
        apart={"deadlines": True, "tasks": False},
    )

    town.refresh_from_db()
    assert is_on(town, "deadlines") and not is_on(town, "tasks")
    assert town.switches == {"deadlines": True}


def test_the_page_looks_first_and_changes_when_told(console, town):
    browser, at = console
    page = browser.get(at(f"entities/{town.slug}/modality/?modality=basic")).content.decode()
    base = page.split('name="base" value="')[1].split('"')[0]

    browser.post(at(f"entities/{town.slug}/modality/"), {"modality": "basic", "base": base})

    town.refresh_from_db()
    assert town.modality == "basic"
    browser.post(at(f"entities/{town.slug}/modality/"), {"modality": "complete", "base": base})
    town.refresh_from_db()
    assert town.modality == "basic", "the second came from an old page"

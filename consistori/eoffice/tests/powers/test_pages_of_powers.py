"""A citizen gives a power, takes it back, and chooses for whom they act; the register at the desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consistori.eoffice.identity.citizens import KEY
from consistori.eoffice.models import CorrectionAsked, RegisteredPower, Representation
from consistori.eoffice.powers.selectors import given_to, power_named
from consistori.eoffice.tests.filing.conftest import CODE, a_citizen
from consistori.tenancy.scope import working_for

GIVEN = {"identifier": "12345678Z", "name": "Laia Riubrugent", "kind": "b", "until": "", "token": "t"}


@pytest.fixture
def town_of(town: Any) -> str:
    return f"/e/{town.slug}/"


@pytest.fixture
def two(town: Any, secretary: Any) -> dict[str, Any]:
    from consistori.parties.services import add_party

    with working_for(town):
        return {
            "joan": add_party(by=secretary, name="Joan", surname1="Puigdollers", identifier="99000138L"),
            "laia": add_party(by=secretary, name="Laia", surname1="Riubrugent", identifier="12345678Z"),
            "firm": add_party(by=secretary, name="Forn, SL", identifier="B99000119", kind="legal"),
        }


@pytest.fixture
def joan() -> Any:
    return a_citizen("99000138L", name="Joan", surname1="Puigdollers")


def given(town: Any, two: dict[str, Any], by: Any, kind: str = "b") -> Any:
    from consistori.eoffice.powers.registering import Asked, By, register_power

    with working_for(town):
        return register_power(two["joan"], two["laia"], Asked(kind), by=By(by))


def test_it_is_read_again_signed_once_and_taken_back(
    town: Any, town_of: str, two: Any, joan: Any, come_in: Any
) -> None:
    browser = come_in(joan)

    read = browser.post(f"{town_of}poders/nou/", GIVEN)
    assert (read.status_code, read.context["step"]) == (200, "check")
    assert browser.post(f"{town_of}poders/nou/", GIVEN | {"sign": "yes"}).context["fault"].field == "accepts"
    for _ in range(2):
        answer = browser.post(f"{town_of}poders/nou/", GIVEN | {"sign": "yes", "accepts": "yes"})
        assert answer["Location"].endswith("/poders/")
    with working_for(town):
        row = RegisteredPower.objects.get()
    assert row.reference in browser.get(f"{town_of}poders/").content.decode()
    assert browser.get(f"{town_of}poders/{row.reference}/paper.pdf").status_code == 200
    assert browser.get(f"{town_of}poders/{row.reference}/renuncia/").status_code == 404

    browser.post(f"{town_of}poders/{row.reference}/revoca/", {"token": "r"})
    with working_for(town):
        assert not power_named(row.reference).is_live


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"identifier": "1234"}, "identifier"), ({"name": ""}, "name"), ({"kind": "z"}, "kind"),
        ({"kind": "c"}, "procedures"),
        ({"until": "2001-01-01"}, "until"), ({"until": "soon"}, "until"),
        ({"identifier": "99000138L", "sign": "yes", "accepts": "yes"}, "identifier"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_box_and_nothing_is_lost(
    town: Any, town_of: str, two: Any, joan: Any, come_in: Any, wrong: dict[str, str], field: str
) -> None:
    page = come_in(joan).post(f"{town_of}poders/nou/", GIVEN | wrong)

    assert (page.status_code, page.context["fault"].field) == (422, field)
    assert (GIVEN | wrong)["name"] in page.content.decode()
    with working_for(town):
        assert not RegisteredPower.objects.exists()


def test_nobody_is_told_how_the_town_hall_knows_a_number(
    town: Any, town_of: str, two: Any, joan: Any, come_in: Any
) -> None:
    browser = come_in(joan)
    said = GIVEN | {"name": "Qui Sigui", "sign": "yes", "accepts": "yes"}

    page = browser.post(f"{town_of}poders/nou/", said, follow=True).content.decode()

    assert "Qui Sigui" in page
    assert "Riubrugent" not in page


def test_the_power_of_two_others_is_not_here(
    town: Any, town_of: str, two: Any, secretary: Any, come_in: Any
) -> None:
    row = given(town, two, secretary)
    browser = come_in(a_citizen("99002056M", name="Rosario"))

    for path in ("paper.pdf", "revoca/", "renuncia/"):
        assert browser.get(f"{town_of}poders/{row.reference}/{path}").status_code == 404


def test_after_coming_in_one_chooses_for_whom_and_goes_on_where_one_was(
    town: Any, town_of: str, two: Any, secretary: Any, come_in: Any, citizen: Any
) -> None:
    row = given(town, two, secretary)
    browser = come_in(citizen)

    page = browser.get(f"{town_of}en-nom-de/?next={town_of}poders/")
    assert "Joan Puigdollers" in page.content.decode()
    answer = browser.post(f"{town_of}en-nom-de/", {"for": str(row.pk), "next": f"{town_of}poders/"})

    assert answer["Location"] == f"{town_of}poders/"
    kept = browser.session[KEY][str(town.pk)]
    assert (kept["basis"], kept["firm_identifier"], kept["entered_at"]) == (
        "power",
        "99000138L",
        citizen.entered_at,
    )
    assert (
        browser.post(f"{town_of}en-nom-de/", {"for": "own", "next": "//evil.example/"})["Location"]
        == f"{town_of}carpeta/"
    )


def test_whoever_comes_in_with_a_power_is_asked_for_whom(
    town: Any, two: Any, secretary: Any, citizen: Any
) -> None:
    given(town, two, secretary)

    with working_for(town):
        assert len(given_to(citizen)) == 1
        assert given_to(a_citizen("99002056M")) == []


def test_at_send_the_ended_power_is_said_and_it_may_be_sent_all_the_same(
    town: Any, town_of: str, two: Any, secretary: Any, come_in: Any, citizen: Any
) -> None:
    from consistori.catalogue.procedures.services import create_procedure, publish
    from consistori.eoffice.filing.drafts import PAPERS, begin_draft, own_draft, save_answers
    from consistori.eoffice.identity.powers import ChangeKind
    from consistori.eoffice.powers.acting import chosen
    from consistori.eoffice.powers.registering import By, change_power
    from consistori.eoffice.tests.filing.conftest import SHEET
    from consistori.kernel.actor import Actor

    row = given(town, two, secretary)
    with working_for(town):
        from consistori.catalogue.procedures.selectors import procedure

        by = Actor.program(town.pk)
        publish(create_procedure(by=by, text=SHEET), by=by)
        acting = chosen(citizen, str(row.pk))
        draft = begin_draft(procedure(CODE), citizen=acting)
        draft = own_draft(acting, CODE, draft.pk, locked=True)
        answers = {"bar": "Bar de la Plaça", "covered": False, "tables": 6}
        for page in ("place", "terrace"):
            save_answers(draft, answers, page=page, is_right=True)
        draft.done = [*draft.done, PAPERS]
        draft.save()
        change_power(power_named(row.reference), ChangeKind.REVOCATION, by=By(secretary))
    browser = come_in(acting)
    here = f"{town_of}tramits/{CODE}/fer/{draft.pk}/"

    check = browser.get(f"{here}revisa/").content.decode()
    assert "Joan Puigdollers va revocar el poder" in check
    assert "Llei 39/2015, art. 6" in check
    refused = browser.post(f"{here}envia/", {"accepts": "yes"})
    assert refused.status_code == 403
    sent = browser.post(f"{here}envia/", {"accepts": "yes", "unproved": "yes"})
    assert sent["Location"].endswith("/rebut/")
    with working_for(town):
        assert Representation.objects.get().basis == "declared"


def test_the_register_at_the_desk(town: Any, two: Any, secretary: Any, sign_in: Any) -> None:
    browser = sign_in(secretary)
    desk = f"/e/{town.slug}/desk/powers/"

    found = browser.get(f"{desk}new/?grantor_q=Puigd&proxy_q=Riubr").content.decode()
    assert str(two["joan"].pk) in found
    said = {"grantor": two["joan"].pk, "proxy": two["laia"].pk, "kind": "b", "token": "x"}
    assert browser.post(f"{desk}new/", said).status_code == 422
    made = browser.post(f"{desk}new/", said | {"is_here": "on"})
    page = browser.get(made["Location"])
    assert page.status_code == 200
    assert "Joan Puigdollers" in browser.get(f"{desk}?q=puig&live=yes").content.decode()
    reference = page.context["row"].reference
    assert browser.post(f"{desk}{reference}/", {"kind": "revocation"}).status_code == 302
    assert reference not in browser.get(f"{desk}?q=puig&live=yes").content.decode()
    assert reference in browser.get(f"/e/{town.slug}/desk/parties/{two['laia'].pk}/").content.decode()


def test_a_firm_that_came_with_paper_is_told_and_its_letter_is_written_once(
    town: Any, two: Any, secretary: Any, sign_in: Any
) -> None:
    from consistori.registry.services import EntryPersonSaid, register_entry

    with working_for(town):
        entry = register_entry(by=secretary, subject="Bastida", people=[EntryPersonSaid(two["firm"])])
    browser = sign_in(secretary)
    page = f"/e/{town.slug}/desk/registry/{entry.reference}/"

    assert "Llei 39/2015, art. 14.2.a" in browser.get(page).content.decode()
    written = browser.post(f"/e/{town.slug}/desk/powers/letter/{entry.reference}/", {"kind": "electronic"})
    assert "/desk/documents/" in written["Location"]
    text = browser.get(written["Location"]).content.decode()
    assert entry.reference in text
    assert "deu dies hàbils" in text
    browser.post(f"/e/{town.slug}/desk/powers/letter/{entry.reference}/", {"kind": "electronic"})
    with working_for(town):
        assert CorrectionAsked.objects.count() == 1


def test_a_person_with_paper_is_told_nothing(town: Any, two: Any, secretary: Any, sign_in: Any) -> None:
    from consistori.registry.services import EntryPersonSaid, register_entry

    with working_for(town):
        entry = register_entry(by=secretary, subject="Gual", people=[EntryPersonSaid(two["joan"])])
    browser = sign_in(secretary)

    answer = browser.post(f"/e/{town.slug}/desk/powers/letter/{entry.reference}/", {"kind": "electronic"})

    assert answer.status_code == 409
    assert "68.4" not in browser.get(f"/e/{town.slug}/desk/registry/{entry.reference}/").content.decode()


def test_what_was_owed_is_proved_at_the_desk_with_its_document(
    town: Any, two: Any, secretary: Any, sign_in: Any, citizen: Any
) -> None:
    from consistori.eoffice.filing.people import people_of
    from consistori.eoffice.powers.acting import declared
    from consistori.eoffice.powers.proving import keep_representation, prove
    from consistori.kernel.actor import Actor
    from consistori.registry.services import register_entry

    with working_for(town):
        by = Actor.program(town.pk)
        acting = declared(citizen, "99000138L", "Joan Puigdollers")
        owing = prove(acting, procedure="URB-02", heading="application", language="ca", later=True)
        assert owing is not None
        entry = register_entry(
            by=by, subject="Obres", channel="office", people=people_of(acting, {}, "ca", by)
        )
        keep_representation(entry, owing, by=by)
    browser = sign_in(secretary)
    page = f"/e/{town.slug}/desk/powers/owed/{entry.reference}/"

    assert entry.reference in browser.get(f"/e/{town.slug}/desk/powers/").content.decode()
    assert browser.post(page).status_code == 422
    deed = SimpleUploadedFile("escriptura.txt", b"poder general")
    assert browser.post(page, {"reason": "Escriptura 123", "file": deed}).status_code == 302
    with working_for(town):
        assert [row.basis for row in Representation.objects.all()] == ["declared", "cured"]
        assert Representation.objects.last().document is not None


def test_where_the_office_is_off_there_is_no_register(town: Any, secretary: Any, sign_in: Any) -> None:
    town.switches = {"eoffice": False}
    town.save()

    assert sign_in(secretary).get(f"/e/{town.slug}/desk/powers/").status_code == 404

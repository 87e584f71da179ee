"""Ask once: what they filed another time is used in one press, and what we look up may be forbidden to us."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.eoffice.asking.consults import Against, choose, look_up, looks_of_draft, looks_of_entry
from consistori.eoffice.asking.held import held_for, use_held
from consistori.eoffice.filing.drafts import begin_draft
from consistori.eoffice.filing.papers import papers_of, places_of
from consistori.eoffice.folder.whom import whom
from consistori.eoffice.forms.definition import read_form
from consistori.eoffice.models import ConsultChoice, ConsultMade
from consistori.eoffice.tests.fake_source import SILENT
from consistori.eoffice.tests.filing.conftest import SHEET, a_citizen
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere, NotPermitted
from consistori.tenancy.scope import working_for

LAIA = a_citizen("99000138L")
STRANGER = a_citizen("99002056M")
CONSULT = """
[[consults]]
key = "PADRO"
what = {ca = "On viviu, al padró", es = "Dónde vive, en el padrón"}
basis = {ca = "Llei 39/2015, art. 28.2", es = "Ley 39/2015, art. 28.2"}
"""


@pytest.fixture(autouse=True)
def _sources(settings: Any) -> None:
    settings.DATA_SOURCES = ["consistori.eoffice.tests.fake_source.FakeSource"]


@pytest.fixture
def shown(town: Any) -> Any:
    """The terrace of a bar, in force, with something that is looked up."""
    from consistori.catalogue.procedures.selectors import procedure
    from consistori.catalogue.procedures.services import create_procedure, publish

    by = Actor.program(town.pk)
    cut = SHEET.index("[[papers]]")
    with working_for(town):
        publish(create_procedure(by=by, text=SHEET[:cut] + CONSULT + SHEET[cut:]), by=by)
        return procedure("VIA-04")


@pytest.fixture
def sketch(shown: Any) -> Any:
    return places_of(shown.sheet, read_form(shown.sheet.form), "ca")[0]


@pytest.fixture
def brought(bring: Any) -> Any:
    """Laia brought the first paper of the terrace another year."""
    return bring("99000138L")


@pytest.fixture
def bring(town: Any, sketch: Any) -> Any:
    """`bring("99000138L", …)`: those people brought it at the counter, all in one entry."""
    from consistori.documents.received import ReceivedFile
    from consistori.documents.services import receive_document
    from consistori.registry.services import EntryPersonSaid, register_entry

    by = Actor.program(town.pk)

    def do(*numbers: str) -> Any:
        files = [ReceivedFile.from_bytes(f"{name}.txt", name.encode()) for name in ("sollicitud", "croquis")]
        titles = ("Sol·licitud", sketch.title)
        people = [EntryPersonSaid(name=f"Persona {number}", identifier=number) for number in numbers]
        with working_for(town):
            papers = [
                receive_document(by=by, received=file, title=title)
                for file, title in zip(files, titles, strict=True)
            ]
            return register_entry(by=by, subject="Terrassa", people=people, documents=papers)

    return do


def test_what_came_with_somebody_else_is_offered_to_nobody(town, shown, bring):
    bring("99000138L", "99002056M")  # whose of the two it is, nobody knows

    with working_for(town):
        assert held_for(whom(LAIA), shown.sheet) == {}
        assert held_for(whom(STRANGER), shown.sheet) == {}


def test_what_they_brought_is_found_by_its_name_and_only_for_them(town, shown, sketch, brought):
    with working_for(town):
        held = held_for(whom(LAIA), shown.sheet)[sketch.key]

        assert (held.reference, held.name) == (brought.reference, "croquis.txt")
        assert held_for(whom(STRANGER), shown.sheet) == {}


def test_one_press_puts_it_in_its_place_once(town, shown, sketch, brought):
    with working_for(town):
        draft = begin_draft(shown, citizen=LAIA)
        for _twice in range(2):
            use_held(draft, sketch, whom(LAIA), shown.sheet)

        assert [(one.key, one.file.name) for one in papers_of(draft)] == [(sketch.key, "croquis.txt")]


def test_nobody_uses_what_somebody_else_brought(town, shown, sketch, brought):
    with working_for(town):
        draft = begin_draft(shown, citizen=STRANGER)

        with pytest.raises(NotHere):
            use_held(draft, sketch, whom(STRANGER), shown.sheet)


def test_what_was_thrown_away_or_harms_is_not_offered(town, shown, brought):
    from consistori.documents.models import Blob

    with working_for(town):
        Blob.objects.filter(sha256=brought.documents.last().sha256).update(scan=Blob.Scan.HARMFUL)

        assert held_for(whom(LAIA), shown.sheet) == {}


def test_finding_it_costs_two_statements(town, shown, brought, statements):
    with working_for(town):
        who = whom(LAIA)
        with statements() as told:
            held_for(who, shown.sheet)

    assert told.count <= 2


def test_she_may_be_against_it_and_change_her_mind(town, shown):
    with working_for(town):
        draft = begin_draft(shown, citizen=LAIA)
        choose(draft, shown.sheet, "PADRO", opposed=True, citizen=LAIA, reason="Prefereixo portar-lo")
        assert looks_of_draft(draft.pk, shown.sheet, "ca")[0].opposed

        choose(draft, shown.sheet, "PADRO", opposed=False, citizen=LAIA)

        assert not looks_of_draft(draft.pk, shown.sheet, "ca")[0].opposed
        kept = ConsultChoice.objects.order_by("at").first()
        assert (kept.basis, kept.opposed) == ("Llei 39/2015, art. 28.2", True)
        with pytest.raises(NotHere):
            choose(draft, shown.sheet, "ALTRA", opposed=True, citizen=LAIA)


@pytest.fixture
def sent(town: Any, shown: Any) -> Any:
    """`sent(number, against=True)` gives the entry of a terrace and of what its owner said of the consultation."""
    from consistori.eoffice.models import SignatureEvidence
    from consistori.registry.services import EntryPersonSaid, register_entry

    def make(number: str = "99000138L", *, against: bool = False) -> Any:
        citizen = a_citizen(number)
        with working_for(town):
            draft = begin_draft(shown, citizen=citizen)
            if against:
                choose(draft, shown.sheet, "PADRO", opposed=True, citizen=citizen)
            entry = register_entry(
                by=Actor.program(town.pk), subject="Terrassa", procedure="VIA-04",
                people=[EntryPersonSaid(name="Laia", identifier=number)],
            )  # fmt: skip
            SignatureEvidence.objects.create(
                entry=entry, draft_id=draft.pk, signed_at=entry.registered_at, method="valid", level="high",
                name="Laia", identifier=number, statement="x", statement_sha256="x", language="ca",
                answers_sha256="x", procedure="VIA-04", version_id=shown.version_id, seal="x",
            )  # fmt: skip
            return entry

    return make


def test_whoever_processes_looks_it_up_and_it_is_written_down(town, sent, clerk):
    entry = sent()
    with working_for(town):
        made = look_up(entry, "PADRO", by=clerk)

        assert (made.outcome, made.number) == ("found", "N-1")
        assert made.by_name == clerk.name
        assert looks_of_entry(entry, "ca")[0].made == (made,)


def test_what_she_forbade_is_not_looked_up_by_anybody(town, sent, clerk):
    entry = sent(against=True)
    with working_for(town):
        with pytest.raises(Against):
            look_up(entry, "PADRO", by=clerk)
        assert not ConsultMade.objects.exists()


def test_a_source_that_is_silent_says_so_and_may_be_asked_again(town, sent, clerk):
    entry = sent(f"X{SILENT}")
    with working_for(town):
        assert look_up(entry, "PADRO", by=clerk).outcome == "away"
        look_up(entry, "PADRO", by=clerk)
        assert ConsultMade.objects.count() == 2


def test_whoever_does_not_process_looks_nothing_up(town, sent, hire):
    councillor = hire(town, "opposition", "Pere", "Mas")
    entry = sent()
    with working_for(town), pytest.raises(NotPermitted):
        look_up(entry, "PADRO", by=councillor)


def test_the_desk_shows_what_may_be_looked_up_and_does_it(town, sent, clerk, sign_in):
    entry = sent()
    desk = sign_in(clerk)
    page = f"/e/{town.slug}/desk/registry/{entry.reference}/"
    assert "On viviu, al padró" in desk.get(page).content.decode()

    answer = desk.post(f"/e/{town.slug}/desk/consults/{entry.reference}/", {"key": "PADRO"})

    assert answer.status_code == 302
    with working_for(town):
        assert ConsultMade.objects.count() == 1

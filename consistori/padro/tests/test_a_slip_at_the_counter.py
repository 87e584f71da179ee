"""The slip at the counter, in a minute: looked up, ordered, sealed, out with its number, filed in the year's case."""

from types import SimpleNamespace

import pytest

from consistori.cases.models import CaseDocument, CaseParty
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.padro import ports
from consistori.padro.models import ResidencePaper, YearCase
from consistori.padro.rules.slips import Span, What, Why
from consistori.padro.selectors import look_up
from consistori.padro.services import ask_at_counter, order_paper, refuse_paper
from consistori.padro.services.issuing import NotNow, issue, let_out
from consistori.padro.tests.conftest import key_of
from consistori.registry.models import EntryState, RegistryEntry
from consistori.tenancy.scope import working_for
from consistori.trail.models import Reading

State = ResidencePaper.State


def words_of(document):
    import pypdfium2

    with blobs.open(document.latest_blob.sha256) as stream:
        data = stream.read()
    pages = pypdfium2.PdfDocument(data)
    return " ".join(page.get_textpage().get_text_range() for page in pages), data


@pytest.fixture
def order(registrar, laia, house):
    def do(span=Span.ALONE, what=What.SLIP, **said):
        return ask_at_counter(
            by=said.pop("by", registrar), party=laia, residence=house, what=what, span=span, **said
        )

    return do


def test_it_comes_out_sealed_numbered_and_filed_with_its_request(
    order, house, registrar, seal, series, run_jobs
):
    paper = order(Span.TOGETHER, purpose="Escola")
    assert paper.state == State.ORDERED
    run_jobs()

    paper = ResidencePaper.objects.get(pk=paper.pk)
    assert (paper.state, paper.is_automatic, paper.ordered_by_id) == (
        State.ISSUED,
        False,
        registrar.person_id,
    )
    assert paper.entry.reference.startswith("E") and paper.exit.reference.startswith("S")
    assert EntryState.objects.get(entry=paper.entry).handled == EntryState.Handled.DONE
    # The year's case has request and slip, and nobody is a party of it.
    assert paper.case == YearCase.objects.get().case
    assert CaseDocument.objects.filter(case=paper.case, document=paper.document).exists()
    assert not CaseParty.objects.filter(case=paper.case).exists()
    words, data = words_of(Document.objects.with_version().get(pk=paper.document_id))
    assert "Laia Riubrugent Pou" in words and "Pau Serrat Riubrugent" in words and "Escola" in words
    # Nobody else's data: the other adult, and the child that the register does not say to be hers, are counted.
    assert "Jan" not in words and "Ona" not in words and "00000001R" not in words
    assert data.count(b"/ByteRange") == 1  # the seal of the town hall


def test_without_a_series_for_it_it_comes_out_all_the_same(order, seal, run_jobs):
    paper = order()
    run_jobs()

    paper = ResidencePaper.objects.get(pk=paper.pk)
    assert (paper.state, paper.case) == (State.ISSUED, None)
    assert EntryState.objects.get(entry=paper.entry).handled == EntryState.Handled.DONE


def test_the_second_of_the_year_goes_to_the_same_case(order, seal, series, run_jobs):
    first, second = order(), order()
    run_jobs()

    assert YearCase.objects.count() == 1
    assert len({ResidencePaper.objects.get(pk=one.pk).case_id for one in (first, second)}) == 1


def test_who_looked_up_whom_is_in_the_log_of_readings(order, house, registrar, seal, run_jobs):
    look_up("12345678Z", by=registrar, reason="volant")
    order()
    run_jobs()

    readings = Reading.objects.filter(kind="resident", record_id=house.person.key)
    assert readings.count() == 2
    assert {one.person_id for one in readings} == {registrar.person_id}


def test_of_another_adult_nothing_is_given_and_nothing_is_registered(order, house):
    with pytest.raises(BadInput) as refused:
        order(subject_key=key_of(house, "Jan"))

    assert refused.value.field == "subject"
    assert not ResidencePaper.objects.exists() and not EntryState.objects.exists()


def test_of_a_child_the_register_says_who_answers_or_somebody_looks_at_the_family_book(
    order, house, seal, run_jobs
):
    mine = order(subject_key=key_of(house, "Pau"))
    with pytest.raises(BadInput) as refused:
        order(subject_key=key_of(house, "Ona"))
    looked = order(subject_key=key_of(house, "Ona"), looked_at="El llibre de família")
    run_jobs()

    assert refused.value.field == "looked_at"
    for paper, name in ((mine, "Pau"), (looked, "Ona")):
        paper = ResidencePaper.objects.get(pk=paper.pk)
        assert (paper.state, paper.subject_name.split()[0]) == (State.ISSUED, name)
        roles = {one.role: one.name.split()[0] for one in paper.entry.people.all()}
        assert roles == {"applicant": name, "representative": "Laia"}


def test_an_adult_is_named_when_they_allow_it_and_it_says_how_it_is_known(order, house, seal, run_jobs):
    jan = key_of(house, "Jan")
    with pytest.raises(BadInput) as refused:
        order(Span.TOGETHER, allowed=[jan])
    paper = order(Span.TOGETHER, allowed=[jan], allowed_how="Són aquí")
    run_jobs()

    assert refused.value.field == "allowed_how"
    paper = ResidencePaper.objects.get(pk=paper.pk)
    words, _data = words_of(Document.objects.with_version().get(pk=paper.document_id))
    assert "Jan Serrat Mas" in words and paper.allowed_how == "Són aquí"


def test_without_a_seal_it_stops_and_nothing_goes_out(order, register, run_jobs, settings):
    paper = order()
    run_jobs()

    paper = ResidencePaper.objects.get(pk=paper.pk)
    assert (paper.state, paper.why, paper.exit) == (State.STOPPED, Why.NO_SEAL, None)


def test_once_the_seal_is_there_it_goes_on_with_the_same_document(
    order, registrar, give_seal, at_work, run_jobs
):
    paper = order()
    run_jobs()
    document = ResidencePaper.objects.get(pk=paper.pk).document_id
    give_seal(at_work, "residence_slip")

    order_paper(ResidencePaper.objects.get(pk=paper.pk), by=registrar)
    run_jobs()

    paper = ResidencePaper.objects.get(pk=paper.pk)
    assert (paper.state, paper.document_id) == (State.ISSUED, document)


def test_ordered_again_for_somebody_else_what_was_drawn_before_does_not_go_out(
    order, house, registrar, give_seal, at_work, run_jobs
):
    paper = order()
    run_jobs()
    give_seal(at_work, "residence_slip")

    stopped = ResidencePaper.objects.get(pk=paper.pk)
    order_paper(stopped, by=registrar, subject_key=key_of(house, "Pau"))
    run_jobs()

    paper = ResidencePaper.objects.get(pk=paper.pk)
    words, _data = words_of(Document.objects.with_version().get(pk=paper.document_id))
    assert paper.state == State.ISSUED and stopped.document_id != paper.document_id
    assert "Pau Serrat Riubrugent" in words


def test_made_twice_it_goes_out_once(order, seal, series, at_work, run_jobs):
    paper = order()
    run_jobs()
    exit_id = ResidencePaper.objects.get(pk=paper.pk).exit_id

    issue(at_work, str(paper.pk))
    let_out(ResidencePaper.objects.select_related("entry", "party", "entity").get(pk=paper.pk))

    assert ResidencePaper.objects.get(pk=paper.pk).exit_id == exit_id
    assert RegistryEntry.objects.filter(book="exit").count() == 1


def test_with_the_register_silent_it_waits_and_goes_on_when_it_answers(order, seal, at_work, monkeypatch):
    paper = order()
    silent = SimpleNamespace(serves=lambda _entity: True, residence_of=_is_away)
    with monkeypatch.context() as away:
        away.setattr(ports, "registers", [silent])
        with pytest.raises(NotNow):  # the queue tries it again
            issue(at_work, str(paper.pk))
    waiting = ResidencePaper.objects.get(pk=paper.pk)

    issue(at_work, str(paper.pk))

    assert (waiting.state, waiting.why) == (State.ORDERED, Why.AWAY)
    assert ResidencePaper.objects.get(pk=paper.pk).state == State.ISSUED


def _is_away(_entity, _identifier):
    raise ports.RegisterAway


def test_what_is_not_issued_says_why(order, registrar, run_jobs):
    paper = order()
    run_jobs()

    with pytest.raises(BadInput):
        refuse_paper(paper, by=registrar, reason=" ")
    refused = refuse_paper(paper, by=registrar, reason="Ja no hi viu")

    assert (refused.state, refused.note) == (State.REFUSED, "Ja no hi viu")


def test_whoever_is_not_at_the_counter_neither_asks_nor_orders(order, clerk, mayor, outsider, house):
    for by in (clerk, mayor, outsider):
        with pytest.raises(NotPermitted):
            look_up("12345678Z", by=by, reason="volant")
        with pytest.raises(NotPermitted):
            order(by=by)


def test_the_page_of_the_counter_does_it_with_a_number_and_a_button(
    town, registrar, sign_in, seal, register, run_jobs, statements
):
    browser, base = sign_in(registrar), f"/e/{town.slug}/desk/padro/"
    with statements() as asked:
        page = browser.get(base, {"who": "12345678-z"}).content.decode()
    assert "Laia Riubrugent Pou" in page and "Carrer Major, 12, 2n 1a" in page
    assert asked.count <= 18

    done = browser.post(base, {"who": "12345678Z", "what": "slip", "language": "ca"})
    assert done.status_code == 302
    assert 'http-equiv="refresh"' in browser.get(done["Location"]).content.decode()
    run_jobs()
    page = browser.get(done["Location"]).content.decode()

    assert 'http-equiv="refresh"' not in page
    with working_for(town):
        paper = ResidencePaper.objects.get()
    assert paper.exit.reference in page
    file = browser.get(f"{base}papers/{paper.pk}/file/")
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert browser.get(base, {"who": "99999999R"}).status_code == 200

"""Whoever files is told in ten working days when it entered, until when they are answered and what silence means."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from consistori import catalogue
from consistori.catalogue.procedures.selectors import procedure, version
from consistori.catalogue.procedures.sentences import silence_words
from consistori.catalogue.procedures.services import create_procedure, publish
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.eoffice.filing.drafts import begin_draft, own_draft, save_answers
from consistori.eoffice.filing.sending import sign_and_send
from consistori.eoffice.filing.term_letters import selectors
from consistori.eoffice.filing.term_letters.acts import NoTerm, begin_letter, send_out
from consistori.eoffice.filing.term_letters.jobs import look_after
from consistori.eoffice.filing.terms import answer_by
from consistori.eoffice.forms.definition import read_form
from consistori.eoffice.models import TermLetter
from consistori.eoffice.tests.filing.conftest import CODE, a_citizen
from consistori.formats import words
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.registry.models import RegistryEntry
from consistori.registry.services import EntryPersonSaid, annul_entry, register_entry, registering

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Europe/Madrid"))


@pytest.fixture
def registrar(town: Any, hire: Any) -> Any:
    return hire(town, "registrar", "Jordi", "Serra")


@pytest.fixture
def sent(filled: Any, shown: Any, form: Any, citizen: Any, monkeypatch: Any) -> Any:
    """What Laia filed from home on Monday the second of March."""
    monkeypatch.setattr(registering, "now", lambda: MONDAY)
    return sign_and_send(filled, shown, form, citizen=citizen, accepted=True)


@pytest.fixture
def at_the_counter(shown: Any, registrar: Any) -> Any:
    """The same, brought to the counter by a neighbour who is not obliged to go electronic."""

    def bring(**said: Any) -> Any:
        known: dict[str, Any] = {
            "subject": "Terrassa",
            "people": [EntryPersonSaid(name="Pere Puig")],
            "procedure": CODE,
        }
        return register_entry(by=registrar, **known | said)

    return bring


def _text(letter: TermLetter, tmp_path: Any) -> str:
    document = Document.objects.with_version().get(pk=letter.document_id)
    path = tmp_path / "letter.pdf"
    with blobs.open(document.latest_blob.sha256) as stream:
        path.write_bytes(stream.read())
    return " ".join(words.pdf_page_text(path, 1).split())


def test_what_comes_from_home_is_told_in_the_folder_with_its_exit(
    sent: Any, run_jobs: Any, tmp_path: Any
) -> None:
    run_jobs()

    letter = selectors.letter_out_of(sent)
    assert letter is not None and letter.exit is not None
    assert (letter.way, letter.exit.book, letter.exit.channel) == ("folder", "exit", "office")
    assert [row.name for row in letter.exit.people.all()] == ["Laia Riubrugent"]
    said = _text(letter, tmp_path)
    assert sent.reference in said
    assert "dilluns, 2 de març de 2026, 10:00:00" in said
    assert "1 mes" in said
    with translation.override("ca"):
        silence = silence_words(version(letter.version_id).sheet)
    assert "".join(silence.split())[:40] in "".join(said.split())
    told = [one for one in mail.outbox if one.to == ["laia@example.cat"]]
    assert len(told) == 1
    assert "/carpeta/" in told[0].body
    assert "errassa" not in told[0].subject + told[0].body, "an e-mail says nothing of the matter"


def test_the_example_of_the_law_is_sent_by_the_sixteenth(sent: Any, run_jobs: Any) -> None:
    run_jobs()

    assert TermLetter.objects.get().due_on.isoformat() == "2026-03-16"


def test_made_twice_and_looked_after_at_night_it_goes_out_once(sent: Any, run_jobs: Any, town: Any) -> None:
    run_jobs()
    begin_letter(sent, by=_program(town))
    look_after(town)
    run_jobs()

    assert TermLetter.objects.count() == 1
    assert RegistryEntry.objects.of_book("exit").count() == 1


def test_of_what_came_to_the_counter_it_waits_until_somebody_gives_it(
    at_the_counter: Any, registrar: Any, mayor: Any, run_jobs: Any
) -> None:
    entry = at_the_counter()
    run_jobs()

    letter = TermLetter.objects.get(entry=entry)
    assert letter.state == "ready"
    assert [one.entry for one in selectors.to_go_out()] == [entry]
    with pytest.raises(BadInput):
        send_out(letter, by=registrar, way="pigeon")
    with pytest.raises(NotPermitted):
        send_out(letter, by=mayor, way="hand")
    out = send_out(letter, by=registrar, way="hand")
    assert (out.channel, out.documents.get().document_id) == ("counter", letter.document_id)
    assert send_out(letter, by=registrar, way="post") == out, "out already: the same exit"
    assert selectors.to_go_out() == []


def test_a_firm_that_is_obliged_is_told_electronically_whatever_it_brought(
    at_the_counter: Any, registrar: Any, secretary: Any, run_jobs: Any
) -> None:
    from consistori.parties.services import add_party

    firm = add_party(by=secretary, name="Bar de la Plaça SL", identifier="B12345674")
    at_the_counter(people=[EntryPersonSaid(party=firm)])
    run_jobs()

    assert TermLetter.objects.get().way == "folder"


def test_without_a_procedure_or_a_term_nothing_is_invented(
    at_the_counter: Any, registrar: Any, shown: Any, run_jobs: Any
) -> None:
    entry = at_the_counter(procedure="")
    run_jobs()

    assert not TermLetter.objects.exists()
    assert selectors.applications_without_procedure(since=MONDAY) == [entry]
    with pytest.raises(BadInput):
        begin_letter(entry, by=registrar, code="NO-SUCH")
    begin_letter(entry, by=registrar, code=CODE)
    assert selectors.applications_without_procedure(since=MONDAY) == []


def test_a_procedure_that_answers_nothing_owes_no_letter(at_the_counter: Any, registrar: Any) -> None:
    from consistori.catalogue.procedures.services import create_procedure, publish

    text = (
        'code = "DEC-01"\nname = {ca = "Declaració", es = "Declaración"}\n'
        'plain = {ca = "Vull dir", es = "Quiero decir"}\n'
        'summary = {ca = "Dieu.", es = "Diga."}\nwho = {ca = "Tothom.", es = "Todos."}\nsilence = "none"\n'
        '[term]\nlength = 0\nunit = "none"\narticle = ""\n'
    )
    publish(create_procedure(by=_program(registrar), text=text), by=_program(registrar))

    with pytest.raises(NoTerm):
        begin_letter(at_the_counter(procedure=""), by=registrar, code="DEC-01")


def test_annulled_it_is_owed_no_more(at_the_counter: Any, registrar: Any, run_jobs: Any) -> None:
    annul_entry(at_the_counter(), by=registrar, reason="Repetit")
    run_jobs()

    assert not TermLetter.objects.exists()


def test_the_seal_away_it_waits_and_says_so_and_then_it_is_made(
    sent: Any, town: Any, monkeypatch: Any, run_jobs: Any
) -> None:
    from consistori.eoffice.filing.term_letters import making, sealing

    def away(*_said: Any) -> None:
        raise sealing.NotNow("No respon.", again=True)

    monkeypatch.setattr(making, "seal", away)
    with pytest.raises(making.NotSealedYet):
        run_jobs()
    letter = TermLetter.objects.get()
    assert (letter.state, letter.fault) == ("making", "No respon.")

    monkeypatch.setattr(making, "seal", lambda *_said: None)
    making.make(town, str(letter.pk))

    letter.refresh_from_db()
    assert (letter.state, letter.fault, letter.is_sealed) == ("out", "", False)


def test_only_who_filed_reads_it_and_the_outsider_finds_nothing(
    sent: Any, run_jobs: Any, come_in: Any, town: Any, outsider: Any, sign_in: Any
) -> None:
    run_jobs()
    pk, reference = TermLetter.objects.get().pk, sent.reference
    address = f"/e/{town.slug}/carpeta/termini/{reference}.pdf"

    assert come_in(None).get(address).status_code == 302
    assert come_in(a_citizen("87654321X", name="Pau")).get(address).status_code == 404
    mine = come_in(a_citizen()).get(address)
    assert b"".join(mine.streaming_content)[:5] == b"%PDF-"
    browser = sign_in(outsider)
    assert browser.get(f"/e/{town.slug}/desk/term-letters/").status_code == 404
    assert browser.post(f"/e/{town.slug}/desk/term-letters/{pk}/send/", {"way": "hand"}).status_code == 404


def test_the_pages_of_whoever_lets_them_out(
    at_the_counter: Any, registrar: Any, run_jobs: Any, sign_in: Any, town: Any, statements: Any
) -> None:
    entry = at_the_counter()
    unknown = at_the_counter(procedure="", subject="Una altra cosa")
    run_jobs()
    letter = TermLetter.objects.get()
    browser = sign_in(registrar)
    home = f"/e/{town.slug}{reverse('eoffice:term_letters')}"

    page = browser.get(home).content.decode()
    assert entry.reference in page and unknown.reference in page
    panel = browser.get(f"/e/{town.slug}/desk/registry/{unknown.reference}/").content.decode()
    assert f'value="{CODE}"' in panel
    answer = browser.post(
        f"/e/{town.slug}/desk/term-letters/{letter.pk}/send/", {"way": "post", "from_list": "1"}
    )
    assert answer["Location"].endswith("/desk/term-letters/")
    letter.refresh_from_db()
    assert letter.way == "post"
    browser.post(f"/e/{town.slug}/desk/term-letters/of/{unknown.reference}/", {"code": CODE})
    assert TermLetter.objects.filter(entry=unknown).exists()
    with statements() as few:
        browser.get(home)
    for n in range(3):
        begin_letter(at_the_counter(subject=f"Terrassa {n}"), by=registrar)
    with statements() as many:
        browser.get(home)
    assert many.count == few.count


def _program(somebody: Any) -> Any:
    from consistori.kernel.actor import Actor

    return Actor.program(getattr(somebody, "entity_id", None) or somebody.pk)


def test_what_goes_on_to_another_administration_is_answered_by_it(
    at_the_counter: Any, shown: Any, run_jobs: Any
) -> None:
    entry = at_the_counter(destination="Agència Tributària de Catalunya")
    run_jobs()

    assert answer_by(entry, shown.sheet) is None
    assert answer_by(at_the_counter(), shown.sheet) is not None
    assert not TermLetter.objects.filter(entry=entry).exists()


def test_an_application_for_another_administration_says_so_in_its_entry(at_work: Any, citizen: Any) -> None:
    """R-REG-06: it is never refused, and nobody here promises a day that is of others."""
    by = Actor.program(at_work.pk)
    text = (Path(catalogue.__file__).parent / "data/procedures/gen-01.toml").read_text(encoding="utf-8")
    publish(create_procedure(by=by, text=text), by=by)
    generic = procedure("GEN-01")
    draft = own_draft(citizen, "GEN-01", begin_draft(generic, citizen=citizen, contact={}).pk, locked=True)
    said = {
        "to": "other",
        "administration": "Agència Tributària",
        "facts": "La taxa.",
        "request": "Que la torneu.",
    }
    save_answers(draft, said, page="request", is_right=True)

    entry = sign_and_send(draft, generic, read_form(generic.sheet.form), citizen=citizen, accepted=True)

    assert entry.destination == "Agència Tributària"
    assert answer_by(entry, generic.sheet) is None


def test_of_an_entry_that_was_annulled_nothing_is_told(
    at_the_counter: Any, registrar: Any, secretary: Any, run_jobs: Any
) -> None:
    entry = at_the_counter()
    run_jobs()
    letter = TermLetter.objects.get()
    annul_entry(entry, by=secretary, reason="Entrat dues vegades")

    assert selectors.to_go_out() == []
    assert not TermLetter.objects.late_on(letter.due_on).exists()
    with pytest.raises(AlreadyDone):
        send_out(letter, by=registrar, way="hand")


def test_annulled_while_its_letter_is_made_it_does_not_go_out(
    sent: Any, secretary: Any, run_jobs: Any, town: Any
) -> None:
    begin_letter(sent, by=_program(town))
    annul_entry(sent, by=secretary, reason="Entrat dues vegades")
    run_jobs()

    letter = TermLetter.objects.get()
    assert (letter.state, letter.exit) == ("ready", None)


def test_whoever_opens_it_from_the_folder_is_written_down_and_their_browser_keeps_nothing(
    sent: Any, run_jobs: Any, come_in: Any, town: Any
) -> None:
    from consistori.trail.models import Reading

    run_jobs()

    answer = come_in(a_citizen()).get(f"/e/{town.slug}/carpeta/termini/{sent.reference}.pdf")

    assert "no-store" in answer["Cache-Control"]
    assert Reading.objects.filter(record_id=TermLetter.objects.get().document_id, channel="eoffice").exists()

"""Who, which papers, what it is about: and its number."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.assistance.counter import papers as acts
from consistori.assistance.counter.registering import register
from consistori.assistance.counter.selectors import attention_of, left_by
from consistori.assistance.counter.services import begin, give_back, leave, say, take_up
from consistori.assistance.counter_events import PapersGivenBack
from consistori.assistance.models import Attention, Contact
from consistori.assistance.officers.services import authorise
from consistori.assistance.policies import may_copy_papers
from consistori.assistance.tests.conftest import scan
from consistori.directory.models import Person
from consistori.documents.models import Document
from consistori.documents.paging.plan import Sheet, Wanted
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, NotPermitted
from consistori.registry.models import EntryDocument, RegistryEntry
from consistori.signature.copies.selectors import copies_about
from consistori.signature.models import AuthenticCopy
from consistori.signature.tests.conftest import authority, stamps, trust
from consistori.signature.tests.sealing import give_seal, sealing_house
from consistori.tenancy.scope import current_scope

__all__ = ["authority", "give_seal", "sealing_house", "stamps", "trust"]


@pytest.fixture
def copyist(secretary: Any, registrar: Any, at_work: Any) -> Any:
    """The registrar, in the register of who may issue copies."""
    person = Person.objects.get(pk=registrar.person_id)
    authorise(by=secretary, person=person, decree="Decret 2026/0141", scopes=["copies"])
    return registrar


def test_a_person_without_papers_is_registered(at_work, registrar, laia):
    attention = begin(by=registrar, party=laia, subject="Demana un gual")

    entry = register(attention, by=registrar)

    assert (entry.reference, entry.channel, entry.paper) == ("E2026000001", "counter", "none")
    assert [one.name for one in entry.people.all()] == ["Laia Riubrugent"]
    assert attention_of(registrar) is None
    contact = Contact.objects.get()
    assert (contact.channel, contact.entry_id, contact.party_id) == ("counter", entry.pk, laia.pk)


def test_asked_twice_it_is_registered_once(at_work, registrar, laia):
    attention = begin(by=registrar, party=laia, subject="Demana un gual")

    assert register(attention, by=registrar).pk == register(attention, by=registrar).pk
    assert RegistryEntry.objects.count() == 1


def test_an_original_gives_an_authentic_copy_with_its_scan_behind(at_work, copyist, laia, bring, give_seal):
    give_seal(at_work, "authentic_copy")
    attention = begin(by=copyist, party=laia, subject="Demana un gual")
    paper = bring(attention, scan(200))
    acts.say_of_paper(paper, nature="original", title="Escriptura")

    entry = register(attention, by=copyist)

    row = EntryDocument.objects.get(entry=entry)
    copy = AuthenticCopy.objects.get(document_id=row.document_id)
    assert (row.title, row.elaboration, copy.kind, copy.resolution) == ("Escriptura", "EE03", "EE03", 200)
    assert (copy.officer.person_id, copy.officer.decree) == (copyist.person_id, "Decret 2026/0141")
    assert copy.officer.starts_on <= entry.registered_at.date()
    assert (copy.source_id, copy.source_version.number) == (row.document_id, 1)
    assert row.document.versions.count() == 2
    assert Document.objects.count() == 1
    assert entry.paper == "returned"


def test_a_plain_copy_is_an_attachment_and_no_copy_is_made(at_work, registrar, laia, bring):
    attention = begin(by=registrar, party=laia, subject="Demana un gual")
    acts.say_of_paper(bring(attention, scan(200)), nature="plain", title="")

    entry = register(attention, by=registrar)

    row = EntryDocument.objects.get(entry=entry)
    assert (row.elaboration, copies_about(row.document)) == ("EE99", [])


def test_the_clerk_must_say_what_each_paper_is(at_work, registrar, laia, bring):
    attention = begin(by=registrar, party=laia, subject="Demana un gual")
    bring(attention, scan(200))

    with pytest.raises(BadInput) as refusal:
        register(attention, by=registrar)

    assert (refusal.value.field, RegistryEntry.objects.count(), Document.objects.count()) == ("papers", 0, 0)


@pytest.mark.parametrize(
    ("dpi", "found", "why"),
    [(150, 150, "too-coarse"), (199, 199, "too-coarse"), (200, 200, ""), (300, 300, "")],
)
def test_the_sharpness_of_the_image_is_measured_as_it_comes(at_work, registrar, bring, dpi, found, why):
    paper = bring(begin(by=registrar), scan(dpi))

    assert (paper.resolution, paper.why_not) == (found, why)


def test_what_is_too_coarse_is_never_called_an_original(at_work, copyist, laia, bring):
    paper = bring(begin(by=copyist, party=laia, subject="Gual"), scan(150))

    with pytest.raises(BadInput) as refusal:
        acts.say_of_paper(paper, nature="original", title="")

    assert "150" in str(refusal.value)


def test_all_are_originals_leaves_out_what_cannot_be(at_work, copyist, bring):
    attention = begin(by=copyist)
    sharp, coarse = bring(attention, scan(200)), bring(attention, scan(150))

    assert acts.all_are_originals(attention) == 1

    sharp.refresh_from_db()
    coarse.refresh_from_db()
    assert (sharp.nature, coarse.nature) == ("original", "")


def test_whoever_is_in_no_register_makes_no_authentic_copy(at_work, registrar, laia, bring):
    attention = begin(by=registrar, party=laia, subject="Gual")
    paper = bring(attention, scan(200))
    acts.say_of_paper(paper, nature="original", title="")

    assert not may_copy_papers(registrar)
    with pytest.raises(NotPermitted):
        register(attention, by=registrar)
    assert RegistryEntry.objects.count() == 0


def test_without_a_seal_only_whoever_signs_may_copy(at_work, copyist, give_seal):
    assert not may_copy_papers(copyist)
    give_seal(at_work, "authentic_copy")
    assert may_copy_papers(copyist)


def test_a_scan_of_two_papers_is_parted_and_left_as_it_came(at_work, copyist, bring):
    attention = begin(by=copyist)
    paper = bring(attention, scan(200, pages=3))
    bring(attention, scan(200, mark=90), name="SCAN_0002.tif")
    sheets = (Sheet(1), Sheet(2, 1), Sheet(3))

    made = acts.change_pages(paper, Wanted(sheets, frozenset({2})))

    assert [(one.pages, one.resolution) for one in made] == [(1, 200), (2, 200)]
    places = list(attention.papers.values_list("position", flat=True))
    assert sorted(places) == [0, 1, 2]
    acts.as_it_came(made[0])
    assert made[0].pages == 3


def test_turning_a_paper_keeps_its_sharpness(at_work, registrar, bring):
    paper = bring(begin(by=registrar), scan(300))

    acts.turn(paper)

    assert (paper.resolution, paper.why_not, paper.pages) == (300, "", 1)


def test_the_same_file_twice_is_there_once(at_work, registrar, bring):
    attention = begin(by=registrar)

    assert bring(attention, scan(200)).pk == bring(attention, scan(200)).pk


def test_a_file_that_was_registered_is_told_with_its_number(at_work, registrar, laia, bring):
    attention = begin(by=registrar, party=laia, subject="Gual")
    acts.say_of_paper(bring(attention, scan(200)), nature="plain", title="")
    entry = register(attention, by=registrar)

    again = bring(begin(by=registrar), scan(200))

    assert acts.registered_before([again]) == {again.sha256: entry.reference}


def test_in_the_name_of_a_firm_both_are_in_the_entry(at_work, registrar, laia, firm):
    attention = begin(by=registrar, party=laia, on_behalf_of=firm, subject="Terrassa")

    entry = register(attention, by=registrar)

    assert [(one.party_id, one.role) for one in entry.people.all()] == [
        (firm.pk, "applicant"),
        (laia.pk, "representative"),
    ]


@pytest.mark.parametrize(("missing", "field"), [("party", "who"), ("subject", "subject")])
def test_without_who_or_what_it_is_said_where(at_work, registrar, laia, missing, field):
    said = {"party": laia, "subject": "Gual"}
    del said[missing]

    with pytest.raises(BadInput) as refusal:
        register(begin(by=registrar, **said), by=registrar)

    assert refusal.value.field == field


def test_what_is_left_is_taken_up_again_and_what_was_open_waits(at_work, registrar, laia):
    first = begin(by=registrar, party=laia, subject="Gual")
    leave(first, by=registrar)
    second = begin(by=registrar, subject="Una altra cosa")

    assert take_up(first.pk, by=registrar).subject == "Gual"
    assert [one.pk for one in left_by(registrar)] == [second.pk]


def test_what_is_left_with_nothing_in_it_is_not_offered_again(at_work, registrar):
    leave(begin(by=registrar), by=registrar)

    assert left_by(registrar) == []


def test_the_papers_are_given_back_once_and_it_is_told(at_work, registrar, laia):
    attention = begin(by=registrar, party=laia, subject="Gual")
    register(attention, by=registrar)
    give_back(attention, by=registrar)

    with pytest.raises(AlreadyDone):
        give_back(attention, by=registrar)
    (told,) = [one.event for one in current_scope().pending if isinstance(one.event, PapersGivenBack)]
    assert told.entry_id == Attention.objects.get(pk=attention.pk).entry_id


def test_nobody_touches_what_another_attends(at_work, registrar, secretary, laia):
    attention = begin(by=registrar, party=laia, subject="Gual")

    for touch in (
        lambda: say(attention, by=secretary, subject="x"),
        lambda: register(attention, by=secretary),
    ):
        with pytest.raises(NotHere):
            touch()


def test_whoever_does_not_register_does_not_attend(at_work, clerk):
    with pytest.raises(NotPermitted):
        begin(by=clerk)


def test_what_was_never_presented_is_forgotten_after_days(town, registrar, bring):
    from datetime import timedelta

    from consistori.assistance.counter.jobs import tidy
    from consistori.documents.models import Blob
    from consistori.kernel.clock import now

    paper = bring(begin(by=registrar), scan(200))
    Attention.objects.update(touched_at=now() - timedelta(days=8))

    assert tidy(town) == 1
    assert not Attention.objects.exists()
    assert Blob.objects.get(sha256=paper.sha256).erased_at is not None


def test_what_is_forgotten_takes_nothing_from_the_same_paper_turned_on_another_counter(
    town, registrar, bring
):
    from datetime import timedelta

    from consistori.assistance.counter.jobs import tidy
    from consistori.documents import blobs
    from consistori.kernel.clock import now

    first = begin(by=registrar)
    bring(first, scan(200))
    leave(first, by=registrar)
    paper = bring(begin(by=registrar), scan(200))
    acts.turn(paper)
    Attention.objects.filter(pk=first.pk).update(touched_at=now() - timedelta(days=8))

    assert tidy(town) == 1
    acts.as_it_came(paper)
    assert blobs.existing_path(paper.sha256).read_bytes() == scan(200)


def test_a_draft_that_is_thrown_away_takes_nothing_from_the_counter(town, registrar, bring):
    from consistori.documents import blobs
    from consistori.documents.waiting import forget_waiting

    paper = bring(begin(by=registrar), scan(200))

    assert forget_waiting({paper.sha256}) == 0
    assert blobs.existing_path(paper.sha256).read_bytes() == scan(200)

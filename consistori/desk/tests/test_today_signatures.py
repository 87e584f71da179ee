import pytest

from consistori.cases.services import add_document, hand_over
from consistori.desk.today import today_of
from consistori.directory.models import Person
from consistori.directory.selectors import standings_of
from consistori.documents.services import create_from_bytes
from consistori.signature.models import SignatureBatch, SignatureRequest, SigningKey
from consistori.signature.services import request_signature, return_request
from consistori.tenancy.scope import across, working_for
from consistori.ui.typst import compile_pdf, letterhead


@pytest.fixture
def ask(at_work, clerk, mayor):
    """`ask("Decret")` gives the request of a new document of the clerk to the mayor."""

    def make(title):
        pdf = compile_pdf(
            "letter", {"letterhead": letterhead(at_work), "kind": "Decret", "title": title}, title=title
        )
        document = create_from_bytes(by=clerk, data=pdf, name=f"{title}.pdf", title=title)
        return request_signature(by=clerk, document=document, signer=Person.objects.get(pk=mayor.person_id))

    return make


def _today(actor, towns):
    person = Person.objects.get(pk=actor.person_id)
    return today_of(person.pk, standings_of(person), towns)


def test_what_waits_for_my_signature_is_in_my_today_and_says_who_asks(ask, mayor, at_work):
    ask("Decret de terrassa")

    page = _today(mayor, [at_work])

    (section,) = page.sections
    assert section.key == "sign" and section.rows[0].title == "Decret de terrassa"
    assert "Núria Camps" in section.rows[0].reason
    assert page.waiting[at_work.pk] == 1


def test_what_comes_back_is_the_turn_of_whoever_sent_it_with_its_reason(ask, clerk, mayor, at_work):
    request = ask("Decret de gual")
    return_request(request, by=mayor, reason="Hi falta l’informe")

    page = _today(clerk, [at_work])

    assert page.sections[0].key == "turn"
    assert "Hi falta l’informe" in page.sections[0].rows[0].reason
    assert not _today(mayor, [at_work]).sections


def test_sent_again_it_no_longer_waits_for_me(ask, clerk, mayor, at_work):
    request = ask("Decret de gual")
    return_request(request, by=mayor, reason="Hi falta l’informe")
    request_signature(by=clerk, document=request.document, signer=Person.objects.get(pk=mayor.person_id))

    assert not _today(clerk, [at_work]).sections


def test_an_interrupted_batch_says_how_many_were_left(ask, mayor, at_work):
    requests = [ask("Un"), ask("Dos")]
    key = SigningKey.objects.create(
        person_id=mayor.person_id,
        name="Rosa Bassols",
        issuer="DEMO",
        fingerprint="0" * 64,
        valid_from=at_work.created_at,
        valid_to=at_work.created_at.replace(year=2040),
    )
    batch = SignatureBatch.objects.create(
        person_id=mayor.person_id, key=key, total=314, done=312, state=SignatureBatch.State.INTERRUPTED
    )
    SignatureRequest.objects.filter(pk__in=[r.pk for r in requests]).update(batch=batch)

    page = _today(mayor, [at_work])

    assert "Han quedat 2 documents" in page.sections[0].rows[0].title
    assert page.waiting[at_work.pk] == 2


def test_in_one_town_the_others_are_only_figures(town, other_town, hire, sign_in, open_a_case):
    clerk = hire(other_town, "processor", "Joan", "Forà")
    for one in (town, other_town):
        secretary = hire(one, "secretary", "Mercè", "Soldevila")
    with working_for(other_town):
        case = open_a_case(clerk, "Cosa d’Els Molinars")
        hand_over(case, by=clerk, to=Person.objects.get(pk=secretary.person_id), note="Per a tu")
    with across([town, other_town]):
        page = today_of(
            secretary.person_id,
            standings_of(Person.objects.get(pk=secretary.person_id)),
            [town, other_town],
            town,
        )

    assert page.is_empty and page.waiting == {other_town.pk: 1}
    assert "Cosa d’Els Molinars" not in sign_in(secretary).get("/e/vall-llobera/desk/").content.decode()


def test_a_document_found_says_its_case(ask, clerk, at_work, open_a_case, sign_in):
    from consistori.desk.finder import find

    request = ask("Decret de terrassa")
    case = open_a_case(clerk, "Terrassa")
    add_document(case, request.document, by=clerk)
    person = Person.objects.get(pk=clerk.person_id)

    finding = find("decret", standings_of(person), [at_work])

    documents = next(group for group in finding.groups if group.key == "documents")
    assert case.number in documents.rows[0].note

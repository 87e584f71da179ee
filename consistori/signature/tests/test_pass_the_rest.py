"""The rest goes to whoever stands in, by a decree on record with its dates and matters, or that decree is prepared."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from consistori.directory.models import Absence, Delegation, Person, Post
from consistori.directory.services import record_delegation
from consistori.documents.models import Document
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.signature.models import SignatureRequest
from consistori.signature.selectors import waiting_for
from consistori.signature.services.passing import pass_by_decree
from consistori.signature.tray.standing_in import may_be_named, prepare_decree
from consistori.tenancy.scope import working_for
from consistori.trail.selectors import timeline

Ask = Callable[..., SignatureRequest]
DESK = "/e/vall-llobera/desk/signature/"
DAY = timedelta(days=1)


@pytest.fixture
def berta(town: Any, hire: Callable[..., Any]) -> Any:
    """A councillor in government."""
    return hire(town, "councillor", "Berta", "Solé")


@pytest.fixture
def decree_of(town: Any, secretary: Any) -> Callable[..., Delegation]:
    """`decree_of("delegation", mayor, berta)`: recorded a month ago, and in force where it may be."""

    def do(manner: str, of: Any, to: Any, matters: str = "") -> Delegation:
        with working_for(town):
            return record_delegation(
                by=secretary, manner=manner, of_post=Post.objects.get(person_id=of.person_id),
                to=Person.objects.get(pk=to.person_id), decree="Decret 2026/45", matters=matters,
                decree_on=today() - 30 * DAY, notified_on=today() - 29 * DAY,
            )  # fmt: skip

    return do


def test_what_is_passed_by_delegation_is_asked_of_her_with_its_decree(
    ask: Ask, town: Any, mayor: Any, berta: Any, decree_of: Any, sign_in: Any
) -> None:
    licence, order = ask(mayor, "Llicència d’obres"), ask(mayor, "Convocar el Ple ordinari")
    given = decree_of("delegation", mayor, berta, "les llicències urbanístiques")
    browser = sign_in(mayor)

    shown = browser.post(DESK + "pass/", {}).content.decode()
    done = browser.post(
        DESK + "pass/by/", {"decree": str(given.pk), "request": [str(licence.pk), str(order.pk)]}, follow=True
    ).content.decode()

    assert "les llicències urbanístiques" in shown
    assert "Passa’ls a Berta Solé" in shown
    assert "Ara 1 document es demana a Berta Solé" in done
    assert "LBRL, art. 21.1.c" in done, "what cannot be delegated stays, and says why"
    with working_for(town):
        (hers,) = waiting_for(berta.person_id)
        assert (hers.document_id, hers.delegation_id) == (licence.document_id, given.pk)
        assert "per delegació" in hers.hand_post
        assert [one.pk for one in waiting_for(mayor.person_id)] == [order.pk]
        assert any("SignaturePassedOn" in entry.kind for entry in timeline([licence.document_id]))


def test_the_same_sent_again_passes_nothing_twice(
    ask: Ask, town: Any, mayor: Any, berta: Any, decree_of: Any, sign_in: Any
) -> None:
    licence = ask(mayor, "Llicència d’obres")
    sent = {"decree": str(decree_of("delegation", mayor, berta).pk), "request": str(licence.pk)}
    browser = sign_in(mayor)

    for _ in range(2):
        assert browser.post(DESK + "pass/by/", sent).status_code == 302

    with working_for(town):
        assert len(waiting_for(berta.person_id)) == 1


def test_a_substitution_moves_nothing_and_asks_for_the_days_away(
    ask: Ask, town: Any, mayor: Any, berta: Any, decree_of: Any, sign_in: Any
) -> None:
    request = ask(mayor, "Llicència d’obres")
    given = decree_of("substitution", mayor, berta)
    with working_for(town), pytest.raises(BadInput) as refused:
        pass_by_decree([request], by=mayor, decree=given)
    browser = sign_in(mayor)

    shown = browser.get(DESK + "pass/").content.decode()
    wrong = browser.post(
        DESK + "pass/away/", {"decree": str(given.pk), "starts_on": today(), "back_on": today()}
    )
    done = browser.post(
        DESK + "pass/away/", {"decree": str(given.pk), "starts_on": today(), "back_on": today() + 7 * DAY}
    )

    assert "Berta Solé" in str(refused.value)
    assert "Aquests dies soc fora" in shown
    assert wrong.status_code == 422
    assert done.status_code == 302
    with working_for(town):
        assert Absence.objects.get().covered_by_id == berta.person_id
        assert [one.pk for one in waiting_for(berta.person_id)] == [request.pk]
        assert SignatureRequest.objects.get().signer_id == mayor.person_id


def test_what_she_signs_by_delegation_herself_is_not_passed(
    town: Any, mayor: Any, berta: Any, hire: Any, clerk: Any, decree_of: Any, bring_paper: Any
) -> None:
    from consistori.signature.services import request_signatures

    given, paper = decree_of("delegation", mayor, berta), bring_paper("Llicència")
    with working_for(town):
        (asked,) = request_signatures(by=clerk, document=paper, signers=[given])
    of_berta = decree_of("signature", berta, clerk)

    with working_for(town):
        done = pass_by_decree([asked], by=berta, decree=of_berta)

    assert done.passed == 0
    assert "no es torna a delegar" in done.stay[0][1] or "not delegated again" in done.stay[0][1]


def test_nobody_passes_by_the_decree_of_another(
    ask: Ask, town: Any, mayor: Any, berta: Any, clerk: Any, outsider: Any, decree_of: Any, sign_in: Any
) -> None:
    request, given = ask(mayor), decree_of("delegation", mayor, berta)
    for other in (clerk, berta, outsider):
        with working_for(town), pytest.raises(NotPermitted):
            pass_by_decree([request], by=other, decree=given)

    sent = {"decree": str(given.pk), "request": str(request.pk)}
    assert sign_in(berta).post(DESK + "pass/by/", sent).status_code == 404
    for address in ("pass/", "pass/by/", "pass/away/", "pass/decree/"):
        assert sign_in(outsider).post(DESK + address, sent).status_code == 404


def test_where_nobody_stands_in_the_decree_is_prepared_in_one_tap(
    ask: Ask, town: Any, mayor: Any, berta: Any, sign_in: Any
) -> None:
    ask(mayor)
    with working_for(town):
        post = Post.objects.get(person_id=berta.person_id)
    browser = sign_in(mayor)

    shown = browser.get(DESK + "pass/").content.decode()
    sent = {
        "manner": "substitution",
        "to_post": str(post.pk),
        "starts_on": today(),
        "until": today() + 7 * DAY,
    }
    answer = browser.post(DESK + "pass/decree/", sent)

    assert "Encara ningú no et supleix" in shown
    assert "Berta Solé" in shown
    with working_for(town):
        draft = Document.objects.get(state="draft")
        assert answer["Location"].endswith(f"{draft.pk}/")
        assert draft.title.startswith("Decret de suplència.")
        assert "Berta Solé" in draft.writing.html
        assert "article 23.3" in draft.writing.html


def test_a_delegation_says_its_matters_and_only_whom_the_law_lets_is_named(
    town: Any, mayor: Any, berta: Any, secretary: Any
) -> None:
    with working_for(town):
        posts = {post.person_id: post for post in Post.objects.all()}
        said: dict[str, Any] = {"manner": "delegation", "starts_on": today(), "until": today() + DAY}
        with pytest.raises(BadInput) as no_matters:
            prepare_decree(by=mayor, to_post=posts[berta.person_id].pk, **said)
        with pytest.raises(BadInput) as no_councillor:
            prepare_decree(by=mayor, to_post=posts[secretary.person_id].pk, matters="les multes", **said)
        made = prepare_decree(by=mayor, to_post=posts[berta.person_id].pk, matters="les multes", **said)

        assert no_matters.value.field == "matters"
        assert no_councillor.value.field == "to_post"
        assert "les multes" in made.writing.html
        assert [to.person_id for _of, to in may_be_named(mayor.person_id, "substitution")] == [
            berta.person_id
        ]

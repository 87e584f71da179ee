"""One gesture: some are signed and some go back, said before and done once; and the code of the phone."""

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from consistori.directory.models import Person
from consistori.documents.models import Writing
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.signature.models import SignatureBatch, SignatureRequest, SigningSetting
from consistori.signature.tests.conftest import PASSPHRASE
from consistori.signature.tray.gestures import settle
from consistori.signature.tray.rules import Summary, amount_in, money_of, summarise, what_changes
from consistori.signature.tray.settings import change_setting
from consistori.tenancy.scope import working_for

Ask = Callable[..., SignatureRequest]
DESK = "/e/vall-llobera/desk/signature/"


@pytest.fixture
def key(give_key: Any, mayor: Any, town: Any) -> Any:
    return give_key(mayor, town)


@pytest.fixture
def sixty(ask: Ask, mayor: Any) -> list[SignatureRequest]:
    """A few, as sixty would be."""
    return [ask(mayor, f"Bonificació de vehicles {n} KRT") for n in range(4)]


def _sent(key: Any, requests: list[SignatureRequest], **more: str) -> dict[str, Any]:
    return {
        "request": [str(one.pk) for one in requests],
        "key": str(key.pk),
        "passphrase": PASSPHRASE,
        **more,
    }


def _states(town: Any) -> list[str]:
    with working_for(town):
        return sorted(SignatureRequest.objects.values_list("state", flat=True))


def test_some_are_signed_and_one_goes_back_in_the_same_gesture(
    key: Any, sixty: list[SignatureRequest], mayor: Any, town: Any, sign_in: Any, run_jobs: Any
) -> None:
    browser = sign_in(mayor)
    back = {f"back-{sixty[1].pk}": "Falta l’informe de Tributs"}

    asked = browser.post(DESK + "choose/", _sent(key, sixty) | back).content.decode()
    answer = browser.post(DESK + "sign/", _sent(key, sixty, **back))
    run_jobs()
    page = browser.get(answer["Location"]).content.decode()

    assert "Signes 3 documents" in asked
    assert "Signa’n 3 i torna’n 1" in asked
    assert "Els 3 estan signats" in page
    assert "N’ha tornat un" in page
    assert "Falta l’informe de Tributs" in page
    assert _states(town) == ["returned", "signed", "signed", "signed"]


def test_sent_again_after_losing_the_line_it_says_what_was_done_and_does_nothing_twice(
    key: Any, sixty: list[SignatureRequest], mayor: Any, town: Any, sign_in: Any, run_jobs: Any
) -> None:
    browser = sign_in(mayor)
    sent = _sent(key, sixty, **{f"back-{sixty[0].pk}": "No"})

    first = browser.post(DESK + "sign/", sent)
    again = browser.post(DESK + "sign/", sent)
    run_jobs()
    late = browser.post(DESK + "sign/", sent)

    assert first["Location"] == again["Location"] == late["Location"]
    with working_for(town):
        assert SignatureBatch.objects.count() == 1


def test_when_the_same_gesture_comes_twice_at_once_the_second_goes_where_the_first_is_told(
    key: Any, sixty: list[SignatureRequest], mayor: Any, town: Any, sign_in: Any, monkeypatch: Any
) -> None:
    browser = sign_in(mayor)
    first = browser.post(DESK + "sign/", _sent(key, sixty))
    from consistori.signature.web import choosing

    monkeypatch.setattr(
        choosing, "_asked", lambda _request, _data: sixty
    )  # it read them before the first ended
    second = browser.post(DESK + "sign/", _sent(key, sixty))

    assert second["Location"] == first["Location"]


def test_when_all_go_back_no_passphrase_is_asked(
    key: Any, sixty: list[SignatureRequest], mayor: Any, town: Any, sign_in: Any
) -> None:
    browser = sign_in(mayor)
    sent = _sent(key, sixty[:2], **{f"back-{one.pk}": "Torna" for one in sixty[:2]}) | {"passphrase": ""}

    done = browser.post(DESK + "sign/", sent, follow=True).content.decode()
    again = browser.post(DESK + "sign/", sent, follow=True).content.decode()

    assert "Han tornat 2 documents" in done
    assert "Han tornat 2 documents" in again
    assert _states(town) == ["returned", "returned", "waiting", "waiting"]


def test_a_wrong_passphrase_undoes_what_would_have_gone_back(
    key: Any, sixty: list[SignatureRequest], mayor: Any, town: Any, sign_in: Any
) -> None:
    sent = _sent(key, sixty, **{f"back-{sixty[0].pk}": "Falta un informe"}) | {"passphrase": "no és aquesta"}

    page = sign_in(mayor).post(DESK + "sign/", sent)

    assert page.status_code == 422
    assert "Falta un informe" in page.content.decode(), "the reason stays written"
    assert _states(town) == ["waiting"] * 4


def test_before_the_passphrase_it_says_what_it_contains(
    key: Any, sixty: list[SignatureRequest], mayor: Any, town: Any, sign_in: Any
) -> None:
    with working_for(town):
        for n, one in enumerate(sixty[:3]):
            Writing.objects.create(
                document=one.document, saved_at=one.asked_at, values={"grant": {"amount": f"1.{n}00,50 €"}}
            )

    page = sign_in(mayor).get(DESK + "sign/", {"request": [str(one.pk) for one in sixty]}).content.decode()

    assert "3.301,50\u00a0€" in page
    assert "3 diuen un import" in page
    assert "Núria Camps" in page


# --- the second factor each time -----------------------------------------------------------------------------


@pytest.fixture
def phone(mayor: Any, secretary: Any, town: Any) -> Callable[[], str]:
    """The town asks for the code; `phone()` is what the phone of the mayor shows now."""
    with working_for(town):
        change_setting(by=secretary, asks_code=True)
    secret = generate_totp_secret()
    TOTP.activate(Person.objects.get(pk=mayor.person_id), secret)
    return lambda: format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_where_the_town_asks_for_it_the_code_of_the_phone_goes_with_the_passphrase(
    key: Any, sixty: list[SignatureRequest], mayor: Any, town: Any, sign_in: Any, phone: Any
) -> None:
    browser = sign_in(mayor)

    without = browser.post(DESK + "sign/", _sent(key, sixty))
    wrong = browser.post(DESK + "sign/", _sent(key, sixty, code="000000"))
    before = _states(town)
    good = browser.post(DESK + "sign/", _sent(key, sixty, code=phone()))

    assert "Escriu el codi del teu telèfon" in without.content.decode()
    assert (without.status_code, wrong.status_code) == (422, 422)
    assert before == ["waiting"] * 4
    assert good.status_code == 302
    assert _states(town) == ["signing"] * 4


def test_a_code_that_was_shown_serves_the_next_try_and_not_the_next_gesture(
    key: Any, sixty: list[SignatureRequest], mayor: Any, town: Any, sign_in: Any, phone: Any
) -> None:
    browser = sign_in(mayor)

    wrong = browser.post(DESK + "sign/", _sent(key, sixty[:2], code=phone()) | {"passphrase": "una altra"})
    good = browser.post(DESK + "sign/", _sent(key, sixty[:2]))
    other = browser.post(DESK + "sign/", _sent(key, sixty[2:]))

    assert 'name="code"' not in wrong.content.decode(), (
        "the code was right: only the passphrase is asked again"
    )
    assert good.status_code == 302
    assert other.status_code == 422
    assert 'name="code"' in other.content.decode()


def test_no_entrance_signs_without_the_code_where_it_is_asked(
    key: Any, sixty: list[SignatureRequest], mayor: Any, town: Any, phone: Any
) -> None:
    with working_for(town), pytest.raises(BadInput) as refused:
        settle(sixty, by=mayor, back={}, passphrase=PASSPHRASE)

    assert refused.value.field == "code"


def test_only_the_secretary_and_the_administrator_say_it(
    town: Any, clerk: Any, secretary: Any, outsider: Any, sign_in: Any
) -> None:
    for other in (clerk, outsider):
        with working_for(town), pytest.raises(NotPermitted):
            change_setting(by=other, asks_code=True)
    browser = sign_in(secretary)

    browser.post(DESK + "settings/", {"asks_code": "on"})
    page = browser.get(DESK + "settings/").content.decode()

    with working_for(town):
        assert SigningSetting.objects.get().asks_code
    assert " checked" in page
    assert sign_in(outsider).post(DESK + "settings/", {"asks_code": ""}).status_code == 404


# --- the arithmetic ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "euros"),
    [
        ("1.234,50 €", "1234.50"),
        ("1234,5", "1234.5"),
        ("230 €", "230"),
        (12.5, "12.5"),
        ("1.500", "1500"),
        ("-3,20 €", "-3.20"),
        ("1842 KRT", None),
        ("", None),
        (True, None),
        ("2026-11-27", None),
    ],
)
def test_money_is_read_as_it_is_written_here(said: Any, euros: str | None) -> None:
    assert money_of(said) == (None if euros is None else Decimal(euros))


def test_of_a_paper_that_says_several_amounts_one_counts() -> None:
    assert amount_in({"letter": {"amount": "10 €", "total": "12,10 €"}}) == Decimal(10)
    assert amount_in({"case": {"number": "X2026000412"}}) is None


def test_a_summary_says_the_most_numerous_first_and_no_total_of_nothing() -> None:
    made = summarise(
        [("Decret", "Pol", "", None), ("Ofici", "Pol", "Rosa", None), ("Decret", "Núria", "", None)]
    )

    assert made == Summary(
        kinds=(("Decret", 2), ("Ofici", 1)),
        asked_by=(("Pol", 2), ("Núria", 1)),
        in_place_of=(("Rosa", 1),),
    )


def test_of_papers_of_one_template_only_what_changes_is_said() -> None:
    papers = [
        ("1842 KRT", {"car": {"plate": "1842 KRT", "why": "elèctric", "years": 3}, "today": "27"}),
        ("6310 MDV", {"car": {"plate": "6310 MDV", "why": "híbrid", "years": 3}, "today": "28"}),
    ]

    assert what_changes(papers, ignored=("today",)) == [("elèctric",), ("híbrid",)]
    assert what_changes(papers[:1]) == [()]

"""The same form by telephone: a draft that is theirs, read by whoever helps until they open it, and sent by them."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.assistance.models import Contact, HelpedDraft
from consistori.assistance.phone.after_signing import its_owner_has_sent_it
from consistori.assistance.phone.codes import LENGTH, SIGNS, drawn, tidy
from consistori.assistance.phone.jobs import send_its_address
from consistori.assistance.phone.services import (
    IsTheirsNow,
    begin_help,
    hand_over,
    leave_help,
    open_help,
)
from consistori.assistance.tests.phone.conftest import CODE, a_citizen
from consistori.eoffice.filing.drafts import WHO, own_draft, save_contact
from consistori.eoffice.filing.events import ApplicationSigned
from consistori.eoffice.models import Draft
from consistori.kernel.errors import BadInput, NotHere, NotPermitted
from consistori.parties.lines.services import code_of
from consistori.parties.models import Channel, LineCode
from consistori.tenancy.scope import working_for
from consistori.trail.models import Reading

DESK = "/e/vall-llobera/desk/phone/"
TOWN = "/e/vall-llobera/"


def test_from_the_call_to_their_own_device(
    town: Any, shown: Any, laia: Any, secretary: Any, sign_in: Any, client: Any
) -> None:
    """Eleven presses: who, what, begin, two pages, no papers, leave it; and she opens it and finds it filled in."""
    browser = sign_in(secretary)
    assert "Riubrugent" in browser.get(f"{DESK}?who=12345678z", follow=True).content.decode()
    assert "Vull posar terrassa" in browser.get(f"{DESK}?party={laia.pk}&what=terrassa").content.decode()

    began = browser.post(f"{DESK}begin/", {"party": str(laia.pk), "code": CODE}, follow=True)
    first = began.redirect_chain[-1][0]
    wrong = browser.post(first, {"bar": ""})
    second = browser.post(first, {"bar": "Bar de la Plaça", "covered": "no"}).headers["Location"]
    third = browser.post(second, {"tables": "6"}).headers["Location"]
    with working_for(town):
        helped = HelpedDraft.objects.get()
    hand = f"{DESK}drafts/{helped.pk}/hand/"
    page = browser.get(hand).content.decode()
    browser.post(hand, {"by": "", "log": "yes"})

    assert wrong.status_code == 422
    assert third.endswith("/papers/")
    assert "Bar de la Plaça" in page
    assert helped.code_said in page
    with working_for(town):
        draft = own_draft(a_citizen(), CODE, helped.draft_id)
        assert not draft.is_sent
        assert Contact.objects.get().subject == helped.title
    door = client.get(f"{TOWN}preparat/{helped.code_said.lower()}/").content.decode()
    assert str(draft.pk) in door
    assert "Riubrugent" not in door


def test_the_draft_is_theirs_and_of_nobody_else(helped: Any, secretary: Any, clerk: Any) -> None:
    with pytest.raises(NotHere):
        own_draft(a_citizen("00000000T"), CODE, helped.draft_id)
    draft = own_draft(a_citizen(), CODE, helped.draft_id, locked=True)

    assert open_help(helped.pk, by=clerk).draft == draft
    assert Reading.objects.filter(kind="draft", record_id=draft.pk).count() == 1
    save_contact(draft, {"email": "laia@example.cat"})

    assert WHO in draft.done
    with pytest.raises(IsTheirsNow):
        open_help(helped.pk, by=secretary)


def test_when_its_owner_sends_it_whoever_helped_sees_that_it_is_filed(
    filled: Any, shown: Any, secretary: Any
) -> None:
    from consistori.assistance.phone.selectors import being_helped
    from consistori.eoffice.filing.sending import sign_and_send

    assert len(being_helped(secretary)) == 1
    draft = own_draft(a_citizen(), CODE, filled.draft.pk, locked=True)
    entry = sign_and_send(draft, shown, filled.form, citizen=a_citizen(), accepted=True)
    its_owner_has_sent_it(
        ApplicationSigned(
            entry_id=entry.pk, reference="", procedure=CODE, method="valid", level="substantial",
            statement_sha256="", document_sha256="",
        )
    )  # fmt: skip

    assert being_helped(secretary) == []
    assert HelpedDraft.objects.get().state == "filed"


def test_its_address_goes_by_mail_in_their_language_and_tells_nothing(
    town: Any, filled: Any, secretary: Any, mailoutbox: Any
) -> None:
    helped = hand_over(filled, by=secretary, kind="email", value="laia@example.cat")
    send_its_address(entity=town, helped_id=str(helped.pk), kind="email")

    (message,) = mailoutbox
    assert message.to == ["laia@example.cat"]
    assert helped.code_said in message.body
    assert "Bar de la Plaça" not in message.body
    assert "identifiqueu-vos" in message.body
    with pytest.raises(BadInput) as refused:
        hand_over(filled, by=secretary, kind="email", value="laia@")
    assert refused.value.field == "value"


def test_what_they_do_not_want_is_thrown_away(filled: Any, secretary: Any) -> None:
    leave_help(filled, by=secretary)

    assert not Draft.objects.exists()
    with pytest.raises(NotHere):
        open_help(filled.helped.pk, by=secretary)


def test_a_firm_and_somebody_without_number_are_told_what_to_do(
    shown: Any, firm: Any, secretary: Any
) -> None:
    from consistori.parties.services import add_party

    nobody = add_party(by=secretary, name="Pere", surname1="Sensenúmero")

    for party in (firm, nobody):
        with pytest.raises(NotPermitted):
            begin_help(party, shown, by=secretary)
    assert not Draft.objects.exists()


def test_the_short_address_of_nothing_says_so_and_is_not_tried_for_ever(town: Any, client: Any) -> None:
    answers = [client.get(f"{TOWN}preparat/AAAA-{n:04d}/").status_code for n in range(12)]

    assert answers[0] == 404
    assert answers[-1] == 429
    assert client.get(f"{TOWN}preparat/?code=aaaa bbbb").headers["Location"].endswith("/preparat/AAAA-BBBB/")


def test_a_code_read_aloud_proves_the_line_and_the_page_says_it_is_not_enough_to_file(
    town: Any, laia: Any, secretary: Any, sign_in: Any
) -> None:
    browser = sign_in(secretary)
    browser.post(f"{DESK}line/", {"party": str(laia.pk), "value": "laia@example.cat"})
    with working_for(town):
        row = LineCode.objects.get()
    said = {"party": str(laia.pk), "sent": str(row.pk)}

    browser.post(f"{DESK}line/", said | {"typed": "000000" if code_of(row) != "000000" else "111111"})
    page = browser.post(f"{DESK}line/", said | {"typed": code_of(row)}, follow=True).content.decode()

    with working_for(town):
        assert Channel.objects.get(party=laia).is_verified
        assert LineCode.objects.get().tries == 2
    assert "no per presentar" in page
    assert "arts. 9.2 i 11.2" in page


def test_codes_are_read_aloud_without_doubt() -> None:
    made = {drawn() for _n in range(50)}

    assert len(made) == 50
    assert all(len(one) == LENGTH and set(one) <= set(SIGNS) for one in made)
    assert not set("0O1ILSU5") & set(SIGNS)
    assert tidy(" k7m2-4qpx ") == "K7M24QPX"


def test_the_outsider_finds_no_draft(town: Any, helped: Any, outsider: Any, sign_in: Any) -> None:
    browser = sign_in(outsider)

    for path in ("", "1/", "papers/", "hand/", "officer/"):
        assert browser.get(f"{DESK}drafts/{helped.pk}/{path}").status_code == 404


def test_the_pages_ask_the_database_little(
    town: Any, helped: Any, laia: Any, secretary: Any, sign_in: Any, statements: Any
) -> None:
    browser = sign_in(secretary)
    first = f"{DESK}drafts/{helped.pk}/1/"
    for path in (f"{DESK}?party={laia.pk}&code={CODE}", first):
        browser.get(path)

    with statements() as desk:
        browser.get(f"{DESK}?party={laia.pk}&code={CODE}")
    with statements() as page:
        browser.get(first)

    assert desk.count <= 24, desk.sql
    assert page.count <= 24, page.sql


def test_a_panel_on_the_page_of_a_person_is_two_statements(
    at_work: Any, laia: Any, secretary: Any, helped: Any, rf: Any, statements: Any
) -> None:
    from consistori.assistance.contacts.hangings import of_party
    from consistori.assistance.contacts.services import log_contact

    log_contact(by=secretary, party=laia, channel="phone", subject="Quan obriu?", solved_at_once=True)
    request = rf.get("/")
    request.actor = secretary

    with statements() as panel:
        shown = of_party(request, laia)

    assert panel.count == 2, panel.sql
    assert (len(shown["lines"]), len(shown["helped"])) == (1, 1)

"""Who came, called or wrote: a line each, the figures of the month, and what the front office resolves by itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from consistori.assistance.contacts import selectors
from consistori.assistance.contacts.services import (
    allow_front_act,
    end_front_act,
    log_certificate,
    log_contact,
)
from consistori.assistance.models import CertificateAct, Contact
from consistori.cases.services import open_case
from consistori.cases.tests.conftest import make_series
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, NotPermitted
from consistori.tenancy.scope import working_for

DESK = "/e/vall-llobera/desk/"


def test_a_contact_is_written_once_and_stands_on_the_page_of_the_person(
    town: Any, laia: Any, clerk: Any, sign_in: Any
) -> None:
    browser = sign_in(clerk)
    said = {"channel": "phone", "subject": "Quan obriu?", "solved_at_once": "on"}

    answer = browser.post(f"{DESK}contacts/new/?party={laia.pk}", said)

    assert answer.status_code == 302
    assert "Quan obriu?" in browser.get(f"{DESK}parties/{laia.pk}/").content.decode()
    with working_for(town):
        row = Contact.objects.get()
        assert (row.party_id, row.solved_at_once, row.by_name) == (laia.pk, True, "Núria Camps")
        with pytest.raises(DatabaseError), transaction.atomic():
            Contact.objects.filter(pk=row.pk).update(subject="Una altra cosa")


def test_nobody_need_say_who_they_are(at_work: Any, clerk: Any) -> None:
    made = log_contact(by=clerk, channel="phone", subject="On és el casal?", solved_at_once=True)

    assert made.party is None
    with pytest.raises(BadInput):
        log_contact(by=clerk, channel="phone", subject="  ", solved_at_once=True)
    with pytest.raises(BadInput):
        log_contact(by=clerk, channel="fax", subject="Fax", solved_at_once=True)


def test_of_a_reserved_case_only_its_readers_write_or_see(
    at_work: Any, clerk: Any, secretary: Any, laia: Any
) -> None:
    series = make_series("J103", "Ajuts d’urgència social", reserved_roles=["secretary"])
    case = open_case(by=secretary, title="Ajut", series=series)

    with pytest.raises(NotHere):
        log_contact(by=clerk, channel="phone", subject="L’ajut", solved_at_once=False, case=case)
    log_contact(by=secretary, channel="phone", subject="L’ajut", solved_at_once=False, case=case, party=laia)

    (line,) = selectors.contacts_of_party(secretary, laia)
    assert line.case == case


def _at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime(year, month, day, hour))


def test_the_figures_of_each_month(at_work: Any, clerk: Any) -> None:
    for at, channel, solved in (
        (_at(2026, 11, 30, 23), "phone", True), (_at(2026, 11, 2), "phone", False),
        (_at(2026, 11, 3), "counter", True), (_at(2026, 10, 31, 23), "phone", True), (_at(2025, 11, 1), "phone", True),
    ):  # fmt: skip
        Contact.objects.create(at=at, channel=channel, subject="x", solved_at_once=solved, by_name="N")

    november, october, *rest = selectors.figures(clerk, on=date(2026, 11, 15))

    assert (november.by_channel, november.total, november.share) == ({"phone": 2, "counter": 1}, 3, 67)
    assert (october.total, october.share) == (1, 100)
    assert len(rest) == 10
    assert all(month.total == 0 and month.share is None for month in rest)


def test_the_list_is_read_in_three_statements(at_work: Any, clerk: Any, laia: Any, statements: Any) -> None:
    for n in range(60):
        log_contact(by=clerk, channel="phone", subject=f"Pregunta {n}", solved_at_once=n % 2 == 0, party=laia)

    with statements() as asked:
        page = selectors.page_of_contacts(clerk)
        selectors.figures(clerk)

    assert (len(page.lines), asked.count) == (50, 2)
    assert len(selectors.page_of_contacts(clerk, after=page.next_cursor).lines) == 10
    assert len(selectors.page_of_contacts(clerk, unsolved=True).lines) == 30


def test_the_table_says_what_a_post_resolves(at_work: Any, clerk: Any, secretary: Any) -> None:
    row = allow_front_act(
        by=secretary, act_name="issue", procedure="", post="processor", decree="Decret 2026/0200"
    )

    assert selectors.may_resolve(clerk, "issue", "PAD-03")
    assert not selectors.may_resolve(clerk, "resolve", "PAD-03")
    assert not selectors.may_resolve(secretary, "issue", "PAD-03")
    with pytest.raises(AlreadyDone):
        allow_front_act(by=secretary, act_name="issue", procedure="", post="processor", decree="D")
    end_front_act(row, by=secretary)
    assert not selectors.may_resolve(clerk, "issue", "PAD-03")


@pytest.mark.parametrize(
    ("field", "said"),
    [("post", {"post": "virrei"}), ("act_name", {"act_name": "marry"}), ("decree", {"decree": " "}),
     ("procedure", {"procedure": "NO-99"})],
)  # fmt: skip
def test_a_wrong_row_is_told_at_its_field(
    at_work: Any, secretary: Any, clerk: Any, field: str, said: dict[str, str]
) -> None:
    right = {"act_name": "issue", "procedure": "", "post": "processor", "decree": "Decret 1"}

    with pytest.raises(BadInput) as refused:
        allow_front_act(by=secretary, **(right | said))  # type: ignore[arg-type]
    with pytest.raises(NotPermitted):
        allow_front_act(by=clerk, **right)  # type: ignore[arg-type]

    assert refused.value.field == field


def test_the_desk_of_certificates_counts_what_it_issues(at_work: Any, clerk: Any, laia: Any) -> None:
    log_certificate(by=clerk, kind="idcat", done="issued", party=laia, reference="R1")
    log_certificate(by=clerk, kind="idcat", done="refused", note="El DNI era caducat")

    assert selectors.certificate_figures()[0][1:] == (1, 1)
    with pytest.raises(AlreadyDone):
        log_certificate(by=clerk, kind="idcat", done="issued", party=laia, reference="R1")
    with pytest.raises(BadInput):
        log_certificate(by=clerk, kind="idcat", done="issued")
    with pytest.raises(BadInput):
        log_certificate(by=clerk, kind="idcat", done="refused")
    assert CertificateAct.objects.count() == 2


@pytest.mark.parametrize(
    "path", ["contacts/", "contacts/new/", "contacts/table/", "contacts/certificates/", "phone/"]
)
def test_the_outsider_and_the_clerk(town: Any, outsider: Any, clerk: Any, sign_in: Any, path: str) -> None:
    assert sign_in(outsider).get(DESK + path).status_code == 404
    assert sign_in(clerk).get(DESK + path).status_code == 200

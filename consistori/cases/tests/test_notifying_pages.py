"""The pages of notifying: to whom and why, what goes with the act, and nothing for whoever is of another town."""

from __future__ import annotations

from typing import Any

from consistori.cases.models import CaseFile
from consistori.cases.services import add_document
from consistori.cases.tests.corrected import frozen, running
from consistori.cases.tests.test_notifying import BODY, decree
from consistori.notifications.models import Notification

__all__ = ["decree", "frozen", "running"]

ONE_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def test_the_page_says_why_each_way_and_what_lacks(
    running: CaseFile, decree: Any, clerk: Any, neighbour: Any, sign_in: Any, mayor: Any
) -> None:
    browser = sign_in(clerk)
    base = f"/e/vall-llobera/desk/cases/{running.number}/notifying/"
    row = running.parties.get(party=neighbour)
    page = browser.get(f"{base}new/")
    said = {
        "document": str(decree.pk), f"to-{row.pk}": "on", "title": "Decret de concessió", "body": "",
        "act_on": "2026-03-12", "footing": "ends_way", "term": "",
    }  # fmt: skip
    lacking = browser.post(f"{base}send/", said)
    looked = browser.post(f"{base}send/", said | {"body": BODY, "look": "1"})
    sent = browser.post(f"{base}send/", said | {"body": BODY}, follow=True)

    assert page.status_code == 200 and neighbour.display_name in page.text
    assert lacking.status_code == 422 and "40.2" in lacking.text
    assert looked.status_code == 200
    assert sent.status_code == 200, sent.redirect_chain
    assert Notification.objects.count() == 1
    assert sent.redirect_chain[-1][0].endswith(f"/acts/{decree.pk}/")
    assert browser.get(f"/e/vall-llobera/desk/cases/{running.number}/").status_code == 200


def test_papers_go_with_it_and_what_no_printer_takes_does_not_go_on_paper(
    running: CaseFile, decree: Any, clerk: Any, neighbour: Any, sign_in: Any, paper: Any
) -> None:
    plan = paper("Plànol", "TD99", data=ONE_PAGE)
    drawing = paper("Dibuix", "TD99")
    for one in (plan, drawing, paper("Esborrany", "TD99", state="draft")):
        add_document(running, one, by=clerk)
    browser = sign_in(clerk)
    base = f"/e/vall-llobera/desk/cases/{running.number}/notifying/"
    said = {
        "document": str(decree.pk), f"to-{running.parties.get(party=neighbour).pk}": "on", "title": "Decret",
        "body": BODY, "act_on": "2026-03-12", "footing": "ends_way", "term": "",
    }  # fmt: skip

    refused = browser.post(f"{base}send/", said | {"annex": [str(plan.pk), str(drawing.pk)]})
    assert refused.status_code == 422
    assert "«Dibuix» no és un PDF" in refused.text
    assert refused.text.count('name="annex"') == 2 and f'value="{plan.pk}" checked' in refused.text
    assert not Notification.objects.exists()
    sent = browser.post(f"{base}send/", said | {"annex": [str(plan.pk)]})

    assert sent.status_code == 302
    assert [one["title"] for one in Notification.objects.get().dispatch.annexes] == ["Plànol"]


def test_for_the_outsider_nothing_is_here(
    running: CaseFile, decree: Any, outsider: Any, sign_in: Any
) -> None:
    browser = sign_in(outsider)
    base = f"/e/vall-llobera/desk/cases/{running.number}/notifying/"

    assert browser.get(f"{base}new/").status_code == 404
    assert browser.get(f"{base}acts/{decree.pk}/").status_code == 404
    assert browser.post(f"{base}send/", {"document": str(decree.pk)}).status_code == 404

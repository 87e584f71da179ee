"""The same in many cases: written at once, three looked at, sent, taken back in time, thrown away."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import assert_good_at_both_widths

LIST = "/e/vall-llobera/desk/cases/?carried=me&order=opened"


def test_texts_are_written_in_many_cases_looked_at_sent_and_taken_back(demo, at_desk):
    page = at_desk(who="nuria")
    page.goto(demo.url + LIST)
    for place in range(4):
        page.locator("input[name=case]").nth(place).check()
    page.click(".bulk button[value=write]")
    page.select_option("select[name=template]", label="Informe")
    page.click("form.form .btn-main")
    page.wait_for_url("**/cases/many/*/")
    page.wait_for_selector("text=4 són escrits", timeout=30_000)

    # Three of the four, and the page is good for everybody.
    page.reload()
    expect(page.locator("[aria-labelledby=look] .pill")).to_have_count(3)
    page.click("text=El més llarg")
    page.wait_for_selector(".batch-leaf [data-field]")
    assert_good_at_both_widths(page, page.url.split("#")[0], "many-batch")

    # Sent without saying who signs, it is asked at its field; then it waits ten minutes, and comes back whole.
    page.click("form[action$='/send/'] .btn-main")
    page.wait_for_selector("text=Digues qui ha de signar")
    page.locator("label", has_text="Rosa Bassols").locator("input").first.check()
    page.click("form[action$='/send/'] .btn-main")
    page.wait_for_selector(".batch-window")
    page.click("form[action$='/take-back/'] button")
    page.wait_for_selector("form[action$='/send/']")

    # Nothing has gone: it is thrown away, and every case says so.
    page.click("form[action$='/undo/'] button")
    page.wait_for_selector("text=4 són a la paperera", timeout=30_000)

from datetime import timedelta

import pytest

from consistori.desk.models import Notice
from consistori.desk.selectors import notices_for
from consistori.desk.services import mark_notice_read, publish_notice, withdraw_notice
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent


def test_the_administrator_tells_everybody_and_the_trail_says_it(administrator, clerk, town):
    with working_for(town):
        notice = publish_notice(by=administrator, title="Divendres tallen la xarxa", text="De 2 a 4")

    with working_for(town):
        assert notices_for(clerk.person_id) == [notice]
        assert TrailEvent.objects.filter(kind="desk.NoticePublished").count() == 1


def test_a_clerk_does_not_speak_for_the_house(clerk, at_work):
    with pytest.raises(NotPermitted, match="secret"):
        publish_notice(by=clerk, title="Festa")

    assert not Notice.objects.exists()


def test_an_empty_or_backwards_notice_is_refused_with_its_field(administrator, at_work):
    with pytest.raises(BadInput) as empty:
        publish_notice(by=administrator, title="  ")
    with pytest.raises(BadInput) as backwards:
        publish_notice(by=administrator, title="x", ends_on=today())

    assert (empty.value.field, backwards.value.field) == ("title", "ends_on")


def test_it_is_shown_until_its_last_day_and_no_more(administrator, clerk, at_work):
    publish_notice(
        by=administrator,
        title="Ahir",
        starts_on=today() - timedelta(days=3),
        ends_on=today(),
    )
    publish_notice(by=administrator, title="Avui", ends_on=today() + timedelta(days=1))
    publish_notice(by=administrator, title="Demà", starts_on=today() + timedelta(days=1))

    assert [notice.title for notice in notices_for(clerk.person_id)] == ["Avui"]


def test_reading_it_twice_is_reading_it_once(administrator, clerk, at_work):
    notice = publish_notice(by=administrator, title="Avís")

    mark_notice_read(notice, by=clerk)
    mark_notice_read(notice, by=clerk)

    assert notices_for(clerk.person_id) == [] and notices_for(administrator.person_id) == [notice]


def test_it_is_taken_down_once(administrator, at_work):
    notice = publish_notice(by=administrator, title="Avís")

    withdraw_notice(notice, by=administrator)

    with pytest.raises(AlreadyDone):
        withdraw_notice(notice, by=administrator)


def test_it_is_written_and_taken_down_on_its_pages(administrator, clerk, town, sign_in):
    browser = sign_in(administrator)
    tomorrow = today() + timedelta(days=1)
    browser.post("/e/vall-llobera/desk/notices/new/", {"title": "Tall", "last_day": tomorrow.isoformat()})
    with working_for(town):
        notice = Notice.objects.get()
    assert notice.ends_on == tomorrow + timedelta(days=1)

    page = browser.post(f"/e/vall-llobera/desk/notices/{notice.pk}/withdraw/", follow=True)

    assert "L’avís ja no es veu" in page.content.decode()
    assert sign_in(clerk).get("/e/vall-llobera/desk/notices/new/").status_code == 403


def test_the_outsider_neither_reads_nor_closes_a_notice_of_another_town(
    administrator, outsider, town, other_town, sign_in
):
    with working_for(town):
        notice = publish_notice(by=administrator, title="Avís")
    browser = sign_in(outsider)

    assert browser.post(f"/e/vall-llobera/desk/notices/{notice.pk}/read/").status_code == 404
    assert browser.post(f"/e/els-molinars/desk/notices/{notice.pk}/read/").status_code == 404
    with working_for(other_town):
        assert notices_for(outsider.person_id) == []

import pytest
from django.core.cache import cache

from consistori.ui.help import HelpShelf
from consistori.ui.panels import Panels
from consistori.ui.tabs import StaffTabs, beside_band, not_on_phone, on_band, on_phone, remember_count


def test_panels_come_in_their_order_and_only_when_they_have_to():
    panels = Panels()
    panels.add("late", template="b.html", order=60)
    panels.add("early", template="a.html", order=10, context=lambda request, subject: {"n": subject})
    panels.add("never", template="c.html", when=lambda request, subject: False)

    drawn = panels.drawn(None, 7)

    assert [panel.name for panel in drawn] == ["early", "late"]
    assert drawn[0].context == {"n": 7}


def test_two_panels_cannot_take_the_same_name():
    panels = Panels()
    panels.add("agenda", template="a.html")

    with pytest.raises(ValueError, match="agenda"):
        panels.add("agenda", template="b.html")


def test_a_tab_whose_address_does_not_exist_is_left_out(rf):
    tabs = StaffTabs()
    tabs.add("ghost", label="Ghost", url="ghost:list")

    assert tabs.drawn(_request(rf)) == []


def test_the_figure_of_a_tab_is_asked_once_and_a_page_may_give_it(rf):
    cache.clear()
    asked = []
    tabs = StaffTabs()
    tabs.add("door", label="Door", url="account_login", counter=lambda request: asked.append(1) or 5)

    first = tabs.drawn(_request(rf))[0].count
    again = tabs.drawn(_request(rf))[0].count
    remember_count(_request(rf), "door", 2)

    assert (first, again, len(asked)) == (5, 5, 1)
    assert tabs.drawn(_request(rf))[0].count == 2


def test_the_help_of_a_room_serves_its_pages_without_their_own():
    shelf = HelpShelf()
    shelf.add("cases", title="Cases", what="What they are")

    assert shelf.about("cases:case").title == "Cases"
    assert shelf.about("other:page") is None


def _request(rf):
    request = rf.get("/")
    request.entity, request.user, request.resolver_match = None, None, None
    return request


def test_a_telephone_has_four_below_and_the_others_under_more(rf):
    tabs = StaffTabs()
    for name, order, phone in (
        ("a", 1, 1),
        ("b", 2, 50),
        ("c", 3, 2),
        ("d", 4, 50),
        ("e", 5, 3),
        ("f", 6, 50),
    ):
        tabs.add(name, label=name, url="account_login", order=order, phone_order=phone)
    drawn = tabs.drawn(_request(rf))

    assert [tab.name for tab in on_phone(drawn)] == ["a", "c", "e", "b"]
    assert [tab.name for tab in not_on_phone(drawn)] == ["d", "f"]


def test_the_band_has_eight_and_the_one_of_the_page_is_always_among_them(rf):
    tabs = StaffTabs()
    for order, name in enumerate("abcdefghij"):
        tabs.add(name, label=name, url="account_login", order=order)

    elsewhere, at_the_last = tabs.drawn(_request(rf)), tabs.drawn(_request(rf), "j")
    assert "".join(tab.name for tab in on_band(elsewhere)) == "abcdefgh"
    assert "".join(tab.name for tab in beside_band(elsewhere)) == "ij"
    assert "".join(tab.name for tab in on_band(at_the_last)) == "abcdefgj"
    assert "".join(tab.name for tab in beside_band(at_the_last)) == "hi"
    assert beside_band(elsewhere[:8]) == []

"""The board that anybody reads, its feeds, its letters; and that what ends is forgotten."""

from datetime import date

import pytest
from django.core import mail
from django.test import Client

from consistori.bulletin import selectors
from consistori.bulletin.jobs import forget
from consistori.bulletin.models import EdictLetter, Subscriber
from consistori.bulletin.services import publish_edict, take_down
from consistori.bulletin.telling import letters
from consistori.bulletin.telling.services import TooManyAsk, ask_letters
from consistori.kernel.errors import BadInput


@pytest.fixture
def board(town):
    return f"/e/{town.slug}/tauler/"


@pytest.fixture
def edict(written, clerk, decided, at):
    at("2026-03-16")
    return publish_edict(
        decided(written, summary="Hi podeu dir la vostra", organ="Alcaldia"),
        by=clerk,
        until_on=date(2026, 3, 30),
    )


def test_anybody_reads_searches_and_is_told_until_when(edict, board, statements):
    anybody = Client()
    with statements() as asked:
        page = anybody.get(board).content.decode()

    assert "Llicència de terrassa" in page and "Alcaldia" in page and "12345678Z" not in page
    assert asked.count <= 4, asked.sql
    assert "Llicència de terrassa" in anybody.get(board, {"q": "Riubrugent"}).content.decode()
    assert "Llicència de terrassa" not in anybody.get(board, {"q": "pressupost"}).content.decode()
    assert "Llicència de terrassa" not in anybody.get(board, {"de": "session"}).content.decode()
    one = anybody.get(f"{board}2026/1/")
    assert one["X-Robots-Tag"] == "noarchive, unavailable_after: Mon, 30 Mar 2026 22:00:00 GMT"
    assert "***4567**" in one.content.decode()


@pytest.mark.parametrize("feed", ["rss", "atom"])
def test_programs_read_it_too(edict, board, feed):
    answer = Client().get(f"{board}{feed}/")

    assert feed in answer["Content-Type"]
    assert "Llicència de terrassa" in answer.content.decode() and f"{board}2026/1/" in answer.content.decode()


def test_what_has_ended_is_said_without_what_it_said(edict, board, at):
    at("2026-03-31", "00:00")
    anybody = Client()

    past = anybody.get(f"{board}historic/")
    gone = anybody.get(f"{board}2026/1/")
    everything = [past, gone, anybody.get(board), anybody.get(f"{board}rss/")]
    assert gone.status_code == 410 and "noindex" in gone["X-Robots-Tag"] and "noindex" in past["X-Robots-Tag"]
    assert "2026/1" in past.content.decode()
    assert not any("Llicència de terrassa" in one.content.decode() for one in everything)
    for what in ("document", "prova"):
        assert anybody.get(f"{board}2026/1/{what}/").status_code == 410


def test_taken_down_everybody_reads_why(edict, board, secretary, at):
    take_down(edict, by=secretary, why="court", words="Interlocutòria 12/2026 del Jutjat Contenciós 3")

    gone = Client().get(f"{board}2026/1/")
    assert gone.status_code == 410 and "Interlocutòria 12/2026" in gone.content.decode()


def test_what_is_not_yet_there_does_not_exist(written, clerk, decided, board, at):
    at("2026-03-16")
    publish_edict(decided(written), by=clerk, starts_on=date(2026, 3, 20), until_on=date(2026, 3, 30))

    for what in ("", "document/", "prova/"):
        assert Client().get(f"{board}2026/1/{what}").status_code == 404


def test_where_the_board_is_off_it_does_not_exist(other_town):
    assert Client().get(f"/e/{other_town.slug}/tauler/").status_code == 404


def test_whoever_subscribes_confirms_receives_once_and_leaves(edict, town, board, at_work):
    anybody = Client()
    assert (
        anybody.post(f"{board}correu/", {"email": "Laia@exemple.cat", "kinds": ["plurality"]}).status_code
        == 200
    )
    subscriber = Subscriber.objects.get(email="laia@exemple.cat")
    letters.send_question(town, subscriber.pk)
    assert letters.plan_letters(edict.pk) == 0

    own = f"{board}correu/{subscriber.pk}/{subscriber.seal}/"
    assert own in mail.outbox[0].body
    anybody.get(own)
    assert Subscriber.objects.confirmed().count() == 0  # whoever only opens the link has not confirmed
    anybody.post(own, {"do": "confirm"})
    assert (letters.plan_letters(edict.pk), letters.plan_letters(edict.pk)) == (1, 0)
    letter = EdictLetter.objects.get()
    letters.send(town, letter.pk)
    letters.send(town, letter.pk)

    assert len(mail.outbox) == 2
    assert (
        "Llicència de terrassa" in mail.outbox[1].subject
        and own in mail.outbox[1].extra_headers["List-Unsubscribe"]
    )
    assert anybody.get(f"{board}correu/{subscriber.pk}/another/").status_code == 404
    anybody.post(own, {"do": "leave"})
    assert not Subscriber.objects.exists()


def test_a_letter_that_did_not_leave_is_sent_again(edict, town, at_work, monkeypatch):
    subscriber = Subscriber.objects.create(email="a@b.cat", confirmed_at=edict.published_at)
    letters.plan_letters(edict.pk)
    letter = EdictLetter.objects.get(subscriber=subscriber)

    def fails(self, **_more):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", fails)
        with pytest.raises(ConnectionRefusedError):
            letters.send(town, letter.pk)
    letters.send(town, letter.pk)

    assert len(mail.outbox) == 1


def test_nobody_writes_to_a_whole_list_through_us(town, at_work, at):
    at("2026-03-16")
    for n in range(60):
        ask_letters(email=f"n{n}@exemple.cat", language="ca")

    with pytest.raises(TooManyAsk):
        ask_letters(email="another@exemple.cat", language="ca")
    with pytest.raises(BadInput):
        ask_letters(email="not an address", language="ca")
    at("2026-03-19")
    assert forget(town) == 60


def test_the_staff_pages_open_within_their_budget(edict, town, clerk, sign_in, statements):
    browser = sign_in(clerk)
    for page, most in (("board/", 12), (f"board/{edict.pk}/", 16)):
        browser.get(f"/e/{town.slug}/desk/{page}")
        with statements() as asked:
            answer = browser.get(f"/e/{town.slug}/desk/{page}")
        assert answer.status_code == 200 and "Llicència de terrassa" in answer.content.decode()
        assert asked.count <= most, "\n".join(asked.sql)


def test_only_who_works_here_sees_what_is_prepared(written, clerk, decided, hire, town):
    from consistori.kernel.errors import NotPermitted

    edict = decided(written)
    with pytest.raises(NotPermitted):
        selectors.edict_for(hire(town, "opposition", "Quim", "Roure"), edict.pk)

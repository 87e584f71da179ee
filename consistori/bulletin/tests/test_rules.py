"""What the law says of the board, in tables: days, what is told of people, and the chain of rounds."""

from datetime import UTC, date, datetime, timedelta

import pytest

from consistori.bulletin import kinds
from consistori.bulletin.clearing.replacing import cleared, replaced
from consistori.bulletin.rules.exposing import CannotExpose, Fault, Least, Standing, exposure, standing
from consistori.bulletin.rules.personal import Do, Known, What, find, names_protected, still_told
from consistori.bulletin.rules.rounds import GENESIS, Round, Seen, broken_at, content_of, link, report_on
from consistori.deadlines.rules import Calendar, Unit
from consistori.documents.richtext.cleaning import parse
from consistori.documents.richtext.html import to_html
from consistori.parties.rules.masking import Purpose

EASTER = Calendar.of("Vall-llobera", [], [2026], [])
INFORMATION = Least(20, Unit.WORKING_DAYS, "Llei 39/2015, art. 83.2")
MONDAY = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("least", "said", "until_on"),
    [
        # R-PUB-03: twenty working days from the day after (30.3); no holiday in this calendar.
        (INFORMATION, {}, date(2026, 4, 13)),
        # More may be said, in the unit that one wants.
        (INFORMATION, {"amount": 30}, date(2026, 4, 27)),
        (INFORMATION, {"until_on": date(2026, 5, 4)}, date(2026, 5, 4)),
        # R-PUB-04: an ordinance, thirty working days (Llei 7/1985, art. 49).
        (Least(30, Unit.WORKING_DAYS, "Llei 7/1985, art. 49"), {}, date(2026, 4, 27)),
        # Nothing orders it: natural days, as they fall, without a calendar of another year.
        (Least(), {"amount": 10, "unit": Unit.NATURAL_DAYS}, date(2026, 3, 26)),
        (Least(), {"amount": 300, "unit": Unit.NATURAL_DAYS}, date(2027, 1, 10)),
    ],
)
def test_until_when(least, said, until_on):
    assert exposure(least, MONDAY, [EASTER], today=MONDAY, **said).until_on == until_on


@pytest.mark.parametrize(
    ("least", "said", "fault"),
    [
        (INFORMATION, {"until_on": date(2026, 4, 10)}, Fault.TOO_SHORT),
        (INFORMATION, {"amount": 19}, Fault.TOO_SHORT),
        (Least(), {}, Fault.NO_LENGTH),
        (Least(), {"until_on": date(2026, 3, 15)}, Fault.BACKWARDS),
        (Least(), {"until_on": date(2027, 12, 1)}, Fault.TOO_LONG),
        (Least(300, Unit.WORKING_DAYS, "x"), {}, Fault.NO_CALENDAR),
    ],
)
def test_what_cannot_be(least, said, fault):
    with pytest.raises(CannotExpose) as refused:
        exposure(least, MONDAY, [EASTER], today=MONDAY, **said)

    assert refused.value.fault is fault


def test_nobody_publishes_in_the_past():
    with pytest.raises(CannotExpose, match="past"):
        exposure(Least(), date(2026, 3, 13), [EASTER], amount=5, today=MONDAY)


@pytest.mark.parametrize(
    ("day", "taken_down", "where"),
    [
        (date(2026, 3, 15), False, Standing.TO_COME),
        (date(2026, 3, 16), False, Standing.EXPOSED),
        (date(2026, 3, 20), False, Standing.EXPOSED),
        (date(2026, 3, 21), False, Standing.ENDED),
        (date(2026, 3, 18), True, Standing.TAKEN_DOWN),
    ],
)
def test_where_it_stands_is_of_the_day(day, taken_down, where):
    moment = datetime(2026, 3, 14, 9, tzinfo=UTC)

    assert where is standing(
        published_at=moment, starts_on=MONDAY, until_on=date(2026, 3, 20),
        taken_down_at=moment if taken_down else None, today=day,
    )  # fmt: skip


# R-RGP-04: the vectors of the guidance, met inside a sentence.
FOUND = [
    ("DNI 12345678Z.", What.NUMBER, "12345678Z", Do.MASK, "***4567**"),
    ("dni 12.345.678-Z", What.NUMBER, "12.345.678-Z", Do.MASK, "***4567**"),
    ("DNI 12345678X", What.DOUBTFUL_NUMBER, "12345678X", Do.MASK, "***4567**"),
    ("NIE X1234567L", What.NUMBER, "X1234567L", Do.MASK, "****4567*"),
    ("passaport ABC123456", What.PASSPORT, "ABC123456", Do.MASK, "*****3456"),
    ("NIF B65410011", What.FIRM, "B65410011", Do.KEEP, ""),
    ("al compte ES91 2100 0418 4502 0005 1332", What.IBAN, "ES91 2100 0418 4502 0005 1332", Do.HIDE, ""),
    ("truqueu al 612 34 56 78", What.PHONE, "612 34 56 78", Do.HIDE, ""),
    ("tel. +34 972 123 456", What.PHONE, "+34 972 123 456", Do.HIDE, ""),
    ("a laia.r@exemple.cat.", What.EMAIL, "laia.r@exemple.cat", Do.HIDE, ""),
    ("viu al carrer de la Font, 12, 2n 1a", What.ADDRESS, "carrer de la Font, 12, 2n 1a", Do.HIDE, ""),
    ("C/ Mayor 3", What.ADDRESS, "C/ Mayor 3", Do.HIDE, ""),
    ("nascuda el 3 de maig de 1985", What.BIRTH, "3 de maig de 1985", Do.HIDE, ""),
    ("nacido el 03/05/1985", What.BIRTH, "03/05/1985", Do.HIDE, ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "what", "written", "proposal", "shown"), FOUND)
def test_what_is_found_and_proposed(text, what, written, proposal, shown):
    (one,) = find(text)

    assert (one.what, one.text, one.proposal, one.shown_as) == (what, written, proposal, shown)


@pytest.mark.parametrize(
    "text",
    [
        "Expedient X2026000412, pressupost de 12.345,67 euros i 25.000 habitants.",
        "Decret 2026/0140, de 16/03/2026, article 83.2 de la Llei 39/2015.",
        "El compte ES91 2100 0418 4502 0005 1333 no és cap compte.",
        "Truqueu a l’ajuntament: 972 000 100, o a ajuntament@vall-llobera.cat (plaça Major, 1).",
    ],
)
def test_what_is_nobody_s_is_not_found(text):
    assert find(text, ours=["Plaça Major, 1", "972 000 100", "vall-llobera.cat"]) == []


def test_by_announcement_the_name_goes_and_the_number_stays():
    laia = Known("Laia Riubrugent Pou", "12345678Z")

    found = find("Laia Riubrugent Pou, 12345678Z", purpose=Purpose.ANNOUNCEMENT, known=[laia])

    assert [(one.what, one.proposal, one.may_keep) for one in found] == [
        (What.NAME, Do.HIDE, False),
        (What.NUMBER, Do.KEEP, True),
    ]


def test_without_a_number_by_announcement_there_is_only_the_name():
    (one,) = find("Laia Riubrugent Pou", purpose=Purpose.ANNOUNCEMENT, known=[Known("Laia Riubrugent Pou")])

    assert one.proposal is Do.KEEP


def test_who_is_protected_is_found_however_she_is_written():
    laia = Known("Laia Riubrugent Pou", "12345678Z", is_protected=True)

    found = find("LAIA  RIUBRUGENT\nPOU i 12.345.678-Z", known=[laia])

    assert [(one.what, one.may_keep) for one in found] == [(What.PROTECTED, False), (What.PROTECTED, False)]
    assert names_protected("laia riubrugent pou", [laia]) and not names_protected("Laia Pou", [laia])


def test_what_had_to_go_is_seen_however_it_is_spaced():
    assert still_told("el 12345 678 Z", [("12.345.678-Z", Do.MASK)]) == ["12.345.678-Z"]
    assert still_told("el ***4567**", [("12345678Z", Do.MASK)]) == []


def test_a_text_is_cleared_half_in_bold_in_notes_and_in_links():
    html = "<p>DNI 123<strong>456</strong>78Z, <a href='mailto:a@b.cat'>escriu</a> i <em>res més</em>.</p>"

    made = to_html(cleared(parse(html), {"12345678Z": "***4567**", "a@b.cat": "[…]"}))

    assert "***4567**" in made and "456<" not in made.replace("***4567**", "") and "a@b.cat" not in made
    assert "<em>res més</em>" in made and "escriu" in made
    assert replaced("A 12345678Z b 12345678Z", {"12345678Z": "x"}) == "A x b x"


def rounds(*seen, since=datetime(2026, 3, 16, 9, 7, tzinfo=UTC)):
    made, previous = [], GENESIS
    for n, one in enumerate(seen, start=1):
        content = content_of({"edicts": [{"reference": "2026/1", "seen": str(one), "sha256": "a"}], "n": n})
        digest = link(previous, content)
        made.append((since + timedelta(hours=n - 1), Round(n, content, previous, digest)))
        previous = digest
    return made


@pytest.mark.parametrize(
    ("seen", "served", "gaps", "faults", "continuous"),
    [
        ([Seen.SERVED] * 5, 5, 0, 0, True),
        ([Seen.SERVED, Seen.SILENT, Seen.SERVED], 2, 1, 0, False),
        ([Seen.SERVED, Seen.ABSENT, Seen.SERVED], 2, 0, 1, False),
        ([Seen.SERVED, Seen.ALTERED, Seen.ABSENT, Seen.SERVED], 2, 0, 1, False),
        ([], 0, 0, 0, False),
    ],
)
def test_what_the_rounds_prove(seen, served, gaps, faults, continuous):
    since = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
    until = since + timedelta(hours=max(len(seen) - 1, 1), minutes=10)

    report = report_on("2026/1", since, until, rounds(*seen))

    assert (report.served, len(report.gaps), len(report.faults)) == (served, gaps, faults)
    assert report.is_continuous is continuous


def test_no_round_is_taken_out_put_in_or_changed():
    chain = [one for _at, one in rounds(*[Seen.SERVED] * 4)]

    assert broken_at(chain, before=GENESIS) is None
    assert broken_at(chain[1:], before=chain[0].hash) is None
    assert broken_at([chain[0], *chain[2:]]) == 3
    assert broken_at([chain[0], Round(2, chain[1].content, chain[1].previous, "0" * 64), *chain[2:]]) == 2


def test_every_kind_says_its_article_or_that_none_orders_it():
    for one in kinds.everything().values():
        assert one.ca and one.es
        assert not one.amount or one.article


def test_an_outsider_checks_the_rounds_with_nothing_of_ours(tmp_path):
    import hashlib
    import json
    import subprocess
    import sys
    from pathlib import Path

    script = Path(__file__).resolve().parents[3] / "scripts" / "verify_board.py"
    document = tmp_path / "edict.pdf"
    document.write_bytes(b"%PDF-1.7 what was published")
    kept, previous = [], GENESIS
    digest = hashlib.sha256(document.read_bytes()).hexdigest()
    for n in (1, 2, 3):
        content = content_of(
            {"edicts": [{"reference": "2026/1", "seen": "served", "sha256": digest}], "n": n}
        )
        kept.append({"seq": n, "content": content, "previous": previous, "hash": link(previous, content)})
        previous = kept[-1]["hash"]

    def verified(rounds):
        proof = tmp_path / "rounds.json"
        proof.write_text(
            json.dumps({"consistori_board": 1, "reference": "2026/1", "sha256": digest, "rounds": rounds})
        )
        done = subprocess.run([sys.executable, script, proof, document], capture_output=True, text=True)
        return done.returncode, done.stdout

    assert verified(kept) == (0, "The rounds of 2026/1 hold: looked at 3 times, served as published in 3\n")
    assert verified([kept[0], kept[2]])[0] == 1
    assert verified([{**kept[0], "content": kept[0]["content"].replace("served", "absent")}])[0] == 1
    document.write_bytes(b"%PDF-1.7 another")
    assert verified(kept)[0] == 1

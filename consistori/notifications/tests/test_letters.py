"""Letters for envelopes with a window: what shows through it, what scanners read, what a batch prints."""

from __future__ import annotations

import io
import itertools
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pikepdf
import pypdfium2
import pytest

from consistori.formats import code128
from consistori.notifications.models import Leg, PaperWay
from consistori.notifications.paper.drawing import Letter, letters_pdf, round_pdf
from consistori.notifications.paper.printing import draw_batch, read_batch
from consistori.notifications.paper.rules.codes import code_of
from consistori.notifications.paper.rules.window import LEFT, RIGHT, Box, Envelope
from consistori.notifications.paper.services import (
    NoAddress,
    NothingToPrint,
    print_letters,
    set_address,
    way_of,
)
from consistori.notifications.rules.contents import AppealAsked
from consistori.notifications.tests.conftest import TEXT, reader_of

MM = 72 / 25.4
HOUSE = SimpleNamespace(
    short_name="Vall-llobera", name="Ajuntament de Vall-llobera", postcode="17999", phone="972 00 00 00",
    address="Plaça de l’Església, 3", arms="", language="ca",
)  # fmt: skip
AT = datetime(2026, 6, 4, 9, tzinfo=UTC)
LONG = Letter(
    code=code_of("VLL", "N2026-000123"),
    number="N2026-000123",
    name="Comunitat de propietaris i propietàries de l’edifici dels números 12, 14 i 16 del carrer de la Mare de Déu de"
    " l’Assumpció de Vall-llobera",
    lines=(
        "Carrer de la Mare de Déu de l’Assumpció i de Sant Sebastià, 112, escala B, principal 3a, porta del pati",
        "17999 Vall-llobera de Riubrugent (Girona)",
        "Andorra",
    ),
    language="ca",
    title="Ordre d’execució de mesures de seguretat a la façana",
    act_number="2026/12",
    act_on=date(2026, 6, 3),
    body="Alcaldia",
    reference="X2026000412",
    office="https://vall-llobera.example",
    ends_way=True,
    appeals=(AppealAsked("reposicio", "l’alcaldia", 1), AppealAsked("court", "el jutjat", 2)),
    warns=True,
    is_obliged=True,
)


def boxes_of(page: Any) -> list[tuple[str, Box]]:
    """Each word of a page with the rectangle that it takes, from the upper left corner, in millimetres."""
    text, high = page.get_textpage(), page.get_height()
    found = []
    for n in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(n)
        words = text.get_text_bounded(left, bottom, right, top)
        found.append((words, Box(left / MM, (high - top) / MM, right / MM, (high - bottom) / MM)))
    return found


@pytest.mark.parametrize("envelope", [RIGHT, LEFT])
def test_the_window_shows_the_whole_address_and_nothing_else(envelope: Envelope) -> None:
    pdf = pypdfium2.PdfDocument(letters_pdf(HOUSE, [LONG], envelope, at=AT))

    (page,) = list(pdf)
    seen = [(words, box) for words, box in boxes_of(page) if box.touches(envelope.ever_seen)]
    shown = " ".join(words for words, _box in seen)

    assert all(envelope.always_seen.holds(box) for _words, box in seen)
    assert "Comunitat de propietaris" in shown and "Andorra" in shown and "VLL 26 0000 123" in shown
    assert "façana" not in shown and "X2026000412" not in shown and "N2026" not in shown


def test_the_letter_says_what_the_law_wants_and_both_sides_of_the_window_say_the_same() -> None:
    said = [
        "".join(
            page.get_textpage().get_text_range()
            for page in pypdfium2.PdfDocument(letters_pdf(HOUSE, [LONG], one, at=AT))
        )
        for one in (RIGHT, LEFT)
    ]

    for text in said:
        assert "2026/12" in text and "art" in text and "https://vall-llobera.example" in text
    assert len(pypdfium2.PdfDocument(letters_pdf(HOUSE, [LONG, LONG], RIGHT, at=AT))) == 2


def read_row(row: list[bool]) -> list[str]:
    """What the bars of a row of pixels say: their widths alone are asked, as a scanner does."""
    runs = [(black, len(list(same))) for black, same in itertools.groupby(row)]
    said = []
    for start in range(1, len(runs) - 7):
        if not runs[start][0] or runs[start - 1][1] < 10 * 2:
            continue
        stretch = [
            width for _black, width in itertools.takewhile(lambda run: run[0] or run[1] < 40, runs[start:])
        ]
        module = sum(stretch[:6]) / 11
        widths = "".join(str(max(1, round(width / module))) for width in stretch)
        groups = [widths[n : n + 6] for n in range(0, len(widths) - 7, 6)]
        if any(group not in code128._WIDTHS for group in groups) or len(groups) < 3:
            continue
        values, pairs, text = [code128._WIDTHS.index(group) for group in groups[:-1]], False, ""
        for value in values:
            if value in (99, 100, 104, 105):
                pairs = value in (99, 105)
            else:
                text += f"{value:02d}" if pairs else chr(value + 32)
        said.append(text)
    return said


def test_what_is_printed_is_read_back_from_its_pixels() -> None:
    short = Letter(
        **{**LONG.__dict__, "name": "Pere Casadevall", "lines": ("Carrer Major, 1", "17999 Vall-llobera")}
    )
    found: set[str] = set()

    for data in (
        letters_pdf(HOUSE, [short], RIGHT, at=AT),
        round_pdf(HOUSE, [short], number="P2026-000001", at=AT),
    ):
        for page in pypdfium2.PdfDocument(data):
            image = page.render(scale=6, grayscale=True).to_pil()
            for y in range(20, image.height // 2, 25):
                pixels = image.crop((0, y, image.width, y + 1)).tobytes()
                found |= set(read_row([value < 128 for value in pixels]))

    assert {LONG.code, "R1", "R5", "R7"} <= found


def test_whoever_carries_it_reads_nothing_of_what_it_is_about() -> None:
    pdf = pypdfium2.PdfDocument(round_pdf(HOUSE, [LONG], number="P2026-000001", at=AT))

    said = "".join(page.get_textpage().get_text_range() for page in pdf)

    assert "Comunitat de propietaris" in said and "N2026-000123" in said
    assert "façana" not in said and "X2026000412" not in said


@pytest.fixture
def at_home(pere: Any, secretary: Any) -> Any:
    """The man of 84 has an address."""
    from consistori.parties.services import add_address

    add_address(pere, by=secretary, lines="Carrer Major, 14", postcode="17999", place="Vall-llobera")
    return pere


def test_a_batch_prints_a_whole_sheet_for_each_letter_and_marks_them_sent(
    sent: Any, at_home: Any, clerk: Any, town: Any
) -> None:
    (row,) = sent(at_home)
    way = way_of(row, by=clerk)

    batch = print_letters([way], by=clerk)
    whole = draw_batch(town, read_batch(town, batch.pk))

    assert batch.number == "P2026-000001"
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        assert len(pdf.pages) == 4
    assert Leg.objects.get(notification=row, carrier="paper").state == "sent"
    assert way_of(row, by=clerk).printed_at is not None
    assert draw_batch(town, read_batch(town, batch.pk))[:1000] == whole[:1000]


def test_the_number_of_a_decree_is_in_the_envelope(
    prepared: Any, signed: Any, at_home: Any, clerk: Any, town: Any, tmp_path: Any
) -> None:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    from consistori.notifications.services import put_at_disposal
    from consistori.signature.engine.number_place import IN_THE_BAND, add_place, place_of, write_number

    paper = tmp_path / "decret.pdf"
    paper.write_bytes(TEXT)
    add_place(paper, IN_THE_BAND, words="Decret: número i data", language="ca")
    writer, numbered = IncrementalPdfFileWriter(io.BytesIO(paper.read_bytes())), io.BytesIO()
    write_number(writer, place_of(writer), ("2026/0151", "12/05/2026"))
    writer.write(numbered)
    dispatch = prepared(at_home, document=signed(data=numbered.getvalue()))
    put_at_disposal(dispatch, by=clerk)

    batch = print_letters([way_of(dispatch.notifications.get(), by=clerk)], by=clerk)

    with pypdfium2.PdfDocument(draw_batch(town, read_batch(town, batch.pk))) as printed:
        assert any("2026/0151" in page.get_textpage().get_text_range() for page in printed)


def test_what_was_opened_in_the_office_is_not_printed(
    sent: Any, at_home: Any, clerk: Any, town: Any, open_it: Any
) -> None:
    (row,) = sent(at_home)
    way = way_of(row, by=clerk)
    batch = print_letters([way], by=clerk)

    open_it(row, reader_of(at_home))

    assert read_batch(town, batch.pk).letters == []
    with pytest.raises(NothingToPrint):
        print_letters([way], by=clerk)


def test_without_an_address_no_letter_is_printed_and_it_says_which(sent: Any, pere: Any, clerk: Any) -> None:
    (row,) = sent(pere)
    way = way_of(row, by=clerk)

    with pytest.raises(NoAddress, match="N2026-000001"):
        print_letters([way], by=clerk)

    set_address(way, by=clerk, lines="Carrer Major, 14", postcode="17999", place="Vall-llobera")
    assert print_letters([way], by=clerk).count == 1


def test_the_carrier_begins_the_way_of_what_goes_on_paper_and_of_nothing_else(
    sent: Any, at_home: Any, firm: Any, run_jobs: Any
) -> None:
    on_paper, _electronic = sent(at_home, firm)

    run_jobs()

    assert list(PaperWay.objects.values_list("notification_id", flat=True)) == [on_paper.pk]
    assert PaperWay.objects.get().lines == "Carrer Major, 14"


def test_a_tax_is_known_by_its_articles(sent: Any, at_home: Any, clerk: Any) -> None:
    (row,) = sent(
        at_home,
        appeals=(
            AppealAsked("reposicio", "Alcaldia", 1, "months", "RDLeg 2/2004, art. 14.2"),
            AppealAsked("court", "Jutjat", 2, "months", "Llei 29/1998, art. 46"),
        ),
    )

    assert way_of(row, by=clerk).is_tax

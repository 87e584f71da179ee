"""Reading a sheet: what is right becomes a `Sheet`; what is wrong is told with its line."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from consistori.catalogue.procedures import form_checks
from consistori.catalogue.procedures.lines import line_of
from consistori.catalogue.procedures.reading import SheetFault, read, read_kept
from consistori.catalogue.procedures.sheet import in_words
from consistori.catalogue.procedures.standard import standard_sheets

SHEETS = standard_sheets()
SMALL = '''code = "URB-02"
words = ["obres al bany"]
silence = "positive"

[name]
ca = "Obres menors"
es = "Obras menores"

[plain]
ca = "Vull fer obres"
es = "Quiero hacer obras"

[summary]
ca = """
Demaneu permís.
Espereu la resposta."""
es = "Pida permiso."

[who]
ca = "Tothom"
es = "Todos"

[term]
length = 1
unit = "months"

[fee]
kind = "fixed"
amount = 12.5

[[papers]]
key = "plan"
title = {ca = "Plànol", es = "Plano"}
[[papers]]
key = "photo"
title.ca = "Foto"
title.es = "Foto"
required = false

[[form.pages]]
key = "what"
title = {ca = "Què?", es = "¿Qué?"}
[[form.pages.fields]]
key = "what"
type = "long"
label = {ca = "Què?", es = "¿Qué?"}
'''


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


def _line(words: str) -> int:
    return SMALL.splitlines().index(words) + 1


def test_a_text_becomes_a_sheet() -> None:
    sheet = read(SMALL)

    assert (sheet.term.length, sheet.fee.amount) == (1, Decimal("12.50"))
    assert [(paper.key, paper.required) for paper in sheet.papers] == [("plan", True), ("photo", False)]
    assert sheet.form["pages"][0]["fields"][0]["key"] == "what"
    assert in_words(sheet.summary, "ca").startswith("Demaneu permís.\nEspereu")
    assert not sheet.is_reviewed


def test_without_a_form_of_its_own_it_has_the_plain_one() -> None:
    text = SMALL[: SMALL.index("[[form.pages]]")]

    assert [page["key"] for page in read(text).form["pages"]] == ["request"]
    with_a_place = read(f'series = "F302"\n{text}')
    assert [page["key"] for page in with_a_place.form["pages"]] == ["request", "place"]
    assert not with_a_place.has_own_form
    assert not read(f'initiator = "office"\n{text}').form


WRONG = [
    ('es = "Quiero hacer obras"', 'es = "Quiero hacer obras', "Quotes are not closed"),
    ("[who]", "[who", "not well written"),
    ('silence = "positive"', 'silence = "yes"', "Write one of these: positive"),
    ('silence = "positive"', "silence = positive", "texts go between quotes"),
    ('silence = "positive"', 'silence "positive"', "An equals sign is missing"),
    ('words = ["obres al bany"]', 'words = ["obres al bany"', "A list is not closed"),
    ('words = ["obres al bany"]', "words = 3", "a list of texts"),
    ('code = "URB-02"', 'code = "urb 2"', "A code has capital letters"),
    ('es = "Todos"', "", "«who» is missing in es"),
    ("length = 1", "length = 0", "How long is missing"),
    ("length = 1", "lenght = 1", "«lenght» is not a thing of a sheet"),
    ("amount = 12.5", 'amount = "12"', "An amount is a number"),
    ('key = "photo"', 'key = "plan"', "The key «plan» is written twice"),
    ('key = "photo"', 'key = "La foto"', "Its key is missing"),
    ("required = false", 'required = "no"', "Write true or false"),
    ('type = "long"', "", "This field has no «type»"),
]


@pytest.mark.parametrize(("before", "after", "said"), WRONG)
def test_what_is_wrong_is_told_with_its_line(before: str, after: str, said: str) -> None:
    with pytest.raises(SheetFault) as refused:
        read(SMALL.replace(before, after, 1))

    told = next(fault for fault in refused.value.faults if said in str(fault.sentence))
    assert abs(told.line - _line(before)) <= 2, str(told)


def test_every_fault_is_told_at_once_in_the_order_of_the_text() -> None:
    wrong = SMALL.replace('"positive"', '"yes"').replace("length = 1", "length = -1")

    with pytest.raises(SheetFault) as refused:
        read(wrong)

    assert [fault.line for fault in refused.value.faults] == [
        _line('silence = "positive"'),
        _line("length = 1"),
    ]


@pytest.mark.parametrize(
    "text", ["", "\x00", "[" * 5000, "a" * 200_000, "code = " + "[" * 3000, "[name]\n[name]"]
)
def test_nothing_that_is_brought_breaks_the_reader(text: str) -> None:
    with pytest.raises(SheetFault):
        read(text)


def test_a_higher_room_refuses_a_form_and_a_kept_sheet_still_serves(monkeypatch: Any) -> None:
    monkeypatch.setattr(form_checks, "_checks", {})
    form_checks.add("rooms", lambda form: [(("pages", 0, "fields", 0, "type"), "No such type.")])

    with pytest.raises(SheetFault) as refused:
        read(SMALL)

    assert (refused.value.line, refused.value.sentence) == (_line('type = "long"'), "No such type.")
    assert read_kept(SMALL).code == "URB-02"


def test_the_line_of_a_thing_inside_lists_is_found() -> None:
    assert line_of(SMALL, ("papers", 1, "title", "es")) == _line('title.es = "Foto"')
    assert line_of(SMALL, ("form", "pages", 0, "fields", 0, "type")) == _line('type = "long"')
    assert line_of(SMALL, ("papers", 0, "hint")) == _line("[[papers]]")


@pytest.mark.parametrize("code", sorted(SHEETS))
def test_each_sheet_of_the_house_is_read_in_both_languages(code: str) -> None:
    sheet = read(SHEETS[code])

    assert sheet.code == code
    for language in ("ca", "es"):
        for words in (sheet.name, sheet.plain, sheet.summary, sheet.who, sheet.body):
            assert words[language].strip()
        assert all(paper.title[language] for paper in sheet.papers)
    assert not sheet.is_reviewed
    assert sheet.words
    if sheet.is_for_citizens:
        assert sheet.form["pages"]
        assert sheet.script
    for words in (sheet.summary, sheet.who):
        assert "'" not in words["ca"], "Catalan has the curly apostrophe"


def test_fourteen_come_with_their_own_form() -> None:
    own = {code for code, text in SHEETS.items() if read(text).has_own_form}

    assert len(SHEETS) == 75
    assert own >= {
        "GEN-01", "GEN-02", "GEN-03", "GEN-04", "GEN-10", "PAD-01", "PAD-02", "PAD-03", "PAD-08", "SUB-01",
        "SUB-02", "URB-02", "VIA-01", "VIA-02",
    }  # fmt: skip
    assert read(SHEETS["GEN-01"]).destination == "any"

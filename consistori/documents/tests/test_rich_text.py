"""Only what paper can say is kept, in one form; and no word of what comes is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consistori.documents.richtext import clean, to_text, to_typst
from consistori.documents.richtext.cleaning import MOST_LETTERS

KEY = "0190a6f0-0000-7000-8000-000000000001"
FRAGMENTS = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<li>",
    "<ul>",
    "</ul>",
    "<ol start=3>",
    "<td colspan=2>",
    "<table>",
    "<tr>",
    "<th>",
    "</table>",
    "<h1>",
    "<h5>",
    "</h1>",
    "<br>",
    "<hr>",
    "<span data-field='case.number'>",
    "</span>",
    " a ",
    "l·l",
    "&lt;",
    "<a href='https://seu.cat'>",
    "</a>",
    "<div>",
    "</div>",
    "<blockquote>",
    "</blockquote>",
    "<script>alert(1)</script>",
    "<span data-footnote='nota'></span>",
    "<div data-block='signatures'></div>",
    f"<img src='image:{KEY}' alt='x'>",
    "&nbsp;",
    "<p style='text-align:center'>",
    "<sup>",
    "</sup>",
    "<math><mi>",
    "<svg><p>",
    "<!--",
    "-->",
    "<p data-align=right>",
    "\n",
]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("<h1>Resolc</h1>", "<h2>Resolc</h2>"),
        ("<h2><b>Resolc</b></h2>", "<h2>Resolc</h2>"),
        ("hola", "<p>hola</p>"),
        ("<p>a <b>b</b> <i>c</i></p>", "<p>a <strong>b</strong> <em>c</em></p>"),
        ("<p>  molts\n  espais </p>", "<p>molts espais</p>"),
        ("<p><b>a</b><strong>b</strong></p>", "<p><strong>ab</strong></p>"),
        ("<div><p>a</p>b<p>c</p></div>", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"),
        ('<ol start="4"><li>a</ol>', '<ol start="4"><li><p>a</p></li></ol>'),
        ('<p style="text-align: right">a</p>', '<p data-align="right">a</p>'),
        ("<hr class=x>", "<hr>"),
        (
            "<table><thead><tr><th>a<td colspan=2>b</table>",
            '<table><tbody><tr><th><p>a</p></th><td colspan="2"><p>b</p></td></tr></tbody></table>',
        ),
        (
            '<p>El <span data-field="case.number" style="x">X2026</span></p>',
            '<p>El <span data-field="case.number">X2026</span></p>',
        ),
        (
            '<p><span data-missing="hora d’obrir">hora</span></p>',
            '<p><span data-missing="hora d’obrir">hora</span></p>',
        ),
        (
            '<p>a<span data-footnote="&quot;nota&quot; <1>"></span></p>',
            '<p>a<span data-footnote="&quot;nota&quot; &lt;1&gt;"></span></p>',
        ),
        ('<div data-block="signatures">x</div>', '<div data-block="signatures"></div>'),
        (
            f'<p><img src="/desk/documents/pictures/{KEY}/" alt="El plànol" onerror="x()"></p>',
            f'<p><img src="image:{KEY}" alt="El plànol"></p>',
        ),
        ('<p><img src="https://elsewhere.example/spy.png">a</p>', "<p>a</p>"),
        ('<p><img src="data:image/png;base64,AAAA">a</p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', "<p>a</p>"),
        ('<a href="/desk/">a</a>', "<p>a</p>"),
        ('<a href="mailto:a@b.cat">a</a>', '<p><a href="mailto:a@b.cat">a</a></p>'),
        ("<script>alert(1)</script><p onclick=x()>a</p>", "<p>a</p>"),
        ("<p>a<!-- b --><o:p>c</o:p></p>", "<p>ac</p>"),
        ('<span style="font-weight:700">a</span>', "<p><strong>a</strong></p>"),
        ("<p>&lt;b&gt; &amp;amp;</p>", "<p>&lt;b&gt; &amp;amp;</p>"),
        ("<p>a<br></p>", "<p>a</p>"),
        ("<p></p>", "<p></p>"),
        ("", ""),
    ],
)
def test_what_may_be_written_has_one_form(said: str, kept: str) -> None:
    assert clean(said) == kept


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25))
def test_cleaning_twice_changes_nothing(pieces: list[str]) -> None:
    once = clean("".join(pieces))

    assert clean(once) == once
    assert "<script" not in once and "<svg" not in once and "onerror" not in once


def test_a_text_a_thousand_levels_deep_keeps_its_words() -> None:
    deep = "<div><ul><li>" * 700 + "al fons" + "</li></ul></div>" * 700

    assert "al fons" in to_text(deep)
    assert "al fons" in clean("<b><i>" * 3000 + "al fons")


def test_what_is_out_of_all_measure_is_refused() -> None:
    with pytest.raises(ValueError, match="long"):
        clean("a" * (MOST_LETTERS + 1))


def test_its_words_are_read_in_order() -> None:
    text = to_text(
        "<h2>Resolc</h2><ol start='2'><li><p>Concedir<span data-footnote='LPAC'></span></p></li></ol>"
        "<table><tr><td>a</td><td>b</td></tr></table><hr>"
    )

    assert text == "Resolc\n2. Concedir [LPAC]\na\tb"


def test_paper_takes_every_word_as_data() -> None:
    blocks = to_typst("<p>#panic() <strong>$x$</strong></p>")

    assert blocks == [{"is": "p", "align": "", "in": [{"t": "#panic() "}, {"t": "$x$", "b": True}]}]


def test_a_table_with_impossible_spans_is_laid_on_a_grid() -> None:
    (table,) = to_typst(
        "<table><tr><th rowspan=9>a</th><th colspan=30>b</th></tr><tr><td>c</td></tr></table>"
    )

    first, second = table["rows"]
    assert (first[0]["rowspan"], first[1]["colspan"]) == (2, 30)
    assert (second[0]["x"], second[0]["y"]) == (1, 1)
    assert table["columns"] == 31

from types import SimpleNamespace

from consistori.ui.arms import arms_of, cleaned_svg
from consistori.ui.typst import in_one_ink

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4" onload="x()"><script>x()</script>'
    '<path d="M0 0h4v4z" fill="#F2DFA7" style="fill:red" onclick="x()"/><image href="http://a/b.png"/>'
    '<use href="#a"/><path d="M1 1h2" fill="url(#g)" stroke="currentColor"/></svg>'
)


def test_arms_keep_their_shapes_and_nothing_that_acts():
    drawn = cleaned_svg(SVG)

    assert 'viewBox="0 0 4 4"' in drawn and 'fill="#F2DFA7"' in drawn
    assert not any(word in drawn for word in ("script", "onload", "onclick", "style", "href", "url("))


def test_what_is_not_a_drawing_gives_the_initial_in_its_lozenge():
    town = SimpleNamespace(arms="<html>", name="Ajuntament de Vall-llobera", short_name="Vall-llobera")

    assert ">V</text>" in arms_of(town)


def test_arms_on_paper_have_one_ink():
    drawn = in_one_ink(SVG)

    assert 'fill="#ffffff"' in drawn and 'stroke="#1e2430"' in drawn


def test_a_picture_stays_only_inside_the_drawing():
    png = "data:image/png;base64,iVBORw0KGgo="
    drawn = cleaned_svg(
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{png}" width="4" height="4" onload="x()"/>'
        '<image href="https://a/b.png"/><image href="data:image/svg+xml;base64,PHN2Zz4="/></svg>'
    )

    assert drawn.count("<image") == 1 and png in drawn and "onload" not in drawn and "https" not in drawn

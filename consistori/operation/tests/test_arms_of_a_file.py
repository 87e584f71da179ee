import io

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from consistori.kernel.errors import BadInput
from consistori.operation.arms import cleaned_arms
from consistori.ui.arms import arms_of, cleaned_svg
from consistori.ui.typst import compile_pdf, in_one_ink


def png(width=600, height=800, **said):
    told = PngInfo()
    told.add_text("Comment", "<script>secret</script>")
    written = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGBA").save(written, "PNG", pnginfo=told, **said)
    return written.getvalue()


def test_a_png_is_drawn_again_small_and_alone():
    drawing = cleaned_arms(png())

    assert len(drawing) < 60_000 and 'viewBox="0 0 120 160"' in drawing
    assert cleaned_svg(drawing) == drawing
    assert "c2VjcmV0" not in drawing


def test_it_is_drawn_on_the_page_and_on_paper():
    class Town:
        arms = cleaned_arms(png(40, 60))
        short_name = name = "Olot"

    assert "<image" in arms_of(Town()) and "data:image/png" in in_one_ink(Town.arms)
    assert compile_pdf


@pytest.mark.parametrize(
    "data",
    [b"", b"\x89PNG\r\n\x1a\nbroken", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xfe<svg/>",
     b"<!DOCTYPE x [<!ENTITY a 'b'>]><svg>&a;</svg>", b"x" * (2 * 1024 * 1024 + 1),
     b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<path d='M0 0h1v1z'/>" * 9000 + b"</svg>"],
    ids=["empty", "broken-png", "gif", "no-shapes", "not-text", "entities", "too-big", "too-much"],
)  # fmt: skip
def test_what_is_not_a_coat_of_arms_is_refused_at_its_field(data):
    with pytest.raises(BadInput) as refused:
        cleaned_arms(data)

    assert refused.value.field == "arms"


def test_a_bomb_of_pixels_is_refused():
    written = io.BytesIO()
    Image.new("1", (20_000, 9_000)).save(written, "PNG")

    with pytest.raises(BadInput):
        cleaned_arms(written.getvalue())

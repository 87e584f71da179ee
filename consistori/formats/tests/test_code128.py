"""Bars that a scanner reads, read back here from their widths alone and, where it is installed, by another program."""

from __future__ import annotations

import itertools
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from consistori.formats import code128

LETTERS = some.text(alphabet=[chr(n) for n in range(32, 127)], min_size=1, max_size=30)
FIGURES = some.from_regex(r"[A-Z]{0,4}[0-9]{1,14}", fullmatch=True)


def row_of(text: str) -> list[bool]:
    """Each module, black or white, as a scanner sees it."""
    row = [False] * code128.width_of(text)
    for at, width in code128.modules(text):
        row[at : at + width] = [True] * width
    return row


def read(row: list[bool]) -> str:
    """What the row says, by the widths of what is black and white, without asking how it was made."""
    runs = [len(list(same)) for _black, same in itertools.groupby(row)]
    assert runs[0] >= code128.QUIET and runs[-1] >= code128.QUIET
    widths = "".join(str(run) for run in runs[1:-1])
    assert widths.endswith("2331112")
    found = [code128._WIDTHS.index(widths[n : n + 6]) for n in range(0, len(widths) - 7, 6)]
    *said, control = found
    assert (said[0] + sum(n * value for n, value in enumerate(said[1:], start=1))) % 103 == control
    text, pairs = "", said[0] == 105
    for value in said[1:]:
        if value in (99, 100):
            pairs = value == 99
        else:
            text += f"{value:02d}" if pairs else chr(value + 32)
    return text


@given(LETTERS | FIGURES)
def test_what_is_written_in_bars_is_read_back(text):
    assert read(row_of(text)) == text


def test_every_character_takes_eleven_modules_and_none_is_like_another():
    assert {sum(map(int, widths)) for widths in code128._WIDTHS[:-1]} == {11}
    assert len(set(code128._WIDTHS)) == 107


@pytest.mark.parametrize("text,characters", [("1234", 5), ("VLL2600001239", 12), ("R1", 5), ("AB1234", 8)])
def test_figures_go_two_by_two(text, characters):
    assert len(code128.values(text)) == characters


@pytest.mark.parametrize("text", ["", "Núria", "a\n"])
def test_what_no_bar_can_say_is_refused(text):
    with pytest.raises(ValueError, match="ASCII"):
        code128.values(text)


@pytest.mark.skipif(shutil.which("zbarimg") is None, reason="another reader of bars is not installed")
@pytest.mark.parametrize("text", ["VLL2600001239", "R1"])
def test_another_program_reads_it(text, tmp_path):
    row, scale = row_of(text), 4
    image = Image.new("L", (len(row) * scale, 80), 255)
    for x, black in enumerate(row):
        if black:
            image.paste(0, (x * scale, 0, (x + 1) * scale, 80))
    image.save(tmp_path / "bars.png")

    said = subprocess.run(
        ["zbarimg", "-q", "--raw", tmp_path / "bars.png"], capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == text

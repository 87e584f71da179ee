"""The bad files that a town hall receives: none hurts, none takes long, each says what happens to it."""

import contextlib
import time
from pathlib import Path

import pytest

from consistori.formats import words
from consistori.formats.content import Reason, Remark, Unacceptable, examine

BAD = Path(__file__).resolve().parents[3] / "tests" / "files" / "bad"
GOOD = Path(__file__).resolve().parents[2] / "config" / "demo" / "files"
REFUSED = {
    "zero.pdf": Reason.EMPTY,
    "truncated.pdf": Reason.CORRUPT_PDF,
    "truncated.jpg": Reason.CORRUPT_IMAGE,
    "truncated.docx": Reason.CORRUPT_ARCHIVE,
    "only-header.pdf": Reason.CORRUPT_PDF,
    "noise.pdf": Reason.CORRUPT_PDF,
    "pages-loop.pdf": Reason.CORRUPT_PDF,
    "encrypted.pdf": Reason.ENCRYPTED_PDF,
    "encrypted.zip": Reason.ENCRYPTED_ARCHIVE,
    "program.pdf": Reason.PROGRAM,
    "program.exe": Reason.PROGRAM,
    "script.sh": Reason.PROGRAM,
    "javascript.pdf": Reason.ACTIVE_PDF,
    "launch.pdf": Reason.ACTIVE_PDF,
    "script.svg": Reason.ACTIVE_MARKUP,
    "laughs.svg": Reason.ACTIVE_MARKUP,
    "page.html": Reason.ACTIVE_MARKUP,
    "huge.png": Reason.HUGE_IMAGE,
}
TOLD = {
    "owner-locked.pdf": Remark.RESTRICTED_PDF,
    "program-inside.pdf": Remark.PROGRAMS_INSIDE,
    "really-a-pdf.jpg": Remark.RENAMED,
    "really-a-png.pdf": Remark.RENAMED,
    "macro.docm": Remark.MACROS,
    "macro.docx": Remark.MACROS,
    "macro.odt": Remark.MACROS,
    "binary.txt": Remark.UNKNOWN_KIND,
}


@pytest.mark.parametrize(("name", "reason"), REFUSED.items())
def test_it_is_refused_with_its_reason(name: str, reason: Reason) -> None:
    with pytest.raises(Unacceptable) as refused:
        examine(BAD / name, name)

    assert refused.value.reason is reason


@pytest.mark.parametrize(("name", "remark"), TOLD.items())
def test_it_is_kept_and_told(name: str, remark: Remark) -> None:
    assert remark in examine(BAD / name, name).remarks


@pytest.mark.parametrize("path", sorted(p for p in BAD.iterdir() if p.suffix != ".md"), ids=lambda p: p.name)
def test_none_takes_long_nor_breaks_its_reader(path: Path) -> None:
    began = time.monotonic()
    with contextlib.suppress(Unacceptable, words.Unreadable):
        words.text_of(path, examine(path, path.name).media_type)

    assert time.monotonic() - began < 5


def test_an_entity_reads_nothing_of_the_machine() -> None:
    content = examine(BAD / "entity.odt", "entity.odt")

    assert "root:" not in words.text_of(BAD / "entity.odt", content.media_type)


@pytest.mark.parametrize("path", sorted(p for p in GOOD.iterdir() if p.suffix != ".md"), ids=lambda p: p.name)
def test_the_files_of_other_programs_are_kept_as_they_are(path: Path) -> None:
    found = examine(path, path.name)

    assert found.name == path.name
    assert not {Remark.UNKNOWN_KIND, Remark.RENAMED} & set(found.remarks)

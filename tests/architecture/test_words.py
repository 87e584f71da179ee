"""People read Catalan and Spanish: nothing is left in English, in code or in templates."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "consistori"
ROOMS = sorted(p.parent.name for p in HOUSE.glob("*/locale"))
ADMIN = Path(sys.executable).parent / "django-admin"
SIGNS = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w*}")


def _entries(room: str, language: str) -> polib.POFile:
    return polib.pofile(str(HOUSE / room / "locale" / language / "LC_MESSAGES" / "django.po"))


@pytest.mark.parametrize("language", ["ca", "es"])
@pytest.mark.parametrize("room", ROOMS)
def test_each_catalogue_is_complete(room, language):
    entries = _entries(room, language)
    open_ones = [e.msgid for e in entries if not e.obsolete and (not e.translated() or "fuzzy" in e.flags)]

    assert open_ones == []


@pytest.mark.parametrize("language", ["ca", "es"])
@pytest.mark.parametrize("room", ROOMS)
def test_each_catalogue_says_one_and_many_as_the_house_does(room, language):
    """With a rule of three forms and two of them written, «5 days» is looked for elsewhere: Spanish spoke Catalan."""
    entries = _entries(room, language)

    assert entries.metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    assert [e.msgid for e in entries if e.msgid_plural and not e.obsolete and len(e.msgstr_plural) != 2] == []


@pytest.mark.parametrize("language", ["ca", "es"])
@pytest.mark.parametrize("room", ROOMS)
def test_each_translation_keeps_the_blanks_to_fill(room, language):
    lost = [
        e.msgid
        for e in _entries(room, language)
        if not e.obsolete and e.msgstr and sorted(SIGNS.findall(e.msgid)) != sorted(SIGNS.findall(e.msgstr))
    ]

    assert lost == []


@pytest.mark.parametrize("room", ROOMS)
def test_each_sentence_of_the_code_is_in_its_catalogue(room, tmp_path):
    copy = tmp_path / room
    ignored = shutil.ignore_patterns("*.mo", "tests", "migrations", "static", "files", "__pycache__")
    shutil.copytree(HOUSE / room, copy, ignore=ignored)
    done = subprocess.run(
        [str(ADMIN), "makemessages", "-l", "ca", "--no-location", "--no-obsolete"],
        cwd=copy, capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = polib.pofile(str(copy / "locale" / "ca" / "LC_MESSAGES" / "django.po"))
    missing = [
        e.msgid for e in found if not e.obsolete and not e.msgstr and not any(e.msgstr_plural.values())
    ]

    assert missing == []


TAGS = re.compile(r"{%\s*(?:block)?comment.*?{%\s*endcomment\s*%}|{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->", re.S)
TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?.*?{%\s*endblocktrans(?:late)?\s*%}", re.S)
NOT_WORDS = re.compile(r"<(script|style|svg|code|kbd|title)[^>]*>.*?</\1>", re.S)
WORDS = re.compile(r">([^<>]*[A-Za-zÀ-ÿ]{3,}[^<>]*)<")
ATTRIBUTES = re.compile(r"""(?:aria-label|title|placeholder|alt)="([^"{}]*[A-Za-z]{3,}[^"{}]*)\"""")
NAMES = {
    "Consistori",
    "Català",
    "Español",
    "Castellano",
    "EUPL-1.2",
    "DEMO",
    "NIF",
    "PDF",
    "Tab",
    "Ctrl",
    "Esc",
    "English",
}


def _is_a_sentence(said: str) -> bool:
    clean = said.replace("\x00", "").strip(" ·:.,()/«»…–-+\n\xa0")
    return clean not in NAMES and bool(re.search(r"[A-Za-zÀ-ÿ]{3,}", clean))


@pytest.mark.parametrize("path", sorted(HOUSE.rglob("*.html")), ids=lambda p: str(p.relative_to(HOUSE)))
def test_no_template_says_something_untranslated(path):
    text = TRANSLATED.sub("", path.read_text())
    text = html.unescape(NOT_WORDS.sub("", TAGS.sub("\x00", text)))
    said = [w.strip() for w in WORDS.findall(text)] + ATTRIBUTES.findall(text)
    bare = [w for w in said if '="' not in w and _is_a_sentence(w)]

    assert bare == []


@pytest.mark.parametrize("language", ["ca", "es"])
def test_one_sentence_has_one_translation_in_the_whole_house(language):
    """All rooms share one domain: two translations of a sentence would show whichever is read first."""
    said: dict[tuple[str | None, str, str], dict[str, str]] = {}
    for room in ROOMS:
        for e in _entries(room, language):
            if not e.obsolete:
                said.setdefault((e.msgctxt, e.msgid, e.msgid_plural), {})[room] = e.msgstr or str(
                    e.msgstr_plural
                )
    two = {key: rooms for key, rooms in said.items() if len(set(rooms.values())) > 1}

    assert two == {}

"""The files, arms and numbers of the demo are what they say they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from consistori.config.demo.stories import FILES, read, stories_of
from consistori.formats.content import examine
from consistori.parties.rules.identifiers import check_identifier
from consistori.ui.colours import TOWN_COLOURS

ARMS = FILES.parent / "arms"
MOST_BYTES = 6 * 1024 * 1024
PAPERS = sorted(path for path in FILES.iterdir() if path.name != "ORIGIN.md")
SLUGS = [said["slug"] for said in read("towns.toml")["entity"]]
STORIES = [story for slug in SLUGS for story in stories_of(slug)]


def test_the_origin_of_every_file_is_written_and_nothing_else() -> None:
    table = (FILES / "ORIGIN.md").read_text(encoding="utf-8")

    assert set(re.findall(r"^\| `(.+?)` \|", table, re.M)) == {path.name for path in PAPERS}


def test_all_together_they_are_small() -> None:
    assert sum(path.stat().st_size for path in PAPERS) < MOST_BYTES


def test_there_are_papers_of_every_kind_that_comes_to_a_town_hall() -> None:
    assert {path.suffix for path in PAPERS} >= {
        ".pdf", ".docx", ".odt", ".xlsx", ".ods", ".jpg", ".png", ".tif", ".eml", ".rtf",
    }  # fmt: skip


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_each_file_is_what_its_name_says(path: Path) -> None:
    content = examine(path, path.name)

    assert content.name == path.name
    assert content.kind.family != "unknown"


@pytest.mark.parametrize(
    "name", sorted({step.value for s in STORIES for step in s.told if step.kind == "file"})
)
def test_each_paper_of_a_story_is_there(name: str) -> None:
    assert (FILES / name).is_file()


def test_no_program_left_a_path_of_its_machine_in_the_files() -> None:
    for path in PAPERS:
        assert not re.search(rb"/tmp/tmp|/home/|/root/|file:///", path.read_bytes()), path.name


@pytest.mark.parametrize("key", read("parties.toml"))
def test_the_numbers_of_the_parties_pass_the_check_and_are_of_the_invented_blocks(key: str) -> None:
    said = read("parties.toml")[key]["identifier"]

    assert check_identifier(said).value == said
    assert re.fullmatch(r"(99\d{6}|[XYZ]9900\d{3}|[A-Z]99\d{5})[0-9A-Z]", said)


def test_the_codes_of_the_towns_are_outside_the_real_ones() -> None:
    entities = read("towns.toml")["entity"]

    assert all(said["ine_code"].startswith("99") for said in entities)
    assert len({said["code_prefix"] for said in entities}) == len(entities)
    assert {said["colour"] for said in entities} <= set(TOWN_COLOURS)


@pytest.mark.parametrize("path", sorted(ARMS.glob("*.svg")), ids=lambda path: path.stem)
def test_the_arms_are_small_drawings_without_script_style_or_identifiers(path: Path) -> None:
    drawing = etree.fromstring(path.read_bytes())

    assert path.stat().st_size < 1100
    assert {etree.QName(one).localname for one in drawing.iter()} <= {"svg", "path", "circle"}
    assert not {name for one in drawing.iter() for name in one.attrib} & {"id", "style", "class", "href"}


def test_there_are_twelve_coats_of_arms_one_for_each_entity_at_least() -> None:
    drawn = {path.stem for path in ARMS.glob("*.svg")}

    assert len(drawn) == 12
    assert set(SLUGS) <= drawn


def test_the_titles_of_the_cases_name_nobody() -> None:
    surnames = {said["surnames"][0] for said in read("parties.toml").values() if "surnames" in said}
    firms = {said["name"] for said in read("parties.toml").values() if "surnames" not in said}

    for story in STORIES:
        words = set(re.findall(r"\w+", story.title))
        assert not words & (surnames - {"Llobera", "Terradelles"}), story.title
        assert not any(firm in story.title for firm in firms), story.title

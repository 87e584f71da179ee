"""Taking the whole case: what goes in, what stays, and that outsiders can check it."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from lxml import etree

from consistori.cases.export import ask_for_export, plan_export, write_package
from consistori.cases.export.asking import pieces_of
from consistori.cases.export.planning import NothingToTake
from consistori.cases.models import CaseFile
from consistori.cases.services import (
    add_document,
    add_documents,
    add_party,
    close_case,
    comment_on_case,
    create_folder,
    mark_document,
)
from consistori.kernel.errors import NotPermitted
from consistori.tenancy.models import JobRun
from consistori.tenancy.scope import current_scope

SCHEMAS = Path(__file__).parents[4] / "shared" / "standards" / "eni" / "xsd"
NEEDS_SCHEMAS = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the official schemas are not at hand")


def package(case: CaseFile) -> zipfile.ZipFile:
    to = io.BytesIO()
    write_package(plan_export(case), to, pieces_of(case.entity))
    return zipfile.ZipFile(to)


@pytest.fixture
def full(resolved: CaseFile, clerk: Any, paper: Any, neighbour: Any) -> CaseFile:
    """The case with a folder, a person, a draft, a note and an internal comment."""
    folder = create_folder(resolved, by=clerk, name="Plànols <i> memòries")
    add_document(resolved, paper("Plànol & alçat", "TD99"), by=clerk, folder=folder)
    add_document(resolved, paper("Proposta secreta", state="draft"), by=clerk)
    note = add_document(resolved, paper("Nota per a la secretària", "TD99"), by=clerk)
    mark_document(note, by=clerk, is_auxiliary=True)
    comment_on_case(resolved, by=clerk, text="Comentari que no surt de casa")
    add_party(resolved, neighbour, by=clerk)
    return resolved


def validate(name: str, xml: bytes) -> None:
    parser = etree.XMLParser(no_network=True, resolve_entities=False, huge_tree=True)
    kind = "expediente" if name.startswith("expediente") else "documento"
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / f"{kind}-e" / f"{kind}Eni.xsd"), parser))
    schema.assertValid(etree.fromstring(xml, parser))


@NEEDS_SCHEMAS
def test_everything_in_the_package_is_valid_against_the_official_schemas(full: CaseFile) -> None:
    with package(full) as taken:
        xmls = [name for name in taken.namelist() if name.endswith(".xml")]
        for name in xmls:
            validate(name, taken.read(name))

    assert len(xmls) == 4


def test_each_fingerprint_of_the_index_is_that_of_its_file(full: CaseFile) -> None:
    from consistori.formats.eni.cases import read_case

    with package(full) as taken:
        index = read_case(io.BytesIO(taken.read("expediente.xml")))
        for entry in index.documents():
            xml = taken.read(f"documentos/{entry.identifier}.xml")
            assert hashlib.sha256(xml).hexdigest() == entry.fingerprint

    assert [d.order for d in index.documents()] == [1, 2, 3]
    assert index.metadata.parties == ("12345678Z",)
    assert "sense segell" in str(index.signatures[0]).lower()


def test_drafts_notes_and_comments_stay_in_the_house(full: CaseFile) -> None:
    with package(full) as taken:
        everything = (
            b"".join(taken.read(name) for name in taken.namelist()) + "".join(taken.namelist()).encode()
        )

    for secret in ("secreta", "Nota per a", "no surt de casa"):
        assert secret.encode() not in everything


def test_the_page_opens_without_the_program_and_escapes_what_it_shows(full: CaseFile) -> None:
    with package(full) as taken:
        page = taken.read("index.html").decode()
        files = [n.removeprefix("ficheros/") for n in taken.namelist() if n.startswith("ficheros/")]

    assert "Plànols &lt;i&gt; memòries" in page
    assert "<script" not in page
    assert "http" not in page
    assert len(files) == 3
    assert all(escape(name) in page for name in files)


def test_the_files_are_as_they_came(full: CaseFile) -> None:
    with package(full) as taken:
        contents = {taken.read(n) for n in taken.namelist() if n.startswith("ficheros/")}

    assert "Sol·licitud\n".encode() in contents


def test_a_large_file_is_packed_in_constant_memory(resolved: CaseFile) -> None:
    plan = plan_export(resolved)

    def pieces(sha256: str) -> Iterator[bytes]:
        return (bytes(1024 * 1024) for _ in range(48))

    class Nowhere(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            return len(data)

    tracemalloc.start()
    write_package(plan, io.BufferedWriter(Nowhere()), pieces)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 24 * 1024 * 1024


def test_an_empty_case_has_nothing_to_take(case: CaseFile, clerk: Any) -> None:
    with pytest.raises(NothingToTake):
        ask_for_export(case, by=clerk)


def test_a_closed_case_says_so_in_its_index(full: CaseFile, clerk: Any) -> None:
    close_case(full, by=clerk, ending="resolution")

    with package(full) as taken:
        assert b"<eniexpmeta:Estado>E02</eniexpmeta:Estado>" in taken.read("expediente.xml")


def test_asking_for_it_leaves_a_job_and_a_line_in_the_trail(full: CaseFile, clerk: Any) -> None:
    run = ask_for_export(full, by=clerk)

    assert JobRun.of(clerk.person_id).get() == run
    assert current_scope().pending[-1].event.kind() == "cases.CaseTaken"


def test_the_job_writes_the_package_and_tells_where(
    town: Any, clerk: Any, run_jobs: Any, tmp_path: Path, settings: Any
) -> None:
    from consistori.cases.services import open_case
    from consistori.cases.tests.conftest import make_series
    from consistori.documents.services import create_from_bytes
    from consistori.tenancy.scope import working_for

    settings.CACHE_ROOT = tmp_path
    with working_for(town):
        case = open_case(by=clerk, title="Terrassa", series=make_series())
        document = create_from_bytes(by=clerk, data=b"Un\n", name="un.txt", title="Un")
        add_documents(case, [document], by=clerk)
        run = ask_for_export(case, by=clerk)

    run_jobs()

    with working_for(town):
        run.refresh_from_db()
        case.refresh_from_db()
    assert run.state == "done", run.message
    assert run.result_name == f"{case.number}.zip"
    with zipfile.ZipFile(run.result_path) as taken:
        assert taken.testzip() is None
        assert f"ficheros/{case.number}.pdf" in taken.namelist()


def test_the_command_takes_the_same(town: Any, clerk: Any, tmp_path: Path) -> None:
    from consistori.cases.services import open_case
    from consistori.cases.tests.conftest import make_series
    from consistori.documents.services import create_from_bytes
    from consistori.tenancy.scope import working_for

    with working_for(town):
        case = open_case(by=clerk, title="Terrassa", series=make_series())
        document = create_from_bytes(by=clerk, data=b"Un\n", name="un.txt", title="Un")
        add_documents(case, [document], by=clerk)

    call_command("case_export", case.number, entity=town.slug, to=tmp_path)

    with zipfile.ZipFile(tmp_path / f"{case.number}.zip") as taken:
        assert {"expediente.xml", "index.html"} <= set(taken.namelist())


def test_the_outsider_takes_nothing(full: CaseFile, outsider: Any, town: Any, hire: Any) -> None:
    for somebody in (
        outsider,
        hire(town, "external", "Arnau", "Vidal"),
        hire(town, "opposition", "Ona", "Mas"),
    ):
        with pytest.raises(NotPermitted):
            ask_for_export(full, by=somebody)

"""A row that cannot go in stops no other, and a job that stopped half way is gone on with."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.kernel.errors import AlreadyDone
from consistori.parties import jobs
from consistori.parties.models import ImportRow, Party, PartyImport
from consistori.parties.services import begin_entering, begin_undoing, rows
from consistori.parties.tests.test_bring_a_sheet import BARE, GOOD, brought, entered
from consistori.tenancy.models import JobRun
from consistori.tenancy.scope import working_for

HEAD = "NIF;Nom;Primer cognom;Telèfon;Mòbil"
PAGE = "/e/vall-llobera/desk/parties/import/"


def test_the_same_telephone_in_two_columns_is_hung_once(laia: Party, clerk: Any) -> None:
    sheet = brought(clerk, "12345678Z;Laia;Riubrugent;611 111 111;611111111", head=HEAD)

    done = entered(clerk, sheet)

    assert done.counts == {"completed": 1}
    assert sorted(c.value for c in laia.channels.filter(kind="mobile")) == ["600000000", "611111111"]


def test_what_the_database_refuses_is_said_in_its_row_and_the_others_go_in(
    laia: Party, clerk: Any, monkeypatch: Any
) -> None:
    sheet = brought(clerk, "12345678Z;Laia;Riubrugent;611111111;600000000", ";Pere;Mas;;", head=HEAD)
    monkeypatch.setattr(rows, "_reached", lambda ids: {})

    done = entered(clerk, sheet)

    assert done.counts == {"wrong": 1, "entered": 1}
    assert ImportRow.objects.get(state="wrong").faults[0]["code"] == "clash"
    assert not laia.channels.filter(value="611111111").exists()


def start(sheet: PartyImport, by: Any) -> dict[str, str]:
    run = jobs.start(sheet, by=by, language="ca")
    return {
        "run_id": str(run.pk), "sheet_id": str(sheet.pk), "person_id": str(by.person_id), "name": by.name,
        "language": "ca",
    }  # fmt: skip


def broken(*args: Any, **more: Any) -> int:
    raise RuntimeError("the disk is full")


def test_a_job_that_broke_says_so_and_is_gone_on_with_from_its_page(
    town: Any, clerk: Any, sign_in: Any, monkeypatch: Any
) -> None:
    with working_for(town):
        sheet = begin_entering(brought(clerk, GOOD, BARE), by=clerk)
        asked = start(sheet, clerk)
        with pytest.raises(AlreadyDone):
            begin_entering(sheet, by=clerk)
    monkeypatch.setattr(jobs, "enter_batch", broken)
    with pytest.raises(RuntimeError):
        jobs.enter_sheet(entity=town, **asked)
    monkeypatch.undo()
    with working_for(town):
        assert JobRun.objects.get(pk=asked["run_id"]).state == JobRun.State.FAILED

    browser = sign_in(clerk)
    assert "S’ha aturat a mig camí." in browser.get(f"{PAGE}{sheet.pk}/").content.decode()
    assert browser.post(f"{PAGE}{sheet.pk}/", {"act": "enter"}).status_code == 302

    with working_for(town):
        again = PartyImport.objects.get(pk=sheet.pk)
        assert str(again.run_id) != asked["run_id"]
        asked |= {"run_id": str(again.run_id)}
    jobs.enter_sheet(entity=town, **asked)
    with working_for(town):
        assert PartyImport.objects.get(pk=sheet.pk).counts == {"entered": 2}


def test_taking_it_out_is_gone_on_with_too(town: Any, clerk: Any, monkeypatch: Any) -> None:
    with working_for(town):
        sheet = begin_undoing(entered(clerk, brought(clerk, GOOD, BARE)), by=clerk)
        asked = start(sheet, clerk)
    monkeypatch.setattr(jobs, "take_out_batch", broken)
    with pytest.raises(RuntimeError):
        jobs.take_out_sheet(entity=town, **asked)
    monkeypatch.undo()

    with working_for(town):
        assert begin_undoing(sheet, by=clerk).state == PartyImport.State.UNDOING
        asked |= {"run_id": str(jobs.start(sheet, by=clerk, language="ca").pk)}
    jobs.take_out_sheet(entity=town, **asked)

    with working_for(town):
        assert not Party.objects.exists()

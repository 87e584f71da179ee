"""What programs read of rules: the text, the bodies, the runs, and each explanation; of another town, nothing."""

from typing import Any

import pytest

from consistori.automation.models import RuleRun
from consistori.directory.services import create_token
from consistori.trail.models import Reading

ASK = {"which": "alone", "language": "ca", "accepts": "yes", "token": "t1"}


@pytest.fixture
def ask(client: Any, town: Any, administrator: Any, at_work: Any) -> Any:
    _token, secret = create_token(by=administrator, name="Síndic", scopes=["cases:read"], roles=["auditor"])

    def do(path: str) -> Any:
        return client.get(
            f"/api/v1/{path}", headers={"Authorization": f"Bearer {secret}", "X-Entity": town.slug}
        )

    return do


def test_a_program_reads_the_rule_what_it_did_and_why(ask, town, procedure, register, acting, come_in, hear):
    come_in().post(f"/e/{town.slug}/padro/", ASK)
    hear()
    run = RuleRun.objects.get()

    (rule,) = ask("automation-rules").json()["items"]
    assert (rule["code"], rule["acting"], rule["bodies"]["audit"]) == (acting.code, True, "Diputació")
    (line,) = ask(f"automation-rules/{acting.code}/runs").json()["items"]
    assert (line["id"], line["state"]) == (str(run.pk), "done")
    said = ask(f"automation-runs/{run.pk}").json()
    assert said["explained"] == run.explained and len(said["inputs"]) == 7
    assert Reading.objects.filter(kind="rule_run", record_id=run.pk).exists()


def test_of_what_is_not_here_it_reads_nothing(ask, acting, town):
    from consistori.kernel.identifiers import uuid7

    assert ask(f"automation-runs/{uuid7()}").status_code == 404
    assert ask("automation-rules/NO/runs").status_code == 404
    town.switches = {"automation": False}
    town.save()
    assert ask("automation-rules").status_code == 404

"""What a story about automated acts needs: the rule of the slip, a seal, whoever approves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest

from consistori.automation.models import Rule
from consistori.automation.services import Bodies, approve_rule, begin_trial, create_rule, switch_on
from consistori.automation.standard import standard_rules
from consistori.padro.tests.conftest import come_in, hear, house, laia, procedure, register, registrar
from consistori.signature.services.seals import issue_demo_seal
from consistori.signature.tests.sealing import authority, give_seal, sealing_house, stamps, trust

__all__ = [
    "authority", "come_in", "give_seal", "hear", "house", "laia", "procedure", "register", "registrar", "sealing_house",
    "stamps", "trust",
]  # fmt: skip

BODIES = Bodies(
    specification_body="Secretaria", programming_body="Secretaria", maintenance_body="Secretaria",
    supervision_body="Alcaldia", quality_body="Secretaria", audit_body="Diputació", appeals_body="Alcaldia",
)  # fmt: skip
DECREE = "Decret 2026/0160, de 20 de novembre"
SAID: dict[str, Any] = {"decree": DECREE, "is_objective": True, **asdict(BODIES)}


@pytest.fixture
def seal(sealing_house: Any, at_work: Any, secretary: Any) -> Any:
    return issue_demo_seal(by=secretary, body="Secretaria", kind="ec")


@pytest.fixture
def rule(at_work: Any, secretary: Any) -> Rule:
    """The rule of the slip, written and not approved."""
    return create_rule(by=secretary, text=standard_rules()["RESIDENCE-SLIP"])


@pytest.fixture
def try_it(run_jobs: Callable[[], int], secretary: Any) -> Callable[..., Any]:
    """`try_it(rule)` tries its last version over the last year, and gives the trial."""

    def do(rule: Rule) -> Any:
        assert rule.latest is not None
        trial = begin_trial(rule.latest, by=secretary)
        run_jobs()
        trial.refresh_from_db()
        return trial

    return do


@pytest.fixture
def approve(seal: Any, secretary: Any, try_it: Callable[..., Any]) -> Callable[..., Any]:
    """`approve(rule)` tries and approves its last version by a decree with every body."""

    def do(rule: Rule, **said: Any) -> Any:
        try_it(rule)
        given: dict[str, Any] = {"decree": DECREE, "bodies": BODIES, "seal": seal, "is_objective": True}
        approval = approve_rule(rule, by=secretary, version=rule.latest, **(given | said))  # type: ignore[arg-type]
        rule.refresh_from_db()
        return approval

    return do


@pytest.fixture
def acting(rule: Rule, approve: Callable[..., Any], secretary: Any) -> Rule:
    """The rule of the slip, approved and on."""
    approve(rule)
    return switch_on(rule, by=secretary)

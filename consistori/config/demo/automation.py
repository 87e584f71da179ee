"""The automated acts of the demo: the residence slip approved and acting, renewals tried, a slip that comes out."""

from __future__ import annotations

from consistori.automation.models import Rule
from consistori.automation.services import Bodies, adopt_standard_rules, approve_rule, begin_trial, switch_on
from consistori.automation.trying import run_trial
from consistori.config.demo.telling import Told
from consistori.directory.roles import Role
from consistori.eoffice.filing.web.doors import shown_to_citizens
from consistori.eoffice.identity.citizens import Citizen
from consistori.kernel.clock import now, today
from consistori.padro.models import RegisterLoad
from consistori.padro.ports import residence_of
from consistori.padro.rules.slips import Span
from consistori.padro.services.sending import CODE, send_slip
from consistori.signature.models import Seal
from consistori.tenancy import modality
from consistori.tenancy.scope import working_for

SLIP, ASKED = "RESIDENCE-SLIP", "TERRACE-RENEWAL-ASKED"
WHO = "99002056M"
BODIES = Bodies(
    specification_body="Secretaria", programming_body="Secretaria", maintenance_body="Secretaria",
    supervision_body="Alcaldia", quality_body="Secretaria", audit_body="Diputació", appeals_body="Alcaldia",
)  # fmt: skip


def approve_what_is_clear(told: Told) -> None:
    """Bring the rules of the house; try two; approve that of the slip, switch it on, and ask for one from home."""
    if not modality.is_on(told.entity, "automation"):
        return
    people = [told.cast.actor(name, told.entity.slug) for name in told.cast.people]
    secretary = next((one for one in people if one.holds(Role.SECRETARY)), None)
    with working_for(told.entity):
        seal = Seal.objects.kept().first()
        if secretary is None or seal is None or Rule.objects.exists() or not RegisterLoad.objects.exists():
            return
        rules = {rule.code: rule for rule in adopt_standard_rules(by=secretary)}
        tried = [rules[code].latest for code in (SLIP, ASKED)]
        trials = [begin_trial(version, by=secretary) for version in tried if version is not None]
    for trial in trials:
        run_trial(told.entity, trial.pk)
    with working_for(told.entity), told.unless_refused("automated slip"):
        rule = rules[SLIP]
        if rule.latest is None:
            return
        approve_rule(
            rule, by=secretary, version=rule.latest, decree=f"Decret {today().year}/0151, de {today():%d/%m/%Y}",
            bodies=BODIES, seal=seal, is_objective=True,
        )  # fmt: skip
        switch_on(rule, by=secretary)
        _ask(told)


def _ask(told: Told) -> None:
    """Somebody asks for theirs, from home: the worker has it done as soon as it begins."""
    residence = residence_of(told.entity, WHO)
    if residence is None:
        return
    one = residence.person
    citizen = Citizen(
        method="demo", level="substantial", identifier=WHO, name=one.name, surname1=one.surname1,
        surname2=one.surname2, entered_at=now().isoformat(),
    )  # fmt: skip
    send_slip(
        shown_to_citizens(CODE), citizen=citizen, residence=residence, span=Span.ALONE, subject_key=None,
        language="ca", reads_in="ca", accepted=True, token=f"demo-rule-{told.entity.slug}",
    )  # fmt: skip

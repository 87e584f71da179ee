"""What the renewals offer to rules: an application like last year's, the season of last year's cases, and renewing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.automation.models import Renewal
from consistori.automation.renewing import looking, making, rules
from consistori.automation.renewing.looking import RESOLVES, Looked
from consistori.cases.models import CaseFile, EntryTaken, Step
from consistori.cases.steps.rules import Sense, Standing
from consistori.kernel import offers
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput
from consistori.kernel.offers import Found, OfferedAct, OfferedFact, Order, Outcome, Past, Plain, Subject
from consistori.registry.events import EntryRegistered
from consistori.registry.models import RegistryEntry
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

ASKED, DUE = "renewals.asked", "renewals.due"
RENEW_ASKED, RENEW_DUE = "renewals.renew_asked", "renewals.renew_due"
SEALS: Mapping[str, Any] = {
    "renewal_asked": gettext_lazy("Seal the yearly renewals that somebody asks for"),
    "renewal_due": gettext_lazy("Seal the yearly renewals ex officio"),
}
NAMES: Mapping[str, Any] = {
    "granted": gettext_lazy("whether last year's case granted it"),
    "days_since": gettext_lazy("days since it was resolved"),
    "holders": gettext_lazy("how many people or firms held it"),
    "open_others": gettext_lazy("how many other open cases they have in the town hall"),
}
_SERIES = gettext_lazy("the code of the series of last year's cases")


def offer() -> None:
    """Called once, when the program starts."""
    from consistori.signature.seals import automated_kinds

    automated_kinds.update(SEALS)
    offers.offer_fact(OfferedFact(
        name=ASKED, label=gettext_lazy("Somebody asks for the same as last year"), event=EntryRegistered,
        names={**NAMES, "online": gettext_lazy("whether it was asked in the e-office, with an identity")},
        find=find_asked, past=past_asked,
        settings={"procedure": gettext_lazy("the code of the procedure"), "series": _SERIES},
    ))  # fmt: skip
    offers.offer_fact(OfferedFact(
        name=DUE, label=gettext_lazy("The season of what is renewed every year begins"), names=NAMES, find=find_due,
        past=past_due, due=due,
        settings={"series": _SERIES, "on": gettext_lazy("the day when it begins, as «12-01»")},
    ))  # fmt: skip
    title = {"title": gettext_lazy("what is renewed, as the title of the case says it")}
    offers.offer_act(OfferedAct(
        name=RENEW_ASKED, label=gettext_lazy("Open the case of this year, and resolve it sealed"), facts=(ASKED,),
        do=renew_asked, leave=leave, seal="renewal_asked", settings=title,
    ))  # fmt: skip
    offers.offer_act(OfferedAct(
        name=RENEW_DUE, label=gettext_lazy("Open ex officio the case of this year, and resolve it sealed"),
        facts=(DUE,), do=renew_due, leave=leave, seal="renewal_due", settings=title,
    ))  # fmt: skip


def find_asked(entity: Entity, entry_id: UUID, said: Mapping[str, Plain]) -> Found | None:
    """An application of that procedure that nobody has taken yet."""
    with working_for(entity):
        entry = RegistryEntry.objects.filter(pk=entry_id, procedure=said["procedure"]).first()
        if entry is None or EntryTaken.objects.standing().filter(entry=entry).exists():
            return None
        looked = looking.asked(entry_id, str(said["series"]))
        return looking.found(looked, _of_entry(entry), by_whom=True)


def find_due(entity: Entity, case_id: UUID, said: Mapping[str, Plain]) -> Found | None:
    """A case of last year, in its season."""
    with working_for(entity):
        case = CaseFile.objects.filter(pk=case_id, series__code=said["series"]).first()
        if case is None or not rules.is_before(case.opened_on, today()):
            return None
        return looking.found(Looked(case), _of_case(case), by_whom=False)


def due(entity: Entity, day: date, said: Mapping[str, Plain]) -> Iterable[UUID]:
    """The cases of last year whose season is open. Nothing for a day that is none."""
    try:
        open_now = rules.season(str(said["on"]), day)
    except ValueError:
        return []
    if open_now is None:
        return []
    with working_for(entity):
        return looking.due(str(said["series"]), day)


def past_asked(entity: Entity, since: date, until: date, said: Mapping[str, Plain]) -> Iterable[Past]:
    """The applications of those days, and what a person resolved of each one."""
    with working_for(entity):
        rows = RegistryEntry.objects.filter(
            procedure=said["procedure"], registered_at__date__gte=since, registered_at__date__lt=until
        )
        for entry in rows.order_by("registered_at"):
            looked = looking.asked(entry.pk, str(said["series"]))
            taken = EntryTaken.objects.standing().filter(entry=entry).first()
            ended = _ended(taken.case_id) if taken else "waiting"
            yield Past(looking.found(looked, _of_entry(entry), by_whom=True), ended)


def past_due(entity: Entity, since: date, until: date, said: Mapping[str, Plain]) -> Iterable[Past]:
    """The cases that were opened in those days, as if they were last year's, and what was resolved of the next one."""
    with working_for(entity):
        rows = CaseFile.objects.filter(series__code=said["series"], opened_on__gte=since, opened_on__lt=until)
        for case in rows.order_by("opened_on"):
            following = case.relations_from.filter(kind="follows").first()
            ended = _ended(following.case_id) if following else "waiting"
            yield Past(looking.found(Looked(case), _of_case(case), by_whom=False), ended)


def renew_asked(entity: Entity, entry_id: UUID, order: Order, said: Mapping[str, Plain]) -> Outcome:
    """Take the application in a case of its own, resolved and sealed. Raises `NotNow`, `BadInput`."""
    with working_for(entity):
        known = Renewal.objects.filter(entry_id=entry_id).first()
        before = known.before_id if known else _before(entry_id, order)
    return making.make(entity, before, order, dict(said), kind="renewal_asked", entry_id=entry_id)


def renew_due(entity: Entity, case_id: UUID, order: Order, said: Mapping[str, Plain]) -> Outcome:
    """Open this year's from last year's, resolved and sealed. Raises `NotNow`."""
    return making.make(entity, case_id, order, dict(said), kind="renewal_due")


def leave(_entity: Entity, _subject_id: UUID, _words: str) -> None:
    """Whoever asked waits in the inbox, and last year's case in its list: the task says why."""


def _before(entry_id: UUID, order: Order) -> UUID:
    from consistori.automation.models import RuleRun
    from consistori.automation.reading import read_kept

    run = RuleRun.objects.select_related("approval__approved").get(pk=order.run_id)
    looked = looking.asked(entry_id, str(read_kept(run.approval.approved.text).said["series"]))
    if looked.before is None:
        raise BadInput(looked.doubt)
    return looked.before.pk


def _ended(case_id: UUID) -> str:
    """What a person resolved in a case: done, refused, or not yet."""
    step = Step.objects.live().filter(case_id=case_id, code=RESOLVES, standing=Standing.DONE).last()
    if step is None:
        return "waiting"
    return "refused" if step.sense in (Sense.REFUSED, Sense.PARTLY) else "done"


def _of_entry(entry: RegistryEntry) -> Subject:
    language = entry.language if entry.language in ("ca", "es") else "ca"
    return Subject("registry_entry", entry.pk, entry.reference, entry.get_absolute_url(), language)


def _of_case(case: CaseFile) -> Subject:
    label = _("Renewal of %(number)s") % {"number": case.number}
    return Subject("case", case.pk, label, reverse("cases:case", args=[case.number]), case.entity.language)

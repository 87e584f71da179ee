"""The invented register of residents of the demo towns, a slip asked from home that waits, and one of the counter."""

from __future__ import annotations

from datetime import timedelta

from consistori.config.demo.registering import keeper_of
from consistori.config.demo.stories import DATA
from consistori.config.demo.telling import Told
from consistori.eoffice.filing.web.doors import shown_to_citizens
from consistori.eoffice.identity.citizens import Citizen
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.padro.models import RegisterLoad
from consistori.padro.ports import residence_of
from consistori.padro.rules.slips import Span, What
from consistori.padro.services import ask_at_counter, bring_register, put_in_force
from consistori.padro.services.sending import CODE, send_slip
from consistori.parties.selectors import holder_of
from consistori.tenancy import modality
from consistori.tenancy.scope import working_for

FILE = "residents.csv"
FROM_HOME, AT_THE_COUNTER = "99002056M", "99000138L"


def bring_residents(told: Told) -> None:
    """The register of the town, in force since a week ago; nothing where it is off or nobody is in the file."""
    if not modality.is_on(told.entity, "padro"):
        return
    head, *lines = (DATA / FILE).read_text(encoding="utf-8").splitlines()
    here = [line for line in lines if line.startswith(f"{told.entity.slug};")]
    with working_for(told.entity):
        if not here or RegisterLoad.objects.exists():
            return
        by = Actor.program(told.entity.pk)
        sheet = "\n".join([head, *here]).encode()
        as_of = today() - timedelta(days=7)
        load = bring_register(by=by, data=sheet, file_name=f"padró {told.entity.short_name}.csv", as_of=as_of)
        put_in_force(load, by=by)


def ask_for_slips(told: Told) -> None:
    """One that somebody asked last night from home, and one that the counter has just ordered."""
    with working_for(told.entity):
        if not RegisterLoad.objects.exists():
            return
        with told.unless_refused("slip from home"):
            _from_home(told)
        with told.unless_refused("slip at the counter"):
            _at_the_counter(told)


def _from_home(told: Told) -> None:
    residence = residence_of(told.entity, FROM_HOME)
    if residence is None:
        return
    person = residence.person
    citizen = Citizen(
        method="demo", level="substantial", identifier=FROM_HOME, name=person.name, surname1=person.surname1,
        surname2=person.surname2, entered_at=now().isoformat(),
    )  # fmt: skip
    send_slip(
        shown_to_citizens(CODE), citizen=citizen, residence=residence, span=Span.TOGETHER, subject_key=None,
        language="es", reads_in="es", accepted=True, token=f"demo-{told.entity.slug}",
    )  # fmt: skip


def _at_the_counter(told: Told) -> None:
    party, residence = holder_of(AT_THE_COUNTER), residence_of(told.entity, AT_THE_COUNTER)
    if party is not None and residence is not None:
        ask_at_counter(
            by=keeper_of(told),
            party=party,
            residence=residence,
            what=What.SLIP,
            span=Span.ALONE,
            purpose="Escola",
        )

"""Steps as the pages draw them: who has it since when, how late, and what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.directory.roles import Role
from consistori.kernel.clock import today
from consistori.signature.circuits.proposing import ME, Proposal, ProposedStep
from consistori.signature.circuits.rules import Kind, Seat, Stands, sitting_in
from consistori.signature.circuits.selectors import DrawnCircuit, is_late
from consistori.signature.circuits.web.forms import Seats
from consistori.signature.circuits.words import TOWN_SEAL, what_is_asked
from consistori.signature.models import CircuitStep
from consistori.signature.sentences import trouble_said
from consistori.ui.dates import short_day, when

CSS = {
    Stands.DONE: "is-done", Stands.SKIPPED: "is-to-come", Stands.RETURNED: "is-stopped",
    Stands.FALLEN: "is-stopped", Stands.WITHDRAWN: "is-to-come", Stands.TO_COME: "is-to-come",
}  # fmt: skip
ICONS = {
    Stands.DONE: "check", Stands.SKIPPED: "next", Stands.RETURNED: "back", Stands.FALLEN: "warning",
    Stands.WITHDRAWN: "", Stands.TO_COME: "",
}  # fmt: skip
TURN_ICONS = {Kind.VISA: "check", Kind.SIGNATURE: "pen", Kind.SEAL: "seal", Kind.READING: "eye"}


@dataclass(frozen=True)
class Drawn:
    """A step in words: `who` holds or did it, `what` is asked or was done, `since` when, and what goes wrong."""

    step: CircuitStep
    who: str
    what: str
    since: str
    css: str
    icon: str
    late: int = 0
    trouble: str = ""
    is_mine: bool = False

    @property
    def is_at_once(self) -> bool:
        """Whether others go with it at the same place (set by `drawn_steps`)."""
        return bool(self.step.__dict__.get("is_at_once"))

    @property
    def late_said(self) -> str:
        """How late it is, in words."""
        return (
            ngettext("%(n)d day late", "%(n)d days late", self.late) % {"n": self.late} if self.late else ""
        )


def drawn(step: CircuitStep, person_id: UUID | None = None) -> Drawn:
    """A step as it stands today for whoever looks."""
    state, mine = Stands(step.state), person_id is not None and step.holder_id == person_id
    css, icon = CSS.get(state, "is-to-come"), ICONS.get(state, "")
    if state is Stands.WAITING:
        css, icon = ("is-mine" if mine else "is-now"), TURN_ICONS[Kind(step.kind)]
    if _trouble(step):
        css, icon = "is-stopped", "warning"
    what = "" if state is Stands.RETURNED else what_is_asked(step.kind)
    return Drawn(
        step=step, who=_who(step, state), what=what, since=_since(step, state, on=today(), mine=mine), css=css,
        icon=icon, late=is_late(step), trouble=_trouble(step), is_mine=mine and state is Stands.WAITING,
    )  # fmt: skip


def drawn_steps(found: DrawnCircuit, person_id: UUID | None = None) -> list[Drawn]:
    """The steps of a circuit in order; those of one place say that they go at once."""
    places = [step.place for step in found.steps]
    for step in found.steps:
        step.__dict__["is_at_once"] = places.count(step.place) > 1
    return [drawn(step, person_id) for step in found.steps]


def _who(step: CircuitStep, state: Stands) -> str:
    if step.kind == Kind.SEAL:
        return str(TOWN_SEAL)
    if state in (Stands.DONE, Stands.RETURNED, Stands.SKIPPED) and step.settled_by_name:
        return step.settled_by_name
    if not step.role:
        guest = getattr(step, "guest", None)
        return guest.name if guest else step.post
    return step.holder.full_name if step.holder else step.post


def _since(step: CircuitStep, state: Stands, *, on: date, mine: bool) -> str:
    if state is Stands.WAITING:
        if step.is_vacant:
            return _("nobody holds the post")
        began = when(step.began_at) if step.began_at else ""
        said = _("you have it since %(when)s") if mine else _("has it since %(when)s")
        words = said % {"when": began}
        if step.seen_at and not mine:
            words = f"{words} · {_('seen')}"
        return f"{words} · {_('before %(day)s') % {'day': short_day(step.due_on)}}" if step.due_on else words
    settled = when(step.settled_at) if step.settled_at else ""
    return {
        Stands.TO_COME: _("afterwards"),
        Stands.DONE: settled,
        Stands.SKIPPED: _("it went on without this step, %(when)s: %(why)s")
        % {"when": settled, "why": step.reason},
        Stands.RETURNED: _("returned it, %(when)s: %(why)s") % {"when": settled, "why": step.reason},
        Stands.WITHDRAWN: _("does not have it any more"),
        Stands.FALLEN: _("it fell: the text changed"),
    }[state]


def _trouble(step: CircuitStep) -> str:
    """What stops a waiting step, in words."""
    if not step.is_waiting:
        return ""
    code = step.trouble.get("code", "")
    if code == "asked-already":
        return _("Whoever holds this post has it to sign already, by another step. Ask another post.")
    if code == "no-seal":
        return _("The town hall has no seal for this yet.")
    if code:
        return trouble_said(step.trouble)
    return trouble_said(step.request.trouble) if step.request is not None and step.request.is_failed else ""


def proposal_said(proposal: Proposal | None, seats: Seats) -> list[tuple[str, str, int]]:
    """The steps of a proposal in words: who, what, and place."""
    return [
        (_proposed_who(step, seats), what_is_asked(step.kind), step.place)
        for step in (proposal.steps if proposal else ())
    ]


def _proposed_who(step: ProposedStep, seats: Seats) -> str:
    if step.kind == Kind.SEAL:
        return str(TOWN_SEAL)
    if step.who == ME:
        return _("Whoever sends it")
    wanted = Seat(step.who, UUID(step.unit) if step.unit else None, step.title)
    here: Any = sitting_in(wanted, seats.posts)
    return step.title or (here[0].title("ca") if here else str(Role(step.who).label))

"""What the room of rules hangs on others: the kind of its tasks, the approval of slips, the list of acts, help."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consistori.padro import approvals
from consistori.padro.approvals import Approval


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.automation.tasks import KIND
    from consistori.tasks.subjects import subjects

    subjects.add(KIND)
    approvals.sources.append(approval_of_slips)
    _help()


def approval_of_slips(kind: str, on: date) -> Approval | None:
    """The rule that issues slips today, where the town has one that acts. One statement."""
    from consistori.automation import selectors
    from consistori.padro.automatic import ACT
    from consistori.tenancy import modality
    from consistori.tenancy.scope import current_entity

    if kind != approvals.SLIPS or not modality.is_on(current_entity(), "automation"):
        return None
    rule = selectors.acting_by(ACT)
    return Approval(rule.acts_by.decree, rule.acts_by.starts_on, by_rule=True) if rule else None


def _help() -> None:
    from consistori.ui.help import screen_help

    screen_help.add(
        "automation",
        title=_("Rules for automation"),
        what=_(
            "A rule does by itself what is clear: when this happens, if it meets this, do that. What is not clear it "
            "passes to a person, and it never says no."
        ),
        acts=(
            _("It is written as a text, tried over last year's cases, and approved before it acts."),
            _("Anybody pulls its brake; whoever approves lets it go on."),
            _(
                "Each thing that it does is sealed and has its explanation, with its data and where they come from."
            ),
        ),
    )

"""What the room of rules hangs on others: the kind of its tasks, the approval of slips, the list of acts, help."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.padro import approvals
from consistori.padro.approvals import Approval, Explanation


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.automation.renewing.offering import offer
    from consistori.automation.tasks import KIND
    from consistori.eoffice.office import legal
    from consistori.tasks.subjects import subjects

    offer()
    subjects.add(KIND)
    legal.described.append(described)
    approvals.sources.append(approval_of_slips)
    approvals.explained.append(explanation_of)
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


def explanation_of(subject_id: UUID) -> Explanation | None:
    """What explains what a rule did with that thing, sealed or on its way; None when no rule did. One statement."""
    from consistori.automation import selectors

    run = selectors.explanation_about(subject_id)
    if run is None:
        return None
    return Explanation(run.explanation if run.is_done else None)


def described(language: str) -> Mapping[Any, Any]:
    """What the e-office publishes of each rule that seals (Reial decret 203/2021, art. 11.1.i). One statement."""
    from consistori.automation import selectors
    from consistori.automation.reading import read_kept
    from consistori.automation.rules.text import in_words
    from consistori.automation.sentences import BODIES
    from consistori.eoffice.office.legal import Described

    told: dict[Any, Described] = {}
    for rule, approval in selectors.approved_today():
        text = read_kept(approval.approved.text)
        told[approval.act_id] = Described(
            name=in_words(text.name, language), design=in_words(text.design, language),
            data=in_words(text.data, language), objective=in_words(text.objective, language),
            challenge=in_words(text.challenge, language), is_acting=rule.is_on and not rule.is_stopped,
            bodies=tuple((label, getattr(approval, name)) for name, label in BODIES.items()),
        )  # fmt: skip
    return told


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

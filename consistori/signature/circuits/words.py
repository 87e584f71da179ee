"""Circuits in words: what is done at a step, and why a circuit cannot be so."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from consistori.kernel.errors import BadInput
from consistori.signature.circuits.rules import MOST_DAYS, MOST_STEPS, Fault, Kind

ASKED: dict[str, Any] = {
    Kind.VISA: pgettext_lazy("of a step", "approves"),
    Kind.SIGNATURE: pgettext_lazy("of a step", "signs"),
    Kind.SEAL: pgettext_lazy("of a step", "is sealed"),
    Kind.READING: pgettext_lazy("of a step", "reads"),
}
DONE: dict[str, Any] = {
    Kind.VISA: pgettext_lazy("of a step, done", "approves"),
    Kind.SIGNATURE: pgettext_lazy("of a step, done", "signs"),
    Kind.SEAL: pgettext_lazy("of a step, done", "seals"),
    Kind.READING: pgettext_lazy("of a step, done", "has read"),
}
TOWN_SEAL = gettext_lazy("Seal of the town hall")


def what_is_asked(kind: str) -> str:
    """What whoever has a step does, in the third person: «approves», «signs»."""
    return str(ASKED[Kind(kind)])


def what_was_done(kind: str) -> str:
    """What was done at a step, for the trail."""
    return str(DONE[Kind(kind)])


def named(post: str, kind: str) -> str:
    """The post of a step; the seal has none."""
    return post or str(TOWN_SEAL) if kind == Kind.SEAL else post


def refusal_of(fault: Fault) -> BadInput:
    """The fault of a circuit as the sentence that people read."""
    said = {"n": (fault.at or 0) + 1, "name": fault.name}
    words = {
        "empty": _("Say at least one step."),
        "too-many": _("A circuit has %(most)s steps at most.") % {"most": MOST_STEPS},
        "days": _("Step %(n)s: from one to %(most)s working days.") % (said | {"most": MOST_DAYS}),
        "two-seals": _("Step %(n)s: the town hall seals it once.") % said,
        "after-seal": _("Step %(n)s: nobody approves nor signs what is sealed already. The seal goes last.")
        % said,
        "twice": _("Step %(n)s: %(name)s is in the circuit already. A person does one thing in it.") % said,
    }
    return BadInput(words[fault.code], field="steps", code=fault.code, article=fault.article)


def in_words(steps: Any) -> str:
    """The steps in one line, for the trail: «Tècnica approves, Secretària signs»."""
    return ", ".join(
        pgettext("a step", "%(post)s %(what)s")
        % {"post": named(one.post, one.kind), "what": what_is_asked(one.kind)}
        if one.kind != Kind.SEAL
        else str(TOWN_SEAL)
        for one in steps
    )

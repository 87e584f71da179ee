"""What the codes of `steps/rules.py` say to people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.cases.steps.rules import Fault
from consistori.kernel.errors import BadInput, Refusal

FAULTS: dict[str, Any] = {
    "future": _("That day has not come yet. Write the day on which it happened, or leave the step pending."),
    "too_old": _("That year is before 1900. Check the date."),
    "sense": _("Say in which sense the resolution is."),
    "silence_binds": _(
        "Silence in favour has already been produced: a later resolution can only confirm it. If it must be otherwise, "
        "the way is the review ex officio."
    ),
    "expired_case": _(
        "The term to resolve ended and the procedure has expired: what may be resolved is that it did, and to file it. "
        "If the matter goes on, another procedure is begun."
    ),
    "backwards": _("It does not end before it begins."),
    "not_in_simplified": _(
        "The simplified procedure does not have this step. If it is needed, write first that it goes back to the "
        "ordinary way."
    ),
    "only_if_compulsory": _(
        "The simplified procedure has this step only where a rule makes it compulsory: say so, or go back to the "
        "ordinary way."
    ),
    "reasons": _(
        "A resolution like this needs its reasons: write them, or attach the document that has them."
    ),
    "extension_reasons": _("Extending a term needs its reasons: write them in a line."),
    "expired": _("The term had already ended: a term that has ended cannot be extended."),
    "too_long": _("At most half of the term may be added."),
    "already_extended": _("It was already extended once."),
}


class AgainstTheLaw(Refusal):
    """The law does not let the step be so; `article` says which."""

    default_code = "against-the-law"


def refuse(fault: Fault | None) -> None:
    """Raise the fault as a person reads it: where the law speaks, with its article."""
    if fault is None:
        return
    if fault.article:
        raise AgainstTheLaw(
            FAULTS[fault.code], article=fault.article, field=fault.field, code=fault.code.replace("_", "-")
        )
    raise BadInput(FAULTS[fault.code], field=fault.field)

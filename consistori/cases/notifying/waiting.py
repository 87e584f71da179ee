"""Notifying, of a case among many, the act that is signed and nobody has been notified of yet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.cases.models import CaseFile
from consistori.cases.notifying.acts import notify
from consistori.cases.notifying.facts import facts_of, known_of
from consistori.cases.notifying.forms import Addressees
from consistori.cases.notifying.showing import notifiable_in, to_notify
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput


def notify_what_waits(case: CaseFile, *, by: Actor, footing: str = "") -> Document:
    """Notify the only act of the case that is signed and waits, to those whom it concerns, each by the way of the law.

    Raises `BadInput` where there is none, or more than one: then a person chooses, in the case.
    """
    found = to_notify(case) or notifiable_in(case)
    if not found:
        raise BadInput(_("Nothing is signed and waiting to be notified in it."), field="document")
    if len(found) > 1:
        raise BadInput(_("Several acts are signed in it: notify them from the case."), field="document")
    document = found[0]
    known = known_of(case, document)
    people = Addressees(case, [], None, set())
    act = facts_of(
        case,
        {
            "title": known.title, "body": known.body, "act_number": known.number, "act_on": known.act_on,
            "footing": footing or known.footing, "term": known.term,
        },
    )  # fmt: skip
    notify(case, document, by=by, act=act, to=people.asked(people.picked))
    return document

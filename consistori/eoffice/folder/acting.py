"""Appealing and withdrawing from the folder [recórrer, desistir / recurrir, desistir]: the form, begun and filled in.

Each is an act of the person: it is signed, it enters the registry and it has its receipt, like anything that is filed
(Llei 39/2015, arts. 66.6, 94 and 115; R-FIN-06). The folder only saves them from saying of what.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.eoffice.filing.drafts import Content, begin_draft, owner_of_citizen, save_answers
from consistori.eoffice.filing.web.beginning import contact_of
from consistori.eoffice.filing.web.doors import shown_to_citizens
from consistori.eoffice.forms.definition import read_form
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.models import Draft
from consistori.kernel.errors import NotHere
from consistori.trail import act


@dataclass(frozen=True)
class Deed:
    """Something that may be done about a matter: the procedure that does it, and the field that asks which matter.

    `known` are the answers that the folder knows besides.
    """

    key: str
    label: Any
    why: Any
    code: str
    asks: str
    article: str = ""
    known: dict[str, Any] = field(default_factory=dict)


WITHDRAW = Deed(
    "retirar",
    _("Withdraw what I asked for"),
    _("We stop, and you may ask for it again another day."),
    "GEN-10",
    "case_number",
    "Llei 39/2015, art. 94",
    {"kind": "withdraw"},
)
APPEAL = Deed(
    "recorrer",
    _("Appeal the decision"),
    _("You have a month since you received it. It is free, and you need no lawyer."),
    "GEN-03",
    "which",
    "Llei 39/2015, arts. 123 i 124",
    {"received": "yes"},
)
APPEAL_SILENCE = Deed(
    "recorrer-silenci",
    _("Appeal because you have not answered"),
    _("The term is over: you may appeal when you wish, while we do not answer."),
    "GEN-03",
    "which",
    "Llei 39/2015, arts. 24 i 124.1",
    {"received": "no"},
)
DEEDS = {deed.key: deed for deed in (WITHDRAW, APPEAL, APPEAL_SILENCE)}


def deeds_for(*, is_open: bool, is_late: bool, ended: bool) -> list[Deed]:
    """What may be done about a matter: withdraw while it is open, appeal what was decided or was not in time.

    Only what this town offers by the electronic office.
    """
    wanted = [WITHDRAW] * is_open + [APPEAL_SILENCE] * (is_open and is_late) + [APPEAL] * ended
    return [deed for deed in wanted if _is_offered(deed)]


def _is_offered(deed: Deed) -> bool:
    try:
        shown_to_citizens(deed.code)
    except NotHere:
        return False
    return True


@act
def begin_deed(deed: Deed, number: str, *, citizen: Citizen, language: str) -> Draft:
    """The draft of that act about that matter, with what is known written in it; the one begun before, if there is.

    Raises `NotHere` where the town does not offer it.
    """
    shown = shown_to_citizens(deed.code)
    mine = Draft.objects.open().filter(owner=owner_of_citizen(citizen), procedure=deed.code)
    for known in mine.order_by("-saved_at")[:20]:
        if Content.of(known).answers.get(deed.asks) == number:
            return known
    form = read_form(shown.sheet.form)
    fields = {one.key for one in form.every_field()}
    draft = begin_draft(shown, citizen=citizen, contact=contact_of(citizen), language=language)
    answers = {key: value for key, value in {deed.asks: number, **deed.known}.items() if key in fields}
    save_answers(draft, answers, page=form.pages[0].key, is_right=False)
    return draft

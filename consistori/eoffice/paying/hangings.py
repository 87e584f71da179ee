"""What paying hangs: a job when something is filed, a panel of an entry, a card and a line of the folder."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consistori.eoffice.folder.cards import Card
from consistori.eoffice.folder.hanging import folder_cards, folder_links
from consistori.eoffice.folder.whom import Whom
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.models import PayLetter
from consistori.eoffice.paying import desk
from consistori.eoffice.paying.jobs import issue_pay_letter
from consistori.eoffice.paying.letters import euros
from consistori.eoffice.paying.selectors import letters_of
from consistori.kernel.clock import today
from consistori.registry import ports
from consistori.registry.models import RegistryEntry
from consistori.registry.panels import entry_panels
from consistori.tenancy import jobs
from consistori.ui.dates import long_day
from consistori.ui.help import screen_help


def hang() -> None:
    """Called once, when the program starts."""
    ports.entering.append(owe_letter)
    entry_panels.add(
        "payment", template="eoffice/paying/desk/_panel.html", context=desk.about_entry, order=35,
        label=_("Payment"), when=lambda request, entry: not entry.is_exit,
    )  # fmt: skip
    folder_links.add("payments", label=_("Payments"), url_name="eoffice:payments", count=_count, order=30)
    folder_cards.add("payments", unpaid_cards)
    screen_help.add(
        "eoffice:payments_desk",
        title=_("Payments"),
        what=_(
            "The pay letters of what is filed: those said to be paid, those to be paid, and those that are."
        ),
        acts=(
            _("A proof marks nothing by itself: look at the account and mark it as paid."),
            _("What is not paid never stops an entry: it is registered all the same."),
        ),
    )


def owe_letter(entry: RegistryEntry) -> None:
    """In the act that registers an entry of a procedure: its pay letter is made by a job."""
    if entry.procedure and not entry.is_exit:
        jobs.defer(issue_pay_letter, entry_id=str(entry.pk))


def _asked_of(who: Whom) -> QuerySet[PayLetter]:
    # Of an entry that was annulled nobody is asked to pay anything.
    return letters_of(who).filter(paid_on=None, proof=None, entry__state__annulled_at=None)


def _count(_citizen: Citizen, who: Whom) -> int:
    return int(_asked_of(who).count())


def unpaid_cards(_citizen: Citizen, who: Whom, _language: str) -> list[Card]:
    """A card for each pay letter of which nobody has brought a proof."""
    rows = _asked_of(who).order_by("pay_by")
    return [_card(letter) for letter in rows.select_related(None).select_related("entry")[:20]]


def _card(letter: Any) -> Card:
    days = (letter.pay_by - today()).days
    return Card(
        _("Pay %(amount)s") % {"amount": euros(letter.amount)},
        reverse("eoffice:payment", args=[letter.reference]),
        number=letter.entry.reference,
        state=letter.concept,
        days=days if days >= 0 else None,
        since=letter.issued_at,
        ask=_("Until %(day)s. What you asked for is registered already.") % {"day": long_day(letter.pay_by)},
        act=_("See how to pay it"),
        act_icon="sheet",
    )

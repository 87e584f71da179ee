"""What the powers hang on the rooms below: the panel of a person, that of an entry, the folder, the help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.eoffice.folder.hanging import folder_links
    from consistori.eoffice.powers import obliged, sealing
    from consistori.parties.panels import party_panels
    from consistori.registry.panels import entry_panels
    from consistori.ui.help import screen_help

    sealing.hang()
    obliged.hang()
    party_panels.add(
        "powers", template="eoffice/powers/desk/_party.html", context=powers_of_party, order=45,
        label=_("Powers"), when=_sees_powers,
    )  # fmt: skip
    entry_panels.add(
        "powers", template="eoffice/powers/desk/_entry.html", context=powers_of_entry, order=5,
        label=_("For whom it was filed"), when=lambda request, entry: not entry.is_exit and _is_here(request),
    )  # fmt: skip
    folder_links.add("powers", label=_("Who acts for me"), url_name="eoffice:powers", order=60)
    screen_help.add(
        "eoffice:desk_powers",
        title=_("Register of powers"),
        what=_(
            "Who may act for whom, and until when. What is here is asked by itself when somebody sends something for "
            "another in the electronic office."
        ),
        acts=(
            _(
                "A power is never rubbed out: what happens to it is written after it, and counts from that day."
            ),
            _("At most five years; longer ones are cut to five."),
            _("Who came with a power that had ended has ten working days to prove another one."),
        ),
    )


def powers_of_party(request: Any, party: Any) -> Mapping[str, Any]:
    """The powers that a party gave and was given, those of whoever they were before too. Three statements."""
    from consistori.eoffice.powers.policies import may_keep_powers
    from consistori.eoffice.powers.selectors import powers_of
    from consistori.eoffice.powers.web.desk import drawn
    from consistori.parties.models import Party

    family = set(Party.objects.family(party.pk).values_list("pk", flat=True))
    found = powers_of(family)
    return {
        "party": party,
        "given": [drawn(one) for one in found if one.row.grantor_id in family],
        "received": [drawn(one) for one in found if one.row.proxy_id in family],
        "may_keep": bool(may_keep_powers(request.actor)),
    }


def powers_of_entry(request: Any, entry: Any) -> Mapping[str, Any]:
    """For whom an entry was filed and what proves it; whether it had to be electronic; their letters."""
    from consistori.eoffice.filing.together import KEY, Together
    from consistori.eoffice.models import CorrectionAsked
    from consistori.eoffice.powers.obliged import duty_of_entry
    from consistori.eoffice.powers.selectors import representation_of
    from consistori.registry.policies import may_register, may_register_exits

    rows = representation_of(entry)
    proved = {one.represented_identifier for one in rows if one.basis != "declared"}
    together = Together.of(entry.answers.get(KEY)) if isinstance(entry.answers, dict) else Together()
    letters = {
        one.kind: one for one in CorrectionAsked.objects.filter(entry=entry).select_related("document")
    }
    return {
        "entry": entry,
        "rows": rows,
        "is_owed": any(one.basis == "declared" and one.represented_identifier not in proved for one in rows),
        "together": together.others,
        "speaks": _speaks(entry, together) if together.others else "",
        "duty": duty_of_entry(entry),
        "electronic": letters.get("electronic"),
        "representation": letters.get("representation"),
        "may_prove": bool(may_register(request.actor)),
        "may_write": bool(may_register_exits(request.actor)),
    }


def _speaks(entry: Any, together: Any) -> str:
    """With whom the town hall deals: whoever they named, else the first in order (Llei 39/2015, art. 7)."""
    first = entry.people.first()
    return str(together.speaker(first.name, first.identifier)) if first else ""


def _is_here(request: Any) -> bool:
    from consistori.tenancy import modality
    from consistori.tenancy.scope import current_entity

    return modality.is_on(current_entity(), "eoffice")


def _sees_powers(request: Any, _party: Any) -> bool:
    from consistori.eoffice.powers.policies import may_see_powers

    return _is_here(request) and bool(may_see_powers(request.actor))

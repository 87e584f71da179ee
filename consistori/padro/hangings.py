"""What the room hangs on others: the fast point, the folder, the page of a person, that of an entry, its own door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.assistance.counter.fast import fast_acts
    from consistori.cases.entries import ways
    from consistori.eoffice.filing.web.beginning import own_doors
    from consistori.eoffice.folder.hanging import folder_links
    from consistori.padro import automatic, ports
    from consistori.padro.approvals import SLIPS
    from consistori.padro.local import LocalRegister
    from consistori.padro.policies import may_issue
    from consistori.parties.panels import party_panels
    from consistori.registry.panels import entry_panels
    from consistori.signature.seals import automated_kinds
    from consistori.trail.names import KINDS

    ports.registers.append(LocalRegister())
    KINDS["resident"] = _("The register of residents")
    KINDS["residence_paper"] = _("A residence paper")
    automated_kinds[SLIPS] = _("Seal the residence slips")
    automatic.offer()
    fast_acts.add(
        "slip", label=_("Residence slip"), url="padro:desk", icon="building", order=20, key="v", may=may_issue,
        why=_("Where they live and with whom, sealed, in a minute."),
    )  # fmt: skip
    own_doors["PAD-03"] = lambda entity: "padro_public:home" if is_on(entity) else ""
    folder_links.add(
        "slips",
        label=_("My residence papers"),
        url_name="padro_public:home",
        count=papers_of_citizen,
        order=60,
    )
    party_panels.add(
        "padro", template="padro/_party.html", context=papers_of_party, order=55,
        label=_("Register of residents"), when=_issues_to_a_person,
    )  # fmt: skip
    entry_panels.add(
        "padro", template="padro/_entry.html", context=paper_of_entry, order=12,
        label=_("Register of residents"), when=_issues,
    )  # fmt: skip
    ways.makers.append(way_of_entry)
    _help()


def _help() -> None:
    from consistori.ui.help import screen_help

    screen_help.add(
        "padro:desk",
        title=_("Register of residents"),
        what=_(
            "Write the document number of whoever asks, look at what the register says, and press once: the slip is "
            "registered, sealed, numbered and filed."
        ),
        acts=(
            _("Each time that you look somebody up it is written down, with your name."),
            _("Of another adult nothing is given: they ask for it, or they let it say their name."),
            _("The certificate goes to the secretary's tray; when it is signed it goes out by itself."),
        ),
    )
    screen_help.add(
        "padro:register",
        title=_("The register that we bring"),
        what=_(
            "Each sheet is a whole version. It counts only when you put it in force; the one before can come back."
        ),
        acts=(_("What is wrong is said line by line: mend it in the sheet and bring it again."),),
    )


def papers_of_citizen(citizen: Any, _who: Any) -> int | None:
    """How many papers of the register they have asked for, for the side of their folder. One statement."""
    from consistori.padro.selectors import own_papers

    return own_papers(citizen.identifier).count() if citizen.identifier else None


def is_on(entity: Any) -> bool:
    """Whether the town gives papers of the register here."""
    from consistori.tenancy import modality

    return modality.is_on(entity, "padro")


def papers_of_party(request: Any, party: Any) -> Mapping[str, Any]:
    """What a person asked for. One statement."""
    from consistori.padro.selectors import papers_of_parties
    from consistori.parties.models import Party

    family = list(Party.objects.family(party.pk).values_list("pk", flat=True))
    return {"party": party, "papers": papers_of_parties(family, by=request.actor)}


def paper_of_entry(_request: Any, entry: Any) -> Mapping[str, Any]:
    """The paper that an entry asks for. One statement."""
    from consistori.padro.services import paper_of
    from consistori.padro.services.asking import CHANGES, applicant_of

    if entry.procedure in CHANGES:
        return {"who": applicant_of(entry)}
    return {"paper": paper_of(entry)}


def way_of_entry(actor: Any, entry: Any) -> Any:
    """From the inbox to the paper that the entry asks for, in a click, while it waits. At most one statement."""
    from django.urls import reverse

    from consistori.cases.entries.ways import Way
    from consistori.padro import sentences
    from consistori.padro.models import ResidencePaper
    from consistori.padro.policies import may_issue
    from consistori.padro.services.asking import PROCEDURES

    if entry.procedure not in PROCEDURES or not may_issue(actor):
        return None
    paper = ResidencePaper.objects.waiting().filter(entry=entry).first()
    if paper is None:
        return None
    return Way(
        _("Look at it and issue it"), reverse("padro:paper", args=[paper.pk]), icon="stamp",
        why=paper.note or sentences.why_to_staff(paper.why),
    )  # fmt: skip


def _issues(request: Any, entry: Any) -> bool:
    from consistori.padro.policies import may_issue
    from consistori.padro.services.asking import CHANGES, PROCEDURES

    return (
        entry.procedure in (*PROCEDURES, *CHANGES)
        and is_on(request.entity)
        and bool(may_issue(request.actor))
    )


def _issues_to_a_person(request: Any, party: Any) -> bool:
    from consistori.padro.policies import may_issue

    return party.kind == "natural" and is_on(request.entity) and bool(may_issue(request.actor))

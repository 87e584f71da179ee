"""What a case says in the templates of documents: the merge fields `case`, `parties`, `party` and `documents`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consistori.cases import selectors
from consistori.cases.models import CaseFile, CaseParty
from consistori.documents.templating import fields
from consistori.documents.templating.fields import Chooser, Field, Subject
from consistori.documents.templating.house_fields import long_date
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere
from consistori.parties.models import Address, Channel, Party
from consistori.parties.policies import what_may_see

MOST_DOCUMENTS = 200
RECENT = 20


def hang() -> None:
    """Called once, when the program starts."""
    fields.add(
        "case",
        label=_("Case"),
        order=10,
        values=of_case,
        fields=[
            Field("number", _("Number of the case"), "X2026000412"),
            Field("title", _("Title of the case"), "Terrassa a la plaça de l’Església"),
            Field("series", _("Series"), "Ocupació de la via pública", "Ocupación de la vía pública"),
            Field("series_code", _("Code of the series"), "D402"),
            Field(
                "opened_on",
                _("Day on which it was opened"),
                "9 de setembre de 2026",
                "9 de septiembre de 2026",
            ),
            Field("unit", _("Unit that carries it"), "Secretaria", "Secretaría"),
            Field("carried_by", _("Who carries it"), "Núria Camps Ferrer"),
        ],
    )
    fields.add(
        "party",
        label=_("To whom it goes (or the first interested party)"),
        order=15,
        values=of_addressee,
        fields=_party_fields(),
    )
    fields.add(
        "parties",
        label=_("All the interested parties, one by one"),
        each="party",
        order=20,
        values=of_parties,
        fields=_party_fields(),
    )
    fields.add(
        "documents",
        label=_("The documents of the case, one by one"),
        each="document",
        order=25,
        values=of_documents,
        fields=[
            Field(
                "title",
                _("Title of the document"),
                "Informe de la policia local",
                "Informe de la policía local",
            ),
            Field("kind", _("Type of document"), "Informe"),
            Field("date", _("Its date"), "2 d’octubre de 2026", "2 de octubre de 2026"),
            Field("folios", _("Its folios"), "6–8"),
        ],
    )
    fields.choosers["case"] = Chooser(
        "case", label=_("Case"), find=find, recent=recent, language_of=language_of
    )


def _party_fields() -> list[Field]:
    return [
        Field("name", _("Name"), "Forn de l’Església, SL"),
        Field("identifier", _("Identity number"), "B17999999"),
        Field("role", _("In what quality"), "Sol·licitant", "Solicitante"),
        Field("address", _("Address"), "Plaça de l’Església, 3 · 17999 Vall-llobera"),
        Field("email", _("E-mail"), "forn@example.cat"),
        Field("representative", _("Who represents them"), "Laia Riubrugent Pou"),
    ]


def of_case(subject: Subject) -> dict[str, Any]:
    """The cover of the case; nothing when the text is of none."""
    case = subject.thing
    if not isinstance(case, CaseFile):
        return {}
    return {
        "number": case.number,
        "title": case.title,
        "series": case.series.title if case.series else "",
        "series_code": case.series.code if case.series else "",
        "opened_on": long_date(case.opened_on, subject.language),
        "unit": case.unit.name if case.unit else "",
        "carried_by": case.carried_by.full_name if case.carried_by else "",
    }


def of_parties(subject: Subject) -> list[dict[str, Any]]:
    """The interested parties, each with who represents them; representatives are not told twice."""
    rows = _rows(subject)
    speaking = {row.represents_id: row.party.display_name for row in rows if row.represents_id}
    own = [row for row in rows if not row.represents_id]
    told = _told([row.party for row in own], subject.by)
    return [_party(row, told, speaking.get(row.pk, "")) for row in own]


def of_addressee(subject: Subject) -> dict[str, Any]:
    """The party to whom this one text goes; else the first one."""
    rows = _rows(subject)
    chosen = getattr(subject.party, "party_id", None) or getattr(subject.party, "pk", None)
    first = next((row for row in rows if chosen in (row.party_id, row.pk)), None)
    first = first or next((row for row in rows if not row.represents_id), None)
    if first is None:
        alone = subject.party if isinstance(subject.party, Party) else None
        return _told([alone], subject.by)[alone.pk] if alone else {}
    speaking = next((row.party.display_name for row in rows if row.represents_id == first.pk), "")
    return _party(first, _told([first.party], subject.by), speaking)


def of_documents(subject: Subject) -> list[dict[str, Any]]:
    """What lies in the case and enters its index, in order."""
    case = subject.thing
    if not isinstance(case, CaseFile):
        return []
    leaves = selectors.leaves_of(case)[:MOST_DOCUMENTS]
    folios = selectors.folios_of(leaves)
    return [
        {
            "title": leaf.document.title,
            "kind": leaf.document.type.name if leaf.document.type else "",
            "date": long_date(leaf.document.date_on, subject.language),
            "folios": str(pages) if pages else "",
        }
        for leaf, pages in zip(leaves, folios, strict=True)
        if selectors.enters_index(leaf)
    ]


def find(actor: Actor, number: str) -> CaseFile:
    """The case of that number whose contents the actor may read; `NotHere` for whoever may not."""
    case = selectors.with_cover(CaseFile.objects.visible_to(actor)).filter(number=number.strip()).first()
    if case is None:
        raise NotHere(_("There is no such case."))
    return case


def recent(actor: Actor) -> Sequence[tuple[str, str]]:
    """The cases that moved last, to choose one of them. One statement."""
    rows = CaseFile.objects.visible_to(actor).order_by("-last_moved_at", "-id")
    return [(number, title) for number, title in rows.values_list("number", "title")[:RECENT]]


def language_of(case: CaseFile) -> str:
    """The language that the first interested party chose (Llei 39/2015, art. 15)."""
    row = next((row for row in selectors.parties_of(case) if not row.represents_id), None)
    return str(row.party.language) if row else ""


def _rows(subject: Subject) -> list[CaseParty]:
    return selectors.parties_of(subject.thing) if isinstance(subject.thing, CaseFile) else []


def _party(row: CaseParty, told: dict[UUID, dict[str, Any]], representative: str) -> dict[str, Any]:
    return told[row.party_id] | {"role": str(row.get_role_display()), "representative": representative}


def _told(parties: Sequence[Party], by: Actor) -> dict[UUID, dict[str, Any]]:
    """What is said of each. Of a protected person, nothing that tells where she is, to whoever may not see it
    (R-RGP-08). Two statements.
    """
    seen = [party.pk for party in parties if what_may_see(by, party).may_see_where]
    hers = Q(party__in=seen) | Q(party__merged_into__in=seen)
    addresses = _nearest(Address.objects.filter(hers, until=None))
    emails = _nearest(Channel.objects.filter(hers, kind=Channel.Kind.EMAIL, until=None))
    return {
        party.pk: {
            "name": party.display_name,
            "identifier": party.identifier,
            "address": addresses[party.pk].one_line if party.pk in addresses else "",
            "email": emails[party.pk].value if party.pk in emails else "",
        }
        for party in parties
    }


def _nearest(rows: Any) -> dict[UUID, Any]:
    """The main one of each party: her own before those of an entry that turned out to be her."""
    found: dict[UUID, Any] = {}
    for row in sorted(rows.select_related("party"), key=lambda row: row.party.merged_into_id is not None):
        found.setdefault(row.party.merged_into_id or row.party_id, row)
    return found

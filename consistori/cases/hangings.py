"""What cases hang on the rooms below: guards of documents, panels of a party and of a series, help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consistori.cases import exits, guards, seeing, selectors, uniting, visibility
from consistori.cases.models import CaseDocument, CaseFile, CaseParty
from consistori.cases.policies import may_open_cases
from consistori.cases.services import filing
from consistori.catalogue.panels import series_panels
from consistori.directory import grants
from consistori.directory.seeing import reaches, things, veils
from consistori.documents import companions
from consistori.documents import policies as documents
from consistori.documents.panels import document_panels
from consistori.documents.writing.panels import text_covers
from consistori.parties.panels import party_panels
from consistori.parties.uniting import Follower, followers
from consistori.signature.panels import Place, document_places
from consistori.ui.help import screen_help

MOST_CASES = 20


def hang() -> None:
    """Called once, when the program starts."""
    documents.reader_guards.append(guards.may_read_document)
    documents.writer_guards.append(guards.may_change_document)
    documents.reserve_marks.append(guards.is_reserved_document)
    companions.companions.append(filing.file_beside)
    party_panels.add(
        "cases", template="cases/_party_cases.html", context=cases_of_party, order=20, label=_("Cases")
    )
    document_panels.add(
        "cases", template="cases/_document_cases.html", context=cases_of_document, order=10, label=_("Cases")
    )
    document_places.append(places_of)
    text_covers.add("case", template="cases/_text_cover.html", context=case_of_text, order=10)
    series_panels.add(
        "cases", template="cases/_series_cases.html", context=cases_of_series, order=20, label=_("Cases")
    )
    reaches.append(seeing.reach_of)
    veils.append(seeing.names_to_hide)
    grants.case_finders.append(seeing.readable_number)
    things.add("case", label=_("Case"), find=seeing.seen_case)
    things.add("document", label=_("Document"), find=seeing.seen_document)
    followers.append(
        Follower(
            "cases", label=_("Cases"), count=uniting.count, objection=uniting.objection, follow=uniting.follow
        )
    )
    exits.hang()
    _help()


def cases_of_party(request: Any, party: Any) -> Mapping[str, Any]:
    """The cases where a party comes, as far as the person may read them."""
    hers = Q(party=party) | Q(party__merged_into=party)
    rows = CaseParty.objects.filter(hers).values("case_id")
    cases = CaseFile.objects.visible_to(request.actor).filter(pk__in=rows).select_related("series")
    return {"cases": list(cases.order_by("-last_moved_at", "-id")[:MOST_CASES])}


def cases_of_document(request: Any, document: Any) -> Mapping[str, Any]:
    """The cases where a document lies, as far as the person may know of them."""
    cases = selectors.cases_of_document(document.pk).filter(visibility.readable_by(request.actor))
    return {"cases": list(cases.order_by("-last_moved_at"))}


def case_of_text(request: Any, document: Any) -> Mapping[str, Any]:
    """For the cover of a text: the first case where it lies that the person may know of."""
    cases = selectors.cases_of_document(document.pk).filter(visibility.readable_by(request.actor))
    return {"case": cases.first()}


def places_of(ids: Sequence[UUID]) -> dict[UUID, Place]:
    """The case of each document, for whoever shows documents by themselves. One statement."""
    leaves = CaseDocument.objects.filter(document_id__in=ids).select_related("case", "entity")
    return {
        leaf.document_id: Place(leaf.case.number, leaf.entity.staff_url(f"cases/{leaf.case.number}/"))
        for leaf in leaves
    }


def cases_of_series(request: HttpRequest, series: Any) -> Mapping[str, Any]:
    """How many cases the town has in a series, and the way to open another one."""
    cases = CaseFile.objects.known_to(request.actor).filter(series=series)  # type: ignore[attr-defined]
    return {
        "open_count": cases.open().count(),
        "closed_count": cases.closed().count(),
        "may_open": bool(may_open_cases(request.actor)),  # type: ignore[attr-defined]
    }


def _help() -> None:
    screen_help.add(
        "cases:case",
        title=_("The case file"),
        what=_(
            "A case is a folder with a number, a title and everything that happens in a matter: papers, "
            "people, "
            "signatures and dates. Everybody in the house sees it, unless it is reserved."
        ),
        acts=(
            _("Drop files anywhere on the page: each one is filed at the end."),
            _("Choose a document to see it beside the list; the arrows go to the next one."),
            _("Send it to be signed, hand it over to a colleague, or close it when it has ended."),
        ),
    )
    screen_help.add(
        "cases:new",
        title=_("Open a case"),
        what=_(
            "Say what it is about, without names or NIFs, and look for its series with the words that "
            "you use: "
            "“terrace”, “dropped kerb”, “register”. The number is given by the program."
        ),
        acts=(_("If it began some time ago, write the day: the number is still today’s."),),
    )

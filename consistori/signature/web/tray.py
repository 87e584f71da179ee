"""The signature tray [portasignatures / portafirmas]: what waits for me, what I sent, signed, returned."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.selectors import readable_document
from consistori.kernel.errors import NotHere
from consistori.signature import selectors
from consistori.signature.models import SignatureRequest
from consistori.signature.panels import Place, places_of
from consistori.signature.rules import Group, group_by_template
from consistori.signature.sentences import trouble_said
from consistori.signature.services import look_at, release_stale
from consistori.tenancy.models import Entity
from consistori.ui.tabs import remember_count

MOST_UNFOLDED = 30
TABS = ("mine", "sent", "signed", "returned")


@dataclass(frozen=True)
class Row:
    """A paper in the list: the words that are its own, where it is kept, whether it is ticked or shown."""

    own: str
    request: SignatureRequest
    place: Place | None
    is_ticked: bool
    is_shown: bool

    @property
    def url(self) -> str:
        """The paper in the tray of its own town."""
        return self.request.tray_url

    in_the_place_of: str = ""
    """The name of whom she substitutes, when the paper was asked of another."""

    @property
    def trouble(self) -> str:
        return trouble_said(self.request.trouble)


@dataclass(frozen=True)
class DrawnGroup:
    """Papers of one text, as the list draws them."""

    title: str
    note: str
    rows: tuple[Row, ...]
    entity: Entity | None = None

    @property
    def is_series(self) -> bool:
        return len(self.rows) > 1

    @property
    def is_folded(self) -> bool:
        """Too many to stand in the way of the other groups: they are ticked by their head, and open to be read."""
        return len(self.rows) > MOST_UNFOLDED and not any(row.is_shown for row in self.rows[1:])


@csrf_exempt
@staff_page(across=True)
def tray(request: StaffRequest) -> HttpResponse:
    """The tray of one town, or over all my towns when none is named.

    Without JavaScript a paper is opened by sending what is ticked, so that it stays; it changes nothing, so it asks
    for no token.
    """
    said = request.POST if request.method == "POST" else request.GET
    tab = said.get("tab", "mine")
    tab = tab if tab in TABS else "mine"
    over_towns = request.entity is None
    if tab == "mine" and not over_towns:
        release_stale(by=request.actor)
    papers = _papers(tab, request.person.pk)
    shown = None if over_towns else _chosen(papers, said.get("paper", ""))
    mine = len(papers) if tab == "mine" and len(papers) < selectors.MOST_WAITING else None
    counts = selectors.tray_counts(request.person.pk, mine=mine)
    remember_count(request, "signature", counts.mine)
    keys = selectors.usable_keys_of(request.person.pk)
    if request.headers.get("X-Requested-With") == "swap" and shown is not None:
        beside = {"tab": tab, "over_towns": over_towns, "has_key": bool(keys), "keys": keys}
        return TemplateResponse(request, "signature/_tray_open.html", beside | _paper(request, papers, shown))
    batches = selectors.batches_to_tell(request.person.pk)
    context = {
        "tab": tab,
        "tabs": _tabs(tab, counts),
        "groups": _groups(request, tab, papers, shown, _ticked(said, papers)),
        "papers_count": len(papers),
        "over_towns": over_towns,
        "is_reading": "paper" in said and shown is not None,
        "interrupted": None
        if over_towns
        else next((one for one in batches if one.is_over and one.waiting_now), None),
        "spoiled": None if over_towns else next((one for one in batches if one.failed_now), None),
        "under_way": [one for one in batches if not one.is_over],
        "has_key": bool(keys),
        "keys": keys,
        **_paper(request, papers, shown),
    }
    return TemplateResponse(request, "signature/tray.html", context)


def _ticked(said: QueryDict, papers: list[SignatureRequest]) -> set[str]:
    """Those that are ticked, by hand or all with one gesture."""
    return {str(paper.pk) for paper in papers} if "all" in said else set(said.getlist("request"))


def _papers(tab: str, person_id: UUID) -> list[SignatureRequest]:
    ask = {
        "mine": selectors.waiting_for,
        "sent": selectors.sent_by,
        "signed": selectors.signed_by,
        "returned": selectors.returned_to,
    }[tab]
    return ask(person_id)


def _chosen(papers: list[SignatureRequest], wanted: str) -> SignatureRequest | None:
    """The paper shown: the one asked for, or the first."""
    for paper in papers:
        if str(paper.pk) == wanted:
            return paper
    return papers[0] if papers else None


def _tabs(tab: str, counts: selectors.TrayCounts) -> list[dict[str, Any]]:
    labels = {
        "mine": (_("My turn"), counts.mine),
        "sent": (_("I sent"), counts.sent),
        "signed": (_("Already signed"), None),
        "returned": (_("Returned"), counts.returned or None),
    }
    url = reverse("signature:tray")
    return [
        {"label": label, "count": count, "url": f"{url}?tab={name}", "current": name == tab}
        for name, (label, count) in labels.items()
    ]


def _groups(
    request: StaffRequest,
    tab: str,
    papers: list[SignatureRequest],
    shown: SignatureRequest | None,
    ticked: set[str],
) -> list[DrawnGroup]:
    places = places_of(paper.document_id for paper in papers)
    known = selectors.types_signed_before(request.person.pk) if tab == "mine" and papers else set()
    drawn = []
    for group in group_by_template(
        ((paper.entity_id, paper.document.type_id), paper.document.title, paper) for paper in papers
    ):
        rows = tuple(
            Row(
                own=own,
                request=paper,
                place=places.get(paper.document_id),
                is_ticked=str(paper.pk) in ticked,
                is_shown=shown is not None and paper.pk == shown.pk,
                in_the_place_of=_in_the_place_of(tab, paper, request.person.pk),
            )
            for own, paper in group.members
        )
        entity = rows[0].request.entity if request.entity is None else None
        drawn.append(DrawnGroup(group.title, _note(group, tab, known), rows, entity))
    return drawn


def _in_the_place_of(tab: str, paper: SignatureRequest, person_id: UUID) -> str:
    """Whose paper it is, when she signs it in the place of another."""
    if paper.delegation is not None:
        return paper.delegation.of_post.person.full_name
    return paper.signer.full_name if tab == "mine" and paper.signer_id != person_id else ""


def _note(group: Group[SignatureRequest], tab: str, known: set[UUID | None]) -> str:
    """What is said under the title of a group."""
    first = group.members[0][1]
    if tab == "mine" and first.document.type_id not in known:
        return _("First time that you sign one like this: read it whole")
    if group.is_series:
        return _("The same text; only what is shown changes")
    if tab == "mine":
        return _("%(name)s asks you for it") % {"name": first.asked_by_name} if first.asked_by_name else ""
    return ""


def _paper(
    request: StaffRequest, papers: list[SignatureRequest], shown: SignatureRequest | None
) -> dict[str, Any]:
    """The paper in the middle, its circuit at the right, and the ones before and after."""
    if shown is None:
        return {"paper": None}
    place = papers.index(shown)
    around = {
        "number": place + 1,
        "of": len(papers),
        "previous": papers[place - 1] if place else None,
        "following": papers[place + 1] if place + 1 < len(papers) else None,
    }
    try:
        document = readable_document(request.actor, shown.document_id)
    except NotHere:
        return {"paper": None}
    look_at(shown, by=request.actor)
    return {
        "paper": shown,
        "paper_document": document,
        "paper_actor": request.actor,
        "around": around,
        "circuit": selectors.circuit_of(shown.version_id),
    }

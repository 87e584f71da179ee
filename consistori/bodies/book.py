"""The decree book as `signature.numbering` knows it: which signature decides, and the number that it draws."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.bodies import policies
from consistori.bodies.events import DecreeNumbered
from consistori.bodies.models import Annulment, Decree
from consistori.bodies.models.decrees import local_day
from consistori.bodies.rules.competence import MAYOR, Competence, Manner, competence
from consistori.bodies.rules.naming import number_said
from consistori.bodies.sentences import standing_of, why_not_competent
from consistori.directory.careers import how_it_stands
from consistori.directory.models import Post
from consistori.documents.models import DocumentVersion
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import Refusal
from consistori.signature.models import SignatureRequest
from consistori.signature.numbering import Numbering
from consistori.tenancy import numbers
from consistori.tenancy.scope import current_entity
from consistori.tenancy.search import vector
from consistori.trail import announce

BOOK = "decrees"
TYPE = "DECREE"


class NotCompetent(Refusal):
    """Whoever signs has not, on that day, the competence to decide it (R-DEC-02)."""

    default_code = "decree-competence"


class ClockWentBack(Refusal):
    """The clock says a day before that of the last decree: the book is in order of date (R-DEC-01)."""

    default_code = "decree-clock"


class DecreeBook:
    """One book a year and entity. Its row is that of `tenancy.numbers`, locked from the number to the end."""

    def is_kept(self) -> bool:
        return policies.is_kept(current_entity())

    def words(self) -> Any:
        return _("Decree: number and date")

    def deciding(self, requests: Sequence[SignatureRequest]) -> Collection[UUID]:
        """The signature of the mayor, or in her place; and the last one, so that no decree ends without a number.
        Three statements whatever the number."""
        ids = {request.document_id for request in requests}
        numbered = set(Decree.objects.filter(document_id__in=ids).values_list("document_id", flat=True))
        asked = [request for request in requests if request.document_id not in numbered]
        if not asked:
            return ()
        mayors = _mayors(local_day(now()))
        others = _others_left(asked)
        return {one.pk for one in asked if _is_of_mayor(one, mayors) or not others.get(one.version_id)}

    def draw(self, request: SignatureRequest, *, version: DocumentVersion, by: Actor) -> Numbering:
        """The number, the day and the row of the book. What is asked is asked before the row is locked."""
        begun = now()
        found = competence_of(request, at=begun)
        if not found.ok:
            raise NotCompetent(why_not_competent(found), article=found.article)
        last = Decree.objects.order_by("-year", "-number").values_list("decided_on", flat=True).first()
        number = numbers.next_number(BOOK, local_day(begun).year)
        at = _moment(begun)
        if last is not None and local_day(at) < last:
            raise ClockWentBack(
                _("The clock of this machine is behind the last decree. Tell the administrator.")
            )
        return self._written(request, version, number, at, found, by)

    def _written(
        self,
        request: SignatureRequest,
        version: DocumentVersion,
        number: int,
        at: datetime,
        found: Competence,
        by: Actor,
    ) -> Numbering:
        day, hand = local_day(at), request.hand
        said = number_said(day.year, number)
        title = request.document.title
        decree = Decree.objects.create(
            document_id=request.document_id,
            version=version,
            request=request,
            year=day.year,
            number=number,
            decided_on=day,
            decided_at=at,
            title=title[:300],
            signer=hand,
            signer_name=hand.full_name[:160],
            signer_post=request.said_post[:240],
            manner=found.manner,
            delegation=request.delegation if found.manner is not Manner.OWN else None,
            search=vector(title, said, hand.full_name),
        )
        announce(
            DecreeNumbered(
                document_id=request.document_id,
                decree_id=decree.pk,
                said=said,
                title=title,
                decided_at=at.isoformat(),
                signer_id=hand.pk,
                manner=found.manner,
                article=found.article,
                delegation=request.delegation.decree if request.delegation else "",
            ),
            by=by,
        )
        return numbering(decree, standing=_("Not transcribed yet"))

    def numberings(self, document_ids: Collection[UUID]) -> Mapping[UUID, Numbering]:
        rows = Decree.objects.filter(document_id__in=list(document_ids)).select_related(
            "transcribed__transcription", "annulment__by_decree"
        )
        return {row.document_id: numbering(row) for row in rows}


def numbering(decree: Decree, *, standing: Any = None) -> Numbering:
    """A decree as other rooms know it."""
    annulment = _annulment(decree) if standing is None else None
    return Numbering(
        words=gettext_lazy("Decree %(said)s") % {"said": decree.said},
        lines=(decree.said, f"{decree.decided_on:%d/%m/%Y}"),
        number=decree.number,
        year=decree.year,
        on=decree.decided_on,
        at=decree.decided_at,
        standing=standing_of(decree) if standing is None else standing,
        annulled_by=annulment.by_decree.said if annulment else "",
        path=decree.path,
    )


def competence_of(request: SignatureRequest, *, at: datetime) -> Competence:
    """R-DEC-02 for a signature at an instant: directly, by delegation, or by substitution. At most six statements."""
    on, decree = local_day(at), request.delegation
    if decree is None:
        mayor = Post.objects.filter(person_id=request.signer_id, role=MAYOR).live(on)
        return competence(is_mayor=mayor.exists())
    standing = how_it_stands(decree, on)
    return competence(
        is_mayor=False,
        manner=Manner(decree.manner),
        of_role=decree.of_post.role,
        decree_why="" if standing.ok else standing.why,
        decree_article=standing.article,
    )


def _annulment(decree: Decree) -> Annulment | None:
    return getattr(decree, "annulment", None)


def _moment(begun: datetime) -> datetime:
    """The instant once the row is locked, so that numbers are in the order of their instants; that of before at the
    midnight of New Year's Eve, because the number is of the year that ends."""
    at = now()
    return at if timezone.localtime(at).year == timezone.localtime(begun).year else begun


def _mayors(on: Any) -> set[UUID]:
    return set(Post.objects.filter(role=MAYOR).live(on).values_list("person_id", flat=True))


def _is_of_mayor(request: SignatureRequest, mayors: set[UUID]) -> bool:
    """Whether it is signed with the post of mayor: her own, or by a decree of it."""
    if request.delegation is not None:
        return bool(request.delegation.of_post.role == MAYOR)
    return request.signer_id in mayors


def _others_left(asked: Sequence[SignatureRequest]) -> dict[UUID, bool]:
    """The versions that somebody else has still to sign after these."""
    rows = SignatureRequest.objects.filter(version_id__in=[one.version_id for one in asked]).holding()
    rows = rows.exclude(pk__in=[one.pk for one in asked]).annotate(of=F("version_id"))
    return dict.fromkeys(rows.order_by().values_list("of", flat=True), True)

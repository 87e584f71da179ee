"""What ties a case to others, and what people leave on it: relations, labels, follows, internal notes."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consistori.cases.mark_events import (
    CaseFollowed,
    CaseLabelled,
    CasesRelated,
    CasesUnrelated,
    CaseUnfollowed,
    CaseUnlabelled,
    CommentTakenBack,
    CommentWritten,
)
from consistori.cases.models import CaseFile, CaseLabel, CaseRelation, Comment, Follow, Label, LastLook
from consistori.cases.policies import (
    may_comment,
    may_follow,
    may_read,
    may_relate,
    may_take_back_comment,
    may_work_on,
)
from consistori.cases.rules import RelationKind
from consistori.cases.services._moves import mark_moved
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, ensure
from consistori.trail import act, announce


@act
def relate_cases(
    case: CaseFile, other: CaseFile, *, by: Actor, kind: str = RelationKind.RELATED
) -> CaseRelation:
    """Tie two cases [relacionar]: told on both timelines. A closed case may be told of, too: its file is
    the same.
    """
    ensure(may_relate(by, case))
    if not may_read(by, other):
        raise NotHere(_("There is no such case."))
    if kind not in set(RelationKind):
        raise BadInput(_("That relation does not exist."), field="kind")
    if other.pk == case.pk:
        raise BadInput(_("A case is not related to itself."), field="other")
    tied = CaseRelation.objects.filter(Q(case=case, other=other) | Q(case=other, other=case))
    if tied.exists():
        raise AlreadyDone(
            _("They are already related: see %(number)s.") % {"number": other.number}, field="other"
        )
    relation = CaseRelation.objects.create(case=case, other=other, kind=kind, added_by_id=by.person_id)
    mark_moved(case)
    mark_moved(other)
    for one, its_other in ((case, other), (other, case)):
        announce(
            CasesRelated(
                case_id=one.pk,
                number=one.number,
                other_id=its_other.pk,
                other_number=its_other.number,
                relation=kind,
            ),
            by=by,
        )
    return relation


@act
def unrelate_cases(relation: CaseRelation, *, by: Actor) -> None:
    """Untie two cases."""
    case, other = relation.case, relation.other
    ensure(may_relate(by, case) or may_relate(by, other))
    relation.delete()
    mark_moved(case)
    mark_moved(other)
    for one, its_other in ((case, other), (other, case)):
        announce(
            CasesUnrelated(
                case_id=one.pk, number=one.number, other_id=its_other.pk, other_number=its_other.number
            ),
            by=by,
        )


@act
def label_case(case: CaseFile, *, by: Actor, name: str) -> CaseLabel:
    """Put a label [etiqueta] on the case; a new word becomes a label of the house."""
    ensure(may_work_on(by, case))
    clean = " ".join(name.split())
    if not clean or len(clean) > 40:
        raise BadInput(_("Write a label of one to forty characters."), field="label")
    label = Label.objects.filter(name__iexact=clean).first() or Label.objects.create(name=clean)
    row, made = CaseLabel.objects.get_or_create(case=case, label=label)
    if not made:
        raise AlreadyDone(
            _("The case already has the label “%(name)s”.") % {"name": label.name}, field="label"
        )
    mark_moved(case)
    announce(CaseLabelled(case_id=case.pk, number=case.number, label=label.name), by=by)
    return row


@act
def unlabel_case(row: CaseLabel, *, by: Actor) -> None:
    """Take a label off the case."""
    case = row.case
    ensure(may_work_on(by, case))
    name = row.label.name
    row.delete()
    mark_moved(case)
    announce(CaseUnlabelled(case_id=case.pk, number=case.number, label=name), by=by)


@act
def follow_case(case: CaseFile, *, by: Actor) -> None:
    """Follow the case [seguir]: what moves in it is marked, and comes in the weekly digest."""
    ensure(may_follow(by, case))
    _row, made = Follow.objects.get_or_create(case=case, person_id=by.person_id)
    if not made:
        raise AlreadyDone(_("You already follow this case."))
    announce(CaseFollowed(case_id=case.pk, number=case.number), by=by)


@act
def unfollow_case(case: CaseFile, *, by: Actor) -> None:
    """Stop following the case."""
    ensure(may_follow(by, case))
    gone, _rows = Follow.objects.filter(case=case, person_id=by.person_id).delete()
    if not gone:
        raise AlreadyDone(_("You do not follow this case."))
    announce(CaseUnfollowed(case_id=case.pk, number=case.number), by=by)


@act
def comment_on_case(case: CaseFile, *, by: Actor, text: str) -> Comment:
    """Write an internal note [nota interna]: only the house reads it, and it never leaves with the case."""
    ensure(may_comment(by, case))
    clean = text.strip()
    if not clean or len(clean) > 4000:
        raise BadInput(_("Write the note: up to 4,000 characters."), field="text")
    comment = Comment.objects.create(case=case, author_id=by.person_id, author_name=by.name, text=clean)
    mark_moved(case)
    announce(CommentWritten(case_id=case.pk, number=case.number, comment_id=comment.pk), by=by)
    return comment


@act
def take_back_comment(comment: Comment, *, by: Actor) -> None:
    """Take back one's own note."""
    case = comment.case
    ensure(may_take_back_comment(by, comment))
    comment_id = comment.pk
    comment.delete()
    announce(CommentTakenBack(case_id=case.pk, number=case.number, comment_id=comment_id), by=by)


def look_at(case: CaseFile, *, by: Actor) -> None:
    """Remember that the person has seen the case as it is now (not an act: it tells nothing to anybody)."""
    if by.person_id is None:
        return
    look = LastLook(case=case, person_id=by.person_id, at=now())
    LastLook.objects.bulk_create(
        [look],
        update_conflicts=True,
        unique_fields=["entity", "person", "case"],
        update_fields=["at"],
    )

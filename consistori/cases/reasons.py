"""Why somebody reads a case, or does not: in a sentence, with whom to ask."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consistori.cases.models import CaseFile
from consistori.cases.signatures import is_asked_to_sign
from consistori.cases.tasks.reading import has_task_in
from consistori.cases.visibility import READS, Standing, standing_of
from consistori.directory.models import Post
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.ui.explaining import Explanation, Of


@dataclass(frozen=True, kw_only=True)
class Seeing(Explanation):
    """Why somebody reads a case, or does not (`reads`), in a sentence; and whom to ask."""

    reads: bool

    @property
    def sentence(self) -> str:
        """The answer, in words."""
        return str(self.answer)


def why_visible(actor: Actor, case: CaseFile) -> Seeing:
    """The answer to “Why can I see / not see this?” [per què ho veig / no ho veig]."""
    standing = standing_of(actor, case)
    if (
        standing not in READS
        and actor.person_id
        and actor.posts
        and is_asked_to_sign(actor.person_id, case.pk)
    ):
        standing = standing_of(actor, case, asked_to_sign=True)
    if standing is Standing.NOT_HERS and has_task_in(actor.person_id, case.pk):
        standing = standing_of(actor, case, has_task=True)
    reads = standing in READS
    sentence = _reasons(actor, case)[standing]
    if reads and case.reserved:
        sentence = f"{sentence} {why_reserved(case)}"
    return Seeing(
        of=Of.PERMISSION,
        question=_("Why do I see this case?") if reads else _("Why do I not see it?"),
        answer=sentence,
        reads=reads,
        ask="" if reads else whom_to_ask(case),
        article="Llei 39/2015, art. 53.1.a" if case.reserved else "",
    )


def _reasons(actor: Actor, case: CaseFile) -> dict[Standing, str]:
    posts = ", ".join(post.title for post in actor.posts if post.title)
    unit = case.unit.name if case.unit else ""
    return {
        Standing.PROGRAM: _("The program itself reads it to do its work."),
        Standing.AUDITOR: _(
            "You are an auditor: you read everything, change nothing, and each reading is written down."
        ),
        Standing.COLLEAGUE: _(
            "You work here (%(posts)s), and in this house everybody sees the cases that are not reserved."
        )
        % {"posts": posts},
        Standing.CARRIES_IT: _("You carry this case."),
        Standing.SAME_UNIT: _("The case is of your unit, %(unit)s.") % {"unit": unit},
        Standing.RESERVED_ROLE: _("Your post (%(posts)s) is among those that read it.") % {"posts": posts},
        Standing.ASKED_TO_SIGN: _("You were asked to sign a document of this case."),
        Standing.HAS_TASK: _("You have a task in this case."),
        Standing.GRANTED: _("The town lets you see it (%(posts)s).") % {"posts": posts},
        Standing.RESERVED: _why_closed_to(case),
        Standing.OPPOSITION: _(
            "You cannot see it: councillors in opposition have the files of each session, and may ask "
            "for the others."
        ),
        Standing.NOT_HERS: _(
            "You cannot see it: you reach only the cases of your unit and those where you have a task "
            "or a signature."
        ),
        Standing.LOGS_ONLY: _("You cannot see it: you read who has opened what, not the contents."),
        Standing.NO_GRANT: _(
            "You cannot see it: the contents are the town’s, which lets you see them only by a grant, until a day."
        ),
        Standing.NO_POST: _("You cannot see it: you hold no post in this town hall."),
    }


def why_reserved(case: CaseFile) -> str:
    """The cause of the reserve, for whoever reads the case."""
    if case.reserved_cause == CaseFile.ReservedCause.SERIES and case.series is not None:
        return _("It is reserved because of its series, %(series)s.") % {"series": case.series.label}
    return _("It was reserved by decision: %(reason)s.") % {"reason": case.reserved_reason.rstrip(".")}


def _why_closed_to(case: CaseFile) -> str:
    """To whoever does not read it, neither the series nor the reason: both may say too much."""
    if case.reserved_cause == CaseFile.ReservedCause.SERIES:
        return _("You cannot see it: its series reserves it to a few.")
    return _("You cannot see it: it was reserved to a few by a reasoned decision.")


def whom_to_ask(case: CaseFile) -> str:
    """The post to ask about a reserved case: who heads its unit, else the secretary. Never the reason
    itself.
    """
    posts = Post.objects.live(today())
    heads = posts.filter(unit_id=case.unit_id, heads_unit=True) if case.unit_id else posts.none()
    post = heads.first() or posts.filter(role="secretary").first()
    return post.title(get_language() or "ca") if post else _("the secretary")

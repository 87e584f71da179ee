"""What the program does by night at the counter."""

from __future__ import annotations

from datetime import timedelta

from consistori.assistance.counter.selectors import DAYS_LEFT
from consistori.assistance.models import Attention, AttentionPaper
from consistori.documents.waiting import forget_waiting
from consistori.kernel.clock import now
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town
from consistori.tenancy.scope import working_for


@by_the_clock("40 3 * * *", name="assistance.tidy_counter")
def tidy_counter(timestamp: int) -> None:
    """Forget what was left half done for days, with its papers: it was never presented."""
    in_each_town(tidy)


def tidy(entity: Entity) -> int:
    """The same in one town; how many were forgotten."""
    with working_for(entity):
        before = now() - timedelta(days=DAYS_LEFT)
        old = Attention.objects.exclude(state=Attention.State.REGISTERED).filter(touched_at__lt=before)
        papers = AttentionPaper.objects.filter(attention__in=old)
        hashes = set(papers.values_list("sha256", flat=True))
        hashes |= {came["sha256"] for came in papers.values_list("came", flat=True) if came}
        count = old.count()
        old.delete()
        forget_waiting(hashes)
        return count

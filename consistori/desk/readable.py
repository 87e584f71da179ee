"""Which documents a person may read, said of many in one statement."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from consistori.cases.models import CaseDocument, CaseFile
from consistori.directory.roles import SEES_ALL
from consistori.kernel.actor import Actor


def readable_documents(actors: list[Actor]) -> Q:
    """Those of a case that I may read; the loose ones, for whoever sees all. What `documents.may_read` says of one
    document with the guard of the cases, said of many in one statement.
    """
    leaves = CaseDocument.objects.filter(document_id=OuterRef("pk"))
    covers = CaseFile.objects.filter(cover_id=OuterRef("pk"))
    mine = CaseFile.objects.visible_to_any(actors)
    open_leaf = Exists(leaves.filter(case__in=mine.values("pk")))
    open_cover = Exists(mine.filter(cover_id=OuterRef("pk")))
    sees_all = [actor.entity_id for actor in actors if actor.holds(*SEES_ALL)]
    loose = Q(~Exists(leaves), ~Exists(covers), entity_id__in=sees_all)
    return Q(open_leaf) | Q(open_cover) | loose

"""Where what comes in goes: a folder that is dropped keeps its folders."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from consistori.cases.events import FolderMade
from consistori.cases.models import CaseDocument, CaseFile, Folder
from consistori.cases.models.leaves import LONGEST_FOLDER_NAME
from consistori.cases.policies import may_add_documents
from consistori.cases.services import receive_into_case
from consistori.kernel.actor import Actor
from consistori.kernel.errors import ensure
from consistori.trail import act, announce

BETWEEN = " / "
_MOST_DEEP = 8


def folder_name(path: str) -> str:
    """The name of the folder for a file that came as `Projecte/Plànols/alçat.pdf`: «Projecte / Plànols».

    Empty for a file that came alone. What does not fit loses its beginning, for the end says most.
    """
    parts = [" ".join(part.split()) for part in path.replace("\\", "/").split("/")[:-1]]
    parts = [part for part in parts if part and part not in {".", ".."}][-_MOST_DEEP:]
    name = BETWEEN.join(parts)
    return name if len(name) <= LONGEST_FOLDER_NAME else "…" + name[-(LONGEST_FOLDER_NAME - 1) :]


@act
def folder_for(case: CaseFile, path: str, *, by: Actor) -> Folder | None:
    """The folder of the case where a file that came with that path goes, made if it is not there; None: loose.

    Whoever may add documents may bring their folders with them.
    """
    ensure(may_add_documents(by, case))
    name = folder_name(path)
    if not name:
        return None
    there: Folder | None = Folder.objects.filter(case=case, name=name).first()
    if there is not None:
        return there
    last = Folder.objects.filter(case=case).aggregate(last=Max("position"))["last"] or 0
    folder, is_new = Folder.objects.get_or_create(case=case, name=name, defaults={"position": last + 1})
    if is_new:
        announce(FolderMade(case_id=case.pk, number=case.number, folder_id=folder.pk, name=name), by=by)
    return folder


@act
def receive_from_path(
    case: CaseFile, received: Any, *, by: Actor, path: str = "", folder: Folder | None = None
) -> CaseDocument:
    """Receive a file and file it in the folder that it came in; a file that is refused leaves no folder behind."""
    leaf: CaseDocument = receive_into_case(
        case, received, by=by, folder=folder_for(case, path, by=by) or folder
    )
    return leaf

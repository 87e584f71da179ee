"""The records of the case file: the case, what lies in it, and the marks that people leave on it."""

from consistori.cases.models.board import CaseEdict
from consistori.cases.models.case import CaseFile, CaseManager, CaseQuerySet
from consistori.cases.models.classing import ClassedCase, Classing
from consistori.cases.models.corrections import CorrectionAnswer, CorrectionPoint, CorrectionRequest
from consistori.cases.models.entries import EntryTaken, NoteRecipient, ProcessNote, TakingUndone
from consistori.cases.models.leaves import CaseDocument, Folder, KeptBoth
from consistori.cases.models.many import BatchItem, CaseBatch
from consistori.cases.models.marks import CaseLabel, Comment, Follow, Label, LastLook, SavedView
from consistori.cases.models.steps import Step
from consistori.cases.models.tasks import CaseTask
from consistori.cases.models.threads import CaseParty, CaseRelation

__all__ = [
    "BatchItem",
    "CaseBatch",
    "CaseDocument",
    "CaseEdict",
    "CaseFile",
    "CaseLabel",
    "CaseManager",
    "CaseParty",
    "CaseQuerySet",
    "CaseRelation",
    "CaseTask",
    "ClassedCase",
    "Classing",
    "Comment",
    "CorrectionAnswer",
    "CorrectionPoint",
    "CorrectionRequest",
    "EntryTaken",
    "Folder",
    "Follow",
    "KeptBoth",
    "Label",
    "LastLook",
    "NoteRecipient",
    "ProcessNote",
    "SavedView",
    "Step",
    "TakingUndone",
]

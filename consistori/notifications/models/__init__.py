"""The records of notifications: the act that is sent, each notification, its legs, its evidence and the proofs."""

from consistori.notifications.models.dispatch import Dispatch, ObligingRule
from consistori.notifications.models.evidence import Evidence, Proof, StampedList
from consistori.notifications.models.notices import Notice, NoticeQuerySet, NoticeWish
from consistori.notifications.models.notification import Leg, Notification, NotificationQuerySet
from consistori.notifications.models.paper import (
    Announcement,
    CounterDelivery,
    PaperBatch,
    PaperLetter,
    PaperTry,
    PaperWay,
)
from consistori.notifications.models.saving import SavingSetting

__all__ = [
    "Announcement",
    "CounterDelivery",
    "Dispatch",
    "Evidence",
    "Leg",
    "Notice",
    "NoticeQuerySet",
    "NoticeWish",
    "Notification",
    "NotificationQuerySet",
    "ObligingRule",
    "PaperBatch",
    "PaperLetter",
    "PaperTry",
    "PaperWay",
    "Proof",
    "SavingSetting",
    "StampedList",
]

"""The records of notifications: the act that is sent, each notification, its legs, its evidence and the proofs."""

from consistori.notifications.models.dispatch import Dispatch, ObligingRule
from consistori.notifications.models.evidence import Evidence, Proof, StampedList
from consistori.notifications.models.notification import Leg, Notification, NotificationQuerySet

__all__ = [
    "Dispatch",
    "Evidence",
    "Leg",
    "Notification",
    "NotificationQuerySet",
    "ObligingRule",
    "Proof",
    "StampedList",
]

"""The acts of notifications: prepare, put at disposal, open, reject, deliver, take back, and what the clock does."""

from consistori.notifications.rules.contents import ActFacts, AppealAsked, TermAsked
from consistori.notifications.services.arriving import (
    fail_leg,
    mark_sent,
    record,
    record_attempt,
    record_delivery,
    record_notice,
    record_published,
)
from consistori.notifications.services.changing import change_channel, extend_for_incident, withdraw
from consistori.notifications.services.lapsing import settle_lapsed
from consistori.notifications.services.opening import (
    LapsedAlready,
    NotWarned,
    record_access,
    record_refused_access,
    record_warning,
    reject,
)
from consistori.notifications.services.planning import AddresseeAsked, Planned, preview
from consistori.notifications.services.preparing import CannotNotify, open_sending_term, prepare
from consistori.notifications.services.sending import put_at_disposal

__all__ = [
    "ActFacts",
    "AddresseeAsked",
    "AppealAsked",
    "CannotNotify",
    "LapsedAlready",
    "NotWarned",
    "Planned",
    "TermAsked",
    "change_channel",
    "extend_for_incident",
    "fail_leg",
    "mark_sent",
    "open_sending_term",
    "prepare",
    "preview",
    "put_at_disposal",
    "record",
    "record_access",
    "record_attempt",
    "record_delivery",
    "record_notice",
    "record_published",
    "record_refused_access",
    "record_warning",
    "reject",
    "settle_lapsed",
    "withdraw",
]

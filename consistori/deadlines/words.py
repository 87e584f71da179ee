"""The names of what the rules know: terms, units, starts, causes, endings, faults."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

TERMS: dict[str, Any] = {
    "correction": _("Correct an application"),
    "step": _("A step of the interested party without a term of its own"),
    "hearing": _("Hearing of the interested party"),
    "public_information": _("Public information"),
    "ordinance": _("Public information of an ordinance"),
    "appeal_same_body": _("Appeal to the same body (reposició)"),
    "appeal_above": _("Appeal to the body above (alçada)"),
    "open_notification": _("Open an electronic notification"),
    "inactivity": _("Expiry because the interested party does nothing"),
    "resolve": _("Resolve and notify an application, with no term of its own"),
    "resolve_ex_officio": _("Resolve and notify what the town hall began, with no term of its own"),
    "simplified": _("Resolve by the simplified procedure"),
    "simplified_allegations": _("Allegations in the simplified procedure"),
    "simplified_request": _("Answer who asks for the simplified procedure"),
    "resolve_same_body": _("Resolve an appeal to the same body (reposició)"),
    "resolve_above": _("Resolve an appeal to the body above (alçada)"),
    "access_information": _("Resolve a request of public information"),
    "tell_receipt": _("Tell the applicant the term and the effect of silence"),
    "send_notification": _("Send the notification of an act"),
    "report": _("Give a report"),
    "silence_certificate": _("Issue the certificate of silence"),
}

UNITS: dict[str, Any] = {
    "working_days": _("working days"),
    "natural_days": _("natural days"),
    "months": _("months"),
    "years": _("years"),
    "hours": _("hours"),
}

STARTS: dict[str, Any] = {
    "notification": _("Notification"),
    "publication": _("Publication"),
    "entry": _("Entry in the registry"),
    "silence": _("Silence"),
    "agreement": _("Agreement that begins it"),
    "availability": _("Put at disposal"),
    "act": _("Date of the act"),
    "request": _("Request"),
    "other": _("Another fact"),
}

WHOSE: dict[str, Any] = {
    "party": _("The interested party: calendars of the seat and of the residence"),
    "administration": _("The town hall: calendar of the seat"),
    "registry": _("The registry: calendar of the e-office"),
}

CAUSES: dict[str, Any] = {
    "22.1.a": _("request to correct or to bring documents"),
    "22.1.b": _("mandatory ruling of the European Union"),
    "22.1.c": _("procedure of the European Union that conditions it"),
    "22.1.d": _("mandatory report asked for"),
    "22.1.e": _("technical tests proposed by the parties"),
    "22.1.f": _("negotiation of an agreement"),
    "22.1.g": _("ruling of a court that is needed first"),
    "22.2.a": _("request of another administration to annul the act"),
    "22.2.b": _("complementary actions"),
    "22.2.c": _("challenge of an officer"),
}

ENDINGS: dict[str, Any] = {
    "positive_silence": _(
        "With no resolution notified it is granted by silence; what is resolved later can only confirm it."
    ),
    "negative_silence": _(
        "With no resolution notified it may be taken for refused, so as to appeal; the duty to resolve stays."
    ),
    "caducity": _("It expires: a resolution says so and files the case, and it is notified."),
    "loss_of_step": _(
        "The step may be taken for lost by a resolution; it is still good until that is notified."
    ),
    "withdrawal": _(
        "The application is taken for withdrawn by a resolution that says so; nothing happens by itself."
    ),
    "rejected": _("The notification is taken for rejected, and the procedure goes on."),
    "deemed_notified": _("The notification is taken for done."),
}

VOIDS: dict[str, Any] = {
    "not_told": _("It takes no day off: the parties were not told of it."),
    "told_late": _("It takes no day off: when the parties were told of it, the term had already ended."),
    "before_start": _("It takes no day off: it ended before the term began."),
    "expired": _("It has no effect: the term had already ended."),
    "too_long": _("It has no effect: it asks for more than the law lets."),
    "already_extended": _("It has no effect: the term had been extended already."),
}

FAULTS: dict[str, Any] = {
    "no_length": _("Write how long it is: one at least."),
    "too_long": _("It is too long to be a term."),
    "year_out_of_reach": _("Write the year with its four figures."),
    "too_many_hours": _("In hours it can be twenty-four at most: a longer one is told in days."),
    "urgency_spares_appeals": _("Urgency does not shorten the terms of applications and appeals."),
    "hours_need_an_hour": _("A term in hours needs the hour at which it begins."),
    "not_a_silence": _("Silence either grants or refuses."),
    "suspension_backwards": _("It would end before it begins."),
    "interruption_backwards": _("It would end before it begins."),
}

LINES: dict[str, Any] = {
    "not_a_day": _("Line %(line)s: write the day, the month and the name, as in «20-01 Sant Sebastià»."),
    "no_such_day": _("Line %(line)s: that day does not exist."),
    "another_year": _("Line %(line)s: it is of another year."),
    "twice": _("Line %(line)s: that day is already there."),
    "name": _("Line %(line)s: write its name, in eighty letters at most."),
    "too_many": _("There are too many days for one year."),
}

LAYERS: dict[str, Any] = {
    "state": _("of the State"),
    "region": _("of Catalonia"),
    "town": _("local"),
}

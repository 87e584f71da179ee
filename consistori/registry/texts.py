"""The words of books, channels, headings and annotations."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.registry.rules.books import Book, Channel, Heading, Paper

BOOKS = {
    Book.ENTRY: pgettext_lazy("registry book", "Entry"),
    Book.EXIT: pgettext_lazy("registry book", "Exit"),
}
CHANNELS = {
    Channel.COUNTER: _("At the counter"),
    Channel.OFFICE: _("By the electronic office"),
    Channel.PHONE: _("By telephone, with help"),
    Channel.POST: _("By post"),
    Channel.ADMINISTRATION: _("From another administration"),
    Channel.MAIL: _("By e-mail"),
    Channel.PROGRAM: _("By another program"),
    Channel.INTERNAL: _("From inside the house"),
}
HEADINGS = {
    Heading.APPLICATION: pgettext_lazy("registry heading", "Application"),
    Heading.DECLARATION: pgettext_lazy("registry heading", "Responsible declaration"),
    Heading.COMMUNICATION: pgettext_lazy("registry heading", "Prior communication"),
    Heading.APPEAL: pgettext_lazy("registry heading", "Appeal"),
    Heading.ALLEGATION: pgettext_lazy("registry heading", "Allegations"),
    Heading.DOCUMENTS: pgettext_lazy("registry heading", "Documents for a case"),
    Heading.CORRECTION: pgettext_lazy("registry heading", "Answer to a request to correct"),
    Heading.COMPLAINT: pgettext_lazy("registry heading", "Complaint or suggestion"),
    Heading.WITHDRAWAL: pgettext_lazy("registry heading", "Withdrawal or waiver"),
    Heading.OFFICIAL_LETTER: pgettext_lazy("registry heading", "Official letter"),
    Heading.INVOICE: pgettext_lazy("registry heading", "Invoice"),
    Heading.NOTIFICATION: pgettext_lazy("registry heading", "Notification"),
    Heading.OTHER: pgettext_lazy("registry heading", "Other"),
}
PAPERS = {
    Paper.NONE: _("There was no paper"),
    Paper.RETURNED: _("The paper was given back"),
    Paper.KEPT: _("The paper stays here"),
}
APPLICANT, REPRESENTATIVE, SENDER, ADDRESSEE = "applicant", "representative", "sender", "addressee"
ROLES = {
    APPLICANT: pgettext_lazy("role in an entry", "Who asks"),
    REPRESENTATIVE: pgettext_lazy("role in an entry", "Representative"),
    SENDER: pgettext_lazy("role in an entry", "Who sends it"),
    ADDRESSEE: pgettext_lazy("role in an entry", "To whom it goes"),
}
CORRECTION, ANNULMENT, SENT, NOTE = "correction", "annulment", "sent", "note"
ANNOTATIONS = {
    CORRECTION: pgettext_lazy("annotation", "Correction"),
    ANNULMENT: pgettext_lazy("annotation", "Annulment"),
    SENT: pgettext_lazy("annotation", "Sent on"),
    NOTE: pgettext_lazy("annotation", "Note"),
}
FIELDS = {
    "heading": pgettext_lazy("registry", "Heading"),
    "subject": _("What it is about"),
    "to_unit": _("To whom it goes inside the house"),
    "destination": _("To whom it goes"),
    "observations": _("Observations"),
}
FAULTS = {
    "field": _("That is never changed in the registry: annul the entry and make another one."),
    "empty": _("Write what it should say."),
    "same": _("That is what it says already."),
    "reason": _("Say why it is corrected: it will be read beside the old words."),
}
COLUMNS = [
    _("Number"),
    _("Day"),
    _("Hour"),
    _("Takes effect"),
    pgettext_lazy("registry", "Heading"),
    _("What it is about"),
    _("People"),
    _("By which way"),
    _("To whom it goes"),
    _("Number elsewhere"),
    _("Annulled"),
]

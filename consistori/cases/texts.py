"""What the codes of `rules.py` say to people."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.cases.rules import Ending, RelationKind, Role, Situation, State

STATES = {
    State.INITIATION: _("Initiation"),
    State.INSTRUCTION: _("Instruction"),
    State.ENDING: _("Conclusion"),
}
SITUATIONS = {
    Situation.OPEN: pgettext_lazy("case", "Open"),
    Situation.CLOSED: pgettext_lazy("case", "Closed"),
}
ENDINGS = {
    Ending.RESOLUTION: _("Resolution or agreement of a body"),
    Ending.WITHDRAWAL: _("Withdrawal of the applicant"),
    Ending.WAIVER: _("Waiver of the right"),
    Ending.EXPIRY: _("Expiry by inactivity"),
    Ending.PRESCRIPTION: _("Prescription"),
    Ending.LOSS_OF_OBJECT: _("Its object has disappeared"),
    Ending.IMPOSSIBILITY: _("It became impossible to go on"),
    Ending.SILENCE: _("Silence in favour"),
    Ending.AGREEMENT: _("Pact, covenant or contract"),
    Ending.DECLARATION: _("Mere declaration or communication"),
    Ending.INTERNAL: _("Internal: it is not a procedure"),
}
ENDING_HINTS = {
    Ending.RESOLUTION: _("There is a decree or an agreement of a body, signed."),
    Ending.WITHDRAWAL: _("The applicant withdraws, and a resolution says so."),
    Ending.WAIVER: _("The person waives the right, and a resolution says so."),
    Ending.EXPIRY: _("Three months stopped by the party, with warning, or the term ran out ex officio."),
    Ending.PRESCRIPTION: _("A resolution declares it; say since when."),
    Ending.LOSS_OF_OBJECT: _("What was asked no longer exists; a resolution declares it."),
    Ending.IMPOSSIBILITY: _("Something that came later; a reasoned resolution declares it."),
    Ending.SILENCE: _("The term ended without notifying, and the law grants it. Keep the certificate."),
    Ending.AGREEMENT: _("It ended with a covenant, a pact or a contract."),
    Ending.DECLARATION: _("The law asks only to communicate it; there is nothing to resolve."),
    Ending.INTERNAL: _("Papers of the house, a session, an accumulating case. Say why in a line."),
}
ROLES = {
    Role.APPLICANT: _("Applicant"),
    Role.INTERESTED: _("Interested party"),
    Role.REPRESENTATIVE: _("Representative"),
    Role.ADDRESSEE: _("Addressee"),
    Role.COMPLAINANT: _("Complainant"),
    Role.ALLEGED: _("Alleged offender"),
    Role.APPELLANT: _("Appellant"),
    Role.BIDDER: _("Bidder"),
    Role.OTHER: _("Other"),
}
# A relation as the case that has it sees it, and as the other one does.
RELATIONS = {
    RelationKind.RELATED: (_("Related to"), _("Related to")),
    RelationKind.FOLLOWS: (_("Comes from"), _("Goes on in")),
    RelationKind.PART_OF: (_("Is part of"), _("Contains")),
    RelationKind.APPEALS: (_("Is an appeal against"), _("Is appealed in")),
}
PATTERN_FAULTS = {
    "unknown_place": _("Use only {year} and {number:06d}."),
    "one_year_one_number": _("The pattern needs {year} once and {number} once."),
    "characters": _("Only letters without accents, digits, full stop, hyphen and underscore."),
    "too_long": _("The number would have more than 32 characters."),
}
OPENING_DATE_FAULTS = {
    "future": _("A case cannot be opened in the future: write today or an earlier day."),
    "too_old": _("That year is before 1900. Check the date."),
}
MISSING: dict[str, Any] = {
    "ending": _("Say how the case ended."),
    "ending_note": _("Say why in a line: this way of ending needs its reason."),
    "resolution": _(
        "There is no resolution: a decree or an agreement must end it, also when it only declares it."
    ),
    "silence_certificate": _("There is no certificate of the silence, nor a resolution."),
    "agreement_document": _("The covenant, the pact or the contract that ends it is not here."),
    "signature": _("“%(title)s” is waiting for the signature of %(names)s."),
    "draft": _("“%(title)s” is a draft: it will stay out of the index."),
    "type": _("“%(title)s” is still an attachment: say what document it is."),
    "date": _("“%(title)s” has no date."),
    "origin": _("“%(title)s” does not say whether it comes from the public or from the house."),
    "elaboration": _("“%(title)s” does not say whether it is an original or a copy."),
    "language": _("“%(title)s” does not say its language."),
    "series": _("The case is still to be classified."),
    "documents": _("The case has no document that belongs in its index."),
    "steps": _("There are pending steps: %(names)s. They will stay as they are."),
}


def missing_sentence(code: str, *, title: str = "", names: tuple[str, ...] = ()) -> str:
    """The sentence of one missing thing, with the document and the people it speaks of."""
    return str(MISSING[code]) % {"title": title, "names": ", ".join(names)}

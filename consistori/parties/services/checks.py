"""What was typed, checked and as it is kept, or a refusal that names its field."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from consistori.kernel.errors import BadInput
from consistori.parties import sentences
from consistori.parties.models import Channel
from consistori.parties.rules.identifiers import CheckedIdentifier, IdentifierFault, check_identifier

PHONE = re.compile(r"\+?[0-9]{6,15}")
MOBILE = re.compile(r"(\+34)?[67][0-9]{8}")


def checked_identifier(raw: str, kind: str = "") -> CheckedIdentifier | None:
    """The identifier if one was written; a wrong one is refused with the exact reason."""
    if not raw.strip():
        return None
    try:
        return check_identifier(raw, kind)
    except IdentifierFault as fault:
        raise BadInput(sentences.of_fault(fault), field="identifier", code=fault.code) from fault
    except ValueError as fault:
        raise BadInput(_("That kind of document does not exist."), field="identifier_kind") from fault


def checked_channel(kind: str, raw: str, *, field: str = "value") -> str:
    """The e-mail or telephone as it is kept, or a refusal that says what is wrong."""
    if kind == Channel.Kind.EMAIL:
        value = raw.strip()
        try:
            validate_email(value)
        except ValidationError as fault:
            raise BadInput(
                _("This e-mail is not complete: it needs a name, an @ and a domain."), field=field
            ) from fault
        return value
    if kind in (Channel.Kind.MOBILE, Channel.Kind.PHONE):
        value = re.sub(r"[\s().\-]", "", raw)
        value = f"+{value[2:]}" if value.startswith("00") else value
        if not PHONE.fullmatch(value):
            raise BadInput(
                _("A telephone has only figures, with + and the country if it is foreign."), field=field
            )
        return value
    raise BadInput(_("Say whether it is an e-mail or a telephone."), field="kind")


def phone_kind(value: str) -> str:
    """Mobile when its figures say so."""
    return str(Channel.Kind.MOBILE if MOBILE.fullmatch(value) else Channel.Kind.PHONE)

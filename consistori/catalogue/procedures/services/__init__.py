"""Acts on procedures."""

from consistori.catalogue.procedures.services.sharing import (
    adapt_procedure,
    adopt_standard_procedures,
    close_procedure,
    open_again,
    stay_with_ours,
    take_newer,
)
from consistori.catalogue.procedures.services.writing import (
    create_procedure,
    publish,
    validate,
    write_draft,
)

__all__ = [
    "adapt_procedure",
    "adopt_standard_procedures",
    "close_procedure",
    "create_procedure",
    "open_again",
    "publish",
    "stay_with_ours",
    "take_newer",
    "validate",
    "write_draft",
]

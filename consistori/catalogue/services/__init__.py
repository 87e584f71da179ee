"""Acts on the catalogue: bringing a scheme, changing its series, keeping favourites."""

from consistori.catalogue.services.adopting import adopt_standard_scheme
from consistori.catalogue.services.importing import apply_draft, draft_scheme, drop_draft, import_scheme
from consistori.catalogue.services.series import (
    adapt_series,
    add_official_code,
    close_series,
    favour_series,
    note_series_used,
    reopen_series,
    unfavour_series,
)

__all__ = [
    "adapt_series",
    "add_official_code",
    "adopt_standard_scheme",
    "apply_draft",
    "close_series",
    "draft_scheme",
    "drop_draft",
    "favour_series",
    "import_scheme",
    "note_series_used",
    "reopen_series",
    "unfavour_series",
]

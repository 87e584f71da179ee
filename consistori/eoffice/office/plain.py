"""How plainly each procedure speaks, for everybody to see [llenguatge planer / lenguaje claro]."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from uuid import UUID

from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from consistori.catalogue.procedures.plain import check_sheet
from consistori.catalogue.procedures.selectors import Shown, open_procedures
from consistori.catalogue.procedures.sheet import in_words
from consistori.eoffice.office import selectors
from consistori.eoffice.web.public import PublicRequest, public_page

CLEAR, FAIR = 80, 60
BANDS = {
    "clear": pgettext_lazy("how plainly", "Clear"),
    "fair": pgettext_lazy("how plainly", "Could be clearer"),
    "hard": pgettext_lazy("how plainly", "Hard to read"),
}


@dataclass(frozen=True)
class Scored:
    """A procedure and its score in each language, of 100; `band` is that of the lower one."""

    code: str
    plain: str
    ca: int
    es: int

    @property
    def lowest(self) -> int:
        return min(self.ca, self.es)

    @property
    def band(self) -> str:
        return "clear" if self.lowest >= CLEAR else "fair" if self.lowest >= FAIR else "hard"

    @property
    def in_words(self) -> object:
        return BANDS[self.band]


@public_page
@require_safe
def plain_language(request: PublicRequest) -> HttpResponseBase:
    """Every procedure with its score, the hardest first: those are the ones to write again."""
    said = selectors.language()
    rows = [_scored(shown, said) for shown in open_procedures(said) if shown.sheet.is_for_citizens]
    rows.sort(key=lambda row: (row.lowest, row.plain))
    context = {
        "rows": rows,
        "median": round(median(row.lowest for row in rows)) if rows else 0,
        "hard": sum(row.band == "hard" for row in rows),
        "spoken": said,
    }
    return TemplateResponse(request, "eoffice/plain.html", context)


def _scored(shown: Shown, language: str) -> Scored:
    ca, es = _scores(shown)
    return Scored(shown.code, in_words(shown.sheet.plain, language), ca, es)


_KNOWN: dict[UUID, tuple[int, int]] = {}
_MOST_KNOWN = 20_000


def _scores(shown: Shown) -> tuple[int, int]:
    # A version never changes, nor does what is thought of it until the program does.
    known = _KNOWN.get(shown.version_id)
    if known is None:
        told = check_sheet(shown.sheet)
        known = told["ca"].score, told["es"].score
        if len(_KNOWN) < _MOST_KNOWN:
            _KNOWN[shown.version_id] = known
    return known

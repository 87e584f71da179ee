"""What of an entry may be asked to be corrected: the answers of its form, and the papers that did not come."""

from __future__ import annotations

from dataclasses import replace

from consistori.cases.correcting.ports import Askable
from consistori.cases.models import CorrectionPoint
from consistori.catalogue.procedures.selectors import procedure
from consistori.eoffice.filing.papers import OTHERS, places_of
from consistori.eoffice.forms.definition import pages_for, read_form
from consistori.eoffice.forms.faults import FormFault
from consistori.eoffice.forms.fields import Field, Form, Texts, shown_fields
from consistori.eoffice.forms.saying import in_words
from consistori.kernel.errors import NotHere
from consistori.registry.models import EntryDocument, RegistryEntry

Kind = CorrectionPoint.Kind
BY_HAND = frozenset({"group", "files", "place"})
"""Types whose correction is written in words, with its papers: their own control is a page by itself."""
PAPER = "paper:"
NOT_BROUGHT = Texts("No s’ha aportat. Cal que l’aporteu.", "No se ha aportado. Es necesario que lo aporte.")


def askables_of(entry: RegistryEntry, language: str) -> list[Askable]:
    """The questions of its form with what was answered, page by page, and the papers that did not come. Two statements.

    Nothing where it came by no procedure, or its form is no longer there.
    """
    form = form_of(entry.procedure)
    if form is None:
        return []
    answers = entry.answers if isinstance(entry.answers, dict) else {}
    found = []
    for page in pages_for(form, answers):
        for one in shown_fields(page.fields, answers):
            if one.is_asked and one.type != "files":
                said = in_words(one, answers.get(one.key), language)
                title = page.title.in_(language)
                found.append(Askable(Kind.FIELD, one.key, one.label.in_(language), said[:1000], title))
    return found + _lacking(entry, form, language)


def _lacking(entry: RegistryEntry, form: Form, language: str) -> list[Askable]:
    titles = set(EntryDocument.objects.filter(entry=entry).values_list("title", flat=True))
    sheet = procedure(entry.procedure).sheet
    both = zip(places_of(sheet, form, "ca"), places_of(sheet, form, "es"), strict=True)
    lacking = [
        (ca if language == "ca" else es)
        for ca, es in both
        if ca.key != OTHERS and not titles & {ca.title, es.title}
    ]
    return [
        Askable(
            Kind.PAPER, f"{PAPER}{place.key}", place.title, group="lacking",
            lacks=place.required, why=NOT_BROUGHT.in_(language),
        )
        for place in lacking
    ]  # fmt: skip


def form_of(code: str) -> Form | None:
    """The form in force of a procedure; None where there is none that can be read."""
    if not code:
        return None
    try:
        return read_form(procedure(code).sheet.form)
    except (NotHere, FormFault):
        return None


def field_of(form: Form | None, point: CorrectionPoint) -> Field | None:
    """The question that a point asks again, with what is wrong as its hint; None where it is answered in words."""
    if form is None or point.kind != Kind.FIELD:
        return None
    one = next((one for one in form.every_field() if one.key == point.key), None)
    if one is None or one.type in BY_HAND:
        return None
    return replace(one, required=False, show_if=None, hint=Texts(), ask=Texts())

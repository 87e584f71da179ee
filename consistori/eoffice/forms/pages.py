"""The form of a procedure on paper, for whoever wants to fill it in by hand."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import get_language

from consistori.catalogue.procedures import selectors
from consistori.catalogue.procedures.sheet import in_words
from consistori.eoffice.forms.definition import read_form
from consistori.eoffice.forms.faults import FormFault
from consistori.eoffice.forms.paper import blank_form
from consistori.eoffice.web.public import PublicRequest, public_page
from consistori.kernel.errors import NotHere


@public_page
def paper_form(request: PublicRequest, code: str) -> HttpResponse:
    """The PDF to print, in the language of the page."""
    language = get_language() or "ca"
    sheet = selectors.procedure(code).sheet
    if not sheet.form:
        raise NotHere()
    try:
        form = read_form(sheet.form)
    except FormFault as fault:
        raise NotHere() from fault
    papers = [in_words(paper.title, language) for paper in sheet.papers]
    title = in_words(sheet.name, language)
    pdf = blank_form(request.entity, form, language, title=title, code=sheet.code, papers=papers)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{sheet.code}.pdf"'
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer

"""A text that begins from a template known by its code: that of the town or, if it has none, that of the house."""

from __future__ import annotations

from collections.abc import Sequence

from consistori.documents.models import Document
from consistori.documents.templating import fields, merging
from consistori.documents.templating.fields import Subject
from consistori.documents.templating.selectors import template_of
from consistori.documents.templating.starter import standard_templates
from consistori.documents.writing.beginning import begin_text_about, type_of
from consistori.documents.writing.services import start_text
from consistori.kernel.errors import NotHere


def begin_from_code(
    code: str, subject: Subject, *, about: str, margin: Sequence[tuple[str, str]] = ()
) -> Document:
    """Begin the text of that code with what its subject knows. Raises `BadInput` as `begin_text`, and `NotHere`.

    A town that took the templates of the house before this one came begins from the text of the house.
    """
    try:
        template = template_of(code)
    except NotHere:
        template = None
    if template is not None and template.published is not None:
        return begin_text_about(subject, template=template, about=about, margin=margin)
    is_spanish = subject.language == "es"
    house = {one.code: one for one in standard_templates()}
    if code not in house:
        raise NotHere()
    texts = {key: one.es if is_spanish else one.ca for key, one in house.items()}
    html = merging.fill_body(
        texts[code], fields.values_of(subject), language=subject.language, clauses=texts.get
    )
    name = house[code].name_es if is_spanish else house[code].name_ca
    title = f"{name}. {about}"[:200]
    return start_text(
        by=subject.by, title=title, type=type_of(house[code].document_type), html=html,
        language=subject.language, margin=margin,
    )  # fmt: skip

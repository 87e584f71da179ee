"""A Word document is the starting point of a template; what could do harm is refused."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from consistori.documents.models import Template
from consistori.documents.templating.bringing import bring_word
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.tenancy.scope import working_for


def _explosive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 120_000_000)
    return out.getvalue()


def test_a_word_document_is_a_starting_point(town: Any, secretary: Actor) -> None:
    from docx import Document as Word

    word, out = Word(), io.BytesIO()
    word.add_heading("Informe", 1)
    word.add_paragraph("Vist l’expedient").add_run(" en negreta").bold = True
    word.add_table(1, 2).rows[0].cells[0].text = "cel·la"
    word.save(out)
    with working_for(town):
        template, left_out = bring_word(by=secretary, data=out.getvalue(), name_ca="Informe de Word")
        body = template.latest.body_ca
        assert "<h2>Informe</h2>" in body
        assert "<strong> en negreta</strong>" in body
        assert "cel·la" in body
        assert left_out == []
        assert template.published is None


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 no", b"PK\x03\x04 half", _explosive()], ids=["a-pdf", "half-a-file", "a-bomb"]
)
def test_what_is_not_a_word_document_is_refused_at_its_field(
    town: Any, secretary: Actor, data: bytes
) -> None:
    with working_for(town):
        with pytest.raises(BadInput) as refused:
            bring_word(by=secretary, data=data, name_ca="X")
        assert refused.value.field == "file"
        assert not Template.objects.exists()


def test_a_clerk_and_the_outsider_bring_none(town: Any, clerk: Actor, outsider: Actor) -> None:
    with working_for(town):
        for who in (clerk, outsider):
            with pytest.raises(NotPermitted):
                bring_word(by=who, data=b"", name_ca="X")

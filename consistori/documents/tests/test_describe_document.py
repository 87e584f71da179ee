"""Metadata are completed and corrected with author and reason; what was guessed becomes somebody's word."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from consistori.documents import policies
from consistori.documents.models import Document, MetadataChange
from consistori.documents.services import describe_document, freeze_document, rename_document
from consistori.formats.tests import makers
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, NotPermitted, Stale, Verdict
from consistori.tenancy.scope import ScopeRefused, working_for
from consistori.tenancy.search import matching

Bring = Callable[..., Document]


def test_a_correction_keeps_before_after_author_and_reason(bring: Bring, clerk: Any) -> None:
    document = bring()

    describe_document(document, by=clerk, title="Informe de l’aigua", reason="Hi havia una errada")

    [change] = MetadataChange.objects.filter(document=document)
    assert (change.before, change.after) == ("Informe", "Informe de l’aigua")
    assert (change.changed_by_name, change.reason) == (clerk.name, "Hi havia una errada")
    assert "title" not in document.guessed
    assert document.edition == 2


def test_corrections_cannot_be_rewritten(bring: Bring, clerk: Any) -> None:
    document = bring()
    rename_document(document, by=clerk, title="Altre")

    with pytest.raises(DatabaseError), transaction.atomic():
        MetadataChange.objects.update(reason="mai")


def test_a_new_title_is_found_and_the_old_one_is_not(bring: Bring, clerk: Any) -> None:
    document = bring("Quadern.pdf")

    rename_document(document, by=clerk, title="Subvencions a les entitats")

    assert list(matching(Document.objects.all(), "subvencio")) == [document]


def test_confirming_a_guess_is_no_correction(bring: Bring, clerk: Any) -> None:
    document = bring()
    assert "language" in document.guessed

    describe_document(document, by=clerk, language=document.language)

    assert "language" not in Document.objects.get(pk=document.pk).guessed
    assert not MetadataChange.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"date_on": today() + timedelta(days=1)}, "date_on"),
        ({"date_on": date(26, 1, 1)}, "date_on"),
        ({"origin": "nobody"}, "origin"),
        ({"elaboration": "EE02"}, "source_identifier"),
        ({"support": "both"}, "paper_place"),
        ({"language": "klingon"}, "language"),
        ({"state": "frozen"}, "state"),
        ({"type": "TD01"}, "type"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    bring: Bring, clerk: Any, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as told:
        describe_document(bring(), by=clerk, **said)

    assert told.value.field == field
    assert str(told.value)


def test_a_paper_says_where_it_is(bring: Bring, clerk: Any) -> None:
    document = bring()

    describe_document(document, by=clerk, support="both", paper_place="Armari 3, caixa 12")

    assert Document.objects.get(pk=document.pk).paper_place == "Armari 3, caixa 12"


def test_a_paper_scanned_too_coarse_is_no_authentic_copy(bring: Bring, clerk: Any) -> None:
    coarse = bring("a.jpg", makers.image("JPEG", (800, 600), dpi=(96, 96)))
    fine = bring("b.jpg", makers.image("JPEG", (900, 600), dpi=(200, 200)))

    with pytest.raises(BadInput) as told:
        describe_document(coarse, by=clerk, elaboration="EE03")
    describe_document(fine, by=clerk, elaboration="EE03")

    assert told.value.field == "elaboration"
    assert fine.elaboration == "EE03"


def test_two_colleagues_do_not_overwrite_each_other(bring: Bring, clerk: Any) -> None:
    document = bring()
    rename_document(document, by=clerk, title="Primera")

    with pytest.raises(Stale):
        describe_document(document, by=clerk, edition=1, title="Segona")


def test_a_fixed_text_is_corrected_only_with_a_reason(bring: Bring, clerk: Any) -> None:
    document = bring(title="Informe")
    freeze_document(document, by=clerk, signer_posts=["Alcaldia"])

    with pytest.raises(BadInput):
        describe_document(document, by=clerk, title="Altre")
    describe_document(document, by=clerk, title="Altre", reason="Errada al títol")

    assert document.title == "Altre"


def test_a_guard_of_a_higher_room_stops_a_change(
    bring: Bring, clerk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = bring()
    closed = Verdict(False, "The case is closed.")
    monkeypatch.setattr(policies, "writer_guards", [lambda actor, document: closed])

    with pytest.raises(NotPermitted, match="closed"):
        rename_document(document, by=clerk, title="Altre")


def test_a_guard_opens_to_an_external_what_the_roles_do_not(
    bring: Bring, town: Any, hire: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = bring()
    architect = hire(town, "external", "Gemma", "Arquitecta")
    assert not policies.may_read(architect, document)

    monkeypatch.setattr(policies, "reader_guards", [lambda actor, document: Verdict(True)])

    assert policies.may_read(architect, document)


def test_the_outsider_describes_nothing(town: Any, other_town: Any, bring: Bring, outsider: Any) -> None:
    document = bring()

    with pytest.raises((NotPermitted, ScopeRefused)):
        rename_document(document, by=outsider, title="Meu")
    assert policies.may_read(outsider, document).ok is False


def test_another_town_cannot_even_ask(town: Any, other_town: Any, clerk: Any, outsider: Any) -> None:
    from consistori.documents.received import ReceivedFile
    from consistori.documents.services import receive_document

    with working_for(town):
        document = receive_document(by=clerk, received=ReceivedFile.from_bytes("a.pdf", makers.typst_pdf()))

    with working_for(other_town):
        assert not Document.objects.filter(pk=document.pk).exists()
        with pytest.raises((ScopeRefused, Document.DoesNotExist, NotPermitted)):
            rename_document(document, by=outsider, title="Meu")

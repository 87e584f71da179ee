"""Thirty days to think better of it, and then only the record stays."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from consistori.documents import blobs
from consistori.documents.blobs import BlobMissing
from consistori.documents.jobs import empty_bin
from consistori.documents.models import Blob, Document
from consistori.documents.selectors import in_bin, search_documents
from consistori.documents.services import discard_document, erase_document, freeze_document, restore_document
from consistori.documents.services.binning import CannotDiscard
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, NotPermitted, Refusal

Bring = Callable[..., Document]


def days_ago(document: Document, days: int) -> None:
    Document.objects.filter(pk=document.pk).update(discarded_at=now() - timedelta(days=days))
    document.refresh_from_db()


def test_thrown_away_it_leaves_every_list_and_comes_back_whole(bring: Bring, clerk: Any) -> None:
    document = bring()

    discard_document(document, by=clerk)
    assert [found.pk for found in in_bin(clerk)] == [document.pk]
    assert search_documents(clerk, "informe") == []

    restore_document(document, by=clerk)
    assert in_bin(clerk) == []
    assert [found.pk for found in search_documents(clerk, "informe")] == [document.pk]


def test_what_is_fixed_for_signature_is_not_thrown_away(bring: Bring, clerk: Any) -> None:
    document = bring()
    freeze_document(document, by=clerk, signer_posts=["Alcaldia"])

    with pytest.raises(CannotDiscard):
        discard_document(document, by=clerk)


def test_an_act_done_is_not_done_again(bring: Bring, clerk: Any) -> None:
    document = bring()

    with pytest.raises(AlreadyDone):
        restore_document(document, by=clerk)
    discard_document(document, by=clerk)
    with pytest.raises(AlreadyDone):
        discard_document(document, by=clerk)


def test_after_thirty_days_the_bytes_go_and_the_record_stays(bring: Bring, clerk: Any, town: Any) -> None:
    old, recent = bring("Vell.pdf"), bring("Recent.txt", b"Bon dia")
    for document, days in ((old, 31), (recent, 29)):
        discard_document(document, by=clerk)
        days_ago(document, days)

    assert empty_bin(town) == 1

    erased = Document.objects.with_version().get(pk=old.pk)
    assert erased.erased_at is not None
    assert erased.version.sha256
    assert Blob.objects.get(sha256=erased.version.sha256).erased_at is not None
    with pytest.raises(BlobMissing):
        blobs.open(erased.version.sha256)
    with pytest.raises(Refusal):
        restore_document(erased, by=clerk)
    assert Document.objects.get(pk=recent.pk).erased_at is None


def test_bytes_that_another_document_shares_are_not_erased(bring: Bring, clerk: Any, town: Any) -> None:
    thrown, kept = bring("Un.pdf"), bring("Dos.pdf")
    discard_document(thrown, by=clerk)
    days_ago(thrown, 40)

    empty_bin(town)

    assert blobs.existing_path(kept.version.sha256).exists()


def test_bytes_brought_again_after_being_erased_are_kept_again(bring: Bring, clerk: Any, town: Any) -> None:
    document = bring()
    discard_document(document, by=clerk)
    days_ago(document, 31)
    empty_bin(town)

    again = bring()

    assert blobs.existing_path(again.version.sha256).exists()
    assert Blob.objects.get(sha256=again.version.sha256).erased_at is None


def test_nobody_empties_the_bin_by_hand_nor_before_time(bring: Bring, clerk: Any, town: Any) -> None:
    document = bring()
    discard_document(document, by=clerk)

    with pytest.raises(NotPermitted):
        erase_document(document, by=clerk)
    with pytest.raises(Refusal):
        erase_document(document, by=Actor.program(town.pk))


def test_the_outsider_does_not_see_the_bin_of_the_town(bring: Bring, clerk: Any, outsider: Any) -> None:
    document = bring()
    discard_document(document, by=clerk)

    with pytest.raises(NotPermitted):
        restore_document(document, by=outsider)

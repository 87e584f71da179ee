"""What is taken out of a message, or divided from a PDF, lies in the case of its source."""

from typing import Any

import pytest

from consistori.cases.models import CaseDocument, CaseFile
from consistori.cases.services.filing import receive_into_case
from consistori.documents.arrivals.services import take_out
from consistori.documents.models import Document
from consistori.documents.received import ReceivedFile
from consistori.kernel.errors import NotPermitted

MAIL = (
    b"From: Anna <anna@exemple.cat>\r\nTo: oac@vall-llobera.example\r\nSubject: Gual\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHola\r\n--b\r\n'
    b'Content-Type: text/plain\r\nContent-Disposition: attachment; filename="nota.txt"\r\n\r\nBon dia\r\n--b--\r\n'
)


def test_they_are_filed_where_the_message_is(case: CaseFile, clerk: Any) -> None:
    leaf = receive_into_case(case, ReceivedFile.from_bytes("a.eml", MAIL), by=clerk)

    made = take_out(leaf.document, ["1"], by=clerk)

    filed = list(
        CaseDocument.objects.filter(case=case).order_by("position").values_list("document_id", flat=True)
    )
    assert filed == [leaf.document_id, made[0].pk]


def test_who_only_reads_takes_nothing_out(case: CaseFile, clerk: Any, hire: Any, town: Any) -> None:
    leaf = receive_into_case(case, ReceivedFile.from_bytes("a.eml", MAIL), by=clerk)
    auditor = hire(town, "auditor", "Pau", "Mir")

    with pytest.raises(NotPermitted):
        take_out(leaf.document, ["1"], by=auditor)

    assert Document.objects.count() == 1

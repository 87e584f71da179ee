"""What Today says to the secretary of the decree book, and to nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from consistori.bodies.models import Decree
from consistori.desk.morning import decrees
from consistori.documents.services import create_from_bytes
from consistori.kernel.clock import now
from consistori.tenancy.scope import working_for

PAPER = b"Decret de prova.\n"


def test_she_hears_of_what_is_to_be_transcribed_and_sent(
    town: Any, secretary: Any, clerk: Any, mayor: Any, sign_in: Any
) -> None:
    with working_for(town):
        document = create_from_bytes(by=clerk, data=PAPER, name="decret.txt", title="Decret")
        Decree.objects.create(
            document=document,
            version=document.version,
            year=now().year,
            number=1,
            decided_on=(now() - timedelta(days=30)).date(),
            decided_at=now() - timedelta(days=30),
            title="Decret",
            signer_id=mayor.person_id,
            signer_name="Rosa Bassols",
            manner="own",
        )
        assert decrees.arms([clerk]) == []
        assert len(decrees.arms([secretary])) == 3
    page = sign_in(secretary).get("/e/vall-llobera/desk/").content.decode()

    assert "/e/vall-llobera/desk/decrees/transcribe/" in page
    assert "/e/vall-llobera/desk/decrees/extracts/" in page
    others = sign_in(clerk).get("/e/vall-llobera/desk/").content.decode()
    assert "/decrees/transcribe/" not in others

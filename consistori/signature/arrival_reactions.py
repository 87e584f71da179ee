"""A file that came: if it is signed, its signatures are validated; if its signature was waiting for it, too."""

from consistori.documents.arrivals.looks import looks
from consistori.documents.models import Document
from consistori.signature.arrival_jobs import check, pair
from consistori.signature.arrivals import may_be_signed
from consistori.signature.models import ArrivalReport
from consistori.tenancy.jobs import defer


def validate_what_others_signed(document: Document) -> None:
    """One statement for most documents, which bring no signature."""
    if may_be_signed(document.version):
        defer(check, document_id=str(document.pk))
    if ArrivalReport.objects.filter(signed_sha256=document.version.sha256, signed=None).exists():
        defer(pair, sha256=document.version.sha256)


looks.append(validate_what_others_signed)

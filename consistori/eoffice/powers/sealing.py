"""The seal of the town hall on the acts of the register of powers, an automated act of its own (R-AUT-01)."""

from __future__ import annotations

import io

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.services import append_evidence
from consistori.kernel.actor import Actor
from consistori.signature.engine.errors import ServiceSilent, SigningStopped
from consistori.signature.seals import NoSeal, automated_kinds, seal_pdf, sealing_for
from consistori.tenancy.jobs import entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

POWERS = "powers"


class NotSealedYet(Exception):
    """The seal is away, or may not be used today: the job is tried again later."""


def hang() -> None:
    """Let a town fix it as an automated act."""
    automated_kinds[POWERS] = gettext_lazy("Seal the acts of the register of powers")


@entity_job(name="eoffice.seal_power", queue="default", retry=8, priority=10)
def seal_act(*, entity: Entity, document_id: str, number: str) -> None:
    """Put the seal on an act of the register. Killed anywhere, it begins again; sealed already, it does nothing."""
    with working_for(entity):
        document = Document.objects.with_version().filter(pk=document_id).first()
        if document is None or document.version.blobs.filter(kind="signature").exists():
            return
        try:
            sealing = sealing_for(POWERS, entity)
        except NoSeal as none_today:
            raise NotSealedYet(str(none_today)) from none_today
        if sealing is None:
            return
        with blobs.open(document.latest_blob.sha256) as stream:
            pdf = stream.read()
    with translation.override(entity.language):
        reason = _("Entry %(number)s of the registry") % {"number": number}
    try:
        sealed = bytes(seal_pdf(sealing, pdf, reason=reason).data)
    except (ServiceSilent, SigningStopped) as away:
        raise NotSealedYet(str(away)) from away
    with working_for(entity):
        blob = blobs.receive(io.BytesIO(sealed), limit=len(sealed))
        append_evidence(document.version, blob=blob, kind="signature", by=Actor.program(entity.pk))

"""`consistori signer`: the only process that holds keys in clear, for one batch, ten minutes at most."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from consistori.signature.engine.signer import run


class Command(BaseCommand):
    help = "Open people's keys with their passphrase and sign with them, for one batch."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        run(
            Path(settings.SIGNER_SOCKET),
            seal_secret=settings.SEAL_KEY,
            module=settings.SIGNATURE_PKCS11_MODULE,
        )

"""`consistori demo_authority`: certificates, revocation and timestamps for the demonstration, on loopback."""

import signal
import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from consistori.signature.engine.demo.server import serve


class Command(BaseCommand):
    help = "Serve the demonstration authority (CRL, OCSP, RFC 3161). Its certificates have no legal value."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        beside = {name: import_string(path)() for name, path in settings.DEMO_BESIDE.items()}
        with serve(Path(settings.DEMO_AUTHORITY_DIR), settings.DEMO_AUTHORITY_PORT, beside) as server:

            def stop(*_: object) -> None:
                threading.Thread(target=server.shutdown).start()

            signal.signal(signal.SIGTERM, stop)
            signal.signal(signal.SIGINT, stop)
            server.serve_forever()

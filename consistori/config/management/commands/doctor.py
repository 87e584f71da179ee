"""`consistori doctor`: is this installation fit to serve a town? It refuses what is only good for a demo."""

import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, no_translations
from django.db import connection

from consistori.config.database import fingerprint
from consistori.kernel import health

MARKS = {
    health.State.GOOD: "  well  ",
    health.State.WARNING: "  look  ",
    health.State.BAD: "  BAD   ",
}


class Command(BaseCommand):
    help = "Say what is well and what is not. Leaves with 1 if this must not serve a town."

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        bad = 0
        for well, what in self._findings():
            bad += not well
            self.stdout.write(("  well  " if well else self.style.ERROR("  BAD   ")) + what)
        for check in health.checks():
            found = check.run(thoroughly=True)
            bad += found.state == health.State.BAD
            self.stdout.write(MARKS[found.state] + f"{check.label}: {found.sentence}")
            if found.detail and not found.well:
                self.stdout.write("        " + found.detail.replace("\n", "\n        "))
        sys.exit(1 if bad else 0)

    def _findings(self) -> Iterator[tuple[bool, str]]:
        yield not settings.DEBUG, "DEBUG is off"
        yield not settings.DEMO, "the keys are not those of the demo"
        yield settings.PUBLIC_URL.startswith("https://"), f"people come by https ({settings.PUBLIC_URL})"
        yield from self._database()
        free = shutil.disk_usage(settings.DATA_DIR).free // 2**30
        yield free >= 2, f"{free} GiB free for documents in {settings.DATA_DIR}"
        yield bool(settings.TSA_URLS), "a timestamp authority is named (TSA_URLS)"
        roots = Path(settings.TRUST_ROOTS)
        yield roots.is_dir() and any(roots.iterdir()), f"there are trusted roots in {roots}"
        yield self._signer(), f"the signer answers at {settings.SIGNER_SOCKET}"
        yield bool(settings.EMAIL_URL), "mail goes out (EMAIL_HOST)"

    def _database(self) -> Iterator[tuple[bool, str]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rolsuper OR rolbypassrls, current_setting('server_version_num')::int,"
                " EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user)"
                " FROM pg_roles WHERE rolname = current_user"
            )
            powerful, version, owner = cursor.fetchone()
        yield not powerful and not owner, "the application role is neither superuser nor owner of the tables"
        yield version >= 150000, f"PostgreSQL {version // 10000}"
        mark = settings.DATA_DIR / "migrated"
        yield (
            mark.exists() and mark.read_text() == fingerprint(),
            "the database was migrated with this very code",
        )

    def _signer(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as s:
                s.settimeout(1)
                s.connect(settings.SIGNER_SOCKET)
        except OSError:
            return False
        return True

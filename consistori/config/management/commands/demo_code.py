"""`consistori demo code E-MAIL`: the six figures that the authenticator of a demo person shows now."""

from __future__ import annotations

from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from consistori.config.demo.summary import LOGINS, read_logins


class Command(BaseCommand):
    help = "Show the second factor of a person of the demo, for whoever has no authenticator at hand."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("email", help="of the demo person, or its beginning")

    def handle(self, *args: Any, **options: Any) -> None:
        found = [
            login for login in read_logins(settings.DATA_DIR) if login.email.startswith(options["email"])
        ]
        if len(found) != 1:
            raise CommandError(f"{len(found)} people of the demo begin so: see {settings.DATA_DIR / LOGINS}.")
        counters = list(yield_hotp_counters_from_time())
        self.stdout.write(format_hotp_value(hotp_value(found[0].totp_secret, counters[len(counters) // 2])))

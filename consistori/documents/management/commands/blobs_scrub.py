"""`consistori blobs scrub [--all]`: hash again the bytes of the documents, as every night, or all of them."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consistori.documents.blobs.port import StoreUnreachable
from consistori.documents.blobs.scrubbing import damaged_blobs, scrub


class Command(BaseCommand):
    help = "Hash again a share of the documents of each entity (or all), and name those that are damaged."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--all", action="store_true", help="all of them now, and not one in 28")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = scrub(
                everything=options["all"], tell=self.stdout.write if options["verbosity"] > 1 else None
            )
        except StoreUnreachable as error:
            raise CommandError(f"The store does not answer: {error.detail}") from error
        seconds = max((run.finished_at - run.started_at).total_seconds(), 0.001) if run.finished_at else 0.001
        speed = run.size / 1e6 / seconds
        self.stdout.write(
            f"{run.looked_at} files hashed again, {run.size / 1e6:.1f} MB, {speed:.0f} MB a second"
        )
        standing = damaged_blobs()
        for one in standing:
            self.stderr.write(f"  {one.entity.slug} {one.sha256} {one.damage} {' '.join(one.documents)}")
        if standing:
            sys.exit(2)
        self.stdout.write(self.style.SUCCESS("Every byte is as it was."))

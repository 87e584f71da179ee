"""`python -m consistori.config.bench seed|run|sign|…`, in the environment that `home.run_there` gives."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(prog="consistori bench")
    parser.add_argument(
        "what",
        choices=[
            "seed",
            "run",
            "sign",
            "decree",
            "notify",
            "restore",
            "registry",
            "office",
            "deadlines",
            "today",
            "many",
            "tray",
        ],
    )
    parser.add_argument("--share", type=int, default=1, help="a tenth of the province with 10")
    parser.add_argument("--quick", action="store_true", help="a fifth of the repetitions")
    parser.add_argument("--keep", default="", help="write the table of this release there too (docs/figures)")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "consistori.config.settings"
    import django

    django.setup()
    from django.conf import settings

    from consistori.config.bench.people import Province
    from consistori.config.bench.seed import seed_if_needed
    from consistori.config.database import migrate_if_needed
    from consistori.config.statics import gather_if_needed

    migrate_if_needed(settings.DATA_DIR)
    gather_if_needed(settings.DATA_DIR)
    if options.what in ("decree", "sign", "notify"):
        share = options.share if options.what == "notify" else 5 if options.quick else 1
        _without_province(options.what, settings.DATA_DIR, share=share)
        return 0
    seeded = seed_if_needed(settings.DATA_DIR, Province().shared_by(options.share), _tell)
    if options.what == "run":
        from consistori.config.bench.running import run

        run(settings.DATA_DIR, seeded, quick=options.quick, keep=options.keep, tell=_tell)
    elif options.what == "restore":
        from consistori.config.bench.restoring import measure_restore

        measure_restore(settings.DATA_DIR, _tell)
    elif options.what != "seed":
        _one(options.what, seeded.towns, settings.DATA_DIR, share=5 if options.quick else 1)
    return 0


def _without_province(what: str, folder: Path, *, share: int) -> None:
    """What needs no province."""
    if what == "decree":
        from consistori.config.bench.decreeing import measure_decrees

        measure_decrees(folder, share=share, tell=_tell)
    elif what == "notify":
        from consistori.config.bench.notifying import measure_notifying

        measure_notifying(folder, share=share, tell=_tell)
    else:
        from consistori.config.bench.signing import measure_signing

        measure_signing(folder, share=share, tell=_tell)


def _one(what: str, towns: list[str], folder: Path, *, share: int) -> None:
    """One of the measures alone, over the province that is seeded."""
    from consistori.config.bench.operations import Town

    if what == "today":
        from consistori.config.bench.today import measure_today

        measure_today(towns, share=share, tell=_tell)
        return
    if what == "tray":
        from consistori.config.bench.tray import measure_tray

        measure_tray(towns[0], share=share, tell=_tell)
        return
    town = Town.of(towns[0])
    if what == "office":
        from consistori.config.bench.office import measure_office

        measure_office(town, share=share, tell=_tell)
    if what == "deadlines":
        from consistori.config.bench.deadlines import measure_deadlines, measure_recount

        measure_deadlines(share=share, tell=_tell)
        measure_recount(town, share=share, tell=_tell)
    if what == "many":
        from consistori.config.bench.many import measure_many

        measure_many(town, share=share, tell=_tell)
    if what == "registry":
        from consistori.config.bench.receipts import measure_books

        measure_books(folder, town, share=share, tell=_tell)


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

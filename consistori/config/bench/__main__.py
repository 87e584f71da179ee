"""`python -m consistori.config.bench seed|run`, in the environment that `home.run_there` gives."""

from __future__ import annotations

import argparse
import os
import sys


def main() -> int:
    parser = argparse.ArgumentParser(prog="consistori bench")
    parser.add_argument("what", choices=["seed", "run"])
    parser.add_argument("--cases", type=int, default=45_000)
    parser.add_argument("--quick", action="store_true", help="a tenth of the repetitions")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "consistori.config.settings"
    import django

    django.setup()
    from django.conf import settings

    from consistori.config.bench.seed import seed_if_needed
    from consistori.config.database import migrate_if_needed
    from consistori.config.statics import gather_if_needed

    migrate_if_needed(settings.DATA_DIR)
    gather_if_needed(settings.DATA_DIR)
    seed_if_needed(settings.DATA_DIR, cases=options.cases, tell=_tell)
    if options.what == "run":
        from consistori.config.bench.running import run

        run(settings.DATA_DIR, quick=options.quick, tell=_tell)
    return 0


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

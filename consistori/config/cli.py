"""The command `consistori`: doors that stay put, each the name of a management command.

`consistori entity create` is the command `entity_create`. The embedded database is attached to, or started for
the time of the command, unless `DATABASE_URL` names another.
"""

from __future__ import annotations

import os
import sys

WITHOUT_DATABASE = {
    "makemigrations",
    "makemessages",
    "compilemessages",
    "check",
    "help",
    "collectstatic",
    "signer",
    "demo_authority",
    "bench",
    "bench_seed",
    "bench_restore",
    "bench_sign",
    "bench_decree",
    "bench_registry",
    "bench_office",
    "bench_deadlines",
    "bench_many",
    "bench_today",
    "bench_tray",
    "backup_check",
    "backup_key",
    "backup_list",
}
OWN_PROCESSES = {"demo", "serve"}
OTHER_NAMES = {"migrate": "upgrade"}

USAGE = """consistori: the electronic administration of a town hall

  consistori demo                 a fictional province, ready to use
  consistori serve                web, worker and signer of this installation
  consistori worker | signer      one of them alone   consistori restart        again, losing no request
  consistori migrate              bring the database up to date and raise its walls
  consistori entity create        a new entity        consistori user create    a person with a login
  consistori user link EMAIL      a link to enter     consistori token create   a key for a program
  consistori doctor               is all well?
  consistori backup               take all out        consistori restore BACKUP put it in an empty folder
  consistori trail verify         check the chain     consistori trail export   take it out
  consistori registry verify      do the books say what they said when each day was closed?
  consistori signature renew      make what was signed last, and renew it before it weakens
  consistori case export NUMBER   take a whole case
  consistori bench [seed|sign|decree|restore|registry|office|deadlines|many|today|tray] measure
  consistori search rebuild       the index of words, with the town at work
"""


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave."""
    argv = list(sys.argv[1:] if arguments is None else arguments)
    if not argv or (argv[0] in {"-h", "--help", "help"} and len(argv) == 1):
        sys.stdout.write(USAGE)
        return
    argv = _join_words(argv)
    argv[0] = OTHER_NAMES.get(argv[0], argv[0])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consistori.config.settings")
    handle = None
    if argv[0] in OWN_PROCESSES:
        from consistori.config import processes

        sys.exit(processes.run(argv[0], argv[1:]))
    if argv[0] == "restart":
        from consistori.config import rolling
        from consistori.config.environment import data_dir

        reason = rolling.ask_for_restart(data_dir())
        sys.stderr.write(f"NOT restarted: {reason}\n" if reason else "Restarted, and no request was lost.\n")
        sys.exit(1 if reason else 0)
    if argv[0] == "restore":
        from consistori.config import restoring

        sys.exit(restoring.main(argv[1:]))
    if argv[0] not in WITHOUT_DATABASE:
        from consistori.config.embedded import attach

        handle = attach()
        _go_straight()
    _run(argv)
    del handle


def _go_straight() -> None:
    """Past the pooler: a worker listens and a command may keep its session; only the web goes through it."""
    if direct := os.environ.get("DATABASE_DIRECT_URL"):
        os.environ["DATABASE_URL"] = direct


def _join_words(argv: list[str]) -> list[str]:
    from pathlib import Path

    if len(argv) > 1 and not argv[1].startswith("-"):
        joined = f"{argv[0]}_{argv[1]}"
        rooms = Path(__file__).resolve().parent.parent
        if any(rooms.glob(f"*/management/commands/{joined}.py")):
            return [joined, *argv[2:]]
    return argv


def _run(argv: list[str]) -> None:
    from django.core.management import execute_from_command_line

    from consistori.config.loading import load_program

    load_program()
    execute_from_command_line(["consistori", *argv])

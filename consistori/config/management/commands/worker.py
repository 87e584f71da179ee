"""`consistori worker`: does the jobs that acts left for later."""

import os
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from consistori.config import environment as env
from consistori.config.queue import worker_connector
from consistori.config.stalled import retry_stalled


class Command(BaseCommand):
    help = "Do the jobs of the machine until told to leave."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--concurrency", type=int, default=4)
        parser.add_argument("--until-empty", action="store_true", help="leave when nothing is waiting")

    def handle(self, *args: Any, **options: Any) -> None:
        # A page that somebody waits for goes before a job that nobody looks at.
        os.nice(env.number("WORKER_NICENESS", 5))
        retry_stalled()
        with app.replace_connector(worker_connector()) as working:
            working.run_worker(
                concurrency=options["concurrency"],
                wait=not options["until_empty"],
                install_signal_handlers=True,
                listen_notify=True,
            )

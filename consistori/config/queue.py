"""The queue as the worker holds it."""

from __future__ import annotations

from procrastinate.connector import BaseConnector
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector


class WorkerConnector(PsycopgConnector):
    """Over its own pool the worker takes jobs and ends them; what a job leaves for later goes over Django's connection.

    So it is left in the transaction of the job, as in that of a page: it is not seen before the rows that it speaks
    of, and it is undone with them.
    """

    def get_sync_connector(self) -> BaseConnector:
        return DjangoConnector()


def worker_connector() -> WorkerConnector:
    """The one of the database of the settings."""
    return WorkerConnector(kwargs=connector_params())

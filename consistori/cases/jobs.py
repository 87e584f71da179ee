"""Where the worker finds the jobs of cases."""

from consistori.cases.classing import jobs as classing
from consistori.cases.cover import make_cover
from consistori.cases.deadlines.jobs import owe_certificates_every_night
from consistori.cases.export.asking import prepare_export
from consistori.cases.export.sweeping import sweep_every_night
from consistori.cases.lists import jobs as lists
from consistori.cases.many import jobs as many
from consistori.documents.paging import jobs as paging

__all__ = [
    "classing",
    "lists",
    "make_cover",
    "many",
    "owe_certificates_every_night",
    "paging",
    "prepare_export",
    "sweep_every_night",
]

"""What a form must be like: its shape is looked at here, and higher rooms hang what they know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.catalogue.procedures.faults import lazily
from consistori.catalogue.procedures.lines import Path

FormCheck = Callable[[Mapping[str, Any]], Iterable[tuple[Path, Any]]]
"""Of a form: what is wrong, as the path of it (`("pages", 0, "fields", 2, "type")`) and a sentence."""

_checks: dict[str, FormCheck] = {}


def add(name: str, check: FormCheck) -> None:
    """Hang a check, once by name."""
    _checks[name] = check


def faults_of(form: Mapping[str, Any], *, only_shape: bool = False) -> Iterator[tuple[Path, Any]]:
    """Everything that is wrong in it: its shape, and what the hung checks say if the shape is right."""
    wrong = list(_shape(form))
    yield from wrong
    if not wrong and not only_shape:
        for check in _checks.values():
            yield from check(form)


def _shape(form: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    pages = form.get("pages")
    if not isinstance(pages, list) or not pages:
        yield (), _("A form has pages: write each under «[[form.pages]]».")
        return
    keys: set[str] = set()
    for place, page in enumerate(pages):
        path: Path = ("pages", place)
        if not isinstance(page, Mapping):
            yield path, _("A form has pages: write each under «[[form.pages]]».")
            continue
        if not page.get("title"):
            yield path, _("This page has no title.")
        fields = page.get("fields")
        if not isinstance(fields, list) or not fields:
            yield path, _("This page asks nothing: write its fields under «[[form.pages.fields]]».")
            continue
        for number, field in enumerate(fields):
            yield from _field((*path, "fields", number), field, keys)


def _field(path: Path, field: Any, keys: set[str]) -> Iterator[tuple[Path, Any]]:
    if not isinstance(field, Mapping):
        yield path, _("Write each field under «[[form.pages.fields]]».")
        return
    key = field.get("key")
    if not isinstance(key, str) or not key:
        yield path, _("This field has no key.")
    elif key in keys:
        yield (*path, "key"), lazily(_("The key «%(key)s» is written twice."), key=key)
    else:
        keys.add(key)
    for name in ("type", "label"):
        if not field.get(name):
            yield path, lazily(_("This field has no «%(name)s»."), name=name)

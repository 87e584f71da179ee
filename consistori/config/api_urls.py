"""Addresses of the API: those of its operations, its description, and a problem for any other."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from consistori.config.api import api
from consistori.directory.api_access.problems import not_here_answer, tidy


def _nothing_here(request: Any, rest: str = "") -> Any:
    return not_here_answer(request)


_nothing_here.csrf_exempt = True  # type: ignore[attr-defined]


def _tidied(patterns: list[Any]) -> list[Any]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = tidy(pattern.callback)
    return patterns


_patterns, _app, _namespace = api.urls
app_name = "api"
urlpatterns = [*_tidied(_patterns), path("<path:rest>", _nothing_here)]

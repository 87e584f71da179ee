"""A page that may also be asked as a sheet over another page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


def sheet_or_page(request: HttpRequest, fragment: str, page: str, context: dict[str, Any]) -> HttpResponse:
    """The fragment for whoever asks with `X-Requested-With` (sheet, swap), the whole page for the others."""
    asked = request.headers.get("X-Requested-With", "") in ("sheet", "swap")
    answer = TemplateResponse(request, fragment if asked else page, context)
    answer["Vary"] = "X-Requested-With"
    if asked:
        answer["X-Fragment"] = "yes"
    return answer

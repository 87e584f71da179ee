"""Addresses that have moved: whoever comes by the old one is led to the new one, with all that they bring, what they
post included (308)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse


def moved_to(name: str) -> Callable[..., HttpResponsePermanentRedirect]:
    """A view that leads to the page of that name with the same arguments."""

    def lead(request: HttpRequest, **arguments: Any) -> HttpResponsePermanentRedirect:
        query = request.META.get("QUERY_STRING", "")
        address = reverse(name, kwargs=arguments)
        return HttpResponsePermanentRedirect(
            f"{address}?{query}" if query else address, preserve_request=request.method == "POST"
        )

    return lead

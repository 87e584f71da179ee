"""Places [llocs] that the frame of every page leads to: the rooms above say where each one is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.urls import NoReverseMatch, reverse


class Places(Mapping[str, str]):
    """Addresses by name (`find`, `towns`, `help`…); one that no room has given here is empty."""

    def __init__(self) -> None:
        self._views: dict[str, str] = {}

    def add(self, **views: str) -> None:
        """Say which view each place is: `places.add(find="desk:find")`."""
        self._views.update(views)

    def __getitem__(self, name: str) -> str:
        try:
            return reverse(self._views[name])
        except NoReverseMatch:
            return ""

    def __iter__(self) -> Iterator[str]:
        return iter(self._views)

    def __len__(self) -> int:
        return len(self._views)


places = Places()

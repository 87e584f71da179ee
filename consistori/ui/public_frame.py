"""What frames every public page: the tabs of the band [pestanyes / pestañas] and the links of the foot [peu / pie]."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

Condition = Callable[[HttpRequest], bool]


@dataclass(frozen=True)
class FrameLink:
    """A link of the frame: its word, the name of its URL, the pages where one is inside it, and when it is shown."""

    label: Any
    url: str
    args: tuple[str, ...] = ()
    pages: frozenset[str] = frozenset()
    icon: str = ""
    outlined: bool = False
    when: Condition | None = None
    order: int = 50


@dataclass(frozen=True)
class DrawnLink:
    """A link on one page. `current`: "page" when it is this very page, "true" when the page is inside it."""

    label: Any
    url: str
    icon: str = ""
    outlined: bool = False
    current: str = ""


class PublicFrame:
    """Filled in the `apps.ready()` of the rooms with public pages; what has no address here is left out."""

    def __init__(self) -> None:
        self._tabs: dict[str, FrameLink] = {}
        self._foot: dict[str, tuple[Any, dict[str, FrameLink]]] = {}

    def tab(
        self,
        label: Any,
        *,
        url: str,
        order: int,
        pages: Iterable[str] = (),
        icon: str = "",
        outlined: bool = False,
        when: Condition | None = None,
    ) -> None:
        """Add a tab. `pages` are the other views (`eoffice:procedure`) that stand under it."""
        self._tabs[url] = FrameLink(label, url, (), frozenset(pages), icon, outlined, when, order)

    def column(self, name: str, heading: Any) -> None:
        """Name a column of the foot; columns stand in the order in which they were named."""
        self._foot.setdefault(name, (heading, {}))

    def foot(
        self, column: str, label: Any, *, url: str, args: tuple[str, ...] = (), when: Condition | None = None
    ) -> None:
        """Add a link at the end of a column of the foot."""
        self._foot[column][1]["/".join((url, *args))] = FrameLink(label, url, args, when=when)

    def tabs(self, request: HttpRequest) -> list[DrawnLink]:
        """The tabs of this page."""
        return _drawn(self._tabs.values(), request)

    def columns(self, request: HttpRequest) -> list[tuple[Any, str, list[DrawnLink]]]:
        """The columns of the foot with something in them: heading, name, links."""
        drawn = [
            (heading, name, _drawn(links.values(), request)) for name, (heading, links) in self._foot.items()
        ]
        return [column for column in drawn if column[2]]


def _drawn(links: Iterable[FrameLink], request: HttpRequest) -> list[DrawnLink]:
    found = []
    for link in sorted(links, key=lambda link: link.order):
        if link.when is not None and not link.when(request):
            continue
        try:
            url = reverse(link.url, args=link.args)
        except NoReverseMatch:
            continue
        found.append(DrawnLink(link.label, url, link.icon, link.outlined, _current(link, request)))
    return found


def _current(link: FrameLink, request: HttpRequest) -> str:
    here = request.resolver_match.view_name if request.resolver_match else ""
    if here == link.url:
        return "page"
    return "true" if here in link.pages else ""


public_frame = PublicFrame()

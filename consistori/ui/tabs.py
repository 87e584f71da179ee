"""The folder tabs [pestanyes / pestañas] of the staff band: each room adds its own."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

COUNTER_SECONDS = 20
Counter = Callable[[HttpRequest], int | None]


@dataclass(frozen=True)
class StaffTab:
    """A tab: its word, the name of its URL, and how to count what waits behind it."""

    name: str
    label: Any
    url: str
    order: int = 50
    counter: Counter | None = None
    icon: str = "folder"
    phone_label: Any = ""
    when: Callable[[HttpRequest], bool] | None = None
    pages: frozenset[str] | None = None

    def is_current(self, request: HttpRequest, current: str) -> bool:
        """Whether the page stands under this tab: of its room, and of its `pages` when it names them."""
        match = request.resolver_match
        named = self.pages is None or match is None or match.url_name in self.pages
        return self.name == current and named


@dataclass(frozen=True)
class DrawnTab:
    """A tab on one page, with its address and its count (None: no counter)."""

    name: str
    label: Any
    phone_label: Any
    icon: str
    url: str
    count: int | None
    current: bool


class StaffTabs:
    """Registry of tabs, filled in each room's `apps.ready()`."""

    def __init__(self) -> None:
        self._tabs: dict[str, StaffTab] = {}
        self._leads: dict[str, dict[str, Any]] = {}

    def add(
        self,
        name: str,
        *,
        label: Any,
        url: str,
        order: int = 50,
        counter: Counter | None = None,
        icon: str = "folder",
        phone_label: Any = "",
        when: Callable[[HttpRequest], bool] | None = None,
        pages: Iterable[str] | None = None,
    ) -> None:
        """Add the tab of a room. `counter(request)` is asked at most every twenty seconds a person."""
        named = None if pages is None else frozenset(pages)
        self._tabs[name] = StaffTab(name, label, url, order, counter, icon, phone_label or label, when, named)

    def lead(self, name: str, **said: Any) -> None:
        """Say, from a higher room, where the tab of a lower one leads first and what waits there: `url`, `counter`,
        `when`.
        """
        self._leads[name] = said

    def __iter__(self) -> Iterator[StaffTab]:
        tabs = (replace(tab, **self._leads.get(tab.name, {})) for tab in self._tabs.values())
        return iter(sorted(tabs, key=lambda tab: (tab.order, tab.name)))

    def drawn(self, request: HttpRequest, current: str = "") -> list[DrawnTab]:
        """The tabs that this page shows; one whose address does not exist here is left out."""
        current = current or current_tab(request)
        drawn = []
        for tab in self:
            if tab.when is not None and not tab.when(request):
                continue
            try:
                url = reverse(tab.url)
            except NoReverseMatch:
                continue
            count = _count(request, tab)
            drawn.append(
                DrawnTab(
                    tab.name,
                    tab.label,
                    tab.phone_label,
                    tab.icon,
                    url,
                    count,
                    tab.is_current(request, current),
                )
            )
        return drawn


staff_tabs = StaffTabs()


def current_tab(request: HttpRequest) -> str:
    """The tab of a page: the room whose URL was resolved."""
    match = request.resolver_match
    return match.app_names[0] if match and match.app_names else ""


def remember_count(request: HttpRequest, name: str, count: int, *, seconds: int = COUNTER_SECONDS) -> None:
    """Tell the band the figure that a page has just counted, so that it is neither stale nor asked twice."""
    cache.set(_key(request, name), count, seconds)


def _count(request: HttpRequest, tab: StaffTab) -> int | None:
    if tab.counter is None:
        return None
    key = _key(request, tab.name)
    missing = object()
    kept = cache.get(key, missing)
    if kept is not missing:
        return kept if kept is None or isinstance(kept, int) else None
    count = tab.counter(request)
    cache.set(key, count, COUNTER_SECONDS)
    return count


def _key(request: HttpRequest, name: str) -> str:
    entity = getattr(request, "entity", None)
    return f"tab:{name}:{getattr(entity, 'pk', 'all')}:{getattr(request.user, 'pk', '')}"

"""The folder tabs [pestanyes / pestañas] of the staff band: each room adds its own."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import cache
from django.db.models import Count, QuerySet, Value
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

COUNTER_SECONDS = 20
MOST_ON_PHONE = 4
MOST_ON_BAND = 8
Counter = Callable[[HttpRequest], int | None]
Rows = Callable[[HttpRequest], QuerySet[Any] | None]


@dataclass(frozen=True)
class StaffTab:
    """A tab: its word, the name of its URL, and how to count what waits behind it.

    On a telephone the four of least `phone_order` stand below, and the others under «more».
    """

    name: str
    label: Any
    url: str
    order: int = 50
    counter: Counter | None = None
    icon: str = "folder"
    phone_label: Any = ""
    when: Callable[[HttpRequest], bool] | None = None
    pages: frozenset[str] | None = None
    rows: Rows | None = None
    phone_order: int = 50

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
    phone_order: int = 50


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
        rows: Rows | None = None,
        phone_order: int = 50,
    ) -> None:
        """Add the tab of a room. What waits behind it is `rows(request)`, counted with those of the other tabs, or what
        `counter(request)` says; either is asked at most every twenty seconds a person.
        """
        named = None if pages is None else frozenset(pages)
        self._tabs[name] = StaffTab(
            name, label, url, order, counter, icon, phone_label or label, when, named, rows, phone_order
        )

    def lead(self, name: str, **said: Any) -> None:
        """Say, from a higher room, where the tab of a lower one leads first and what waits there: `url`, `rows`,
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
        shown = [tab for tab in self if tab.when is None or tab.when(request)]
        counts = _counts(request, shown)
        for tab in shown:
            try:
                url = reverse(tab.url)
            except NoReverseMatch:
                continue
            count = counts.get(tab.name)
            drawn.append(
                DrawnTab(
                    tab.name,
                    tab.label,
                    tab.phone_label,
                    tab.icon,
                    url,
                    count,
                    tab.is_current(request, current),
                    tab.phone_order,
                )
            )
        return drawn


staff_tabs = StaffTabs()


def on_band(tabs: Iterable[DrawnTab]) -> list[DrawnTab]:
    """Those that the band shows: the first eight, and the one of the page in the place of the last if it is another."""
    tabs = list(tabs)
    if len(tabs) <= MOST_ON_BAND:
        return tabs
    here = [tab for tab in tabs[MOST_ON_BAND:] if tab.current]
    return tabs[: MOST_ON_BAND - len(here)] + here


def beside_band(tabs: Iterable[DrawnTab]) -> list[DrawnTab]:
    """Those that are under «more», in their order."""
    tabs = list(tabs)
    shown = {tab.name for tab in on_band(tabs)}
    return [tab for tab in tabs if tab.name not in shown]


def on_phone(tabs: Iterable[DrawnTab]) -> list[DrawnTab]:
    """Those that stand below on a telephone."""
    return sorted(tabs, key=lambda tab: tab.phone_order)[:MOST_ON_PHONE]


def not_on_phone(tabs: Iterable[DrawnTab]) -> list[DrawnTab]:
    """Those that a telephone has under «more», in their order."""
    tabs = list(tabs)
    below = {tab.name for tab in on_phone(tabs)}
    return [tab for tab in tabs if tab.name not in below]


def current_tab(request: HttpRequest) -> str:
    """The tab of a page: the room whose URL was resolved."""
    match = request.resolver_match
    return match.app_names[0] if match and match.app_names else ""


def remember_count(request: HttpRequest, name: str, count: int, *, seconds: int = COUNTER_SECONDS) -> None:
    """Tell the band the figure that a page has just counted, so that it is neither stale nor asked twice."""
    cache.set(_key(request, name), count, seconds)


def _counts(request: HttpRequest, tabs: Iterable[StaffTab]) -> dict[str, int | None]:
    """What waits behind each tab; the rows that are not remembered are counted all in one statement."""
    found: dict[str, int | None] = {}
    asked: dict[str, QuerySet[Any]] = {}
    missing = object()
    for tab in tabs:
        kept = cache.get(_key(request, tab.name), missing)
        if kept is not missing:
            found[tab.name] = kept if isinstance(kept, int) else None
        elif tab.rows is not None and (rows := tab.rows(request)) is not None:
            asked[tab.name] = rows
        elif tab.counter is not None:
            found[tab.name] = tab.counter(request)
            cache.set(_key(request, tab.name), found[tab.name], COUNTER_SECONDS)
    for name, count in _counted(asked):
        found[name] = count or None
        cache.set(_key(request, name), found[name], COUNTER_SECONDS)
    return found


def _counted(asked: dict[str, QuerySet[Any]]) -> list[tuple[str, int]]:
    if not asked:
        return []
    named = [
        rows.order_by().annotate(tab_name=Value(name)).values("tab_name").annotate(tab_count=Count("pk"))
        for name, rows in asked.items()
    ]
    told = {row["tab_name"]: row["tab_count"] for row in named[0].union(*named[1:], all=True)}
    return [(name, told.get(name, 0)) for name in asked]


def _key(request: HttpRequest, name: str) -> str:
    entity = getattr(request, "entity", None)
    return f"tab:{name}:{getattr(entity, 'pk', 'all')}:{getattr(request.user, 'pk', '')}"

"""Panels [plafons / paneles]: what a higher room hangs on a page of a lower one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

PanelContext = Callable[[HttpRequest, Any], Mapping[str, Any]]
PanelCondition = Callable[[HttpRequest, Any], bool]


@dataclass(frozen=True)
class Panel:
    """One panel: its template, and what to ask for its context; `when` says whether it is drawn at all."""

    name: str
    template: str
    context: PanelContext | None = None
    order: int = 50
    when: PanelCondition | None = None
    label: Any = ""
    icon: str = ""


@dataclass(frozen=True)
class DrawnPanel:
    """A panel with the context of one page, ready for `{% panel %}`."""

    name: str
    template: str
    label: Any
    icon: str
    context: Mapping[str, Any] = field(default_factory=dict)


class Panels:
    """A registry that the owner of a page makes, and higher rooms fill in their `apps.ready()`."""

    def __init__(self) -> None:
        self._panels: dict[str, Panel] = {}

    def add(
        self,
        name: str,
        *,
        template: str,
        context: PanelContext | None = None,
        order: int = 50,
        when: PanelCondition | None = None,
        label: Any = "",
        icon: str = "",
    ) -> None:
        """Hang a panel. `context(request, subject)` gives its variables; a name is taken only once."""
        panel = Panel(name, template, context, order, when, label, icon)
        if self._panels.get(name, panel) != panel:
            raise ValueError(f"Another panel is already called {name!r}")
        self._panels[name] = panel

    def __iter__(self) -> Any:
        return iter(sorted(self._panels.values(), key=lambda panel: (panel.order, panel.name)))

    def drawn(self, request: HttpRequest, subject: Any) -> list[DrawnPanel]:
        """The panels of this page for this subject, in their order, each with its context."""
        return [
            DrawnPanel(
                panel.name,
                panel.template,
                panel.label,
                panel.icon,
                dict(panel.context(request, subject)) if panel.context else {},
            )
            for panel in self
            if panel.when is None or panel.when(request, subject)
        ]


staff_bars = Panels()
"""At the foot of every staff page: what somebody is in the middle of. They must ask the database nothing."""

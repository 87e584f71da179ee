"""What a template says, looked at before it is filled: fields that are not there, clauses that include themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from consistori.documents.models.templates import LONGEST_BODY
from consistori.documents.templating import source as texts
from consistori.documents.templating.blocks import faults_of_marks
from consistori.documents.templating.faults import Fault, lazily
from consistori.documents.templating.fields import MergeFields, registry

if TYPE_CHECKING:
    from jinja2 import nodes

MOST_CLAUSES = 30
FILTERS = ("names", "length", "upper", "lower", "capitalize", "default")
LOOP = frozenset({"index", "first", "last", "length"})

Clauses = Callable[[str], str | None]
"""The text of a clause by its code, in the language of the document; None if there is none."""


def faults_of(body: str, clauses: Clauses, *, code: str = "", fields: MergeFields = registry) -> list[Fault]:
    """All that is wrong in a text and in the clauses that it includes; empty when it can be filled.

    `code` is its own, so that a clause that ends up including itself is told.
    """
    if len(body) > LONGEST_BODY:
        return [Fault(0, _("The text is too long: part it in two templates, or in clauses."))]
    walk = _Walk(clauses, fields)
    walk.check(texts.readable(body), path=(code,) if code else ())
    return walk.faults


@dataclass
class _Walk:
    """One reading of a text with everything that it includes."""

    clauses: Clauses
    fields: MergeFields
    faults: list[Fault] = field(default_factory=list)
    seen: int = 0

    def check(self, source: str, path: tuple[str, ...], *, clause: str = "", scope: Any = None) -> None:
        """Look at one text; `scope` gives the names that a repetition around it has made."""
        tree, wrong = parsed(source)
        self.faults += [Fault(fault.line, fault.sentence, clause) for fault in wrong]
        if tree is not None:
            for node in tree.body:
                _Look(self, path, clause).at(node, scope or {})

    def include(self, code: str, line: int, look: _Look, scope: Mapping[str, str]) -> None:
        """Follow a clause. One that is already open around it would never end."""
        if code in look.path:
            chain = " → ".join((*look.path[look.path.index(code) :], code))
            said = lazily(_("The paragraph «%(code)s» includes itself (%(chain)s)."), code=code, chain=chain)
            self.faults.append(Fault(line, said, look.clause))
            return
        text = self.clauses(code)
        self.seen += 1
        if text is None:
            said = lazily(_("There is no paragraph «%(code)s», or it is not published yet."), code=code)
            self.faults.append(Fault(line, said, look.clause))
        elif self.seen > MOST_CLAUSES:
            self.faults.append(Fault(line, _("It includes too many paragraphs."), look.clause))
        else:
            self.check(texts.readable(text), (*look.path, code), clause=code, scope=dict(scope))


@dataclass
class _Look:
    """A look at the nodes of one text."""

    walk: _Walk
    path: tuple[str, ...]
    clause: str

    def fault(self, node: nodes.Node, sentence: Any) -> None:
        self.walk.faults.append(Fault(node.lineno, sentence, self.clause))

    def at(self, node: nodes.Node, scope: Mapping[str, str]) -> None:
        """`scope`: the variable of each repetition around, and the group over which it goes."""
        looked = getattr(self, f"at_{type(node).__name__.lower()}", None)
        if looked is not None:
            looked(node, scope)
            return
        for child in node.iter_child_nodes():
            self.at(child, scope)

    def at_include(self, node: nodes.Include, scope: Mapping[str, str]) -> None:
        self.walk.include(str(node.template.value), node.lineno, self, scope)  # type: ignore[attr-defined]

    def at_for(self, node: nodes.For, scope: Mapping[str, str]) -> None:
        group = self.walk.fields.get(node.iter.name) if _is_name(node.iter) else None  # type: ignore[attr-defined]
        if group is None or not group.is_list:
            lists = ", ".join(one.name for one in self.walk.fields if one.is_list)
            self.fault(node, lazily(_("It can only be repeated over a list: %(lists)s."), lists=lists))
            return
        inner = {**scope, node.target.name: group.name, "loop": ""}  # type: ignore[attr-defined]
        for child in (*([node.test] if node.test else ()), *node.body):
            self.at(child, inner)
        for child in node.else_:
            self.at(child, scope)

    def at_filter(self, node: nodes.Filter, scope: Mapping[str, str]) -> None:
        counted = node.name in ("names", "length") and _is_name(node.node) and node.node.name not in scope  # type: ignore[union-attr]
        if not (counted and (group := self.walk.fields.get(node.node.name)) and group.is_list):  # type: ignore[union-attr]
            self.at(node.node, scope)  # type: ignore[arg-type]

    def at_if(self, node: nodes.If, scope: Mapping[str, str]) -> None:
        if not self._is_list(node.test, scope):
            self.at(node.test, scope)
        for child in (*node.body, *node.elif_, *node.else_):
            self.at(child, scope)

    def _is_list(self, node: nodes.Node, scope: Mapping[str, str]) -> bool:
        """«if parties»: whether there is any."""
        group = self.walk.fields.get(node.name) if _is_name(node) and node.name not in scope else None  # type: ignore[attr-defined]
        return group is not None and group.is_list

    def at_name(self, node: nodes.Name, scope: Mapping[str, str]) -> None:
        group = self.walk.fields.get(scope.get(node.name, node.name))
        if node.name == "loop" and "loop" in scope:
            return
        if group is None:
            self.fault(node, self._not_there(node.name, scope))
        elif group.is_list and node.name not in scope:
            mark = f"{{% for {group.each} in {group.name} %}}"
            said = _("«%(name)s» is a list: repeat it with «%(mark)s», or write «%(names)s».")
            self.fault(node, lazily(said, name=node.name, mark=mark, names=f"{{{{ {node.name}|names }}}}"))
        elif group.fields:
            first = f"{node.name}.{group.fields[0].name}"
            self.fault(
                node,
                lazily(_("Say which of «%(name)s»: for instance «%(one)s»."), name=node.name, one=first),
            )

    def at_getattr(self, node: nodes.Getattr, scope: Mapping[str, str]) -> None:
        name = node.node.name if _is_name(node.node) else ""  # type: ignore[attr-defined]
        if name == "loop" and "loop" in scope and node.attr in LOOP:
            return
        group = self.walk.fields.get(scope.get(name, name)) if name else None
        if group is None or group.field(node.attr) is None or (group.is_list and name not in scope):
            self.fault(node, self._not_there(f"{name}.{node.attr}", scope))

    def _not_there(self, path: str, scope: Mapping[str, str]) -> Any:
        known = [f"{group.name}.{one.name}" for group in self.walk.fields for one in group.fields]
        known += [group.name for group in self.walk.fields if not group.fields]
        for variable, name in scope.items():
            group = self.walk.fields.get(name)
            known += [f"{variable}.{one.name}" for one in group.fields] if group else []
        near = get_close_matches(path, known, n=1, cutoff=0.5)
        if near:
            return lazily(_("There is no field «%(path)s». Perhaps «%(near)s»?"), path=path, near=near[0])
        return lazily(_("There is no field «%(path)s»: choose one of the list."), path=path)


def _is_name(node: Any) -> bool:
    return type(node).__name__ == "Name"


def parsed(source: str) -> tuple[nodes.Template | None, list[Fault]]:
    """The tree of a readable text, or what stops it from being read."""
    wrong = faults_of_marks(source)
    if wrong:
        return None, wrong
    from jinja2 import TemplateSyntaxError

    from consistori.documents.templating.engine import NotForTemplates, environment

    try:
        return environment().parse(source), []
    except NotForTemplates as refused:
        return None, [Fault(refused.line, refused.sentence)]
    except TemplateSyntaxError as error:
        said = lazily(
            _("It is not understood (%(why)s). Look at the example beside."), why=error.message or ""
        )
        return None, [Fault(error.lineno, said)]
    except RecursionError:
        return None, [Fault(0, _("It has too many brackets one inside another."))]

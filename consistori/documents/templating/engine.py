"""The engine of templates: Jinja in its sandbox, with only what a text of a town hall needs, within limits.

No assignments, macros, calls, arithmetic, indexes or tests: what is left cannot reach anything, nor go on for ever.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from jinja2 import Undefined, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from consistori.documents.templating.checking import FILTERS, LOOP
from consistori.documents.templating.faults import TemplateFault, lazily
from consistori.documents.templating.fields import Group

MOST_STEPS = 20_000
MOST_SECONDS = 2.0
LONGEST_RESULT = 1_000_000
BEGIN, MIDDLE, END, BLANK = "\ue000", "\ue001", "\ue002", "\ue003"
"""How a value is marked in the text when it is looked at: begin, path, middle, value, end."""

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.If, nodes.For,
    nodes.Include, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.CondExpr,
    nodes.Concat,
)  # fmt: skip
_COMPARISONS = frozenset({"eq", "ne", "gt", "gteq", "lt", "lteq"})


class NotForTemplates(Exception):
    """The text says something that templates do not use."""

    def __init__(self, line: int, sentence: Any) -> None:
        super().__init__(str(sentence))
        self.line = line
        self.sentence = sentence


class TextEnvironment(SandboxedEnvironment):
    """The sandbox. Values come out marked, so that the text tells them apart from its own words."""

    def __init__(self, **options: Any) -> None:
        super().__init__(autoescape=True, optimized=False, undefined=Blank, cache_size=0, **options)
        self.globals = {}
        self.tests = {}
        self.filters = {name: kept for name, kept in self.filters.items() if name in FILTERS}
        self.filters |= {name: in_letters(self.filters[name]) for name in ("upper", "lower", "capitalize")}
        self.filters |= {"names": names, "shown": shown, "default": default}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.Node):
            _ensure_allowed(node)
        _mark_values(tree)
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Only what a record says, and what a repetition counts."""
        if isinstance(obj, Record):
            return obj.say(attribute)
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return getattr(obj, attribute)
        return Blank(name=attribute)


class Blank(Undefined):
    """A field that has no value: nothing in a condition, and its name in the text, told apart so that it is seen."""

    __slots__ = ("label",)

    def __init__(
        self, hint: str | None = None, obj: Any = None, name: str | None = None, *_args: Any
    ) -> None:
        super().__init__(None, None, name)
        self.label = hint or name or ""

    def __str__(self) -> str:
        return self.label

    def __html__(self) -> Markup:
        return escape(str(self))

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Blank) or other in ("", None)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = Undefined.__hash__

    def _never(self, other: object) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _never  # type: ignore[assignment]


class Record:
    """The values of a group, of which one asks by name."""

    def __init__(self, values: Mapping[str, Any], group: Group | None) -> None:
        self._values = values
        self._group = group

    def say(self, name: str) -> Any:
        value = self._values.get(name)
        if value is None or value == "":
            known = self._group.field(name) if self._group else None
            return Blank(hint=str(known.label) if known else name)
        return value if isinstance(value, int | float) else str(value)


class Rows:
    """A list of records that counts each step, over all the repetitions of a filling."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], group: Group | None, budget: Budget) -> None:
        self._rows = [Record(row, group) for row in rows]
        self._budget = budget

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Record]:
        for row in self._rows:
            self._budget.step()
            yield row

    def first_words(self, group_field: str) -> list[str]:
        return [str(row.say(group_field)) for row in self._rows]


class Budget:
    """How much one filling may do."""

    def __init__(self) -> None:
        self.steps = 0
        self.size = 0
        self.until = time.monotonic() + MOST_SECONDS

    def step(self) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS or time.monotonic() > self.until:
            raise TemplateFault(
                0, _("It repeats too much: a repetition inside another goes over long lists.")
            )

    def write(self, piece: str) -> str:
        self.size += len(piece)
        if self.size > LONGEST_RESULT or time.monotonic() > self.until:
            raise TemplateFault(0, _("What comes out is too long."))
        return piece


def names(value: Any) -> Any:
    """«Joan, Maria i Pere»: the names of a list, joined as one says them."""
    from django.utils.translation import gettext

    words = value.first_words("name") if isinstance(value, Rows) else []
    if not words:
        return Blank(hint=gettext("Name"))
    if len(words) == 1:
        return words[0]
    return gettext("%(some)s and %(last)s") % {"some": ", ".join(words[:-1]), "last": words[-1]}


def in_letters(change: Callable[[str], str]) -> Callable[[Any], Any]:
    """A filter of letters that leaves what has no value as it is: in capitals too, it is what is missing."""
    return lambda value: value if isinstance(value, Blank) else change(value)


def default(value: Any, instead: Any = "") -> Any:
    """Another text where the field has no value."""
    return instead if isinstance(value, Blank) else value


def shown(value: Any, path: str) -> Markup:
    """A value between marks that no text has: what is around it, a line or an attribute, is not known here."""
    inside = "".join(letter for letter in escape(str(value)) if letter not in (BEGIN, MIDDLE, END, BLANK))
    blank = BLANK if isinstance(value, Blank) else ""
    return Markup(f"{BEGIN}{blank}{path}{MIDDLE}{inside}{END}")  # noqa: S704 - escaped above; the path is of a name


@lru_cache(maxsize=1)
def environment() -> TextEnvironment:
    """To read texts; each filling has its own, with its clauses."""
    return TextEnvironment()


def _ensure_allowed(node: nodes.Node) -> None:
    line = getattr(node, "lineno", 0)
    if not isinstance(node, _ALLOWED):
        what = type(node).__name__
        raise NotForTemplates(
            line,
            lazily(
                _("This is not used in templates (%(what)s): fields, conditions and lists are."), what=what
            ),
        )
    if isinstance(node, nodes.Filter) and (node.name not in FILTERS or node.node is None):
        known = ", ".join(FILTERS)
        raise NotForTemplates(
            line,
            lazily(_("There is no «|%(name)s». There are: %(known)s."), name=node.name, known=known),
        )
    if isinstance(node, nodes.Operand) and node.op not in _COMPARISONS:
        raise NotForTemplates(line, _("Compare only with ==, !=, <, <=, > and >=."))
    if isinstance(node, nodes.Include) and not isinstance(node.template, nodes.Const):
        raise NotForTemplates(line, _("Write the code of the paragraph between quotes."))
    if isinstance(node, nodes.For) and (node.recursive or not isinstance(node.target, nodes.Name)):
        raise NotForTemplates(line, _("Repeat with one name only: for party in parties."))
    if isinstance(node, nodes.Name) and node.name.startswith("_"):
        raise NotForTemplates(line, _("Names do not begin with a dash."))


def _mark_values(tree: nodes.Template) -> None:
    for output in tree.find_all(nodes.Output):
        output.nodes = [
            one if isinstance(one, nodes.TemplateData | nodes.Const) else _marked(one) for one in output.nodes
        ]


def _marked(node: nodes.Expr) -> nodes.Expr:
    path = [nodes.Const(_path_of(node), lineno=node.lineno)]
    made = nodes.Filter(node, "shown", path, [], None, None, lineno=node.lineno)
    made.set_environment(node.environment)  # type: ignore[arg-type]
    return made


def _path_of(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_path_of(node.node)}.{node.attr}"
    if isinstance(node, nodes.Name):
        return node.name
    inner = next(iter(node.iter_child_nodes()), None)
    return _path_of(inner) if inner is not None else ""

"""Conditions of guides: a small language of comparisons that can neither loop nor reach out.

`simpleeval` evaluates it; before, the tree is read and only what is named here may be in it, so that what it could do
besides (power, formatting, attributes) is never reached. It always ends: as many operations as it has words.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

LONGEST = 300
_MOST_NODES = 80

NAMES: Mapping[str, Any] = {
    "series": _("the code of its series, as «F302»"),
    "state": _("initiation, instruction or ending"),
    "days_open": _("days since the case was opened"),
    "applicants": _("how many people apply"),
    "parties": _("how many people come in it"),
    "documents": _("how many documents it has"),
    "reserved": _("whether it is reserved"),
    "procedure": _("the code of the procedure that it comes from, or nothing"),
    "silence": _("positive, negative or none, as the sheet of its procedure says"),
}
FUNCTIONS: Mapping[str, Any] = {
    "done": _('done("04"): the case has that step, or that key of the guide is done'),
    "skipped": _('skipped("police"): that key of the guide was skipped'),
    "answer": _('answer("amount"): what the citizen wrote in that field of the form'),
    "has_document": _('has_document("TD14"): it has a document of that type'),
}

_ALLOWED = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.Compare, ast.Eq, ast.NotEq,
    ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.Name, ast.Load, ast.Constant, ast.Call, ast.Tuple,
)  # fmt: skip
_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Not: operator.not_,
    ast.USub: operator.neg,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, many: one in many,
    ast.NotIn: lambda one, many: one not in many,
}


class ExpressionFault(ValueError):
    """A condition that cannot be: its sentence says what to write."""

    def __init__(self, sentence: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Condition:
    """A condition that may be: what it asks of the case (`names`, `calls`), so that nothing else is looked for."""

    text: str
    names: frozenset[str]
    calls: frozenset[str]

    def holds(self, facts: Mapping[str, Any], functions: Mapping[str, Callable[[str], Any]]) -> bool | None:
        """Whether it holds for those facts; None where they do not say (a text compared with a number, a lack)."""
        from simpleeval import EvalWithCompoundTypes, InvalidExpression

        evaluator = EvalWithCompoundTypes(
            operators=_OPERATORS,
            functions={name: functions[name] for name in self.calls if name in functions},
            names={name: facts[name] for name in self.names if name in facts},
        )
        try:
            return bool(evaluator.eval(self.text))
        except (InvalidExpression, TypeError, ValueError, KeyError):
            return None


@lru_cache(maxsize=2000)
def condition(text: str) -> Condition:
    """Read a condition of a guide. Raises `ExpressionFault` when it has anything that is not of this language."""
    return read_condition(text, NAMES, FUNCTIONS)


def read_condition(text: str, known: Mapping[str, Any], questions: Mapping[str, Any]) -> Condition:
    """Read a condition that asks only for the names of `known` and the `questions`. Raises `ExpressionFault`."""
    if len(text) > LONGEST:
        raise ExpressionFault(_("The condition is too long: three hundred letters at most."))
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionFault(
            _('The condition is not well written: as «applicants > 1 and not done("04")».')
        ) from error
    nodes = list(ast.walk(tree))
    if len(nodes) > _MOST_NODES:
        raise ExpressionFault(_("The condition has too many parts: split it in two steps."))
    calls = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        _refuse_what_is_not_ours(node)
    names = frozenset(n.id for n in nodes if isinstance(n, ast.Name) and id(n) not in calls)
    called = frozenset(n.func.id for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name))
    _refuse_unknown(names - set(known), known)
    _refuse_unknown(called - set(questions), questions)
    return Condition(text.strip(), names, called)


def _refuse_what_is_not_ours(node: ast.AST) -> None:
    if not isinstance(node, _ALLOWED):
        raise ExpressionFault(
            _("A condition only compares: ==, !=, <, <=, >, >=, in, and, or, not. Nothing else may be in it.")
        )
    if isinstance(node, ast.Constant) and not isinstance(node.value, (str, int, float, bool)):
        raise ExpressionFault(_("Only texts between quotes, numbers, True and False may be compared."))
    if isinstance(node, ast.Call):
        alone = len(node.args) == 1 and not node.keywords and isinstance(node.args[0], ast.Constant)
        if not alone or not isinstance(node.func, ast.Name):
            raise ExpressionFault(_('A question goes with one text between quotes, as «done("04")».'))
        if not isinstance(node.args[0].value, str):  # type: ignore[attr-defined]
            raise ExpressionFault(_('A question goes with one text between quotes, as «done("04")».'))


def _refuse_unknown(unknown: frozenset[str] | set[str], known: Mapping[str, Any]) -> None:
    from consistori.catalogue.procedures.faults import lazily

    for name in sorted(unknown):
        said = _("«%(name)s» is not known of a case. You can ask: %(known)s.")
        raise ExpressionFault(lazily(said, name=name[:40], known=", ".join(known)))

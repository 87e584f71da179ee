"""Bringing a process drawn in BPMN 2.0 as the text of a guide: a subset, that says what it leaves out.

A guide is a list of proposals, so the drawing is walked from its start along its arrows. Tasks become steps, waits and
timers become waits, the end a milestone. Conditions of ours are kept; any other is told, and left as a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree

from consistori.guides.rules.expressions import ExpressionFault, condition
from consistori.kernel.text import fold

LARGEST = 2 * 1024 * 1024
MOST_NODES = 60
_BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_WORK = {"task", "userTask", "manualTask", "sendTask", "scriptTask", "serviceTask", "businessRuleTask"}
_WAIT = {"receiveTask", "intermediateCatchEvent"}
_PASS = {"startEvent", "endEvent", "exclusiveGateway", "inclusiveGateway", "parallelGateway"}
_SILENT = {"incoming", "outgoing", "sequenceFlow", "documentation", "extensionElements"}


class ProcessFault(ValueError):
    """The file cannot be brought: its sentence says why."""


@dataclass(frozen=True)
class Brought:
    """The text of a guide, and in words what of the drawing is not in it."""

    text: str
    left_out: tuple[str, ...] = ()


@dataclass
class _Process:
    """The nodes and arrows of the drawing."""

    name: str = ""
    nodes: dict[str, Any] = field(default_factory=dict)
    after: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def bring(data: bytes) -> Brought:
    """The guide that a file says. Raises `ProcessFault`. Nothing outside the file is ever read, and no entity in it."""
    if len(data) > LARGEST:
        raise ProcessFault(gettext_lazy("The file is too big: two megabytes at most."))
    process = _process(_root(data))
    if not process.nodes:
        raise ProcessFault(gettext_lazy("There is no process with steps in this file."))
    order = _order(process)
    steps = [(node, conditions) for node, conditions in order if _kind(node) in _WORK | _WAIT]
    if not steps:
        raise ProcessFault(gettext_lazy("There is no process with steps in this file."))
    if len(steps) > MOST_NODES:
        process.left_out.append(
            _("Only the first %(n)d steps are brought: the drawing has %(all)d.")
            % {"n": MOST_NODES, "all": len(steps)}
        )
    text = "\n".join(_written(process, steps[:MOST_NODES]))
    return Brought(text, tuple(dict.fromkeys(process.left_out)))


def _root(data: bytes) -> Any:
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise ProcessFault(gettext_lazy("This file has definitions of its own (DOCTYPE): take them out."))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ProcessFault(gettext_lazy("It is not a BPMN 2.0 file that can be read.")) from error
    if etree.QName(root).namespace != _BPMN:
        raise ProcessFault(gettext_lazy("It is not a BPMN 2.0 file that can be read."))
    return root


def _process(root: Any) -> _Process:
    rows = [one for one in root if isinstance(one.tag, str) and _kind(one) == "process"]
    found = max(rows, key=len, default=None)
    process = _Process()
    if found is None:
        return process
    if len(rows) > 1:
        process.left_out.append(
            _("Only the longest process is brought: the file has %(n)d.") % {"n": len(rows)}
        )
    process.name = (found.get("name") or found.get("id") or "").strip()
    for one in found:
        if not isinstance(one.tag, str):
            continue
        kind, key = _kind(one), one.get("id", "")
        if kind == "sequenceFlow":
            said = one.find(f"{{{_BPMN}}}conditionExpression")
            text = "".join(said.itertext()).strip() if said is not None else ""
            process.after.setdefault(one.get("sourceRef", ""), []).append((one.get("targetRef", ""), text))
        elif kind in _WORK | _WAIT | _PASS and key:
            process.nodes[key] = one
        elif kind not in _SILENT:
            _leave_out(process, one, kind)
    for one in root:
        if isinstance(one.tag, str) and _kind(one) in ("collaboration", "message", "signal", "error"):
            process.left_out.append(_("Lanes, messages and signals between participants are not brought."))
    return process


def _leave_out(process: _Process, one: Any, kind: str) -> None:
    name = one.get("name") or one.get("id") or kind
    if kind in ("subProcess", "callActivity", "adHocSubProcess", "transaction"):
        said = _("The process inside «%(name)s» is not brought: make a guide of it.")
    elif kind == "boundaryEvent":
        said = _("What is fastened to the edge of a step («%(name)s») is not brought.")
    elif kind == "laneSet":
        said = _("Who does each step (lanes) is not brought: a guide says what, and the house who.")
    else:
        said = _("«%(name)s» (%(kind)s) is not brought.")
    process.left_out.append(said % {"name": name[:80], "kind": kind})


def _order(process: _Process) -> list[tuple[Any, list[str]]]:
    """The nodes as they are reached from the start, each once, with the conditions of the arrow that leads to it."""
    reached = {target for arrows in process.after.values() for target, _text in arrows}
    starts = [key for key, one in process.nodes.items() if _kind(one) == "startEvent"]
    starts = starts or [key for key in process.nodes if key not in reached] or list(process.nodes)[:1]
    waiting: list[tuple[str, list[str]]] = [(key, []) for key in starts]
    seen: set[str] = set()
    found: list[tuple[Any, list[str]]] = []
    while waiting:
        key, conditions = waiting.pop(0)
        node = process.nodes.get(key)
        if node is None:
            continue
        if key in seen:
            continue
        seen.add(key)
        found.append((node, conditions))
        kind = _kind(node)
        if kind == "parallelGateway" and len(process.after.get(key, [])) > 1:
            process.left_out.append(
                _("What goes at the same time is put in order: a guide forbids no other.")
            )
        for target, text in process.after.get(key, []):
            if target in seen:
                process.left_out.append(_("Arrows that go back are not brought: any step can be made again."))
            carried = [text] if text else (conditions if kind in _PASS else [])
            waiting.append((target, carried))
    alone = [one.get("name") or key for key, one in process.nodes.items() if key not in seen]
    if alone:
        said = _("Nothing leads to these, and they are not brought: %(names)s.")
        process.left_out.append(said % {"names": ", ".join(alone)[:200]})
    return found


def _written(process: _Process, steps: list[tuple[Any, list[str]]]) -> Iterator[str]:
    name = process.name or _("Process")
    code = re.sub(r"[^A-Z0-9]+", "-", fold(name).upper()).strip("-")[:30] or "PROCESS"
    yield f"code = {_quoted(code)}"
    yield "series = []"
    yield f"name = {_quoted(name[:160])}"
    keys: set[str] = set()
    for node, conditions in steps:
        title = " ".join((node.get("name") or node.get("id") or "").split()) or _("Step")
        yield ""
        yield "[[steps]]"
        yield f"key = {_quoted(_key(title, keys))}"
        yield f"title = {_quoted(title[:160])}"
        if _kind(node) in _WAIT:
            yield 'kind = "wait"'
        said = node.find(f"{{{_BPMN}}}documentation")
        why = " ".join("".join(said.itertext()).split()) if said is not None else ""
        if why:
            yield f"why = {_quoted(why[:600])}"
        for text in conditions:
            yield from _when(process, title, " ".join(text.split()))


def _when(process: _Process, title: str, text: str) -> Iterator[str]:
    try:
        yield f"when = {_quoted(condition(text).text)}"
    except ExpressionFault:
        said = _("The condition of «%(title)s» is not of ours and is left as a comment: %(text)s")
        process.left_out.append(said % {"title": title[:60], "text": text[:120]})
        yield f"# {text[:200]}"


def _key(title: str, taken: set[str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "_", fold(title).lower()).strip("_")[:34] or "step"
    base = base if base[0].isalpha() else f"s_{base}"
    key, n = base, 1
    while key in taken:
        n += 1
        key = f"{base}_{n}"
    taken.add(key)
    return key


def _quoted(text: str) -> str:
    kept = "".join(letter for letter in text if letter >= " " and letter != "\x7f")
    return '"' + kept.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _kind(node: Any) -> str:
    return etree.QName(node).localname if etree.QName(node).namespace == _BPMN else "other"

"""What the tasks of cases hang: the kind of subject, the panel of the case, the way from a task to a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.cases.models import CaseFile, CaseTask
from consistori.cases.panels import case_panels
from consistori.cases.policies import may_comment, may_open_cases
from consistori.cases.tasks import threads
from consistori.tasks.hangings import has_tasks
from consistori.tasks.panels import task_panels
from consistori.tasks.policies import may_give
from consistori.tasks.selectors import tasks_about
from consistori.tasks.subjects import subjects


def hang() -> None:
    """Called once, when the program starts."""
    subjects.add(threads.KIND)
    case_panels.add(
        "tasks", template="cases/tasks/_case_tasks.html", context=tasks_of_case, order=20,
        when=lambda request, case: has_tasks(request), label=_("Tasks"),
    )  # fmt: skip
    task_panels.add(
        "case", template="cases/tasks/_task_case.html", context=case_of_task, order=10, label=_("Case"),
        when=lambda request, task: bool(may_open_cases(request.actor)),  # type: ignore[attr-defined]
    )  # fmt: skip


def tasks_of_case(request: Any, case: CaseFile) -> Mapping[str, Any]:
    """The tasks of a case, the open ones first, and whether she may give another."""
    lines = tasks_about(threads.tasks_of(case), request.actor)
    may = bool(may_give(request.actor)) and bool(may_comment(request.actor, case)) and case.is_open
    return {"case": case, "lines": lines, "may_give": may, "person": request.person}


def case_of_task(request: Any, task: Any) -> Mapping[str, Any]:
    """Whether the task has a case; without it, it may be made one."""
    return {"task": task, "has_case": CaseTask.objects.filter(task=task).exists()}

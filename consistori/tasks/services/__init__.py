"""Acts on tasks."""

from consistori.tasks.services.duties import (
    adopt_duty,
    bring_tasks,
    inherit_duties,
    save_duty,
    stop_duty,
)
from consistori.tasks.services.ending import cancel_task, finish_task, hear, look_at, reopen_task, return_task
from consistori.tasks.services.giving import change_task, give_task, inherit_task, pass_task, take_task
from consistori.tasks.services.points import put_points, tick, write_list

__all__ = [
    "adopt_duty",
    "bring_tasks",
    "cancel_task",
    "change_task",
    "finish_task",
    "give_task",
    "hear",
    "inherit_duties",
    "inherit_task",
    "look_at",
    "pass_task",
    "put_points",
    "reopen_task",
    "return_task",
    "save_duty",
    "stop_duty",
    "take_task",
    "tick",
    "write_list",
]

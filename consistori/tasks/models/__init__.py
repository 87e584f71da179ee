"""Records of the tasks: each task, the points of its list, and what comes back every year."""

from consistori.tasks.models.duty import Duty, Every
from consistori.tasks.models.task import Point, Task

__all__ = ["Duty", "Every", "Point", "Task"]

"""What higher rooms hang on the page of a task: the case that it is of, or the way to make a case of it."""

from consistori.ui.panels import Panels

task_panels = Panels()

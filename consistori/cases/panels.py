"""What higher rooms hang on the page of a case: a guide, tasks, deadlines, the agenda where it goes."""

from consistori.ui.panels import Panels

case_panels = Panels()

step_panels = Panels()
"""And on the page of one of its steps."""

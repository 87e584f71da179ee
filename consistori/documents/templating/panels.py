"""What higher rooms hang on the page of a template."""

from consistori.ui.panels import Panels

template_panels = Panels()

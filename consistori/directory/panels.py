"""What higher rooms hang on the pages of the directory."""

from consistori.ui.panels import Panels

me_panels = Panels()
"""On my own page; the subject is the person."""

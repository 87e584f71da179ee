"""What higher rooms hang on the page of an entry: where it was taken, the case, the proof of its delivery."""

from consistori.ui.panels import Panels

entry_panels = Panels()

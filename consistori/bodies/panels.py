"""What rooms hang on the page of a decree: its circuit, its notifications, the board. The subject is the decree."""

from consistori.ui.panels import Panels

decree_panels = Panels()

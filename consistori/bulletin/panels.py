"""What higher rooms hang on the page of an edict: the case where it was published from."""

from consistori.ui.panels import Panels

edict_panels = Panels()

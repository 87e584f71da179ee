"""What higher rooms hang on the counter: beside the person who is attended, and on what has just been registered."""

from consistori.ui.panels import Panels

counter_panels = Panels()
"""Subject: the party who is attended."""

done_panels = Panels()
"""Subject: the entry that has just been registered."""

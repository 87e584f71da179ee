"""What higher rooms hang on the page of a text: the case it lies in, the way to the signature tray."""

from consistori.ui.panels import Panels

text_covers = Panels()
"""At the left of the cover: where the text belongs. The subject is the document."""

text_acts = Panels()
"""At the right of the cover: what is done with a text that is ready. The subject is the `Desk` of the text."""

"""What higher rooms hang on the page of an act: its number and transcription, its announcement, its extract."""

from consistori.ui.panels import Panels

act_panels = Panels()
"""`context(request, document)`."""

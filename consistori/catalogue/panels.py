"""What higher rooms hang on the page of a series: opening a case in it, how many there are."""

from consistori.ui.panels import Panels

series_panels = Panels()

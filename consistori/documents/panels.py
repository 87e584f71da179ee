"""What higher rooms hang on the page of a document: the cases that hold it, its circuit of signatures."""

from consistori.ui.panels import Panels

document_panels = Panels()

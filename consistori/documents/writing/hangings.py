"""What the texts written here hang on the acts of every document."""

from consistori.documents.services import freezing
from consistori.documents.writing.paper import finish_text, make_paper


def hang_texts() -> None:
    """Called once, when the program starts."""
    freezing.before_freezing.append(finish_text)
    freezing.paper_makers.append(make_paper)

"""What the board hangs on the house: its tabs, its automated acts, its help."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

BOARD_SEAL = "board_exposure"
BOARD_CERTIFICATE = "board_certificate"


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.bulletin.clearing.hanging import hang_papers
    from consistori.signature.seals import automated_kinds
    from consistori.ui.help import screen_help
    from consistori.ui.public_frame import public_frame
    from consistori.ui.tabs import staff_tabs

    hang_papers()
    automated_kinds.setdefault(BOARD_SEAL, _("Seal when an edict goes on the board and when it leaves it"))
    automated_kinds.setdefault(BOARD_CERTIFICATE, _("Certify by itself the exposure of edicts on the board"))
    public_frame.tab(
        _("Bulletin board"), url="board:list", order=25, when=has_board,
        pages=("board:edict", "board:past", "board:subscribe"),
    )  # fmt: skip
    staff_tabs.add("bulletin", label=_("Board"), url="bulletin:list", order=45, icon="pin", when=has_board)
    screen_help.add(
        "bulletin",
        title=_("The bulletin board"),
        what=_(
            "What the town hall makes public, from which day to which, and the proof that it was there all along."
        ),
        acts=(
            _(
                "Publish from the case: choose the document and the kind, and the days are counted by the law."
            ),
            _("What the text tells of people is shown to you one by one: the program proposes, you decide."),
            _(
                "Every hour the program reads its own public page. When the days end, the certificate goes to the case."
            ),
        ),
    )


def has_board(request: HttpRequest) -> bool:
    """Whether the town of this page publishes here."""
    from consistori.tenancy import modality

    entity: Any = getattr(request, "entity", None)
    return entity is not None and modality.is_on(entity, "bulletin")

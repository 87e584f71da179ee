"""Acts on guides."""

from consistori.guides.services.following import (
    come_back,
    hide_guides,
    leave_guide,
    mark_done,
    move_followers,
    show_guides,
    skip_step,
    take_guide,
    take_newer_version,
)
from consistori.guides.services.proposing import answer_proposal, propose_change, send_up, vote
from consistori.guides.services.sharing import (
    adapt_guide,
    adopt_standard_guides,
    close_guide,
    open_guide,
    stay_with_ours,
    take_newer,
)
from consistori.guides.services.writing import create_guide, publish, review, write_draft

__all__ = [
    "adapt_guide",
    "adopt_standard_guides",
    "answer_proposal",
    "close_guide",
    "come_back",
    "create_guide",
    "hide_guides",
    "leave_guide",
    "mark_done",
    "move_followers",
    "open_guide",
    "propose_change",
    "publish",
    "review",
    "send_up",
    "show_guides",
    "skip_step",
    "stay_with_ours",
    "take_guide",
    "take_newer",
    "take_newer_version",
    "vote",
    "write_draft",
]

"""Acts on the texts that are written here."""

from consistori.documents.writing.services.drafts import settle_draft
from consistori.documents.writing.services.outside import bring_back_text, stay_inside, take_out_text
from consistori.documents.writing.services.pen import ask_for_pen, leave_pen, live_on, take_pen
from consistori.documents.writing.services.texts import Saved, keep_text, save_text, start_text, write_again

__all__ = [
    "Saved",
    "ask_for_pen",
    "bring_back_text",
    "keep_text",
    "leave_pen",
    "live_on",
    "save_text",
    "settle_draft",
    "start_text",
    "stay_inside",
    "take_out_text",
    "take_pen",
    "write_again",
]

"""The acts of paper: begin its way, say the address, print, write what happened at the door, announce."""

from consistori.notifications.paper.services.announcing import (
    CannotAnnounce,
    announce_in_boe,
    make_board_paper,
    mark_sent_to_boe,
    record_publication,
    settle_published,
)
from consistori.notifications.paper.services.carrying import (
    NoAddress,
    NothingToPrint,
    begin_ways,
    mark_returned,
    print_letters,
    set_address,
    set_tax,
    way_of,
)
from consistori.notifications.paper.services.trying import AtTheDoor, annul_try, record_try

__all__ = [
    "AtTheDoor",
    "CannotAnnounce",
    "NoAddress",
    "NothingToPrint",
    "announce_in_boe",
    "annul_try",
    "begin_ways",
    "make_board_paper",
    "mark_returned",
    "mark_sent_to_boe",
    "print_letters",
    "record_publication",
    "record_try",
    "set_address",
    "set_tax",
    "settle_published",
    "way_of",
]

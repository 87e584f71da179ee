"""Acts on appointments."""

from consistori.appointments.services.attending import (
    attend,
    call,
    take_back,
    was_missed,
    welcome,
)
from consistori.appointments.services.giving import (
    Asker,
    HourTaken,
    TooManyAppointments,
    cancel_appointment,
    confirm_line,
    give_appointment,
    move_appointment,
    prove_by,
)
from consistori.appointments.services.keeping import close_days, open_days_again, save_desk, save_service

__all__ = [
    "Asker",
    "HourTaken",
    "TooManyAppointments",
    "attend",
    "call",
    "cancel_appointment",
    "close_days",
    "confirm_line",
    "give_appointment",
    "move_appointment",
    "open_days_again",
    "prove_by",
    "save_desk",
    "save_service",
    "take_back",
    "was_missed",
    "welcome",
]

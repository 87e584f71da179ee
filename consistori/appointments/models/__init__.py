"""Records of the appointments: what is offered, who attends, and each appointment."""

from consistori.appointments.models.appointment import Appointment
from consistori.appointments.models.offer import ClosedDay, Desk, Service, ServiceDesk

__all__ = ["Appointment", "ClosedDay", "Desk", "Service", "ServiceDesk"]

"""Records of the room of the register of residents."""

from consistori.padro.models.papers import HouseholdConsent, ResidencePaper, YearCase
from consistori.padro.models.register import RegisteredResident, RegisterLoad

__all__ = ["HouseholdConsent", "RegisterLoad", "RegisteredResident", "ResidencePaper", "YearCase"]

"""What higher rooms hang on the page of a party: the cases where they come, their entries, their
appointments.
"""

from consistori.ui.panels import Panels

party_panels = Panels()

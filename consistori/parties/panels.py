"""What higher rooms hang on the page of a party: the cases where they come, their entries, their appointments; and on
its cover, what is begun from there for them.
"""

from consistori.ui.panels import Panels

party_panels = Panels()
party_acts = Panels()
"""Each draws one link or button; its context is given the request and the party."""

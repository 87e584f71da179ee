"""What higher rooms hang on the pages of notifications."""

from consistori.ui.panels import Panels

notification_panels = Panels()
"""On the page of one notification; the subject is the `Notification`."""
dispatch_panels = Panels()
"""On the page of an act that is notified; the subject is the `Dispatch`."""

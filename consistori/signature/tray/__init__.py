"""What a tray makes of what waits: its groups, its filters, the summary of a gesture, and whom the rest goes to."""

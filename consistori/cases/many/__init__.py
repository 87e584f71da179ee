"""The same thing in many cases at once: a batch whose items have each their own outcome (ADR 65)."""

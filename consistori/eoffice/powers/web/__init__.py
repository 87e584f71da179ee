"""Pages of the powers: of citizens and of who keeps the register."""

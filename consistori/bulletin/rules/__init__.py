"""How long something is exposed, where it stands, and what may be said of people in it: plain Python."""

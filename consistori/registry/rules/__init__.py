"""Rules of the registry, in plain Python: no Django, no clock."""

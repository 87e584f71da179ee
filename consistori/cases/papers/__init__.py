"""The workbench of the papers of a case [taula dels papers]: many at once, in order, described, none lost."""

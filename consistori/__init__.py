"""Consistori: the whole electronic administration of a town hall [ajuntament / ayuntamiento]."""

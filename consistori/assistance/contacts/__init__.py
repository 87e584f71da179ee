"""Contacts with people [contactes / contactos], what the front office resolves by itself, and the desk of idCAT."""

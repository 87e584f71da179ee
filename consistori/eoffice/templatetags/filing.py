"""`{% load filing %}`: the letter of the term of an entry, once it is out."""

from __future__ import annotations

from django import template

from consistori.eoffice.filing.term_letters.selectors import letter_out_of
from consistori.eoffice.models import TermLetter
from consistori.registry.models import RegistryEntry

register = template.Library()


@register.simple_tag
def term_letter_of(entry: RegistryEntry) -> TermLetter | None:
    """`{% term_letter_of entry as letter %}`: what was told to its people, or None. One statement."""
    return letter_out_of(entry)

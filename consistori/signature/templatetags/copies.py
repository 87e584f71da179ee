"""`{% load copies %}`: what a copy is, for whoever checks it (Llei 39/2015, art. 27.3: shown when it is viewed)."""

from django import template

from consistori.signature.copies.selectors import copy_of
from consistori.signature.models import AuthenticCopy
from consistori.signature.verification import Paper
from consistori.tenancy.scope import working_for

register = template.Library()


@register.simple_tag
def copy_checked(paper: Paper) -> AuthenticCopy | None:
    """The authentic copy that a checked paper is; None when it is no copy. One statement."""
    with working_for(paper.entity):
        return copy_of(paper.document_id)

"""Names of who acted, in templates."""

from django import template

from consistori.trail.names import kind_shown, name_shown

register = template.Library()
register.filter("name_shown", name_shown)
register.filter("kind_shown", kind_shown)

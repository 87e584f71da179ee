"""Words of the alarms in a page."""

from django import template

from consistori.deadlines.alarms.words import as_what

register = template.Library()
register.filter("as_what", as_what)

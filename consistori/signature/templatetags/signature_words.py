"""`{% load signature_words %}`: the facts of a signature in words."""

import re
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language

from consistori.signature import layer_words, sentences
from consistori.signature.engine.facts import Layer, Report, SignatureFacts

register = template.Library()


@register.filter
def trouble_said(trouble: dict[str, Any]) -> str:
    """Why it was not signed, in words."""
    return sentences.trouble_said(trouble)


@register.filter
def euros(amount: Decimal) -> str:
    """«1.234,50 €», as it is written here in both languages."""
    whole, cents = f"{amount:,.2f}".split(".")
    return f"{whole.replace(',', '.')},{cents}\u00a0€"


@register.filter
def when_signed(one: SignatureFacts) -> str:
    return sentences.when_signed(one)


@register.filter
def whether_it_holds(one: SignatureFacts) -> str:
    return sentences.whether_it_holds(one)


@register.filter
def what_came_after(one: SignatureFacts) -> str:
    return sentences.what_came_after(one)


@register.filter
def layer_name(layer: Layer) -> str:
    return layer_words.name_of(layer)


@register.filter
def layer_dates(layer: Layer) -> str:
    return layer_words.dates_of(layer)


@register.filter
def layer_icon(layer: Layer) -> str:
    return layer_words.ICONS[layer.kind]


@register.filter
def until_when(report: Report) -> str:
    return layer_words.until_when(report)


@register.filter
def of_entity(entity: Any) -> str:
    """Its name with the article that the language asks: «l’Ajuntament de…», «el Ayuntamiento de…»."""
    name, language = str(entity.name), (get_language() or "ca")[:2]
    if language == "ca":
        return f"l’{name}" if re.match(r"[aeiouhàèéíòóú]", name, re.IGNORECASE) else f"el {name}"
    return f"el {name}" if language == "es" else name

"""The form of a procedure that has none of its own: what you ask, and why."""

from __future__ import annotations

from typing import Any

_WHERE = {
    "key": "place",
    "title": {"ca": "On és?", "es": "¿Dónde es?"},
    "fields": [
        {
            "key": "place",
            "type": "address",
            "label": {"ca": "Adreça o lloc", "es": "Dirección o lugar"},
            "hint": {
                "ca": "Si no té carrer ni número, escriviu-hi com se’n diu.",
                "es": "Si no tiene calle ni número, escriba cómo se llama.",
            },
        }
    ],
}
_ABOUT_A_PLACE = ("F",)
"""Function of the series about places: town planning and public way."""


def plain_form(series: str = "") -> dict[str, Any]:
    """A page to say what is asked; where it is too, when the series is about places."""
    what = {
        "key": "request",
        "title": {"ca": "Què demaneu?", "es": "¿Qué pide?"},
        "fields": [
            {
                "key": "request",
                "type": "long",
                "label": {"ca": "Expliqueu què demaneu", "es": "Explique qué pide"},
                "hint": {
                    "ca": "Escriviu-ho amb les vostres paraules. No cal que feu servir cap terme jurídic.",
                    "es": "Escríbalo con sus palabras. No hace falta que use ningún término jurídico.",
                },
            },
            {
                "key": "reasons",
                "type": "long",
                "label": {"ca": "Per què ho demaneu?", "es": "¿Por qué lo pide?"},
                "hint": {
                    "ca": "Expliqueu els fets que ens ajuden a decidir.",
                    "es": "Explique los hechos que nos ayudan a decidir.",
                },
            },
        ],
    }
    return {"pages": [what, _WHERE] if series.startswith(_ABOUT_A_PLACE) else [what]}

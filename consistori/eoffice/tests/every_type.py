"""A form with every type, and the pages that draw it in every state."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.template import engines
from django.utils import translation

from consistori.eoffice.forms.checking import check
from consistori.eoffice.forms.definition import read_form
from consistori.eoffice.forms.drawing import Proposed, draw_page
from consistori.eoffice.forms.fields import Texts

TOWN = SimpleNamespace(
    pk=1,
    name="Ajuntament de Vall-llobera",
    short_name="Vall-llobera",
    colour="alzina",
    arms="",
    address="Plaça Major, 1",
    postcode="17000",
    phone="972 000 100",
    email="",
    modality="basic",
    switches={"eoffice": False},
)


def both(ca: str, es: str) -> dict[str, str]:
    return {"ca": ca, "es": es}


def asked(key: str, type: str, ca: str, es: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": type, "label": both(ca, es)} | more


WHEN = [
    {"value": "season", "label": both("De l’1 d’abril al 31 d’octubre", "Del 1 de abril al 31 de octubre")},
    {
        "value": "year",
        "label": both("Tot l’any", "Todo el año"),
        "hint": both("La taxa és el doble.", "La tasa es el doble."),
    },
]
THINGS = [
    {"value": "umbrellas", "label": both("Para-sols", "Sombrillas")},
    {"value": "heaters", "label": both("Estufes", "Estufas")},
    {"value": "plants", "label": both("Jardineres", "Jardineras")},
]
FIELDS: list[dict[str, Any]] = [
    asked("premises", "text", "Com es diu el local?", "¿Cómo se llama el local?", max=80),
    asked(
        "tables", "number", "Quantes taules hi voleu posar?", "¿Cuántas mesas quiere poner?", min=1, max=50,
        hint=both("Cada taula, amb quatre cadires com a molt.", "Cada mesa, con cuatro sillas como máximo."),
        ask=both("Escriviu quantes taules hi voleu posar.", "Escriba cuántas mesas quiere poner."),
    ),
    asked("when", "choice", "Quan la voleu?", "¿Cuándo la quiere?", options=WHEN),
    asked("things", "choices", "Què més hi posareu?", "¿Qué más pondrá?", options=THINGS, optional=True),
    asked("music", "yesno", "Hi haurà música?", "¿Habrá música?"),
    asked(
        "hours", "long", "Quins dies i hores?", "¿Qué días y horas?", max=500,
        show_if={"field": "music", "is": "yes"},
    ),
    asked("area", "number", "Quina superfície ocupa?", "¿Qué superficie ocupa?", decimals=2, unit=both("m²", "m²")),
    asked("from_day", "date", "Des de quin dia?", "¿Desde qué día?", not_before="2026-01-01"),
    asked("cost", "money", "Quant val el mobiliari?", "¿Cuánto vale el mobiliario?", optional=True),
    asked("mail", "email", "On us escrivim?", "¿Dónde le escribimos?"),
    asked("phone", "phone", "A quin telèfon?", "¿A qué teléfono?"),
    asked("address", "address", "On és?", "¿Dónde está?"),
    asked("spot", "place", "On passa?", "¿Dónde pasa?"),
    asked("plot", "cadastral", "Referència cadastral", "Referencia catastral", optional=True),
    asked("account", "iban", "Compte on us tornem la fiança", "Cuenta donde le devolvemos la fianza"),
    asked("firm", "nif", "NIF de l’empresa", "NIF de la empresa", of="firm"),
    asked("owner", "person", "Qui és el propietari?", "¿Quién es el propietario?"),
    asked("sketch", "files", "Croquis", "Croquis", optional=True),
    asked(
        "neighbours", "group", "Veïns que hi estan d’acord", "Vecinos que están de acuerdo", most=3,
        row=both("Veí", "Vecino"),
        fields=[
            asked("name", "text", "Nom i cognoms", "Nombre y apellidos"),
            asked("lives", "choice", "Què és?", "¿Qué es?", options=WHEN, optional=True),
        ],
    ),
    asked("told", "note", "La terrassa es mira cada any.", "La terraza se revisa cada año."),
]  # fmt: skip
DATA = {"pages": [{"key": "terrace", "title": both("La terrassa", "La terraza"), "fields": FIELDS}]}
FORM = read_form(DATA)
PAGE = FORM.pages[0]
GOOD: dict[str, list[str]] = {
    "premises": ["Bar de la Plaça"],
    "tables": ["6"],
    "when": ["season"],
    "things": ["plants", "umbrellas"],
    "music": ["yes"],
    "hours": ["Dissabtes\r\nde 20 a 23 h"],
    "area": ["1.018,5"],
    "from_day.day": ["1"],
    "from_day.month": ["abril"],
    "from_day.year": ["2027"],
    "cost": ["1.234,5 €"],
    "mail": ["merce@exemple.cat"],
    "phone": ["+34 600.000.000"],
    "address.street": ["plaça Major"],
    "address.number": ["4"],
    "address.floor": ["baixos"],
    "address.postcode": ["17000"],
    "address.town": ["Vall-llobera"],
    "spot.where": ["Davant de l’escola"],
    "spot.lat": ["42.0012345"],
    "spot.lon": ["2.7"],
    "plot": ["7837301 vg8173b 0001 tt"],
    "account": ["es91 2100 0418 4502 0005 1332"],
    "firm": ["a-58818501"],
    "owner.given": ["Mercè"],
    "owner.surname": ["Puigdollers i Vila"],
    "owner.nif": ["12.345.678-z"],
    "_rows.neighbours": ["2"],
    "neighbours.0.name": ["Anna Puig"],
    "neighbours.1.name": ["Joan Riu"],
    "neighbours.1.lives": ["year"],
}
WRONG = {name: ["?" * 600] for name in GOOD} | {"_rows.neighbours": ["1"], "neighbours.0.lives": ["year"]}
STATES = ("empty", "answered", "lacking", "wrong", "proposed")


def drawn(state: str, language: str) -> Any:
    """The page in a state: nothing yet, answered, sent empty, sent wrong, with what the town hall knows."""
    if state in ("empty", "answered"):
        answers = check(PAGE, GOOD, {}, language).answers if state == "answered" else {}
        return draw_page(PAGE, answers, language)
    if state == "proposed":
        source = Texts("Cadastre, avui a les 10.44", "Catastro, hoy a las 10.44")
        known = check(PAGE, GOOD, {}, language).values
        guess = Texts("Hem posat 6, com l’any passat.", "Hemos puesto 6, como el año pasado.")
        offers = {
            "address": Proposed(known["address"], source),
            "premises": Proposed("Bar de la Plaça", source),
            "tables": Proposed(6, guess, sure=False),
        }
        return draw_page(PAGE, {"sketch": [{"name": "terrassa-placa.jpg"}]}, language, proposed=offers)
    posted = WRONG if state == "wrong" else {}
    checked = check(PAGE, posted, {}, language)
    return draw_page(PAGE, checked.answers, language, checked=checked)


SHEET = """{% extends "ui/public.html" %}{% load static %}
{% block title %}{{ page.window_title }}{% endblock %}
{% block css %}<link rel="stylesheet" href="{% static 'eoffice/css/forms.css' %}">{% endblock %}
{% block main %}{% include "eoffice/forms/_errors.html" with page=page only %}<h1>{{ page.title }}</h1>
<form class="fm" method="post">{% include "eoffice/forms/_page.html" with page=page only %}
<button class="btn btn-main">{{ page.words.go_on }}</button></form>{% endblock %}"""


def html_of(state: str, language: str, request: Any) -> str:
    """The whole page of a state, as a browser receives it."""
    with translation.override(language):
        page = drawn(state, language)
        return engines["django"].from_string(SHEET).render({"page": page, "entity": TOWN}, request)

"""Words of offices, and how everybody says it: the list of the plain-language check, in Catalan and Spanish.

An entry ends in `*` when any ending counts. What is here is not wrong in a decree; it is in what a citizen reads first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from consistori.kernel.text import fold

_CA = """
a l’empara de = segons
als efectes de = per
als efectes oportuns = (res: treu-ho)
així mateix = també
aportar = portar o enviar
acreditar = demostrar
acreditatiu* = que ho demostra
atorgament = quan et donem
bonificació = descompte
caducitat = que el tràmit es tanqui sense resposta
compareixença = venir en persona
compulsad* = còpia comprovada
d’acord amb el que disposa = segons
d’ofici = per iniciativa nostra
de conformitat amb = segons
desestima* = dir que no
desistiment = retirar la petició
dur a terme = fer
efectuar = fer
en virtut de = per
esmena = correcció
esmenar = corregir
esmentat* = aquest, aquesta
estimatori* = que diu que sí
exacció* = cobrament
exempció = no haver de pagar
expedir = fer
fefaent* = segur, que es pot demostrar
fiança = dipòsit
formalitzar = fer, signar
formular = fer
hom = vós, la gent
immoble* = casa, pis, local o terreny
incoació = inici
incoar = començar
instar = demanar
interessat* = vós, la persona que ho demana
interposar = presentar
liquidació = rebut
meritació = quan s’ha de pagar
mitjançant = amb, per
notificació fefaent = avís que es pot demostrar
obligat tributari = qui ha de pagar
padró fiscal = llista de rebuts
perceptiu* = obligatori
preceptiu* = obligatori
personar-se = venir
per tal de = per
procedir a = (digues directament què es fa)
resta condicionat = depèn
sens perjudici de = encara que
silenci administratiu = si no et responem
sol·licitant* = vós, qui ho demana
sotasignat* = jo, qui signa
subjecte passiu = qui ha de pagar
subsanar = corregir
tramitació = el tràmit
vostè* = vós
"""

_ES = """
a los efectos de = para
a los efectos oportunos = (nada: quítalo)
al amparo de = según
asimismo = también
aportar = traer o enviar
acreditar = demostrar
acreditativ* = que lo demuestra
bonificación = descuento
caducidad = que el trámite se cierre sin respuesta
comparecencia = venir en persona
compulsad* = copia comprobada
de conformidad con = según
de acuerdo con lo dispuesto = según
de oficio = por iniciativa nuestra
desestima* = decir que no
desistimiento = retirar la petición
efectuar = hacer
en virtud de = por
estimatori* = que dice que sí
exacción* = cobro
exención = no tener que pagar
expedir = hacer
fehaciente* = seguro, que se puede demostrar
fianza = depósito
formalizar = hacer, firmar
formular = hacer
incoación = inicio
incoar = empezar
inmueble* = casa, piso, local o terreno
instar = pedir
interesad* = usted, la persona que lo pide
interponer = presentar
liquidación = recibo
llevar a cabo = hacer
mediante = con
mencionad* = este, esta
obligado tributario = quien tiene que pagar
otorgamiento = cuando te damos
personarse = venir
preceptiv* = obligatorio
proceder a = (di directamente qué se hace)
sin perjuicio de = aunque
silencio administrativo = si no te respondemos
solicitante* = usted, quien lo pide
subsanación = corrección
subsanar = corregir
sujeto pasivo = quien tiene que pagar
tramitación = el trámite
"""


@cache
def everyday(language: str) -> Mapping[str, str]:
    """Of each word of offices, folded, what everybody says."""
    lines = (line.split("=", 1) for line in (_ES if language == "es" else _CA).strip().splitlines())
    return {fold(word.strip()): plain.strip() for word, plain in lines}


@cache
def pattern(language: str) -> re.Pattern[str]:
    """What finds any of them in a folded text, the longest first."""
    terms = sorted(everyday(language), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(_as_pattern(term) for term in terms) + r")(?!\w)")


def said_plainly(found: str, language: str) -> str:
    """What everybody says instead of what `pattern` found."""
    known = everyday(language)
    if found in known:
        return known[found]
    return next(plain for term, plain in known.items() if re.fullmatch(_as_pattern(term), found))


def _as_pattern(term: str) -> str:
    return re.escape(term[:-1]) + r"\w*" if term.endswith("*") else re.escape(term)

"""The text from which a new guide is written."""

SKELETON = """\
# Una guia proposa; no obliga mai. Cada pas té la seva clau, que no canvia.
code = "NOVA-GUIA"
series = ["F302"]
name = {ca = "Nom de la guia", es = "Nombre de la guía"}

[intro]
ca = "Quan serveix, en una frase."
es = "Cuándo sirve, en una frase."

[[steps]]
key = "revisa"
does = "00"
title = {ca = "Comprova que hi és tot", es = "Comprueba que está todo"}
why = {ca = "Si falta res, es demana ara i no al final.", es = "Si falta algo, se pide ahora y no al final."}

[[steps]]
key = "audiencia"
does = "06"
kind = "wait"
when = "applicants > 1"
article = "Llei 39/2015, art. 82"
title = {ca = "Dona audiència", es = "Da audiencia"}
why = {ca = "Hi ha més d’un interessat.", es = "Hay más de un interesado."}
"""

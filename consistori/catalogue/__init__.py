"""The classification scheme [quadre de classificació / cuadro de clasificación], its series and document
types.

Data with versions, owned by the province or by a town, found by the words people use, and never deleted.
"""

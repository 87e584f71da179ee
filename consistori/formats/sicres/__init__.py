"""Entries of the registry that travel between administrations [SICRES: Sistema de Información Común de Registros de
Entrada y Salida].

SICRES 4.0 (BOE-A-2021-13749, in force) names its documents, which travel beside as ENI files; SICRES 3.0
(BOE-A-2011-13174) carries them inside. Pure Python: no Django, no clock.
"""

from consistori.formats.sicres.entries import (
    Annex,
    AnnexKind,
    Exchange,
    ExchangeKind,
    Interested,
    Office,
    Person,
    PhysicalPaper,
    Unwritable,
    exchange_identifier,
    file_identifier,
)
from consistori.formats.sicres.reading import read_exchange
from consistori.formats.sicres.three import exchange_xml_3
from consistori.formats.sicres.writing import exchange_xml

__all__ = [
    "Annex",
    "AnnexKind",
    "Exchange",
    "ExchangeKind",
    "Interested",
    "Office",
    "Person",
    "PhysicalPaper",
    "Unwritable",
    "exchange_identifier",
    "exchange_xml",
    "exchange_xml_3",
    "file_identifier",
    "read_exchange",
]

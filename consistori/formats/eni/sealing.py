"""Putting the signature of the index of a case file in its place (N-EXP-10, N-EXP-11)."""

from collections.abc import Callable

from lxml import etree

from consistori.formats.eni.xml import INDEX, SIGNATURES, Malformed, qualified

INDEX_CONTENT_ID = "INDICE_CONTENIDO"

Signs = Callable[[etree._Element, str], etree._Element]


def seal_case(xml: bytes, sign: Signs) -> bytes:
    """The XML of a case file, written with `eni_xml.InPlace`, with its index signed.

    `sign(root, part_id)` makes the signature of the node with that `Id`. Nothing else of the XML changes, and it is
    not written again afterwards: not a blank is added. Raises `Malformed` when there is no place for it.
    """
    root = etree.fromstring(xml, etree.XMLParser(no_network=True, resolve_entities=False, huge_tree=True))
    place = root.find(f"{qualified(INDEX, 'indice')}/*/*//{qualified(SIGNATURES, 'FirmaConCertificado')}")
    if place is None or len(place):
        raise Malformed("the index has no empty place for its signature")
    place.append(sign(root, INDEX_CONTENT_ID))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"

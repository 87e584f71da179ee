"""One form for each XML, byte by byte, whatever way it was written, and the transforms of signatures."""

import base64
import copy
from typing import Any

from lxml import etree

DS = "http://www.w3.org/2000/09/xmldsig#"
_INCLUSIVE = {
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315": False,
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments": True,
    "http://www.w3.org/2006/12/xml-c14n11": False,
    "http://www.w3.org/2006/12/xml-c14n11#WithComments": True,
}
_EXCLUSIVE = {
    "http://www.w3.org/2001/10/xml-exc-c14n#": False,
    "http://www.w3.org/2001/10/xml-exc-c14n#WithComments": True,
}
_EXCLUSIVE_SPACE = "http://www.w3.org/2001/10/xml-exc-c14n#"
_ENVELOPED = f"{DS}enveloped-signature"
_BASE64 = f"{DS}base64"
_XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116"
_WITHOUT_SIGNATURES = "not(ancestor-or-self::ds:Signature)"


class Unreadable(Exception):
    """It uses something that we do not judge; the message is a code."""


def canonical(element: etree._Element, method: etree._Element | None) -> bytes:
    """The canonical form of an element in its place, by the method that an XML names (inclusive when it names none)."""
    name = next(iter(_INCLUSIVE)) if method is None else method.get("Algorithm", "")
    prefixes = _prefixes(method)
    if name in _EXCLUSIVE:
        return _written(element, _EXCLUSIVE[name], exclusive=True, prefixes=prefixes)
    if name in _INCLUSIVE:
        return _written(_with_inherited_spaces(element), _INCLUSIVE[name], exclusive=False)
    raise Unreadable("canonicalisation")


def transformed(
    root: etree._Element, signature: etree._Element, target: etree._Element, transforms: list[etree._Element]
) -> bytes:
    """What a reference signs: its target with its transforms. The tree given does not change.

    Raises `Unreadable` for a transform that is not one of the usual ones.
    """
    method: etree._Element | None = None
    plain = False
    for transform in transforms:
        name = transform.get("Algorithm", "")
        if name in _INCLUSIVE or name in _EXCLUSIVE:
            method = transform
        elif name == _ENVELOPED:
            root, signature, target = _without(root, signature, target)
        elif name == _XPATH and (transform.findtext(f"{{{DS}}}XPath") or "").strip() == _WITHOUT_SIGNATURES:
            root, signature, target = _without(root, signature, target)
            for other in list(target.iter(f"{{{DS}}}Signature")):
                _remove(other)
        elif name == _BASE64:
            plain = True
        else:
            raise Unreadable("transform")
    if plain:
        return base64.b64decode("".join(str(text) for text in target.itertext()))
    return canonical(target, method)


def _without(
    root: etree._Element, signature: etree._Element, target: etree._Element
) -> tuple[etree._Element, etree._Element, etree._Element]:
    """A copy of the tree without the signature, and the target in it."""
    tree = root.getroottree()
    paths = tree.getelementpath(signature), tree.getelementpath(target)
    other = copy.deepcopy(tree)
    left, right = _at(other, paths[0]), _at(other, paths[1])
    if left is right:
        raise Unreadable("transform")
    _remove(left)
    return other.getroot(), left, right


def _at(tree: etree._ElementTree, path: str) -> etree._Element:
    found = tree.getroot().find(path)
    if found is None:
        raise Unreadable("transform")
    return found


def _remove(element: etree._Element) -> None:
    """Take it out, and leave the text that comes after it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _with_inherited_spaces(element: etree._Element) -> etree._Element:
    """The element with the namespaces of those above it written in itself, as the inclusive form has them."""
    if element.getparent() is None:
        return element
    spaces: Any = element.nsmap
    alone = etree.Element(element.tag, nsmap=spaces)
    for name, value in element.attrib.items():
        alone.set(name, value)
    alone.text = element.text
    for child in list(copy.deepcopy(element)):
        alone.append(child)
    return alone


def _prefixes(method: etree._Element | None) -> list[str]:
    inclusive = method.find(f"{{{_EXCLUSIVE_SPACE}}}InclusiveNamespaces") if method is not None else None
    return (inclusive.get("PrefixList") or "").split() if inclusive is not None else []


def _written(
    element: etree._Element, comments: bool, *, exclusive: bool, prefixes: list[str] | None = None
) -> bytes:
    made: bytes = etree.tostring(
        element,
        method="c14n",
        exclusive=exclusive,
        with_comments=comments,
        inclusive_ns_prefixes=prefixes or None,
        with_tail=False,
    )
    return made

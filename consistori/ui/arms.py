"""The arms [escut heràldic] of an entity as inline SVG, cleaned; without arms, its initial in the lozenge."""

import re
from functools import lru_cache

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from lxml import etree

_ELEMENTS = {"svg", "g", "path", "circle", "ellipse", "rect", "polygon", "polyline", "line"}
_PAINT = {
    "fill",
    "fill-rule",
    "fill-opacity",
    "clip-rule",
    "stroke",
    "stroke-width",
    "stroke-linejoin",
    "opacity",
}
_PLACE = {"cx", "cy", "r", "rx", "ry", "x", "y", "x1", "x2", "y1", "y2", "width", "height"}
_ATTRIBUTES = _PAINT | _PLACE | {"viewBox", "d", "points", "transform", "stroke-linecap", "stroke-linejoin"}
_PICTURE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]+")
LOZENGE = (
    '<path d="M8 2h3v3h2V2h4v3h2V2h3v7H8z" fill="#e9c46a" stroke="#7d5200" stroke-width=".8"/>'
    '<path d="M15 11 29 25 15 38 1 25z" fill="#fffefb" stroke="#7d5200" stroke-width=".8"/>'
)


@lru_cache(maxsize=512)
def cleaned_svg(source: str) -> str:
    """The drawing with nothing but shapes (no script, style, link or text), or "" when it is not an SVG.

    A picture may stand in it only as a PNG inside it (`data:`), never by an address.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(source.strip().encode(), parser)
    except etree.XMLSyntaxError:
        return ""
    if _name(root) != "svg":
        return ""
    return _drawn(root)


def arms_of(entity: object, css_class: str = "arms") -> SafeString:
    """The `<svg>` of the entity's arms, decorative (the name always stands beside it)."""
    drawing = cleaned_svg(getattr(entity, "arms", "") or "")
    if drawing:
        head = f'<svg class="{conditional_escape(css_class)}" aria-hidden="true" focusable="false"'
        return mark_safe(drawing.replace("<svg", head, 1))
    name = getattr(entity, "short_name", "") or getattr(entity, "name", "") or "C"
    return mark_safe(
        f'<svg class="{conditional_escape(css_class)}" viewBox="0 0 30 40" aria-hidden="true">'
        f'{LOZENGE}<text x="15" y="30" text-anchor="middle" font-size="15" font-weight="600" '
        f'fill="#1e2430" class="serif">{conditional_escape(name[:1].upper())}</text></svg>'
    )


def _name(node: "etree._Element") -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _drawn(node: "etree._Element") -> str:
    name = _name(node)
    if name == "image":
        return _picture(node)
    if name not in _ELEMENTS:
        return ""
    attributes = "".join(
        f' {key}="{conditional_escape(value)}"'
        for key, value in ((str(k), str(v)) for k, v in node.attrib.items())
        if key in _ATTRIBUTES and "url(" not in value and not (name == "svg" and key in ("width", "height"))
    )
    return f"<{name}{attributes}>{''.join(_drawn(child) for child in node)}</{name}>"


def _picture(node: "etree._Element") -> str:
    href = str(node.get("href") or "")
    if not _PICTURE.fullmatch(href):
        return ""
    place = "".join(
        f' {key}="{conditional_escape(str(node.get(key)))}"'
        for key in ("x", "y", "width", "height")
        if node.get(key)
    )
    return f'<image{place} href="{href}"/>'

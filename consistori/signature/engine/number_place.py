"""The place of a number in a text that is fixed before it has one, and the number written in it when it is signed.

The place is a field of the form, made with the text and empty: nothing of what is read changes when it is filled in,
and who signed before signed a text that said that a number would come. What is written lies in the same increment as
the signature that gives the number, so that it covers it. The signs are drawn once, when the text is fixed: writing a
number puts them side by side, which takes no font, no helper and less than a millisecond.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

HERE = Path(__file__).resolve().parent
FIELD = "Numeracio"
SIGNS = "0123456789/-"
_READ_ONLY, _PRINT = 1, 4
_pdf: Any = generic


@dataclass(frozen=True)
class Frame:
    """Where it stands on the first page, in points from the left and the top of what one sees, and its size."""

    left: float
    top: float
    breadth: float
    height: float
    large: float = 9.0
    small: float = 7.0


IN_THE_BAND = Frame(left=5, top=14, breadth=43, height=50, large=7.6, small=6.6)
"""In the margin that is drawn beside what was brought (`documents.making.band`)."""

IN_THE_LETTERHEAD = Frame(left=44, top=360, breadth=88, height=52, large=11, small=9)
"""In the margin of the letterhead of what is written in the house (`ui/typst/house.typ`)."""


def add_place(path: Path, frame: Frame, *, words: str, language: str) -> None:
    """Draw the frame on the first page of the PDF and put in it the empty field. The file is written again.

    `words` is what the frame says: «Decree number and date».
    """
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        with pikepdf.open(io.BytesIO(_drawn(frame, words, language))) as strip:
            frame_form, *signs = [
                pdf.make_indirect(pdf.copy_foreign(one.as_form_xobject())) for one in strip.pages
            ]
        page = pdf.pages[0]
        corner = _corner(page, frame)
        _draw_frame(page, frame_form, corner)
        _add_field(pdf, page, signs, frame, corner, words)
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    data = path.read_bytes()
    if not data.endswith(b"\n"):
        path.write_bytes(data + b"\n")


@dataclass(frozen=True)
class Place:
    """The place that a text kept, read before the number is known: its field, its signs and how large each is."""

    field: Any
    box: tuple[float, ...]
    resources: Any
    sizes: dict[str, tuple[float, float]]


def place_of(writer: IncrementalPdfFileWriter) -> Place | None:
    """The place of the number in a text, with what drawing in it needs; None where it has none.

    Raises `ValueError` when there is a number in it already.
    """
    field = _field(writer)
    if field is None:
        return None
    if "/V" in field:
        raise ValueError("it has a number already")
    empty = field["/AP"]["/N"]
    signs, sizes = empty["/Resources"]["/XObject"], {}
    for place, sign in enumerate(SIGNS):
        box = [float(number) for number in signs[f"/S{place}"]["/BBox"]]
        sizes[sign] = (box[2] - box[0], box[3] - box[1])
    bounds = tuple(float(number) for number in empty["/BBox"])
    return Place(field, bounds, _plain(empty["/Resources"]), sizes)


def write_number(writer: IncrementalPdfFileWriter, place: Place, lines: Sequence[str]) -> None:
    """Write the number in its place, in the increment that is being made. Each line is of `SIGNS`.

    Raises `ValueError` for other signs.
    """
    look = generic.StreamObject(
        dict_data={
            generic.NameObject("/Type"): generic.NameObject("/XObject"),
            generic.NameObject("/Subtype"): generic.NameObject("/Form"),
            generic.NameObject("/BBox"): generic.ArrayObject(
                _pdf.FloatObject(number) for number in place.box
            ),
            generic.NameObject("/Resources"): place.resources,
        },
        stream_data=_side_by_side(lines, place.sizes),
    )
    appearance = _pdf.DictionaryObject({generic.NameObject("/N"): writer.add_object(look)})
    place.field[generic.NameObject("/V")] = generic.TextStringObject(" ".join(lines))
    place.field[generic.NameObject("/AP")] = appearance
    writer.update_container(place.field)


def _plain(resources: Any) -> Any:
    """The same resources, naming the same signs."""
    xobjects = resources["/XObject"]
    named = {generic.NameObject(name): xobjects.raw_get(name) for name in xobjects}
    return _pdf.DictionaryObject({generic.NameObject("/XObject"): _pdf.DictionaryObject(named)})


def _side_by_side(lines: Sequence[str], sizes: dict[str, tuple[float, float]]) -> bytes:
    """The drawing of the lines, from the bottom of the place up: each sign after the one before."""
    said = []
    y = 0.0
    for line in reversed(lines):
        x, tall = 0.0, 0.0
        for sign in line:
            if sign not in SIGNS:
                raise ValueError(f"no sign for {sign!r}")
            said.append(f"q 1 0 0 1 {x:.2f} {y:.2f} cm /S{SIGNS.index(sign)} Do Q")
            breadth, height = sizes[sign]
            x += breadth
            tall = max(tall, height)
        y += tall
    return "\n".join(said).encode()


def _field(writer: IncrementalPdfFileWriter) -> Any:
    """The field of the number; None where the text has none."""
    if "/AcroForm" not in writer.root or "/Fields" not in writer.root["/AcroForm"]:
        return None
    held = writer.root["/AcroForm"]["/Fields"]
    for field in (held[place] for place in range(len(held))):
        if field.get("/T") == FIELD and field.get("/FT") == "/Tx":
            return field
    return None


@lru_cache(maxsize=32)
def _drawn(frame: Frame, words: str, language: str) -> bytes:
    import typst

    from consistori.ui.typst import fonts

    data = {
        "breadth": frame.breadth,
        "height": frame.height,
        "large": frame.large,
        "small": frame.small,
        "words": words,
        "lang": language,
        "signs": list(SIGNS),
    }
    made = typst.compile(
        str(HERE / "number_place.typ"),
        root=str(HERE),
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-3b"],
        pdf_tags=False,
    )
    return bytes(made)


def _corner(page: pikepdf.Page, frame: Frame) -> tuple[float, float]:
    """The lower left corner of the frame on the page, which is read upright."""
    left, bottom, right, top = (float(number) for number in page.cropbox)
    return min(left, right) + frame.left, max(bottom, top) - frame.top - frame.height


def _draw_frame(page: pikepdf.Page, form: Any, corner: tuple[float, float]) -> None:
    name = page.add_resource(form, pikepdf.Name.XObject, prefix="Place")
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(
        f"\nQ\n/Artifact BMC\nq 1 0 0 1 {corner[0]:.2f} {corner[1]:.2f} cm {name} Do Q\nEMC\n".encode()
    )


def _add_field(
    pdf: pikepdf.Pdf,
    page: pikepdf.Page,
    signs: Sequence[Any],
    frame: Frame,
    corner: tuple[float, float],
    words: str,
) -> None:
    tall = frame.large * 2.6
    box = pikepdf.Array([0, 0, frame.breadth, tall])
    look = pdf.make_stream(b"")
    look.Type, look.Subtype, look.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, box
    look.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary({f"/S{place}": sign for place, sign in enumerate(signs)})
    )
    low = corner[1] + 2
    field = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T=pikepdf.String(FIELD),
            TU=pikepdf.String(words),
            Ff=_READ_ONLY,
            F=_PRINT,
            DA=pikepdf.String("/Sign 9 Tf 0 g"),
            Rect=pikepdf.Array([corner[0], low, corner[0] + frame.breadth, low + tall]),
            P=page.obj,
            AP=pikepdf.Dictionary(N=pdf.make_indirect(look)),
        )
    )
    if "/Annots" not in page.obj:
        page.obj.Annots = pikepdf.Array()
    page.obj.Annots.append(field)
    page.obj.Tabs = pikepdf.Name.S
    font = next(iter(signs[0].Resources.Font.values()))
    pdf.Root.AcroForm = pdf.make_indirect(
        pikepdf.Dictionary(
            Fields=pikepdf.Array([field]),
            DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Sign=font)),
            DA=pikepdf.String("/Sign 9 Tf 0 g"),
        )
    )
    _tag(pdf, page, field)


def _tag(pdf: pikepdf.Pdf, page: pikepdf.Page, field: Any) -> None:
    """In a tagged text the field is read too, where whoever listens to it expects it: at the end (PDF/UA-1, 7.18.4)."""
    tree = pdf.Root.get("/StructTreeRoot")
    if tree is None:
        return
    key = int(tree.get("/ParentTreeNextKey", 0))
    above: Any = tree.get("/K")
    above = above[0] if isinstance(above, pikepdf.Array) else above
    element = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.StructElem,
            S=pikepdf.Name.Form,
            P=above,
            K=pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=field, Pg=page.obj),
        )
    )
    if isinstance(above.get("/K"), pikepdf.Array):
        above.K.append(element)
    else:
        above.K = pikepdf.Array([above.K, element] if "/K" in above else [element])
    parents = pikepdf.NumberTree(tree.ParentTree) if "/ParentTree" in tree else None
    if parents is None:
        return
    key = max([key, *(number + 1 for number in parents)])
    parents[key] = element
    tree.ParentTreeNextKey = key + 1
    field.StructParent = key

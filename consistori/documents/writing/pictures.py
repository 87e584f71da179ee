"""Pictures of texts: drawn again by us, so that they carry no place, no author and nothing that runs."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.documents.models import Document, TextPicture
from consistori.documents.policies import may_change, may_read, may_receive
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, NotHere, ensure
from consistori.tenancy.scope import current_entity
from consistori.trail import act

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 60_000_000
MOST_SIDE = 1_800
"""Pixels: what fills the breadth of the paper at 300 dots an inch."""


@act
def keep_picture(data: bytes, *, by: Actor, document: Document | None = None) -> TextPicture:
    """Keep a picture for a text, or for templates when there is no document. Raises `BadInput` (`picture`)."""
    ensure(may_change(by, document) if document is not None else may_receive(by))
    media_type, drawn, width, height = drawn_again(data)
    digest = hashlib.sha256(drawn).hexdigest()
    same: TextPicture | None = TextPicture.objects.filter(
        entity=current_entity(), document=document, sha256=digest
    ).first()
    if same is not None:
        return same
    picture = TextPicture(
        document=document,
        data=drawn,
        media_type=media_type,
        width=width,
        height=height,
        sha256=digest,
        kept_by_id=by.person_id,
        kept_by_name=by.name,
    )
    picture.save(force_insert=True)
    return picture


def drawn_again(data: bytes) -> tuple[str, bytes, int, int]:
    """Media type, bytes, width and height of the picture drawn by us. Raises `BadInput` (`picture`)."""
    # Loaded when first needed: what draws costs a tenth of a second of every start.
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(data) > MOST_BYTES:
        raise BadInput(_("The picture is too large. Save it with fewer pixels."), field="picture")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(
                io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
            ) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise BadInput(_("The picture is too large. Save it with fewer pixels."), field="picture")
                upright = ImageOps.exif_transpose(opened) or opened
                upright.thumbnail((MOST_SIDE, MOST_SIDE))
                is_photo = opened.format in {"JPEG", "WEBP", "TIFF"} and upright.mode in {"RGB", "L", "CMYK"}
                out = io.BytesIO()
                if is_photo:
                    upright.convert("RGB").save(out, "JPEG", quality=88)
                else:
                    upright.convert(
                        "RGBA" if "A" in upright.getbands() or upright.mode == "P" else "RGB"
                    ).save(out, "PNG", optimize=True)
                size = upright.size
    except (
        UnidentifiedImageError, OSError, ValueError, EOFError, SyntaxError,
        Image.DecompressionBombError, Image.DecompressionBombWarning,
    ) as error:  # fmt: skip
        raise BadInput(
            _("It is not a picture that opens. Bring a PNG or a JPEG."), field="picture"
        ) from error
    return "image/jpeg" if is_photo else "image/png", out.getvalue(), size[0], size[1]


def picture_for(actor: Actor, key: UUID) -> TextPicture:
    """The picture, for whoever may read its text; those of templates, for whoever works here. Raises `NotHere`."""
    picture: TextPicture | None = TextPicture.objects.select_related("document").filter(pk=key).first()
    if picture is None or (picture.document is not None and not may_read(actor, picture.document)):
        raise NotHere(_("There is no such picture here."))
    return picture


def pictures_by_key(keys: Iterable[str]) -> dict[str, tuple[str, bytes]]:
    """Media type and bytes of the pictures that are here, by key. One statement."""
    wanted = list(keys)
    if not wanted:
        return {}
    rows = TextPicture.objects.filter(pk__in=wanted)
    return {str(row.pk): (row.media_type, bytes(row.data)) for row in rows}

"""The board as RSS and as Atom: what is on it, and only while it is."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consistori.bulletin import selectors
from consistori.bulletin.addresses import board_url, edict_url
from consistori.bulletin.web.door import BoardRequest, board_page

Feed = type[Rss201rev2Feed] | type[Atom1Feed]


@board_page
@require_safe
def rss(request: BoardRequest) -> HttpResponseBase:
    """RSS 2.0."""
    return _feed(request, Rss201rev2Feed, "application/rss+xml")


@board_page
@require_safe
def atom(request: BoardRequest) -> HttpResponseBase:
    """Atom 1.0 (RFC 4287)."""
    return _feed(request, Atom1Feed, "application/atom+xml")


def _feed(request: BoardRequest, kind: Feed, media_type: str) -> HttpResponse:
    entity = request.entity
    feed = kind(
        title=_("Bulletin board of %(town)s") % {"town": entity.name},
        link=board_url(entity),
        description=_("What %(town)s makes public, while it is exposed.") % {"town": entity.name},
        language=translation.get_language() or "ca",
        feed_url=request.build_absolute_uri(),
        author_name=entity.name,
    )
    for edict in selectors.on_board():
        feed.add_item(
            title=edict.title,
            link=edict_url(edict, entity),
            description=edict.summary or edict.line.name,
            pubdate=edict.since,
            updateddate=edict.since,
            unique_id=f"urn:uuid:{edict.pk}",
            unique_id_is_permalink=False,
            categories=[edict.line.name],
        )
    response = HttpResponse(feed.writeString("utf-8"), content_type=f"{media_type}; charset=utf-8")
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response

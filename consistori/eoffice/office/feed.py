"""The notices of the office as RSS, so that nobody has to come and look."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _

from consistori.eoffice.models import Incident, PublicNotice
from consistori.eoffice.office import selectors
from consistori.eoffice.web.public import PublicRequest, public_page
from consistori.kernel.clock import now, today

MOST = 30


@public_page
def rss(request: PublicRequest) -> HttpResponseBase:
    """Notices that are shown, and incidents."""
    said = selectors.language()
    home = request.build_absolute_uri(reverse("eoffice:home"))
    incidents_page = request.build_absolute_uri(reverse("eoffice:legal", args=["incidencies"]))
    feed = Rss201rev2Feed(
        title=_("Notices of %(town)s") % {"town": request.entity.name},
        link=home,
        description=_("What %(town)s tells everybody: notices, and when this office does not work.")
        % {"town": request.entity.name},
        language=said,
        feed_url=request.build_absolute_uri(),
    )
    for at, title, text, link, key in sorted(_items(said, home, incidents_page), reverse=True)[:MOST]:
        feed.add_item(
            title=title, link=link, description=text, pubdate=at, unique_id=key, unique_id_is_permalink=False
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


def _items(said: str, home: str, incidents_page: str) -> list[tuple[datetime, str, str, str, str]]:
    notices = [
        (one.published_at, _one(said, one.title_ca, one.title_es), _one(said, one.text_ca, one.text_es), home,
         f"urn:uuid:{one.pk}")
        for one in PublicNotice.objects.shown_on(today())[:MOST]
    ]  # fmt: skip
    incidents = [
        (one.published_at, _("This office: %(what)s") % {"what": _one(said, one.what_ca, one.what_es)},
         one.alternative, incidents_page, f"urn:uuid:{one.pk}")
        for one in Incident.objects.on_home(now())[:MOST]
    ]  # fmt: skip
    return notices + incidents


def _one(said: str, ca: str, es: str) -> str:
    return (es or ca) if said == "es" else ca

"""Addresses of the calendar, inside those of the desk."""

from django.urls import path

from consistori.desk.calendar import bringing_pages as bringing
from consistori.desk.calendar import editing, pages
from consistori.desk.calendar import kept_pages as kept

urlpatterns = [
    path("", pages.show, name="calendar"),
    path("year/", bringing.year, name="calendar_year"),
    path("year/<int:year>/again/", bringing.plan, name="calendar_plan_again"),
    path("new/", editing.new, name="new_calendar_event"),
    path("events/<uuid:pk>/", editing.one, name="calendar_event"),
    path("events/<uuid:pk>/change/", editing.change, name="change_calendar_event"),
    path("events/<uuid:pk>/out/", editing.out, name="calendar_event_out"),
    path("events/<uuid:pk>/call/", editing.propose, name="calendar_propose"),
    path("free/", kept.free, name="calendar_free"),
    path("rooms/", kept.rooms, name="calendar_rooms"),
    path("rooms/<uuid:pk>/", kept.room, name="calendar_room"),
    path("weeks/", kept.weeks, name="calendar_weeks"),
    path("weeks/<uuid:person_id>/", kept.week, name="calendar_week"),
    path("feeds/", kept.feeds, name="calendar_feeds"),
    path("feeds/<uuid:pk>/withdraw/", kept.withdraw, name="withdraw_calendar_feed"),
    path("sources/", bringing.sources, name="calendar_sources"),
    path("sources/<uuid:pk>/again/", bringing.again, name="calendar_source_again"),
    path("sources/<uuid:pk>/out/", bringing.let_go, name="calendar_source_out"),
]

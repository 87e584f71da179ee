"""The address of the calendars that go out, at the root of the town."""

from django.urls import path

from consistori.desk.calendar.public import feed

urlpatterns = [path("calendar/<str:secret>.ics", feed, name="calendar_feed")]

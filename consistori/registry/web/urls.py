"""Addresses of the registry, under `/desk/`."""

from datetime import date

from django.urls import path, register_converter

from consistori.registry.web import annotating, books, days, entering, exchanging, exits, stamping


class DayConverter:
    """`2026-05-11` as a date."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "registry_day")

app_name = "registry"
urlpatterns = [
    path("registry/", books.book, name="book"),
    path("registry/taken-out.csv", books.taken_out, name="taken_out"),
    path("registry/printed.pdf", days.printed, name="printed"),
    path("registry/new/", entering.new_entry, name="new"),
    path("registry/exits/new/", exits.new_exit, name="new_exit"),
    path("registry/bring/", exchanging.bring, name="bring"),
    path("registry/days/", days.days, name="days"),
    path("registry/days/close/", days.close_now, name="close_now"),
    path("registry/days/<registry_day:day>/", days.one_day, name="day"),
    path("registry/<str:reference>/", books.entry_page, name="entry"),
    path("registry/<str:reference>/annotate/", annotating.annotate_page, name="annotate"),
    path("registry/<str:reference>/label.pdf", stamping.label_of, name="label"),
    path("registry/<str:reference>/sicres-4.zip", exchanging.as_sicres_4, name="sicres_4"),
    path("registry/<str:reference>/sicres-3.xml", exchanging.as_sicres_3, name="sicres_3"),
    path("registry/<str:reference>/stamped/<uuid:pk>.pdf", stamping.stamped_document, name="stamped"),
]

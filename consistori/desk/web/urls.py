from django.urls import include, path

from consistori.desk.digest import web as digest
from consistori.desk.web import finding, notices, places, searching, today, walking

app_name = "desk"
urlpatterns = [
    path("", today.today, name="today"),
    path("first-day/", today.first_day, name="first_day"),
    path("first-day/learnt/", today.learnt, name="learnt"),
    path("find/", finding.find_anything, name="find"),
    path("search/", searching.search_texts, name="search"),
    path("towns/", places.towns, name="towns"),
    path("more/", places.more, name="more"),
    path("help/", places.help_page, name="help"),
    path("keys/", places.keys, name="keys"),
    path("jobs/", places.jobs, name="jobs"),
    path("jobs/<uuid:run_id>/file/", places.job_file, name="job_file"),
    path("inbox/", include("consistori.desk.inbox.urls")),
    path("saving/", include("consistori.desk.saving.urls")),
    path("method/", include("consistori.desk.modality.urls")),
    path("calendar/", include("consistori.desk.calendar.urls")),
    path("walk/", walking.walk, name="walk"),
    path("me/letter/", digest.choose, name="choose_letter"),
    path("notices/", notices.notices, name="notices"),
    path("notices/new/", notices.new, name="new_notice"),
    path("notices/<uuid:notice_id>/read/", notices.read, name="notice_read"),
    path("notices/<uuid:notice_id>/withdraw/", notices.withdraw, name="withdraw_notice"),
]

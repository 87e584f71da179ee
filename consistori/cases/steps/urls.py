"""Addresses of the steps of a case, under its own."""

from django.urls import path

from consistori.cases.steps import pages, write_page

urlpatterns = [
    path("", pages.show, name="steps"),
    path("new/", pages.new, name="new_step"),
    path("add/", pages.add, name="add_step"),
    path("write/<str:code>/", write_page.choose, name="write_kind"),
    path("write/<str:code>/begin/", write_page.begin, name="begin_kind"),
    path("<uuid:step>/", pages.step, name="step"),
    path("<uuid:step>/write/", write_page.choose, name="write_step"),
    path("<uuid:step>/write/begin/", write_page.begin, name="begin_step"),
    path("<uuid:step>/stop/", pages.stop, name="step_stops"),
    path("<uuid:step>/done/", pages.done_today, name="step_done"),
    path("<uuid:step>/complete/", pages.complete, name="complete_step"),
    path("<uuid:step>/skip/", pages.skip, name="skip_step"),
    path("<uuid:step>/resume/", pages.resume, name="resume_step"),
    path("<uuid:step>/extend/", pages.extend, name="extend_step"),
    path("<uuid:step>/change/", pages.change, name="change_step"),
    path("<uuid:step>/take-back/", pages.take_back, name="take_back_step"),
]

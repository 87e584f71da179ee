"""The addresses of careers, under those of the directory."""

from django.urls import path

from consistori.directory.web.career import absences, delegations, leaving, people, posts, units

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/units/", units.units, name="units"),
    path("people/units/<uuid:unit_id>/", units.unit, name="unit"),
    path("people/delegations/", delegations.book, name="delegations"),
    path("people/delegations/new/", delegations.record, name="record_delegation"),
    path("people/delegations/<uuid:delegation_id>/", delegations.delegation, name="delegation"),
    path("people/delegations/<uuid:delegation_id>/answer/", delegations.answer, name="answer_delegation"),
    path("people/absences/<uuid:absence_id>/back/", absences.back, name="back"),
    path("people/posts/<uuid:post_id>/change/", posts.change, name="change_post"),
    path("people/posts/<uuid:post_id>/end/", posts.end, name="end_post"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/post/", posts.give, name="give_post"),
    path("people/<uuid:person_id>/absence/", absences.tell, name="tell_absence"),
    path("people/<uuid:person_id>/leaving/", leaving.leaving, name="leaving"),
]

"""Addresses of the tasks, under `/desk/`."""

from django.urls import path

from consistori.tasks.web import duties, giving, lists, one

app_name = "tasks"
urlpatterns = [
    path("tasks/", lists.tasks, name="list"),
    path("tasks/new/", giving.new, name="new"),
    path("tasks/load/", lists.load, name="load"),
    path("tasks/duties/", duties.duties, name="duties"),
    path("tasks/duties/new/", duties.duty, name="new_duty"),
    path("tasks/duties/catalogue/<slug:code>/", duties.adopt, name="adopt"),
    path("tasks/duties/<uuid:pk>/", duties.duty, name="duty"),
    path("tasks/duties/<uuid:pk>/stop/", duties.stop, name="stop_duty"),
    path("tasks/<uuid:pk>/", one.task, name="task"),
    path("tasks/<uuid:pk>/finish/", one.finish, name="finish"),
    path("tasks/<uuid:pk>/change/", giving.change, name="change"),
    path("tasks/<uuid:pk>/pass/", giving.hand_on, name="pass"),
    path("tasks/<uuid:pk>/points/<uuid:point>/", one.tick, name="tick"),
    path("tasks/<uuid:pk>/<slug:what>/", one.act_on, name="act"),
]

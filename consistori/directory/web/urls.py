from django.urls import path

from consistori.directory.web import views

app_name = "directory"
urlpatterns = [
    path("me/", views.me, name="me"),
    path("people/", views.people, name="people"),
]

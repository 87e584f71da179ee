"""The address of the paper version of a form."""

from django.urls import path

from consistori.eoffice.forms import pages

urlpatterns = [path("tramits/<str:code>/paper.pdf", pages.paper_form, name="paper_form")]

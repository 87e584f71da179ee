"""Public pages: checking a document by its code."""

from django.urls import path

from consistori.signature.web import public

app_name = "verify"
urlpatterns = [
    path("", public.form, name="form"),
    path("<str:code>/", public.result, name="result"),
    path("<str:code>/document/", public.document, name="document"),
    path("<str:code>/report/", public.report, name="report"),
    path("<str:code>/page/<int:number>.png", public.page, name="page"),
]

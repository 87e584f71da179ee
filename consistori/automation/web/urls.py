"""Addresses of rules, under `/desk/`."""

from django.urls import path

from consistori.automation.web import acts, approving, editing, pages, runs

app_name = "automation"
urlpatterns = [
    path("automation/", pages.rules_page, name="rules"),
    path("automation/new/", editing.new_rule, name="new"),
    path("automation/preview/", editing.preview, name="preview"),
    path("automation/standard/", acts.bring_standard, name="standard"),
    path("automation/runs/<uuid:pk>/", runs.run_page, name="run"),
    path("automation/runs/<uuid:pk>/explanation.json", runs.explanation, name="explanation"),
    path("automation/rules/<slug:code>/", pages.rule_page, name="rule"),
    path("automation/rules/<slug:code>/edit/", editing.edit_rule, name="edit"),
    path("automation/rules/<slug:code>/runs/", runs.runs_page, name="runs"),
    path("automation/rules/<slug:code>/trial/", approving.trial_page, name="trial"),
    path("automation/rules/<slug:code>/approve/", approving.approve_page, name="approve"),
    path("automation/rules/<slug:code>/stop/", acts.stop_page, name="stop"),
    path("automation/rules/<slug:code>/do/<slug:verb>/", acts.do, name="act"),
]

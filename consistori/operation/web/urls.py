from django.urls import path

from consistori.operation.web import entities, figures, overview, troubles

app_name = "operation"
urlpatterns = [
    path("operation/", overview.overview, name="overview"),
    path("operation/entities/", entities.entities, name="entities"),
    path("operation/entities/new/", entities.new, name="new"),
    path("operation/places/", entities.places_like, name="places"),
    path("operation/entities/<slug:slug>/", entities.change, name="entity"),
    path("operation/entities/<slug:slug>/modality/", entities.modality, name="modality"),
    path("operation/entities/<slug:slug>/staff/", entities.staff, name="staff"),
    path("operation/health/", overview.wellness, name="health"),
    path("operation/health/<slug:name>/test/", overview.test, name="test"),
    path("operation/storage/", figures.storage, name="storage"),
    path("operation/jobs/", troubles.jobs, name="queue"),
    path("operation/jobs/<int:pk>/again/", troubles.again, name="again"),
    path("operation/errors/", troubles.errors, name="faults"),
    path("operation/errors/<uuid:pk>/", troubles.error, name="fault"),
    path("operation/errors/<uuid:pk>/mended/", troubles.mended, name="mended"),
    path("operation/settings/", figures.settings_told, name="settings"),
    path("operation/rehearsals/", figures.rehearsals, name="rehearsals"),
]

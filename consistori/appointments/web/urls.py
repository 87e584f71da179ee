"""Addresses of the appointments, under `/desk/`."""

app_name = "appointments"
urlpatterns: list[object] = []

"""Addresses of the register of residents for staff, under `/desk/`."""

app_name = "padro"
urlpatterns: list[object] = []

"""Public addresses of the register of residents, at the root of the town."""

app_name = "padro_public"
urlpatterns: list[object] = []

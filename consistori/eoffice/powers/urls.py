"""Addresses of the powers: of citizens, and of who keeps the register."""

from django.urls import path

from consistori.eoffice.powers.web import acting, desk, giving, proving

urlpatterns = [
    path("en-nom-de/", acting.choose, name="acting"),
    path("en-nom-de/algu-altre/", acting.somebody, name="acting_somebody"),
    path("en-nom-de/representa/", acting.ask_elsewhere, name="acting_ask"),
    path("poders/", giving.powers, name="powers"),
    path("poders/nou/", giving.new, name="power_new"),
    path("poders/<slug:reference>/paper.pdf", giving.paper, name="power_paper"),
    path("poders/<slug:reference>/<slug:what>/", giving.change, name="power_change"),
    path("desk/powers/", desk.register, name="desk_powers"),
    path("desk/powers/new/", desk.new, name="desk_power_new"),
    path("desk/powers/owed/<str:entry>/", proving.prove, name="desk_power_owed"),
    path("desk/powers/letter/<str:entry>/", proving.letter, name="desk_electronic_letter"),
    path("desk/powers/<str:reference>/", desk.power, name="desk_power"),
]

"""Whoever asks what the town knows of them is told also who looked them up in the register of residents."""

from django.utils import translation

from consistori.kernel.clock import today
from consistori.padro.selectors import look_up
from consistori.padro.services import bring_register, put_in_force
from consistori.parties.services import add_party
from consistori.protection.holdings import holdings_of

SHEET = (
    "full;document;nom;data_naixement;via;data_alta\n1;12345678Z;Laia;14/03/1984;Carrer Major;01/09/2012\n"
)


def test_it_says_who_looked_them_up_in_the_register_of_residents(at_work, secretary):
    laia = add_party(by=secretary, name="Laia", identifier="12345678Z")
    load = bring_register(by=secretary, data=SHEET.encode(), file_name="x.csv", as_of=today())
    put_in_force(load, by=secretary)
    look_up("12345678Z", by=secretary, reason="volant")

    with translation.override("en"):
        (reading,) = holdings_of(laia).readings

    assert (reading.kind, reading.what) == ("The register of residents", "Laia")

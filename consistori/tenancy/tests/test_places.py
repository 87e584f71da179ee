import pytest

from consistori.tenancy import places


def test_there_are_947_and_their_codes_agree():
    every = places.municipalities()

    assert len(every) == 947
    assert all(one.ine10.startswith(one.ine_code) and len(one.ine10) == 10 for one in every)
    assert all(one.dir3 == f"L01{one.ine10[:6]}" for one in every)


def test_no_two_towns_are_mistaken_for_each_other():
    assert len({places.bare(one.name) for one in places.municipalities()}) == 947


@pytest.mark.parametrize("said", ["l'Escala", "L’Escala", "Escala", "escala", "Escala, l'", "  l'escala "])
def test_a_name_is_known_however_it_is_written(said):
    assert places.municipality(said).ine_code == "17062"


@pytest.mark.parametrize("said", ["", "Esca", "Vall-llobera", "l'"])
def test_what_is_not_a_municipality_is_none(said):
    assert places.municipality(said) is None


def test_the_most_peopled_come_first():
    assert places.like("Sant Cugat")[0].name == "Sant Cugat del Vallès"
    assert places.like("") == []


@pytest.mark.parametrize(
    ("name", "hall"),
    [
        ("Olot", "Ajuntament d’Olot"),
        ("Hostalric", "Ajuntament d’Hostalric"),
        ("el Vendrell", "Ajuntament del Vendrell"),
        ("els Hostalets de Pierola", "Ajuntament dels Hostalets de Pierola"),
        ("les Preses", "Ajuntament de les Preses"),
        ("la Vall d'en Bas", "Ajuntament de la Vall d'en Bas"),
        ("l'Escala", "Ajuntament de l'Escala"),
        ("Girona", "Ajuntament de Girona"),
    ],
)
def test_the_town_hall_has_its_article(name, hall):
    assert places.town_hall_of(name) == hall


def test_prefixes_are_free_and_of_two_to_four_letters():
    taken: set[str] = set()
    for one in places.municipalities():
        prefix = places.free_prefix(one.name, taken)
        assert prefix not in taken and 2 <= len(prefix) <= 4 and prefix.isalpha() and prefix.isupper()
        taken.add(prefix)


def test_an_address_that_is_taken_gets_a_number():
    assert places.free_slug("la Vall d'en Bas", []) == "la-vall-den-bas"
    assert places.free_slug("Olot", ["olot", "olot-2"]) == "olot-3"
    assert places.free_slug("---", []) == "ens"

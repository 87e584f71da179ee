"""A place on the plan of the town: read, drawn, asked what is near; and answered in a form, with script or without."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from consistori.eoffice.forms.checking import check
from consistori.eoffice.forms.definition import read_form
from consistori.eoffice.forms.saying import in_words
from consistori.eoffice.models import TownPlan
from consistori.eoffice.places.pictures import point_of_picture
from consistori.eoffice.places.plan import PlanFault, draw, read
from consistori.eoffice.places.services import bring_plan
from consistori.eoffice.tests.every_type import asked, both
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.tenancy.scope import working_for


def feature(kind: str, name: str, *points: tuple[float, float], shape: str = "LineString") -> dict[str, Any]:
    coordinates: Any = [list(points)] if shape == "Polygon" else list(points)
    return {
        "type": "Feature",
        "properties": {"kind": kind, "name": name},
        "geometry": {"type": shape, "coordinates": coordinates},
    }


def geojson(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


NOU = feature("street", "Carrer Nou", (2.700, 42.000), (2.704, 42.000))
MAJOR = feature("street", "Carrer Major", (2.700, 42.002), (2.704, 42.002))
SQUARE = feature(
    "square",
    "Plaça <Major>",
    (2.701, 42.003),
    (2.702, 42.003),
    (2.702, 42.004),
    (2.701, 42.003),
    shape="Polygon",
)
TOWN = geojson(NOU, MAJOR, SQUARE)


@pytest.mark.parametrize(
    ("data", "code", "n"),
    [
        (b"what?", "not_json", 0),
        (b"[]", "no_features", 0),
        (geojson(), "no_features", 0),
        (geojson(NOU, {"type": "Feature"}), "feature", 2),
        (geojson(feature("cathedral", "", (1, 1), (2, 2))), "kind", 1),
        (geojson(feature("street", "", (2.7, 42.0), shape="Point")), "geometry", 1),
        (geojson(feature("street", "", (2.7, 42.0))), "points", 1),
        (geojson(feature("street", "", (470000.0, 4650000.0), (470100.0, 4650100.0))), "points", 1),
        (geojson(feature("street", "", (2.7, 42.0), (4.7, 44.0))), "not_a_town", 0),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_its_feature(data, code, n):
    with pytest.raises(PlanFault) as fault:
        read(data)

    assert (fault.value.code, fault.value.feature) == (code, n)


def test_what_is_near_and_where_a_street_is():
    plan = read(TOWN)

    assert plan.street_near((2.702, 42.0003)) == "Carrer Nou"
    assert plan.street_near((2.702, 42.0010)) == ""
    point = plan.point_of("al carrer nou, 12, davant de la font")
    assert point is not None
    assert plan.street_near(point) == "Carrer Nou"
    assert plan.point_of("avinguda de Roma") is None


def test_the_drawing_escapes_names_and_puts_the_pin_inside():
    svg = draw(read(TOWN), title="Vall & llobera", pin=(2.702, 42.001))

    assert "Plaça &lt;Major&gt;" in svg
    assert "Vall &amp; llobera" in svg
    assert svg.count('class="pin"') == 1
    assert 'class="pin"' not in draw(read(TOWN), title="x", pin=(3.0, 42.0))


FORM = read_form(
    {
        "pages": [
            {"key": "p", "title": both("P", "P"), "fields": [asked("spot", "place", "On és?", "¿Dónde es?")]}
        ]
    }
)
PAGE = FORM.pages[0]


@pytest.mark.parametrize(
    ("typed", "value", "words"),
    [
        ({"spot.where": ["Carrer Nou, 12"]}, ("Carrer Nou, 12", "", ""), "Carrer Nou, 12"),
        (
            {"spot.where": ["Carrer Nou"], "spot.lat": ["42.0001234"], "spot.lon": ["2.7"]},
            ("Carrer Nou", "42.00012", "2.70000"),
            "Carrer Nou (punt marcat al plànol: 42.00012, 2.70000)",
        ),
        (
            {"spot.lat": ["42.0"], "spot.lon": ["2.7"]},
            ("", "42.00000", "2.70000"),
            "punt marcat al plànol: 42.00000, 2.70000",
        ),
        (
            {"spot.where": ["La font"], "spot.lat": ["<b>"], "spot.lon": ["999"]},
            ("La font", "", ""),
            "La font",
        ),
    ],
)
def test_a_place_is_words_a_point_or_both(typed, value, words):
    checked = check(PAGE, typed, {}, "ca")

    kept = checked.values["spot"]
    assert (kept["where"], kept["lat"], kept["lon"]) == value
    assert in_words(PAGE.fields[0], kept, "ca") == words
    assert not checked.errors


def test_a_place_left_empty_says_both_ways():
    errors = check(PAGE, {}, {}, "ca").errors

    assert errors["spot.where"] == "Escriviu el carrer i el número, o marqueu el lloc al plànol."


def test_the_secretary_brings_it_and_a_newer_one_takes_its_place(town, secretary, clerk):
    with working_for(town):
        bring_plan(by=secretary, data=TOWN)
        bring_plan(by=secretary, data=geojson(NOU, MAJOR), attribution="ICGC CC-BY 4.0")

        assert [row.number for row in TownPlan.objects.all()] == [2, 1]
        with pytest.raises(BadInput):
            bring_plan(by=secretary, data=b"{}")
        with pytest.raises(NotPermitted):
            bring_plan(by=clerk, data=TOWN)


def test_anybody_sees_the_plan_of_a_town_and_a_town_without_one_has_no_page(town, other_town, secretary):
    with working_for(town):
        bring_plan(by=secretary, data=TOWN)

    drawn = Client().get(f"/e/{town.slug}/planol.svg?lat=42.001&lon=2.702")
    near = Client().get(f"/e/{town.slug}/planol/prop/?lat=42.0001&lon=2.702")

    assert (drawn.status_code, drawn["Content-Type"]) == (200, "image/svg+xml")
    assert b'class="pin"' in drawn.content
    assert near.json() == {"street": "Carrer Nou"}
    assert Client().get(f"/e/{town.slug}/planol/prop/?lat=x&lon=y").status_code == 404
    assert Client().get(f"/e/{other_town.slug}/planol.svg").status_code == 404


def test_the_plan_is_brought_from_its_page(town, secretary, sign_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    desk = sign_in(secretary)
    page = f"/e/{town.slug}/desk/office/plan/"

    wrong = desk.post(page, {"file": SimpleUploadedFile("poble.geojson", b"{}")})
    right = desk.post(page, {"file": SimpleUploadedFile("poble.geojson", TOWN), "attribution": "ICGC"})

    assert wrong.status_code == 422
    assert right.status_code == 302
    assert "ICGC" in desk.get(page).content.decode()


def a_picture(
    path: Any, lat: tuple[float, ...] = (42, 0, 3.6), lon: tuple[float, ...] = (2, 42, 7.2), **said: str
) -> Any:
    from PIL import Image

    image = Image.new("RGB", (40, 40), "white")
    exif = image.getexif()
    exif.get_ifd(0x8825).update({1: said.get("ns", "N"), 2: lat, 3: said.get("ew", "E"), 4: lon})
    image.save(path, exif=exif)
    return path


def test_a_picture_says_where_it_was_taken(tmp_path):
    point = point_of_picture(a_picture(tmp_path / "a.jpg"))
    assert point == pytest.approx((2.702, 42.001))
    assert point_of_picture(a_picture(tmp_path / "b.jpg", ns="S", ew="W")) == pytest.approx((-2.702, -42.001))


@pytest.mark.parametrize("lat", [(0, 0, 0), (95, 0, 0), (42, 61, 0)])
def test_a_picture_with_a_point_that_is_none_says_nothing(tmp_path, lat):
    assert point_of_picture(a_picture(tmp_path / "a.jpg", lat=lat, lon=(0, 0, 0))) is None


def test_what_is_no_picture_or_has_no_point_says_nothing(tmp_path):
    from PIL import Image

    (tmp_path / "a.jpg").write_bytes(b"not a picture")
    Image.new("RGB", (4, 4)).save(tmp_path / "b.jpg")

    assert point_of_picture(tmp_path / "a.jpg") is None
    assert point_of_picture(tmp_path / "b.jpg") is None
    assert point_of_picture(tmp_path / "nothing.jpg") is None


def test_the_place_of_a_picture_is_marked_in_one_press(town, secretary, tmp_path, client):
    from dataclasses import asdict

    from consistori.catalogue.procedures.selectors import procedure
    from consistori.catalogue.procedures.services import create_procedure, publish
    from consistori.catalogue.procedures.standard import standard_sheets
    from consistori.documents.received import ReceivedFile
    from consistori.eoffice.filing.drafts import Content, begin_draft
    from consistori.eoffice.filing.papers import places_of, put_paper
    from consistori.eoffice.identity.citizens import KEY
    from consistori.eoffice.models import Draft
    from consistori.eoffice.tests.filing.conftest import a_citizen

    citizen = a_citizen("99000138L")
    with working_for(town):
        bring_plan(by=secretary, data=TOWN)
        publish(create_procedure(by=secretary, text=standard_sheets()["GEN-04"]), by=secretary)
        shown = procedure("GEN-04")
        draft = begin_draft(shown, citizen=citizen)
        photo = places_of(shown.sheet, read_form(shown.sheet.form), "ca")[0]
        taken = a_picture(tmp_path / "fanal.jpg", lat=(42, 0, 0.4)).read_bytes()
        put_paper(draft, photo, ReceivedFile.from_bytes("fanal.jpg", taken))
    session = client.session
    session[KEY] = {str(town.pk): asdict(citizen)}
    session.save()
    page = f"/e/{town.slug}/tramits/GEN-04/fer/{draft.pk}/papers/"

    assert "«fanal.jpg» diu que es va fer a Carrer Nou." in client.get(page).content.decode()
    client.post(page, {"offer": "spot:"})

    with working_for(town):
        answers = Content.of(Draft.objects.get()).answers
    assert answers["place"] == {"where": "Carrer Nou", "lat": "42.00011", "lon": "2.70200"}
    assert "diu que es va fer" not in client.get(page).content.decode()
    assert client.post(page, {"offer": "spot:"}).status_code == 404


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({"where": "Davant la font", "lat": "42.00100", "lon": "2.70200"}, "lat=42.00100&amp;lon=2.70200"),
        ({"where": "carrer Nou, 3", "lat": "", "lon": ""}, "no l’ha marcat ningú: és el carrer que diuen"),
        ({"where": "al mig del bosc", "lat": "", "lon": ""}, "al mig del bosc"),
    ],
)
def test_whoever_opens_the_entry_sees_where_it_is(town, secretary, sign_in, place, told):
    from consistori.kernel.actor import Actor
    from consistori.registry.services import EntryPersonSaid, register_entry

    with working_for(town):
        bring_plan(by=secretary, data=TOWN)
        entry = register_entry(
            by=Actor.program(town.pk), subject="Un fanal apagat", people=[EntryPersonSaid(name="Joan")],
            answers={"kind": "incident", "place": place},
        )  # fmt: skip

    page = sign_in(secretary).get(f"/e/{town.slug}/desk/registry/{entry.reference}/").content.decode()

    assert told in page

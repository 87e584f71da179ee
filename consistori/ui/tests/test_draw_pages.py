import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.messages.storage.fallback import FallbackStorage
from django.template import Context, Template, engines
from django.template.loader import render_to_string
from django.utils import translation

SHEETS = Path(__file__).parent / "pages"
TOWN = SimpleNamespace(
    pk=1,
    name="Ajuntament de Vall-llobera",
    short_name="Vall-llobera",
    colour="alzina",
    arms="",
    address="Plaça Major, 1",
    postcode="17000",
    phone="972 000 100",
    email="",
    modality="basic",
    switches={},
)
PERSON = SimpleNamespace(pk=1, is_authenticated=True, full_name="Mercè Soldevila", initials="MS")
REFUSAL = SimpleNamespace(message="Falta signar el decret.", article="art. 70.2", status=409)
PAGES = [
    "ui/gallery.sheet",
    "ui/public_sample.sheet",
    "404.html",
    "403.html",
    "403_csrf.html",
    "400.html",
    "500.html",
    "503.html",
    "ui/refused.html",
    "account/logout.html",
    "account/locked_out.html",
    "account/password_reset_done.html",
    "account/account_inactive.html",
]


@pytest.fixture
def request_of(rf):
    request = rf.get("/desk/")
    request.entity, request.user, request.person = TOWN, PERSON, PERSON
    request.entities, request.resolver_match, request.session = (TOWN,), None, {}
    request._messages = FallbackStorage(request)
    return request


@pytest.mark.parametrize("language", ["ca", "es"])
@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_drawn_in_both_languages_without_inline_style_or_script(request_of, page, language):
    with translation.override(language):
        html = _drawn(page, {"form": _Form(), "refusal": REFUSAL}, request_of)

    assert "town-alzina" in html
    assert not re.search(r'\sstyle="|\son[a-z]+="', html)
    assert not re.search(r"<script(?![^>]*src=)", html)


@pytest.mark.parametrize("language", ["ca", "es"])
def test_no_word_of_our_templates_is_left_in_english(language):
    import polib

    catalogue = polib.pofile(Path(__file__).parents[1] / f"locale/{language}/LC_MESSAGES/django.po")

    assert not catalogue.untranslated_entries() and not catalogue.fuzzy_entries()


def test_a_field_has_its_label_its_hint_and_its_error_tied_to_it():
    form = _Form({"title": ""})

    html = str(form)

    assert '<label for="id_title">Títol</label>' in html
    assert 'id="id_title_error"' in html and 'id="id_title_helptext"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert "<fieldset" in html and "<legend" in html


def test_what_was_typed_is_kept_and_can_be_sent_again_when_the_database_is_gone(request_of):
    typed = [("title", "Terrassa <b>")]

    html = render_to_string("503.html", {"typed": typed, "action": "/desk/cases/new/"}, request_of)

    assert '<input type="hidden" name="title" value="Terrassa &lt;b&gt;">' in html


def test_what_matches_is_marked_and_what_was_typed_stays_text():
    drawn = Template("{% load ui %}{{ text|matching:q }}").render(
        Context({"text": "<b>Església", "q": "esgl"})
    )

    assert drawn == "&lt;b&gt;<mark>Esgl</mark>ésia"


def test_a_person_has_two_initials_and_so_has_a_name():
    template = Template("{% load ui %}{% face person %}")

    assert ">MS<" in template.render(Context({"person": PERSON}))
    assert ">FE<" in template.render(Context({"person": "Forn Església, SL"}))


def _drawn(page, context, request):
    """A page of the program, or one of the sheets of pieces beside these tests."""
    sheet = SHEETS / page
    if sheet.exists():
        template = engines["django"].from_string(sheet.read_text())
        return template.render(context, request)
    return render_to_string(page, context, request)


class _Form(forms.Form):
    title = forms.CharField(label="Títol", help_text="Sense noms de persones.")
    support = forms.ChoiceField(
        label="Suport", choices=[("e", "Electrònic")], widget=forms.RadioSelect, required=False
    )
    sure = forms.BooleanField(label="Segur", required=False)


def test_a_refusal_leads_back_only_to_a_page_of_ours(request_of):
    request_of.META["HTTP_REFERER"] = "https://elsewhere.example/"

    html = render_to_string("ui/refused.html", {"refusal": REFUSAL}, request_of)

    assert "elsewhere" not in html and 'role="alert"' in html

"""How plainly a sheet speaks: what can be counted, with its reason."""

import pytest

from consistori.catalogue.procedures.plain import check_sheet, check_text, score_of
from consistori.catalogue.procedures.reading import read
from consistori.catalogue.procedures.standard import standard_sheets

HARD = {
    "ca": (
        "De conformitat amb el que disposa la normativa vigent, l’interessat haurà d’aportar la documentació "
        "acreditativa preceptiva mitjançant instància, que serà resolta per l’òrgan competent sens perjudici de "
        "l’esmena que, si escau, li sigui requerida en el termini establert a l’efecte."
    ),
    "es": (
        "De conformidad con lo dispuesto en la normativa vigente, el interesado deberá aportar la documentación "
        "acreditativa preceptiva mediante instancia, que será resuelta por el órgano competente sin perjuicio de la "
        "subsanación que, en su caso, le sea requerida en el plazo establecido al efecto."
    ),
}
EASY = {
    "ca": "Demaneu permís abans de començar. Digueu què voleu fer i quant costa. Us responem en un mes.",
    "es": "Pida permiso antes de empezar. Diga qué quiere hacer y cuánto cuesta. Le respondemos en un mes.",
}


@pytest.mark.parametrize("language", ["ca", "es"])
def test_hard_words_and_long_sentences_cost_and_are_told(language: str) -> None:
    hard, easy = check_text(HARD[language], language), check_text(EASY[language], language)

    assert hard.score < 40 < 90 < easy.score
    assert {"long", "jargon", "passive"} <= {remark.kind for remark in hard.remarks}
    assert not easy.remarks
    assert (hard.tone, easy.tone) == ("rubric", "olive")


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("La sol·licitud és revisada per un tècnic.", "ca", "passive"),
        ("La solicitud ha sido revisada por un técnico.", "es", "passive"),
        ("Cal l’informe PRECEPTIU.", "ca", "capitals"),
        ("Com hagi disposat l’EXPEDIENT", "ca", "capitals"),
        ("Paga la taxa mitjançant targeta.", "ca", "jargon"),
        ("Presente la copia compulsada.", "es", "jargon"),
    ],
)
def test_each_thing_is_seen(text: str, language: str, kind: str) -> None:
    assert kind in {remark.kind for remark in check_text(text, language).remarks}


@pytest.mark.parametrize(
    "text", ["És gratuït.", "El permís és vàlid un any.", "Som aquí cada dia.", "La resposta és ràpida."]
)
def test_what_is_not_a_passive_is_left_alone(text: str) -> None:
    assert "passive" not in {remark.kind for remark in check_text(text, "ca").remarks}


def test_a_summary_that_does_not_say_what_to_do_is_told() -> None:
    text = (
        standard_sheets()["MED-02"].replace("Apunteu el", "Aquí hi ha el").replace("Només heu de dir", "Amb")
    )
    plain = check_sheet(read(text))

    assert "what" in {remark.kind for remark in plain["ca"].remarks}
    assert "what" not in {remark.kind for remark in plain["es"].remarks}


def test_the_sheets_of_the_house_speak_plainly() -> None:
    scores = {code: score_of(read(text)) for code, text in standard_sheets().items()}

    assert {code: score for code, score in scores.items() if score < 80} == {}


def test_nothing_written_is_nothing_said() -> None:
    assert check_text("", "ca").score == 0

"""What a person writes finds what was written, in both languages and with or without accents."""

import re
import sys

import pytest

from consistori.kernel.text import asked, fold, index_of, query_of, terms, tsquery, words


def finds(query: str, text: str, *, prefix: bool = False) -> bool:
    """Whether `query` finds `text`, with the rules of PostgreSQL for `&`, `|` and `:*`."""
    indexed = terms(text)
    asked = tsquery(query, prefix=prefix)
    return bool(asked) and all(_holds(clause, indexed) for clause in asked.split(" & "))


def _holds(clause: str, indexed: list[str]) -> bool:
    for quoted, star in re.findall(r"'((?:[^']|'')*)'(:\*)?", clause):
        term = quoted.replace("''", "'")
        if term in indexed or (star and any(word.startswith(term) for word in indexed)):
            return True
    return False


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("subvencio", "Subvencions per a entitats", True),
        ("LLICÈNCIES", "Llicència d’obres menors", True),
        ("llicencia", "Llicències", True),
        ("collecció", "Col·lecció de plànols", True),
        ("col.leccio", "Coŀleccions del museu", True),
        ("obra", "Obres al bany", True),
        ("obres", "Licencia de obra menor", True),
        ("notificación", "Notificaciones pendientes", True),
        ("notificacio", "Notificación al interesado", True),
        ("notificacions", "Acusament de la notificació", True),
        ("terrasses", "Terrassa a la plaça de l'Església", True),
        ("esglesia", "Terrassa a la plaça de l’Església", True),
        ("lliure", "Llicència de llibres i llits", False),
    ],
)
def test_the_thirteen_examples_of_the_stack_hold(query: str, text: str, found: bool) -> None:
    assert finds(query, text) is found


@pytest.mark.parametrize("query", ["serra", "serr", "mas jo", "joa"])
def test_the_beginning_of_any_word_finds_it(query: str) -> None:
    assert finds(query, "Joana Serradell i Mas", prefix=True)


@pytest.mark.parametrize("query", ["12345678Z", "12345678-z", "12.345.678-Z", "12345678"])
def test_an_identity_number_is_one_word_however_it_was_written(query: str) -> None:
    assert finds(query, "Sol·licitud de 12345678-Z, Maria Puig", prefix=True)


def test_figures_and_case_numbers_stay_whole() -> None:
    assert words("X2026000412 per 41.200 € al Decret 2026/0187, 12345678 a la plaça") == [
        "x2026000412", "per", "41200", "al", "decret", "2026", "0187", "12345678", "a", "la", "plaça",
    ]  # fmt: skip


def test_little_words_do_not_stop_a_search() -> None:
    assert finds("llicència de les obres", "Llicència per a obres")
    assert tsquery("de la") != ""


@pytest.mark.parametrize("text", ["", "   ", "··· —", "!?"])
def test_nothing_written_asks_nothing(text: str) -> None:
    assert tsquery(text) == ""
    assert terms(text) == []


@pytest.mark.parametrize("hostile", ["'; DROP TABLE x --", "a' | 'b", "foo:* & !bar", "\\'", "\x00abc"])
def test_a_hostile_query_is_only_words(hostile: str) -> None:
    asked = tsquery(hostile)

    assert re.fullmatch(r"(\(?('[^'\\]*'(:\*)?)( [|&] )?\)?( & )?)*", asked)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Coŀlecció", "colleccio"),
        ("COL·LEGI", "collegi"),
        ("Núria Camps", "nuria camps"),
        ("Plaça d’Àfrica", "placa d'africa"),
        ("Peña y Año", "pena y ano"),
        ("S.L.L.", "s.l.l."),
        ("Vall-llobera", "vall-llobera"),
    ],
)
def test_fold_takes_accents_and_the_geminate_dot_away(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_a_stem_never_meets_a_whole_word() -> None:
    assert all(term.startswith("s_") or "_" not in term for term in terms("s_obra obres_menors"))


def test_several_threads_find_the_same_stems_as_one():
    from concurrent.futures import ThreadPoolExecutor

    from consistori.kernel import text

    endings = ("ons", "ó", "es", "ar", "acions", "ament", "ada", "ades", "iva", "ivament")
    words = [
        f"{root}{end}" for root in ("subvenci", "llicènci", "expedient", "tramit") for end in endings
    ] * 25
    text._known.cache_clear()
    alone = [text._known.__wrapped__(word) for word in words]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(lambda _: [text._known.__wrapped__(word) for word in words], range(8)))
    finally:
        sys.setswitchinterval(before)

    assert all(found == alone for found in together)


@pytest.mark.parametrize(
    ("written", "query"),
    [
        ("terrassa -gual", "('terrassa' | 's_terr' | 's_terrass') & !('gual' | 's_gual')"),
        ('"obra menor"', "('obra' <1> 'menor' | !'@whole' & 'obra' & 'menor')"),
        ("«llicència d’obres»", "('llicencia' <2> 'obres' | !'@whole' & 'llicencia' & 'obres')"),
        ("lic*", "('lic':* | 's_lic')"),
        ('-"obra menor" gual', "!('obra' <1> 'menor') & ('gual' | 's_gual')"),
        ('"de la"', ""),
        ("12345678-Z", "'12345678z'"),
        ("-", ""),
        ('"', ""),
    ],
)
def test_what_one_writes_to_search_is_a_query(written: str, query: str) -> None:
    assert query_of(asked(written)) == query


@pytest.mark.parametrize(
    "hostile", ["'; DROP TABLE x --", "a' | 'b", "foo:* & !bar", "\\'", "\x00abc", '"a\' <-> b"']
)
def test_a_hostile_search_is_only_words(hostile: str) -> None:
    bare = re.sub(r"'[^'\\]*'", "", query_of(asked(hostile)))

    assert re.fullmatch(r"[()!&| <>0-9:*]*", bare)


def test_the_index_keeps_the_place_of_each_word_and_says_whether_it_keeps_all():
    index = index_of("Llicència d’obres", "obres", marks=("@5",))

    assert index.startswith("'@5' '@whole' 'llicencia':1 'obres':3,5 's_llic'")
    assert "'@whole'" not in index_of("gual " * 300)
    assert "'@whole'" not in index_of(" ".join(f"mot{n}" for n in range(16_010)))


def test_an_index_out_of_all_measure_is_cut_to_what_the_database_takes():
    index = index_of(" ".join(f"paraulallarguissima{n}" for n in range(120_000)))

    assert len(index.encode()) < 1_500_000 and "'@whole'" not in index

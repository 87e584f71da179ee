"""From the sheets people have to the rows of a scheme: headings in Catalan, Spanish or English."""

from consistori.catalogue.rules.scheme import SERIES_LEVEL, RowFault, SchemeRow
from consistori.formats.sheets import Sheet
from consistori.kernel.text import fold

HEADINGS = {
    "code": "code codi codigo",
    "parent": "parent pare superior padre codi_superior codigo_superior",
    "level": "level nivell nivel",
    "title_ca": "title_ca titol_ca titol title denominacio sèrie serie nom",
    "title_es": "title_es titulo_es titulo denominacion titol_es",
    "description": "description descripcio descripcion description_ca",
    "case_kind": "case_kind tipus tipus_expedient tipo tipo_expediente",
    "access_regime": "access_regime acces regim_acces acceso regimen_acceso",
    "access_reason": "access_reason motiu_acces motivo_acceso",
    "official_code": "official_code codi_oficial codigo_oficial qdcm qdcac",
    "hier_code": "hier_code codi_jerarquic codigo_jerarquico",
    "words_ca": "words_ca paraules paraules_clau sinonims",
    "words_es": "words_es palabras palabras_clave sinonimos",
    "reserved_roles": "reserved_roles reservada reservada_a",
}
COLUMN_OF = {fold(name): column for column, names in HEADINGS.items() for name in names.split()}
LEVEL_NAMES = {
    **dict.fromkeys(("1", "funcio", "funcion", "function"), 1),
    **dict.fromkeys(("2", "activitat", "actividad", "activity"), 2),
    **dict.fromkeys(("3", "serie", "series", ""), SERIES_LEVEL),
}
KIND_NAMES = {
    **dict.fromkeys(("", "individual"), "individual"),
    **dict.fromkeys(("acumulatiu", "acumulativo", "accumulating"), "accumulating"),
    **dict.fromkeys(("sessio", "sesion", "session"), "session"),
}
ACCESS_NAMES = {
    **dict.fromkeys(("", "public", "acces public", "acceso publico", "publico"), "public"),
    **dict.fromkeys(("restricted", "restringit", "acces restringit", "restringido"), "restricted"),
    "acceso restringido": "restricted",
}


def heading(name: str) -> str:
    """The column that a heading names, or nothing."""
    return COLUMN_OF.get(fold(name).strip().replace(" ", "_"), "")


def scheme_rows(sheet: Sheet) -> tuple[list[SchemeRow], list[RowFault], list[str]]:
    """Rows of a scheme, the faults of the sheet itself, and the headings that nobody understood."""
    columns = [heading(name) for name in sheet.header]
    unknown = [name for name, column in zip(sheet.header, columns, strict=True) if name and not column]
    missing = [c for c in ("code", "title_ca") if c not in columns]
    if missing:
        return [], [RowFault(1, column, "no_column") for column in missing], unknown
    rows = [_row(number, dict(zip(columns, cells, strict=False))) for number, cells in sheet.rows]
    return rows, [], unknown


def _row(number: int, cells: dict[str, str]) -> SchemeRow:
    level = LEVEL_NAMES.get(fold(cells.get("level", "")), 0)
    kind = cells.get("case_kind", "")
    access = cells.get("access_regime", "")
    return SchemeRow(
        row=number,
        code=cells.get("code", ""),
        title_ca=cells.get("title_ca", ""),
        title_es=cells.get("title_es", ""),
        parent=cells.get("parent", ""),
        level=level,
        description=cells.get("description", ""),
        case_kind=KIND_NAMES.get(fold(kind), kind),
        access_regime=ACCESS_NAMES.get(fold(access), access),
        access_reason=cells.get("access_reason", ""),
        official_code=cells.get("official_code", ""),
        hier_code=cells.get("hier_code", ""),
        words_ca=cells.get("words_ca", ""),
        words_es=cells.get("words_es", ""),
        reserved_roles=tuple(r.strip() for r in cells.get("reserved_roles", "").split(";") if r.strip()),
    )

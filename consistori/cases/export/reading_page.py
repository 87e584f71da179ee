"""`index.html` of the package: opens anywhere, with nothing but a browser; in Catalan and Spanish."""

from __future__ import annotations

from datetime import datetime
from html import escape
from urllib.parse import quote

from django.utils import timezone

from consistori.cases.export.planning import ExportPlan, IndexSeal, PlannedDocument

WORDS = {
    "ca": {
        "case": "Expedient",
        "series": "Sèrie",
        "opened": "Obert el",
        "situation": "Situació",
        "parties": "Persones interessades",
        "documents": "Documents",
        "folio": "Foli",
        "title": "Títol",
        "kind": "Tipus",
        "day": "Data",
        "signed": "Signat",
        "code": "Codi",
        "file": "Fitxer",
        "eni": "ENI",
        "cover": "Caràtula",
        "how": "Com es comprova",
        "check": "Cada document té la seva empremta SHA-256 a <a href='expediente.xml'>expediente.xml</a>: "
        "és la del fitxer de la carpeta documentos.",
        "seal": "L’índex encara no porta el segell electrònic de l’ajuntament: el que prova la "
        "integritat són "
        "les empremtes. Les signatures de cada document són dins del seu fitxer.",
        "sealed": "L’índex porta el segell electrònic de {body} ({name}), del {moment}, {stamp}. Segella tot "
        "sol per {decree}. El segell és dins d’<a href='expediente.xml'>expediente.xml</a> i cobreix totes les "
        "empremtes: qualsevol programa que validi signatures XAdES el comprova.",
        "stamped": "amb un segell de temps",
        "unstamped": "sense segell de temps",
        "out": "Els esborranys, les notes internes i la informació auxiliar no formen part de l’expedient "
        "(Llei 39/2015, art. 70.4) i no són aquí.",
        "made": "Fet el",
    },
    "es": {
        "case": "Expediente",
        "series": "Serie",
        "opened": "Abierto el",
        "situation": "Situación",
        "parties": "Personas interesadas",
        "documents": "Documentos",
        "folio": "Folio",
        "title": "Título",
        "kind": "Tipo",
        "day": "Fecha",
        "signed": "Firmado",
        "code": "Código",
        "file": "Fichero",
        "eni": "ENI",
        "cover": "Carátula",
        "how": "Cómo se comprueba",
        "check": "Cada documento tiene su huella SHA-256 en <a href='expediente.xml'>expediente.xml</a>: "
        "es la del fichero de la carpeta documentos.",
        "seal": "El índice todavía no lleva el sello electrónico del ayuntamiento: lo que prueba la "
        "integridad son "
        "las huellas. Las firmas de cada documento están dentro de su fichero.",
        "sealed": "El índice lleva el sello electrónico de {body} ({name}), del {moment}, {stamp}. Sella por sí "
        "solo por {decree}. El sello está dentro de <a href='expediente.xml'>expediente.xml</a> y cubre todas las "
        "huellas: cualquier programa que valide firmas XAdES lo comprueba.",
        "stamped": "con un sello de tiempo",
        "unstamped": "sin sello de tiempo",
        "out": "Los borradores, las notas internas y la información auxiliar no forman parte del expediente "
        "(Ley 39/2015, art. 70.4) y no están aquí.",
        "made": "Hecho el",
    },
}
STYLE = (
    "body{font:16px/1.45 'Source Sans 3',system-ui,sans-serif;color:#1e2430;background:#f2efe8;margin:0}"
    "main{max-width:1000px;margin:0 auto;padding:24px}"
    "header{background:#eadfc6;border-bottom:1px solid #cdbd97;box-shadow:inset 6px 0 0 "
    "#1e2430;padding:20px 28px}"
    "h1,h2{font-family:'Source Serif 4',Georgia,serif;margin:4px "
    "0}h1{font-size:28px}h2{font-size:20px;margin-top:32px}"
    "table{border-collapse:collapse;width:100%;background:#fffefb;border:1px solid #dad3c5}"
    "th,td{text-align:left;padding:8px 12px;border-bottom:1px solid #dad3c5;vertical-align:top}"
    "th{background:#e9e4d9;font-size:13px;color:#545a63}td.f{border-right:5px double "
    "#857e6e;text-align:right;"
    "font-family:Georgia,serif;white-space:nowrap}td.h{font:12px/1.4 "
    "monospace;word-break:break-all;color:#545a63}"
    "a{color:#2b4170}dl{display:grid;grid-template-columns:max-content 1fr;gap:4px "
    "20px}dt{color:#545a63}dd{margin:0}"
    "section[lang]+section[lang]{border-top:4px double #857e6e;margin-top:48px}"
)


def index_page(plan: ExportPlan, indexed: dict[str, str], seal: IndexSeal | None = None) -> str:
    """The page, first in the language of the house."""
    first = plan.language if plan.language in WORDS else "ca"
    order = [first, "es" if first == "ca" else "ca"]
    sections = "".join(_section(plan, indexed, language, seal) for language in order)
    return (
        f'<!doctype html>\n<html lang="{first}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(plan.number)} {escape(plan.title)}</title><style>{STYLE}</style></head><body>"
        f"<header><p>{escape(plan.house)} · {escape(plan.number)}</p><h1>{escape(plan.title)}</h1></header>"
        f"<main>{sections}</main></body></html>\n"
    )


def _section(plan: ExportPlan, indexed: dict[str, str], language: str, seal: IndexSeal | None) -> str:
    words = WORDS[language]
    cover = ""
    if plan.cover is not None:
        cover = f"<p><a href='ficheros/{quote(plan.cover[1])}'>{words['cover']}</a></p>"
    return (
        f'<section lang="{language}"><h2>{words["case"]} {escape(plan.number)}</h2>'
        f"{_facts(plan, words)}{cover}"
        f"<h2>{words['documents']}</h2>{_table(plan, indexed, words)}"
        f"<h2>{words['how']}</h2><p>{words['check']}</p><p>{_seal(seal, words)}</p><p>{words['out']}</p></section>"
    )


def _seal(seal: IndexSeal | None, words: dict[str, str]) -> str:
    if seal is None:
        return words["seal"]
    return words["sealed"].format(
        body=escape(seal.body),
        name=escape(seal.name),
        decree=escape(seal.decree),
        moment=timezone.localtime(seal.stamped_at or seal.sealed_at).strftime("%Y-%m-%d %H:%M:%S"),
        stamp=words["stamped" if seal.stamped_at else "unstamped"],
    )


def _facts(plan: ExportPlan, words: dict[str, str]) -> str:
    facts = [
        (words["series"], plan.series or "–"),
        (words["opened"], _day(plan.opened_at)),
        (words["situation"], " · ".join(filter(None, [plan.situation, plan.ending]))),
        (words["made"], _day(plan.planned_at)),
        ("ENI", plan.eni_identifier),
    ]
    if plan.parties:
        people = "; ".join(f"{name} ({role})" for name, role in plan.parties)
        facts.insert(3, (words["parties"], people))
    return "<dl>" + "".join(f"<dt>{k}</dt><dd>{escape(v)}</dd>" for k, v in facts) + "</dl>"


def _table(plan: ExportPlan, indexed: dict[str, str], words: dict[str, str]) -> str:
    heads = ("folio", "title", "kind", "day", "file", "eni")
    head = "".join(f"<th scope='col'>{words[h]}</th>" for h in heads)
    rows, folder = [], ""
    for document in plan.documents:
        if document.folder != folder:
            folder = document.folder
            rows.append(f"<tr><th colspan='6' scope='rowgroup'>{escape(folder) or '–'}</th></tr>")
        rows.append(_row(document, indexed[document.eni.identifier], words))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _row(document: PlannedDocument, sha256: str, words: dict[str, str]) -> str:
    marks = " · ".join(
        filter(
            None,
            [
                words["signed"] if document.is_signed else "",
                f"{words['code']} {document.code}" if document.code else "",
            ],
        )
    )
    file = f"ficheros/{quote(document.file_name)}"
    xml = f"documentos/{document.eni.identifier}.xml"
    return (
        f"<tr><td class='f'>{escape(document.folios)}</td><td><a href='{file}'>{escape(document.title)}</a>"
        f"{'<br>' + escape(marks) if marks else ''}</td>"
        f"<td>{escape(document.kind)}</td><td>{document.day}</td>"
        f"<td>{escape(document.file_name)}</td><td class='h'><a href='{xml}'>XML</a><br>{sha256}</td></tr>"
    )


def _day(moment: datetime) -> str:
    return moment.date().isoformat()

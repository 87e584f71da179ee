"""The page where one chooses who to be. It says DEMO so that nobody can take it for a real one."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

STYLE = """
:root { color-scheme: light; }
body { margin: 0; font: 18px/1.5 "Source Sans 3", "Noto Sans", system-ui, sans-serif; color: #1e2430;
  background: #fff; }
.demo { background: repeating-linear-gradient(-45deg, #faeed2 0 22px, #fff7e3 22px 44px);
  border-block: 6px solid #7d5200; padding: 20px 0; }
.demo p { margin-block: 0; font-size: 20px; } .demo b { font-size: 34px; letter-spacing: .06em; }
.wide { width: min(720px, 100% - 40px); margin-inline: auto; }
h1 { font-size: 30px; line-height: 1.2; margin: 32px 0 8px; }
ul { list-style: none; padding: 0; margin: 24px 0; display: grid; gap: 10px; }
button { font: inherit; width: 100%; text-align: left; padding: 14px 18px; background: #fff; border: 2px solid #545a63;
  border-radius: 4px; cursor: pointer; color: inherit; }
button:hover { background: #faeed2; } button:focus-visible { outline: 3px solid #2b4170; outline-offset: 2px; }
button b { display: block; font-size: 20px; } button small { font-size: 16px; color: #545a63; }
.no { border-style: dashed; }
"""
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'"

SAID = {
    "ca": {
        "title": "DEMO: qui voleu ser avui?",
        "demo": "Això no és VÀLid ni identifica ningú. Són persones inventades, sense cap valor legal.",
        "lead": "Trieu una persona. Tornareu a la seu electrònica com si fóssiu ella.",
        "no": "Torna enrere sense identificar-me",
        "low": "seguretat baixa",
        "substantial": "seguretat substancial",
        "high": "seguretat alta",
    },
    "es": {
        "title": "DEMO: ¿quién quiere ser hoy?",
        "demo": "Esto no es VÀLid ni identifica a nadie. Son personas inventadas, sin ningún valor legal.",
        "lead": "Elija una persona. Volverá a la sede electrónica como si fuera ella.",
        "no": "Volver atrás sin identificarme",
        "low": "seguridad baja",
        "substantial": "seguridad sustancial",
        "high": "seguridad alta",
    },
}


def choose(people: Sequence[Mapping[str, Any]], asked: Mapping[str, str], action: str) -> str:
    """The page, in the language that was asked for; it needs no script."""
    language = "es" if asked.get("ui_locales", "").startswith("es") else "ca"
    said = SAID[language]
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in asked.items()
    )
    rows = "".join(
        f'<li><button name="person" value="{number}"><b>{escape(_name(one))}</b>'
        f"<small>{escape(one['identifier'])} · {escape(said[one['assuranceLevel']])}<br>{escape(one[language])}</small>"
        "</button></li>"
        for number, one in enumerate(people)
    )
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(said['title'])}</title><style>{STYLE}</style></head><body>"
        f'<div class="demo" role="note"><p class="wide"><b>DEMO</b><br>{escape(said["demo"])}</p></div>'
        f'<main class="wide"><h1>{escape(said["title"])}</h1><p>{escape(said["lead"])}</p>'
        f'<form method="post" action="{escape(action)}">{hidden}<ul>{rows}'
        f'<li><button class="no" name="person" value="">{escape(said["no"])}</button></li></ul></form></main>'
        "</body></html>"
    )


def _name(one: Mapping[str, Any]) -> str:
    return f"{one['name']} {one['surname1']} {one['surname2']}"

"""What may be wrong in the text of a form, with its place and a sentence for whoever writes it."""

from __future__ import annotations

from consistori.eoffice.forms.words import language_of

Place = tuple[str | int, ...]
"""Where in the text: `("pages", 0, "fields", 2, "type")`."""

SENTENCES: dict[str, dict[str, str]] = {
    "not_a_table": {
        "ca": "Aquí hi va un grup de dades amb nom (una taula).",
        "es": "Aquí va un grupo de datos con nombre (una tabla).",
    },
    "not_a_list": {"ca": "Aquí hi va una llista.", "es": "Aquí va una lista."},
    "empty": {"ca": "Afegiu-ne almenys un.", "es": "Añada al menos uno."},
    "text": {
        "ca": "Escriviu el text en català (ca) i en castellà (es).",
        "es": "Escriba el texto en catalán (ca) y en castellano (es).",
    },
    "key": {
        "ca": "Poseu-hi una clau de lletres minúscules sense accents, xifres i guions baixos.",
        "es": "Ponga una clave de letras minúsculas sin acentos, cifras y guiones bajos.",
    },
    "twice": {
        "ca": "«{key}» ja surt abans: poseu-hi una altra clau.",
        "es": "«{key}» ya sale antes: ponga otra clave.",
    },
    "unknown": {
        "ca": "«{key}» no es coneix aquí. Es coneixen: {known}.",
        "es": "«{key}» no se conoce aquí. Se conocen: {known}.",
    },
    "type": {
        "ca": "El tipus «{key}» no existeix. Hi ha: {known}.",
        "es": "El tipo «{key}» no existe. Hay: {known}.",
    },
    "options": {"ca": "Poseu-hi dues opcions o més.", "es": "Ponga dos opciones o más."},
    "whole": {"ca": "Aquí hi va un nombre enter de {low} a {high}.", "es": "Aquí va un entero de {low} a {high}."},
    "number": {"ca": "Aquí hi va un nombre.", "es": "Aquí va un número."},
    "day": {
        "ca": "Aquí hi va un dia (2026-11-17) o «today».",
        "es": "Aquí va un día (2026-11-17) o «today».",
    },
    "order": {"ca": "El mínim passa del màxim.", "es": "El mínimo pasa del máximo."},
    "of": {"ca": "Poseu-hi person, firm o any.", "es": "Ponga person, firm o any."},
    "yes_no": {"ca": "Aquí hi va true o false.", "es": "Aquí va true o false."},
    "inside_group": {
        "ca": "Dins d’un grup no hi pot anar el tipus «{key}».",
        "es": "Dentro de un grupo no puede ir el tipo «{key}».",
    },
    "condition": {
        "ca": "Escriviu la condició així: {{field = \"clau\", is = \"valor\"}}.",
        "es": "Escriba la condición así: {{field = \"clave\", is = \"valor\"}}.",
    },
    "condition_field": {
        "ca": "La condició parla de «{key}», que no es pregunta abans.",
        "es": "La condición habla de «{key}», que no se pregunta antes.",
    },
    "condition_value": {
        "ca": "«{value}» no és cap resposta de «{key}». Hi ha: {known}.",
        "es": "«{value}» no es ninguna respuesta de «{key}». Hay: {known}.",
    },
}  # fmt: skip


class FormFault(ValueError):
    """The text of a form cannot be used: `where`, `sentence` (Catalan), `said(language)`, `others`."""

    def __init__(self, where: Place, code: str, **values: object) -> None:
        self.where = where
        self.code = code
        self.values = values
        self.others: tuple[FormFault, ...] = ()
        super().__init__(f"{self.place}: {self.sentence}")

    @property
    def place(self) -> str:
        """The place as it is written: `pages.0.fields.2.type`."""
        return ".".join(str(step) for step in self.where)

    @property
    def sentence(self) -> str:
        """What to write, in Catalan."""
        return self.said("ca")

    def said(self, language: str) -> str:
        """What to write, in a language."""
        return SENTENCES[self.code][language_of(language)].format(**self.values)

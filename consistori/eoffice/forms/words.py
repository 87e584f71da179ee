"""The sentences that a form says to whoever fills it in, in Catalan (vós) and Spanish (usted): plain Python.

They say what to write, never what was wrong. A sheet of procedure brings its own for each question (`ask`).
"""

from __future__ import annotations

from datetime import date

LANGUAGES = ("ca", "es")

SENTENCES: dict[str, dict[str, str]] = {
    "write": {"ca": "Escriviu la resposta.", "es": "Escriba la respuesta."},
    "choose": {"ca": "Trieu una resposta.", "es": "Elija una respuesta."},
    "choose_any": {"ca": "Trieu almenys una resposta.", "es": "Elija al menos una respuesta."},
    "least": {"ca": "Trieu-ne {least} com a mínim.", "es": "Elija como mínimo {least}."},
    "most": {"ca": "Trieu-ne {most} com a màxim.", "es": "Elija como máximo {most}."},
    "yes_or_no": {"ca": "Digueu sí o no.", "es": "Diga sí o no."},
    "shorter": {
        "ca": "Digueu-ho en {most} caràcters com a màxim. Ara n’hi ha {count}.",
        "es": "Dígalo en {most} caracteres como máximo. Ahora hay {count}.",
    },
    "date": {
        "ca": "Escriviu el dia, el mes i l’any. Per exemple, 17 11 2026.",
        "es": "Escriba el día, el mes y el año. Por ejemplo, 17 11 2026.",
    },
    "date_real": {
        "ca": "Escriviu un dia que existeixi. Per exemple, 17 11 2026.",
        "es": "Escriba un día que exista. Por ejemplo, 17 11 2026.",
    },
    "date_early": {
        "ca": "Escriviu el {day} o un dia posterior.",
        "es": "Escriba el {day} o un día posterior.",
    },
    "date_late": {"ca": "Escriviu el {day} o un dia anterior.", "es": "Escriba el {day} o un día anterior."},
    "number": {
        "ca": "Escriviu un nombre amb xifres. Per exemple, 6.",
        "es": "Escriba un número con cifras. Por ejemplo, 6.",
    },
    "number_decimals": {
        "ca": "Escriviu un nombre amb xifres i, com a màxim, {decimals} decimals. Per exemple, 6,5.",
        "es": "Escriba un número con cifras y, como máximo, {decimals} decimales. Por ejemplo, 6,5.",
    },
    "more": {"ca": "Escriviu {least} o més.", "es": "Escriba {least} o más."},
    "less": {"ca": "Escriviu {most} o menys.", "es": "Escriba {most} o menos."},
    "money": {
        "ca": "Escriviu l’import en euros. Per exemple, 230,40.",
        "es": "Escriba el importe en euros. Por ejemplo, 230,40.",
    },
    "email": {
        "ca": "Escriviu l’adreça electrònica sencera. Per exemple, nom@exemple.cat.",
        "es": "Escriba la dirección electrónica entera. Por ejemplo, nombre@ejemplo.es.",
    },
    "phone": {
        "ca": "Escriviu el telèfon amb nou xifres, o amb + i el prefix si és d’un altre país.",
        "es": "Escriba el teléfono con nueve cifras, o con + y el prefijo si es de otro país.",
    },
    "street": {
        "ca": "Escriviu el carrer. Per exemple, carrer Nou.",
        "es": "Escriba la calle. Por ejemplo, calle Nueva.",
    },
    "house_number": {
        "ca": "Escriviu el número, o s/n si no en té.",
        "es": "Escriba el número, o s/n si no tiene.",
    },
    "postcode": {
        "ca": "Escriviu un codi postal que existeixi, amb cinc xifres. Per exemple, 17001.",
        "es": "Escriba un código postal que exista, con cinco cifras. Por ejemplo, 17001.",
    },
    "town": {"ca": "Escriviu el municipi.", "es": "Escriba el municipio."},
    "place": {
        "ca": "Escriviu el carrer i el número, o marqueu el lloc al plànol.",
        "es": "Escriba la calle y el número, o marque el lugar en el plano.",
    },
    "cadastral": {
        "ca": "Escriviu els 20 signes de la referència cadastral. Són al rebut de l’IBI.",
        "es": "Escriba los 20 signos de la referencia catastral. Están en el recibo del IBI.",
    },
    "cadastral_control": {
        "ca": "Copieu altre cop els 20 signes: amb aquests, les dues lletres finals serien {expected}.",
        "es": "Copie otra vez los 20 signos: con estos, las dos letras finales serían {expected}.",
    },
    "iban": {
        "ca": "Escriviu l’IBAN sencer. Els d’aquí comencen per ES i tenen 24 signes.",
        "es": "Escriba el IBAN entero. Los de aquí empiezan por ES y tienen 24 signos.",
    },
    "iban_control": {
        "ca": "Copieu altre cop l’IBAN: hi ha algun signe que no hi correspon.",
        "es": "Copie otra vez el IBAN: hay algún signo que no corresponde.",
    },
    "nif": {
        "ca": "Escriviu el DNI, el NIE o el NIF amb la lletra. Per exemple, 12345678Z.",
        "es": "Escriba el DNI, el NIE o el NIF con la letra. Por ejemplo, 12345678Z.",
    },
    "nif_person": {
        "ca": "Escriviu el DNI o el NIE amb la lletra. Per exemple, 12345678Z.",
        "es": "Escriba el DNI o el NIE con la letra. Por ejemplo, 12345678Z.",
    },
    "nif_firm": {
        "ca": "Escriviu el NIF de l’entitat amb la lletra. Per exemple, A58818501.",
        "es": "Escriba el NIF de la entidad con la letra. Por ejemplo, A58818501.",
    },
    "nif_no_letter": {
        "ca": "Escriviu-hi també la lletra. La d’aquest número és la {expected}.",
        "es": "Escriba también la letra. La de este número es la {expected}.",
    },
    "nif_control": {
        "ca": "Reviseu les xifres i la lletra: amb aquestes xifres, al final hi va {expected}.",
        "es": "Revise las cifras y la letra: con estas cifras, al final va {expected}.",
    },
    "given": {"ca": "Escriviu el nom.", "es": "Escriba el nombre."},
    "surname": {"ca": "Escriviu els cognoms.", "es": "Escriba los apellidos."},
    "files": {"ca": "Pugeu el fitxer.", "es": "Suba el archivo."},
    "files_most": {"ca": "Deixeu-hi {most} fitxers com a màxim.", "es": "Deje {most} archivos como máximo."},
    "rows": {"ca": "Afegiu-ne {least} com a mínim.", "es": "Añada como mínimo {least}."},
}

MONTHS = {
    "ca": [
        "gener",
        "febrer",
        "març",
        "abril",
        "maig",
        "juny",
        "juliol",
        "agost",
        "setembre",
        "octubre",
        "novembre",
        "desembre",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
}

LABELS: dict[str, dict[str, str]] = {
    "yes": {"ca": "Sí", "es": "Sí"},
    "no": {"ca": "No", "es": "No"},
    "day": {"ca": "Dia", "es": "Día"},
    "month": {"ca": "Mes", "es": "Mes"},
    "year": {"ca": "Any", "es": "Año"},
    "street": {"ca": "Carrer o plaça", "es": "Calle o plaza"},
    "where": {"ca": "Carrer i número, o nom del lloc", "es": "Calle y número, o nombre del lugar"},
    "lat": {"ca": "Latitud", "es": "Latitud"},
    "lon": {"ca": "Longitud", "es": "Longitud"},
    "marked": {"ca": "punt marcat al plànol", "es": "punto marcado en el plano"},
    "number": {"ca": "Número", "es": "Número"},
    "floor": {"ca": "Pis i porta", "es": "Piso y puerta"},
    "postcode": {"ca": "Codi postal", "es": "Código postal"},
    "town": {"ca": "Municipi", "es": "Municipio"},
    "given": {"ca": "Nom", "es": "Nombre"},
    "surname": {"ca": "Cognoms", "es": "Apellidos"},
    "nif": {"ca": "DNI o NIE", "es": "DNI o NIE"},
    "email": {"ca": "Adreça electrònica", "es": "Correo electrónico"},
    "phone": {"ca": "Telèfon", "es": "Teléfono"},
    "row": {"ca": "Persona o element", "es": "Persona o elemento"},
    "optional": {"ca": "(opcional)", "es": "(opcional)"},
    "known": {"ca": "Això ja ho sabem: només repasseu-ho", "es": "Esto ya lo sabemos: solo repáselo"},
    "not_so": {"ca": "No és així", "es": "No es así"},
    "saved": {"ca": "El que ja heu escrit està desat.", "es": "Lo que ya ha escrito está guardado."},
    "grew": {
        "ca": "Amb el que heu dit, us demanem alguna cosa més.",
        "es": "Con lo que ha dicho, le pedimos algo más.",
    },
    "add": {"ca": "Afegeix-ne un altre", "es": "Añadir otro"},
    "add_first": {"ca": "Afegeix-ne un", "es": "Añadir uno"},
    "remove": {"ca": "Treu", "es": "Quitar"},
    "full": {"ca": "No se’n poden afegir més.", "es": "No se pueden añadir más."},
    "error": {"ca": "Error:", "es": "Error:"},
    "held": {"ca": "Ja hi teniu:", "es": "Ya tiene:"},
    "go_on": {"ca": "Desa i continua", "es": "Guardar y continuar"},
}


def language_of(language: str) -> str:
    """The language of ours nearest to a code (`ca`, `ca-es`, `es`): Catalan when it is another."""
    short = language[:2].lower()
    return short if short in LANGUAGES else "ca"


def say(code: str, language: str, **values: object) -> str:
    """A sentence of the table, with its blanks filled."""
    return SENTENCES[code][language_of(language)].format(**values)


COUNTED: dict[str, tuple[str, ...]] = {
    "ca": ("", "Falta una cosa", "Falten dues coses", "Falten tres coses", "Falten quatre coses"),
    "es": ("", "Falta una cosa", "Faltan dos cosas", "Faltan tres cosas", "Faltan cuatro cosas"),
}


def lacking(count: int, language: str) -> str:
    """The title of the summary of errors: `Falten dues coses en aquesta pàgina`."""
    tongue = language_of(language)
    said = COUNTED[tongue]
    many = f"Falten {count} coses" if tongue == "ca" else f"Faltan {count} cosas"
    end = "en aquesta pàgina" if tongue == "ca" else "en esta página"
    return f"{said[count] if count < len(said) else many} {end}"


def label(code: str, language: str) -> str:
    """The name of a part of an answer (`street`, `day`, `yes`)."""
    return LABELS[code][language_of(language)]


def day_in_words(day: date, language: str) -> str:
    """`17 de novembre de 2026`, `1 d’abril de 2026`, `17 de noviembre de 2026`."""
    tongue = language_of(language)
    month = MONTHS[tongue][day.month - 1]
    joined = f"d’{month}" if tongue == "ca" and month[0] in "ao" else f"de {month}"
    return f"{day.day} {joined} de {day.year}"


def number_in_words(value: str, *, decimals: int = 0) -> str:
    """A number as people write it here, from its digits with a point: `1214.5` is `1.214,50`."""
    whole, _, rest = value.partition(".")
    sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(whole or 0):,}".replace(",", ".")
    rest = rest.ljust(decimals, "0") if decimals else rest
    return f"{sign}{grouped},{rest}" if rest else f"{sign}{grouped}"

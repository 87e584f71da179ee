"""Days and hours as the look writes them: «dimarts, 24 de novembre», «dj. 26 nov.», «avui, 9.12»."""

from datetime import date, datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _


def _words(text: str) -> list[str]:
    return text.split()


_DAYS = {
    "ca": _words("dilluns dimarts dimecres dijous divendres dissabte diumenge"),
    "es": _words("lunes martes miércoles jueves viernes sábado domingo"),
    "en": _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
}
_SHORT_DAYS = {
    "ca": _words("dl. dt. dc. dj. dv. ds. dg."),
    "es": _words("lun. mar. mié. jue. vie. sáb. dom."),
    "en": _words("Mon Tue Wed Thu Fri Sat Sun"),
}
_MONTHS = {
    "ca": _words("gener febrer març abril maig juny juliol agost setembre octubre novembre desembre"),
    "es": _words("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
    "en": _words("January February March April May June July August September October November December"),
}
_SHORT_MONTHS = {
    "ca": _words("gen. febr. març abr. maig juny jul. ag. set. oct. nov. des."),
    "es": _words("ene. feb. mar. abr. may. jun. jul. ago. sept. oct. nov. dic."),
    "en": _words("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
}
_SINCE = {"es": "desde el", "en": "since"}


def _language() -> str:
    code = (translation.get_language() or "ca")[:2]
    return code if code in _DAYS else "ca"


def as_day(value: date | datetime) -> date:
    """The local day of an instant, or the day itself."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def hour(value: datetime) -> str:
    """«9.12»: hours as Catalan writes them, without a zero before; «9:12» in other languages."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local.hour}{'.' if _language() == 'ca' else ':'}{local.minute:02d}"


def _of(month: str, language: str) -> str:
    if language == "ca" and month[0] in "ao":
        return f"d’{month}"
    return f"de {month}"


def day_and_month(value: date | datetime, *, year: bool = False) -> str:
    """«24 de novembre», «1 d’abril de 2026»."""
    day, language = as_day(value), _language()
    month = _MONTHS[language][day.month - 1]
    if language == "en":
        return f"{day.day} {month}" + (f" {day.year}" if year else "")
    return f"{day.day} {_of(month, language)}" + (f" de {day.year}" if year else "")


def the_day(value: date | datetime) -> str:
    """«el 24 de novembre», «l’11 de juny», «el 11 de junio», «11 June»."""
    words, language = day_and_month(value), _language()
    if language == "en":
        return words
    return f"l’{words}" if language == "ca" and as_day(value).day in (1, 11) else f"el {words}"


def long_day(value: date | datetime, *, year: bool = False) -> str:
    """«dimarts, 24 de novembre»."""
    return f"{_DAYS[_language()][as_day(value).weekday()]}, {day_and_month(value, year=year)}"


def weekday_name(weekday: int) -> str:
    """«dilluns» of 0, «diumenge» of 6."""
    return _DAYS[_language()][weekday]


def short_day(value: date | datetime, *, weekday: bool = False, year: bool | None = None) -> str:
    """«26 nov.», «dj. 26 nov.»; the year only when it is another one, unless said."""
    day, language = as_day(value), _language()
    words = [str(day.day), _SHORT_MONTHS[language][day.month - 1]]
    if weekday:
        words.insert(0, _SHORT_DAYS[language][day.weekday()])
    if year if year is not None else day.year != timezone.localdate().year:
        words.append(str(day.year))
    return " ".join(words)


def when(value: date | datetime) -> str:
    """«avui, 9.12», «ahir, 17.55», «demà», «dv. 27 nov.» within a week, «2 oct.», «2 oct. 2025»."""
    day, today = as_day(value), timezone.localdate()
    distance = (day - today).days
    near = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}.get(distance)
    if near:
        return f"{near}, {hour(value)}" if isinstance(value, datetime) and distance <= 0 else near
    return short_day(value, weekday=abs(distance) <= 7)


def since(value: date | datetime) -> str:
    """«des d’avui», «des d’ahir», «des de dv. 20» within a week, «des del 2 oct.»."""
    day, language = as_day(value), _language()
    distance = (timezone.localdate() - day).days
    if distance in (0, 1):
        near = _("today") if distance == 0 else _("yesterday")
        return f"des d’{near}" if language == "ca" else f"{_SINCE[language].removesuffix(' el')} {near}"
    if 0 < distance <= 7:
        words = f"{_SHORT_DAYS[language][day.weekday()]} {day.day}"
        return f"des de {words}" if language == "ca" else f"{_SINCE[language]} {words}"
    words = short_day(value)
    return f"des del {words}" if language == "ca" else f"{_SINCE[language]} {words}"


def in_words(value: date | datetime) -> str:
    """The whole moment, for a title or a reader: «dimarts, 24 de novembre de 2026, 9.12»."""
    words = long_day(value, year=True)
    return f"{words}, {hour(value)}" if isinstance(value, datetime) else words

"""`{% load ui %}`: icons, faces, days and the small tools of our templates."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.middleware.csrf import get_token
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consistori.ui import dates, laws
from consistori.ui.arms import arms_of
from consistori.ui.colours import town_class as class_of_colour
from consistori.ui.explaining import Explanation, of_refusal, of_suggestion

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "", title: str = "") -> SafeString:
    """An icon of our sprite: `{% icon "pen" %}`, size "s" 16 px, "l" 28 px; with a title readers hear it."""
    css = f"icon icon-{size}" if size else "icon"
    href = f"{static('ui/icons.svg')}#{name}"
    if title:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', css, title, href
        )
    return format_html(
        '<svg class="{}" viewBox="0 0 20 20" aria-hidden="true" focusable="false"><use href="{}"/></svg>',
        css,
        href,
    )


@register.simple_tag
def arms(entity: Any, css: str = "arms") -> SafeString:
    """The arms of an entity, or its initial inside the lozenge."""
    return arms_of(entity, css)


@register.filter
def town(entity: Any) -> str:
    """The class of an entity's colour: `class="edged {{ entity|town }}"`."""
    return class_of_colour(getattr(entity, "colour", "") if entity else "")


@register.simple_tag
def face(person: Any, size: str = "") -> SafeString:
    """A round face with initials: takes a person, or a name as text."""
    css = f"face face-{size}" if size else "face"
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, initials(person))


@register.filter
def initials(person: Any) -> str:
    """Two capital letters of a person or of a name."""
    if person is None:
        return "?"
    own = getattr(person, "initials", "")
    if own:
        return str(own() if callable(own) else own)
    words = [
        word for word in re.split(r"[\s,]+", str(getattr(person, "full_name", person))) if word[:1].isalnum()
    ]
    return "".join(word[0] for word in words[:2]).upper() or "?"


@register.simple_tag(name="when")
def when_tag(value: date | datetime | None, empty: str = "") -> SafeString:
    """`<time>` with the day as the look says it, and the whole moment in its title."""
    if not value:
        return conditional_escape(empty)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        dates.in_words(value),
        dates.when(value),
    )


@register.simple_tag(name="since")
def since_tag(value: date | datetime | None) -> SafeString:
    """`<time>`: «des de dv. 20»."""
    if not value:
        return mark_safe("")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        dates.in_words(value),
        dates.since(value),
    )


@register.filter
def day(value: date | datetime | None) -> str:
    """«26 nov.»"""
    return dates.short_day(value) if value else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """«dj. 26 nov.»"""
    return dates.short_day(value, weekday=True) if value else ""


@register.filter
def long_day(value: date | datetime | None) -> str:
    """«dimarts, 24 de novembre»"""
    return dates.long_day(value) if value else ""


@register.filter
def full_day(value: date | datetime | None) -> str:
    """«24 de novembre de 2026»"""
    return dates.day_and_month(value, year=True) if value else ""


@register.filter
def hour(value: datetime | None) -> str:
    """«9.12»"""
    return dates.hour(value) if value else ""


@register.filter
def moment(value: date | datetime | None) -> str:
    """«dimarts, 24 de novembre de 2026, 9.12»"""
    return dates.in_words(value) if value else ""


@register.filter
def law(article: Any) -> str:
    """An article of law in the language of the page: «Ley 39/2015, arts. 9.2 y 11.2»."""
    return laws.in_language(str(article or ""), get_language() or "ca")


@register.filter
def law_note(note: Any) -> str:
    """A note where articles of law stand between other words: «E2026000041 · Ley 39/2015, art. 21.3.b»."""
    return laws.in_note(str(note or ""), get_language() or "ca")


@register.filter
def capital(value: Any) -> str:
    """The first letter in upper case, the others as they are."""
    text = str(value)
    return text[:1].upper() + text[1:]


@register.filter
def size(value: int | None) -> str:
    """Bytes in words: «1,4 MB»."""
    if value is None:
        return ""
    amount, unit = float(value), "B"
    for unit in ("B", "KB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            break
        amount /= 1000
    text = f"{amount:.0f}" if unit == "B" or amount >= 10 else f"{amount:.1f}".replace(".", ",")
    return f"{text} {unit}"


@register.filter
def matching(text: Any, query: str | Iterable[str] | None) -> SafeString:
    """The text with what matches the query marked (bold and underlined, never colour alone)."""
    escaped = conditional_escape(text)
    words = query.split() if isinstance(query, str) else list(query or ())
    words = [re.escape(conditional_escape(word)) for word in words if len(word) > 1]
    if not words:
        return escaped
    return mark_safe(re.sub(f"({'|'.join(words)})", r"<mark>\1</mark>", escaped, flags=re.IGNORECASE))


@register.simple_tag(takes_context=True)
def csrf_field(context: Context) -> SafeString:
    """The hidden token, also inside `{% include … only %}`, where Django's own tag finds nothing."""
    request = getattr(context, "request", None) or context.get("request")
    if request is None:
        return mark_safe("")
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))


@register.simple_tag(takes_context=True)
def panel(context: Context, drawn: Any) -> str:
    """Draw a panel that another room has hung on this page."""
    with context.push(panel=drawn, **drawn.context):
        return context.template.engine.get_template(drawn.template).render(context)  # type: ignore[union-attr]


@register.filter
def is_check(bound: BoundField) -> bool:
    """Whether the field is one check box (its label stands beside it)."""
    return isinstance(bound.field.widget, CheckboxInput)


@register.filter
def is_group(bound: BoundField) -> bool:
    """Whether the field is a group of choices (a fieldset with its legend)."""
    return isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.inclusion_tag("ui/_ticks.html")
def ticks(passed: int, total: int = 10, paused: int = 0) -> dict[str, Any]:
    """The miniature of the rule of days: ten ticks, solid those that have passed, oblique the paused ones."""
    full = min(10, round(10 * passed / total)) if total else 10
    bars = [
        {"x": 6.5 * n, "kind": "full" if n < full else "paused" if n < full + paused else "open"}
        for n in range(10)
    ]
    return {"bars": bars}


@register.simple_tag
def today() -> date:
    """Today at the town hall."""
    return timezone.localdate()


@register.simple_tag
def now_at() -> datetime:
    """This instant, local: the official time of the page."""
    return timezone.localtime()


@register.simple_tag
def greeting() -> str:
    """«Bon dia», «Bona tarda» or «Bon vespre», by the hour."""
    hour_now = timezone.localtime().hour
    if 5 <= hour_now < 14:
        return _("Good morning")
    return _("Good afternoon") if 14 <= hour_now < 20 else _("Good evening")


@register.filter
def long_year(value: date | datetime | None) -> str:
    """«dimarts, 24 de novembre de 2026»"""
    return dates.long_day(value, year=True) if value else ""


@register.filter
def before_name(entity: Any) -> str:
    """What stands before the town in its full name: «Ajuntament de» of «Ajuntament de Vall-llobera»."""
    name, short = str(getattr(entity, "name", "")), str(getattr(entity, "short_name", ""))
    return name[: -len(short)].strip() if short and name.endswith(short) and name != short else ""


@register.simple_tag(takes_context=True)
def previous_page(context: Context) -> str:
    """Where the person came from, when it is a page of ours; else the desk."""
    request = context.get("request")
    came_from = request.headers.get("Referer", "") if request else ""
    ours = request and url_has_allowed_host_and_scheme(came_from, {request.get_host()})
    return came_from if came_from and ours else "/desk/"


@register.simple_tag
def explained_refusal(refusal: Any, question: Any = "") -> Explanation:
    """What was refused, or a verdict that says no, for `ui/_explanation.html`."""
    return of_refusal(refusal, question=question)


@register.simple_tag
def explained_suggestion(
    reasons: Iterable[Any] = (), question: Any = "", answer: Any = "", article: str = ""
) -> Explanation:
    """Why the program proposes something, for `ui/_explanation.html`."""
    return of_suggestion(question, reasons or (), answer=answer, article=article)

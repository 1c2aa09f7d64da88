"""Words as they are shown: French typography, paragraphs and lists, dates in words."""

import datetime

from django import template
from django.conf import settings
from django.template.defaultfilters import stringfilter
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from governance import plain_text as texts

register = template.Library()


@register.filter(name="french")
@stringfilter
def french(text: str) -> str:
    """One line of what people wrote, with French typography (not safe: it is escaped as any text)."""
    return texts.french(text)


@register.filter(name="plain_text")
@stringfilter
def plain_text(text: str, language: str = "") -> SafeString:
    """Paragraphs and lists. ``language`` is that of the words, not that of the screen."""
    return texts.as_html(text, (language or settings.LANGUAGE_CODE)[:2])


@register.filter(name="day")
def day(value: datetime.date | datetime.datetime | None) -> str:
    """A date in words that stays on one line: 1er décembre 2026, 1 December 2026."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    is_french = (get_language() or settings.LANGUAGE_CODE).startswith("fr")
    number = "1er" if is_french and value.day == 1 else str(value.day)
    return f"{number} {date_format(value, 'F Y')}".replace(" ", texts.NO_BREAK)

"""What templates need to draw: icons, the hue of a section, the form's own words."""

from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# The order in which the five kinds of section take the five hues of the stylesheet.
HUES = {"values": 1, "methods": 2, "hr_tools": 3, "governance": 4, "software_tools": 5}


@register.simple_tag
@lru_cache(maxsize=128)
def icon(name: str) -> SafeString:
    """An icon of the sprite. It is decoration: the word beside it is what is read.

    Kept in memory: the charter page draws several for each clause.
    """
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


@register.filter
def hue(kind: str) -> int:
    """The number of the hue of a kind of section, for ``data-section``."""
    return HUES.get(kind, 1)


@register.filter
def errors_of(form: BaseForm) -> list[tuple[str, Any, Any]]:
    """Each error of a form: where it is (an id), under what label, what it says."""
    found = [("", "", error) for error in form.non_field_errors()]
    for field in form.visible_fields():
        found += [(_target(field), field.label, error) for error in field.errors]
    for field in form.hidden_fields():
        found += [("", "", error) for error in field.errors]
    return found


def _target(field: BoundField) -> str:
    """The id to go to. A group of boxes has no element of its own: its first box is one."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label

"""What templates need to draw: icons, the hue of a section, the form's own words."""

from functools import lru_cache

from django import template
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
def errors_of(form) -> list[tuple[str, str, str]]:
    """Each error of a form: where it is (an id), under what label, what it says.

    A group of boxes has no element with the id of its field: the link goes to its first box.
    """
    found = []
    for error in form.non_field_errors():
        found.append(("", "", error))
    for field in form:
        target = field.id_for_label or field.auto_id
        found += [(target, field.label, error) for error in field.errors]
    for field in form.hidden_fields():
        found = [entry for entry in found if entry[0] != (field.id_for_label or field.auto_id)]
        found += [("", "", error) for error in field.errors]
    return found

"""Lists of coded values as words: Django only does it for a single value."""

from django import template
from django.db import models

register = template.Library()


@register.filter
def labels(row: models.Model, field: str) -> list[str]:
    """The words of an array of choices: ``{{ stakeholder|labels:"involved_at" }}``; an unknown code stays itself."""
    choices = dict(row._meta.get_field(field).base_field.flatchoices)
    return [str(choices.get(value, value)) for value in getattr(row, field)]

"""What a rule says when it cannot do what was asked."""

from django.apps import apps
from django.db import IntegrityError
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation


class Refused(Exception):  # noqa: N818 what a rule did, as people say it
    """A rule refused. ``str()`` is the sentence to show: what happened, why, what to do next. Nothing was saved."""


def sentence_of(error: IntegrityError) -> str:
    """What the database refused because it is there already, in the words of the constraint when it has some.

    Rules look first, and say it better: this is for two people, or two clicks, at the same instant. Any other error
    is a fault of ours, and rises again.
    """
    if not isinstance(error.__cause__, UniqueViolation):
        raise error
    name = error.__cause__.diag.constraint_name
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            said = constraint.violation_error_message
            if constraint.name == name and said != constraint.default_violation_error_message:
                return str(said)
    return _(
        "The same thing was recorded at the same moment, by someone else or by a second click. "
        "Look whether it is there; if it is not, send your form again."
    )

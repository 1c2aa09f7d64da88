"""Workshops for tests, kept as their minutes were read."""

from __future__ import annotations

from typing import Any

import factory

from feedback.models import Workshop
from feedback.workshops import keeping
from feedback.workshops.minutes import read_minutes

MINUTES = """Workshop on meetings

Question : how do we meet less?

Synthèse
We meet too often.
- less
- better

Proposition : one meeting a month.

Discussion
- constat : nobody reads the minutes
- how do we decide?
- ressource : a guide :
  - its first page

Idées à creuser
- one page of minutes
"""


class WorkshopFactory(factory.django.DjangoModelFactory):
    """A workshop kept as its minutes were read: a finding, a question, a resource and its detail, two ideas."""

    class Meta:
        model = Workshop

    minutes = factory.Sequence(lambda n: MINUTES + f"- idea number {n}\n")

    @classmethod
    def _create(cls, model_class: type, *args: Any, minutes: str, **fields: Any) -> Workshop:
        return keeping.keep(read_minutes(minutes), by=None, **fields)

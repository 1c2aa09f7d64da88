"""What can be searched: one row for each text, written by the database itself (``declaring``)."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from governance.searching.french import CONFIGURATION


class Searched(models.Func):
    """The words of columns as they are compared, and the kind of the text, first, among them.

    A kind is told from words by a sign that no searched word can hold.
    """

    output_field = SearchVectorField()
    template = (
        f"(to_tsvector('{CONFIGURATION}'::regconfig, governance_searched({{words}})) || "
        "array_to_tsvector(ARRAY['kind/' || {kind}]))"
    )

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        kind, *words = [compiler.compile(column)[0] for column in self.source_expressions]
        return self.template.format(kind=kind, words=" || ' ' || ".join(words)), []


class SearchText(models.Model):
    """A text that somebody may look for. ``source`` is the key of its row, ``key`` what its address is made of.

    It has no number of its own and keeps no time: nothing tells in which order anonymous words came. ``day`` is what
    the page of the text says. ``about`` is shown beside, and not searched. The two sets of words each have their index:
    to look for a title among the words of everything would read every text that holds the word.
    """

    class Readers(models.TextChoices):
        EVERYONE = "tous_agents"
        MANAGERS = "encadrants"

    id = models.TextField(primary_key=True)
    kind = models.TextField()
    source = models.TextField()
    key = models.TextField()
    code = models.TextField(blank=True)
    title = models.TextField(blank=True)
    about = models.TextField(blank=True)
    body = models.TextField(blank=True)
    day = models.DateField(null=True)
    readable_by = models.CharField(max_length=12, choices=Readers)
    named = models.GeneratedField(
        expression=Searched("kind", "code", "title"), output_field=SearchVectorField(), db_persist=True
    )
    words = models.GeneratedField(
        expression=Searched("kind", "code", "title", "body"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        indexes = [
            # A list of what is not in the index yet would be read whole by each search.
            GinIndex(fields=["named"], name="searchtext_named", fastupdate=False),
            GinIndex(fields=["words"], name="searchtext_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.id

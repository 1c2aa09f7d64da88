"""What each app declares to be searchable, and the triggers by which the database keeps the index.

No rule has to remember the index: an import, a command, a correction of a row by hand are felt as well. Each trigger
waits for the commit, after that of the pulse (triggers of an event go by their names): whoever writes second has waited
for the first, and reads what it wrote, so that no two transactions index the same text from what each knew alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pgtrigger
from django.db import models

from governance.searching.models import SearchText

TABLE = SearchText._meta.db_table
EVERYONE = f"'{SearchText.Readers.EVERYONE}'"
FIELDS = ("key", "code", "title", "about", "body", "day", "readable_by")


def words(*parts: str) -> str:
    """SQL of the body: these columns, one after the other."""
    return f"concat_ws(E'\\n', {', '.join(parts)})"


def lines(column: str) -> str:
    """SQL of a list of lines, as words."""
    return f"array_to_string({column}, E'\\n')"


@dataclass(frozen=True, slots=True)
class Searchable:
    """How the texts of one kind are read: SQL over the table of ``model``, called ``source``, and ``joins``.

    ``holds`` says which rows may be found. ``follows`` says which other models change a text: by the column of
    ``source``, that of the other table.
    """

    kind: str
    model: type[models.Model]
    key: str
    title: str
    body: str
    code: str = "''"
    about: str = "''"
    day: str = "NULL::date"
    readable_by: str = EVERYONE
    identity: str = "id"
    joins: str = ""
    holds: str = "true"
    follows: Mapping[type[models.Model], tuple[str, str]] = field(default_factory=dict)

    def refresh(self, condition: str = "true") -> str:
        """The SQL that makes the index again for the rows of ``condition``; whatever did not change is not written."""
        table = self.model._meta.db_table
        given = ", ".join(f"({getattr(self, name)}) AS {name}" for name in FIELDS)
        stored, new = (", ".join(f"{row}.{name}" for name in FIELDS) for row in ("stored", "excluded"))
        return f"""
        WITH found AS (
            SELECT source.{self.identity}::text AS source, {given}
            FROM {" ".join([table, "AS source", self.joins]).rstrip()}
            WHERE {condition} AND ({self.holds})
        ), gone AS (
            DELETE FROM {TABLE} WHERE kind = '{self.kind}'
            AND id IN (SELECT '{self.kind}:' || source.{self.identity} FROM {table} AS source WHERE {condition})
            AND source NOT IN (SELECT source FROM found)
        )
        INSERT INTO {TABLE} AS stored (id, kind, source, {", ".join(FIELDS)})
        SELECT '{self.kind}:' || source, '{self.kind}', source, {", ".join(FIELDS)} FROM found
        ON CONFLICT (id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in FIELDS)}
        WHERE ({stored}) IS DISTINCT FROM ({new});
        """

    def triggers(self) -> dict[type[models.Model], pgtrigger.Trigger]:
        """The trigger that each model it reads carries."""
        found = {}
        for model, (column, other) in {self.model: (self.identity, self.identity), **self.follows}.items():
            gone = ""
            if model is self.model:
                gone = f"DELETE FROM {TABLE} WHERE id = '{self.kind}:' || OLD.{self.identity};"
            found[model] = pgtrigger.Trigger(
                name=f"searched_{self.kind}",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                func=f"""
                IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND OLD.{other} IS DISTINCT FROM NEW.{other} THEN
                    {gone}
                    {self.refresh(f"source.{column} = OLD.{other}")}
                END IF;
                IF TG_OP <> 'DELETE' THEN
                    {self.refresh(f"source.{column} = NEW.{other}")}
                END IF;
                RETURN NULL;
                """,
            )
        return found


_declared: dict[str, Searchable] = {}


def searchable(*declared: Searchable) -> None:
    """Have the texts of these kinds found."""
    for each in declared:
        for model, trigger in each.triggers().items():
            pgtrigger.register(trigger)(model)
        _declared[each.kind] = each


def declared() -> dict[str, Searchable]:
    """Every kind of text that can be found."""
    return dict(_declared)

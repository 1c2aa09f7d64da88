"""What a migration says to have the ledger of seals cover a table. Its functions are in governance 0003.

The SQL of an applied migration comes from here: what changes here changes new databases only, so that a change which
matters takes a migration of its own.
"""

from __future__ import annotations

from django.db import migrations

from governance.seals import Covered

TRIGGER = "governance_seal"


class Cover(migrations.RunSQL):
    """Seal the rows that a table holds, in the order of their keys, then each row at the commit that inserts it.

    ``columns`` are those of ``form``, separated by spaces. For a form after the first, nothing is sealed again:
    the rows that are there keep the seal of their form; going back restores ``former``, the columns of the form before.
    """

    def __init__(self, table: str, key: str, columns: str, *, form: int = 1, former: str = "") -> None:
        self.args: tuple[str, ...] = (table, key, columns)
        self.kwargs: dict[str, int | str] = {"form": form, "former": former}
        if form == 1:
            existing = f"SELECT public.governance_seal_existing('{table}', '{key}', '{columns}')"
            # the trigger first: whoever writes meanwhile waits, and no row slips between the two
            super().__init__([_create(table, key, columns, form), existing, _holds(table)], [_drop(table)])
        else:
            super().__init__(
                [_drop(table), _create(table, key, columns, form)],
                [_drop(table), _create(table, key, former, form - 1)],
            )

    def deconstruct(self) -> tuple[str, tuple[str, ...], dict[str, int | str]]:
        return type(self).__name__, self.args, self.kwargs

    def describe(self) -> str:
        return f"Have the ledger of seals cover {self.args[0]}"


def _create(table: str, key: str, columns: str, form: int) -> str:
    return (
        f'CREATE CONSTRAINT TRIGGER "{TRIGGER}" AFTER INSERT ON public."{table}" DEFERRABLE INITIALLY DEFERRED '
        f"FOR EACH ROW EXECUTE FUNCTION public.governance_seal_row('{form}', '{key}', '{columns}')"
    )


def _drop(table: str) -> str:
    return f'DROP TRIGGER "{TRIGGER}" ON public."{table}"'


def _holds(table: str) -> str:
    """What a sealed row refers to keeps its key, and stays: otherwise the row would be about something else, unchanged.

    The rows of a transaction may still come in any order.
    """
    return f"""
    DO $holds$ DECLARE found record; BEGIN
        FOR found IN
            SELECT conname, pg_get_constraintdef(oid) AS said FROM pg_catalog.pg_constraint
            WHERE conrelid = 'public.{table}'::regclass AND contype = 'f' AND confdeltype = 'a'
        LOOP
            EXECUTE format(
                'ALTER TABLE public.{table} DROP CONSTRAINT %I, ADD CONSTRAINT %I %s', found.conname, found.conname,
                regexp_replace(found.said, '( DEFERRABLE.*)?$', ' ON UPDATE RESTRICT ON DELETE RESTRICT\\1')
            );
        END LOOP;
    END $holds$
    """


def written(covered: Covered) -> str:
    """The line that a migration needs to cover a table as the code declares it."""
    form = len(covered.forms)
    words = [f'"{covered.table}"', f'"{covered.key}"', f'"{" ".join(covered.columns)}"']
    if form > 1:
        words += [f"form={form}", f'former="{" ".join(covered.forms[-2])}"']
    return f"Cover({', '.join(words)}),"

"""Filling the index again from the texts themselves: the same as what the triggers keep, in one transaction."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Count

from governance.pulse import hold
from governance.searching.declaring import declared
from governance.searching.models import SearchText


@transaction.atomic
def index_texts() -> dict[str, int]:
    """Make the index again; return how many texts of each kind it holds. Nobody writes meanwhile."""
    hold()
    SearchText.objects.exclude(kind__in=declared()).delete()
    with connection.cursor() as cursor:
        for kind, each in declared().items():
            cursor.execute(
                f"DELETE FROM {SearchText._meta.db_table} WHERE kind = %s AND source NOT IN "
                f"(SELECT {each.identity}::text FROM {each.model._meta.db_table})",
                [kind],
            )
            cursor.execute(each.refresh(), None)
    counted = SearchText.objects.values_list("kind").annotate(Count("pk")).order_by("kind")
    return dict.fromkeys(declared(), 0) | dict(counted)

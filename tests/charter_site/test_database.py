"""What every connection asks of PostgreSQL."""

import pytest
from django.db import connection

from charter_site import database


def test_a_connection_says_that_no_trigger_is_ignored(db):
    """Unset, each trigger that looks at it would fail inside a subtransaction: many rows would cost their square."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW pgtrigger.ignore")
        assert cursor.fetchone() == ("{}",)


@pytest.mark.parametrize("limits", [database.APPLICATION_LIMITS, database.OWNER_LIMITS])
def test_both_roles_do(limits):
    assert database.IGNORE_NOTHING in limits

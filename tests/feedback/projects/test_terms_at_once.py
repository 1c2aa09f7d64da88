"""Two people who move words of one list at the same moment: both moves stand."""

import threading
import time

import pytest
from django.db import connection, transaction

from feedback.models import Term
from feedback.projects import terms
from tests.factories import MemberFactory, TermFactory

pytestmark = pytest.mark.django_db(transaction=True)


def wait_until_someone_waits():
    for _try in range(500):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("Nobody waits for the list.")


def test_a_word_moved_while_another_is_being_moved_leaves_it_where_it_went():
    by = MemberFactory(facilitator=True)
    first, second, third, fourth = (TermFactory(list=Term.List.LEVER, position=place) for place in (1, 2, 3, 4))

    def move_the_last():
        try:
            terms.move_term(fourth, by=by, up=True, seen=fourth.row_version)
        finally:
            connection.close()

    other = threading.Thread(target=move_the_last)
    with transaction.atomic():
        terms.move_term(second, by=by, up=True, seen=second.row_version)
        other.start()
        wait_until_someone_waits()
    other.join()

    ordered = Term.objects.filter(list=Term.List.LEVER).order_by("position", "pk")
    assert list(ordered) == [second, first, fourth, third]

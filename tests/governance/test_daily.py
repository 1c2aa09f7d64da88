"""Once a day, whoever comes first, and again an hour later when it failed."""

import datetime
import threading

import pytest
from django.db import connection
from django.utils import timezone

from governance.daily import DailyTask, do_once_a_day

pytestmark = pytest.mark.django_db
MORNING = datetime.datetime(2026, 12, 1, 6, 0, tzinfo=datetime.UTC)  # seven in Paris


@pytest.fixture
def clock(monkeypatch):
    def is_now(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    is_now(MORNING)
    return is_now


@pytest.fixture
def done():
    return []


def test_it_is_done_once_a_day(clock, done):
    for days in range(3):
        for minutes in (0, 1, 300):
            clock(MORNING + datetime.timedelta(days=days, minutes=minutes))
            do_once_a_day("remind", lambda: done.append(1))
    assert len(done) == 3


def test_not_before_its_hour_in_the_time_of_the_organisation(clock, done):
    assert not do_once_a_day("remind", lambda: done.append(1), hour=8)
    clock(MORNING + datetime.timedelta(hours=1))
    assert do_once_a_day("remind", lambda: done.append(1), hour=8)


def test_what_failed_is_done_again_an_hour_later(clock, done):
    with pytest.raises(ZeroDivisionError):
        do_once_a_day("remind", lambda: 1 // 0)
    assert not do_once_a_day("remind", lambda: done.append(1))
    assert do_once_a_day("another", lambda: done.append(1))

    clock(MORNING + datetime.timedelta(minutes=61))

    assert do_once_a_day("remind", lambda: done.append(1))
    assert not do_once_a_day("remind", lambda: done.append(1))


@pytest.mark.django_db(transaction=True)
def test_two_processes_do_not_do_it_at_once(done):
    begun, finish = threading.Event(), threading.Event()

    def long():
        done.append("first")
        begun.set()
        finish.wait(10)

    def work():
        try:
            do_once_a_day("remind", long)
        finally:
            connection.close()

    first = threading.Thread(target=work)
    first.start()
    begun.wait(10)
    # as if it had begun long ago, and were still at it
    DailyTask.objects.update(begun_at=timezone.now() - datetime.timedelta(hours=2))
    second = do_once_a_day("remind", lambda: done.append("second"))
    finish.set()
    first.join(10)

    assert not second
    assert done == ["first"]
    assert not do_once_a_day("remind", lambda: done.append("third"))

"""What is done once a day, by whichever process comes first: the day is kept in the database.

A lock of the session keeps two processes from doing the same thing at once; PostgreSQL lifts it if one of them dies.
What failed, or was cut short, is done again an hour later: a task must bear to be done twice, as a message whose
key is written already does.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

AGAIN_AFTER = datetime.timedelta(hours=1)


class DailyTask(models.Model):
    """The last day on which a task was done whole, and when it was last begun."""

    name = models.CharField(max_length=60, primary_key=True)
    done_on = models.DateField(null=True)
    begun_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.done_on}"


def do_once_a_day(name: str, act: Callable[[], object], *, hour: int = 0) -> bool:
    """Do ``act`` unless it was done today, or is being done elsewhere; tell whether it was done here.

    Not before ``hour``, in the organisation's time. What ``act`` raises goes up, once it is written that it was tried.
    """
    now = timezone.localtime()
    if now.hour < hour or not _is_due(name, now) or not _asked("SELECT pg_try_advisory_lock(%s, hashtext(%s))", name):
        return False
    try:
        if not _begin(name, now):
            return False
        act()
        DailyTask.objects.filter(name=name).update(done_on=now.date())
        return True
    finally:
        _asked("SELECT pg_advisory_unlock(%s, hashtext(%s))", name)


def _is_due(name: str, now: datetime.datetime) -> bool:
    """One look without a lock: nearly always there is nothing to do."""
    task = DailyTask.objects.filter(name=name).first()
    if task is None:
        return True
    return task.done_on != now.date() and (task.begun_at is None or task.begun_at < now - AGAIN_AFTER)


def _begin(name: str, now: datetime.datetime) -> bool:
    DailyTask.objects.bulk_create([DailyTask(name=name)], ignore_conflicts=True)
    return bool(DailyTask.objects.filter(_due(now), name=name).update(begun_at=now))


def _due(now: datetime.datetime) -> Q:
    not_today = Q(done_on=None) | ~Q(done_on=now.date())
    return not_today & (Q(begun_at=None) | Q(begun_at__lt=now - AGAIN_AFTER))


LOCK = 5_081_226  # any number that no other lock of ours begins with


def _asked(question: str, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [LOCK, name])
        return bool(cursor.fetchone()[0])

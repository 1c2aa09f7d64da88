"""Sessions in the database, read by a query whose SQL is kept: every request of whoever is signed in asks for one."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from governance.compiled import CompiledQuery, columns, instance


def _stored(key: str, now: datetime.datetime) -> Any:
    return Session.objects.filter(session_key=key, expire_date__gt=now).order_by().values_list(*columns(Session))


_SESSION = CompiledQuery(_stored, "\x00key", datetime.datetime(1, 1, 1, tzinfo=datetime.UTC))


class SessionStore(db.SessionStore):
    """Django's, but for how it finds a session that has not expired."""

    def _get_session_from_db(self) -> Session | None:
        for row in _SESSION.rows(self.session_key, timezone.now()) if self.session_key else ():
            return instance(Session, row)
        self._session_key = None
        return None

"""Mistakes that Django lets pass in silence, made loud for as long as the tests run."""

import threading
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import base as templates

# A cache forgets what is too old while it is read; a session that a new password ended is forgotten when met.
MAY_WRITE = ("cache_entry", "django_session")
WRITES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "MERGE", "COPY")


class WriteOnGet(AssertionError):
    """A page that is only read wrote to the database."""


class SafeMethodsMiddleware:
    """Refuse any write by a view that answers GET or HEAD: a crawler, or a reload, would repeat it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        with connection.execute_wrapper(refuse_writes):
            return self.get_response(request)


def refuse_writes(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Let a query through, unless it writes."""
    statement = str(sql).lstrip().upper()
    if statement.startswith(WRITES) and not any(table in str(sql) for table in MAY_WRITE):
        raise WriteOnGet(f"A GET wrote to the database: {str(sql)[:200]}")
    return execute(sql, params, many, context)


class UndefinedVariable(AssertionError):
    """A template of ours printed a variable that nobody gave it: on screen, a hole."""


_missed = threading.local()
_lookup = templates.Variable._resolve_lookup
_resolve = templates.FilterExpression.resolve


def _noted_lookup(self: Any, context: Any) -> Any:
    try:
        return _lookup(self, context)
    except templates.VariableDoesNotExist:
        _missed.names = [*getattr(_missed, "names", []), self.var]
        raise


def _strict_resolve(self: Any, context: Any, ignore_failures: bool = False) -> Any:
    _missed.names = []
    value = _resolve(self, context, ignore_failures)
    if _missed.names and not ignore_failures:
        names, _missed.names = _missed.names, []
        template = context.render_context.template
        origin = str(getattr(getattr(template, "origin", None), "name", ""))
        if origin.startswith(str(settings.BASE_DIR / "templates")):
            raise UndefinedVariable(f"{', '.join(names)} is not defined in {origin}: {self.token}")
    return value


def forbid_undefined_variables() -> None:
    """Fail where one of our templates prints, passes on or filters a variable that does not exist.

    ``{% if %}`` may still ask whether it exists. The templates of others are left as their authors know them.
    """
    templates.Variable._resolve_lookup = _noted_lookup  # type: ignore[method-assign]
    templates.FilterExpression.resolve = _strict_resolve  # type: ignore[method-assign]

"""Two answers for whoever watches over the application: is it there, and can it serve."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
@login_not_required
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. It asks nothing of the database nor of the session."""
    return _line("live", 200)


@require_safe
@never_cache
@login_not_required
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers and its schema is the one this code expects."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return _line("the database does not answer", 503)
    if waiting:
        return _line(f"{len(waiting)} migration(s) to apply", 503)
    return _line("ready", 200)


def _line(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")

"""The health of clauses, on a page and as a table."""

from __future__ import annotations

import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.projects import health, reading
from charters.projects.health_csv import write_csv
from charters.projects.opening import charter_in_force
from charters.projects.views.finding import trail
from governance.spreadsheets import download


@require_safe
def clause_health(request: HttpRequest) -> HttpResponse:
    """Clauses by what became of them in projects, those that call for attention first."""
    found = health.by_health(charter_in_force())
    context = {
        "groups": [(one, measures) for one, measures in found.items() if measures],
        "counts": [(one, len(measures)) for one, measures in found.items()],
        "closed": reading.projects({"state": reading.State.CLOSED}).count(),
        "trail": trail(here=_("Health of the clauses")),
    }
    return render(request, "charters/projects/health.html", context)


@require_safe
def clause_health_csv(request: HttpRequest) -> HttpResponse:
    """The same figures for a spreadsheet."""
    content = io.StringIO(newline="")
    write_csv((one for measures in health.by_health(charter_in_force()).values() for one in measures), content)
    return download(content, name="sante-des-clauses.csv")

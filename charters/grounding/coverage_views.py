"""The coverage on screen, and the same rows as a file."""

from __future__ import annotations

import io
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.grounding import coverage as covering
from charters.grounding.coverage_csv import write_csv
from charters.grounding.forms import CoverageForm
from charters.text.models import Charter
from governance.spreadsheets import download

PAGE = 25


@require_safe
def coverage(request: HttpRequest, charter: str) -> HttpResponse:
    """Lessons that no clause answers, clauses that nothing supports."""
    text = get_object_or_404(Charter, slug=charter)
    search = CoverageForm(request.GET, charter=text)
    found = covering.coverage(text, **search.wanted)
    query = urlencode(search.wanted)
    context = {
        "charter": text,
        "search": search,
        "wanted": search.wanted,
        "headings": covering.headings(),
        "figures": [(kind, found.counted(kind)) for kind in covering.Kind],
        "coverage": found,
        "page_obj": Paginator(found.rows, PAGE).get_page(request.GET.get("page")),
        "query": f"{query}&" if query else "",
        "trail": [(_("The charter"), text.get_absolute_url()), (_("What experience covers"), "")],
    }
    return render(request, "charters/grounding/coverage.html", context)


@require_safe
def coverage_csv(request: HttpRequest, charter: str) -> HttpResponse:
    """The same rows, for a spreadsheet."""
    text = get_object_or_404(Charter, slug=charter)
    found = covering.coverage(text, **CoverageForm(request.GET, charter=text).wanted)
    content = io.StringIO(newline="")
    write_csv(content, rows=found.rows)
    return download(content, name="couverture.csv")

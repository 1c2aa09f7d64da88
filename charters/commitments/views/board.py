"""The board of departments: where each stands on the version in force."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.commitments.reading import board, clause_titles
from charters.text.models import Charter


@require_safe
def commitments(request: HttpRequest, charter: str) -> HttpResponse:
    """Every department in a table, then in its own words; silence is shown as silence."""
    text = get_object_or_404(Charter, slug=charter)
    found = board(text)
    context = {
        "charter": text,
        "board": found,
        "mine": next((stand for stand in found.stands if stand.department.pk == request.user.department_id), None),
        "titles": clause_titles(text),
        "trail": [(_("The charter"), text.get_absolute_url()), (_("Commitments of departments"), "")],
    }
    return render(request, "charters/commitments/commitments.html", context)

"""Pages of commitments: the board of departments, and the rollout plan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.commitments.models import RolloutAction
from charters.commitments.reading import board, clause_titles, rollout_plan
from charters.text.models import Charter


@require_safe
def commitments(request: HttpRequest, charter: str) -> HttpResponse:
    """The last word of each department; silence is shown as silence."""
    text = get_object_or_404(Charter, slug=charter)
    stands = board(text)
    signed, silent = sum(stand.is_signed for stand in stands), sum(not stand.words for stand in stands)
    context = {
        "charter": text,
        "stands": stands,
        "signed": signed,
        "silent": silent,
        "unsigned": len(stands) - signed - silent,
        "mine": next((stand for stand in stands if stand.department.pk == request.user.department_id), None),
        "titles": clause_titles(text),
        "trail": [(_("The charter"), text.get_absolute_url()), (_("Commitments of departments"), "")],
    }
    return render(request, "charters/commitments/commitments.html", context)


@require_safe
def rollout(request: HttpRequest, charter: str) -> HttpResponse:
    """The rollout plan, step by step."""
    text = get_object_or_404(Charter, slug=charter)
    context = {
        "charter": text,
        "steps": rollout_plan(text),
        "concerned": dict(RolloutAction.Concerned.choices),
        "trail": [(_("The charter"), text.get_absolute_url()), (_("Rollout plan"), "")],
    }
    return render(request, "charters/commitments/rollout.html", context)

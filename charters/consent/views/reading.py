"""Reading rounds: the list, and one with all that is held in it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.consent.amending import may_amend
from charters.consent.models import ConsentRound
from charters.consent.reading import read_round, rounds_of
from charters.consent.steps import moves_from
from charters.consent.views.finding import find_round, trail_of
from charters.text.models import Charter
from governance.conditional import unless_unchanged

ROUNDS_ON_A_PAGE = 25


@require_safe
@unless_unchanged
def rounds(request: HttpRequest, charter: str) -> HttpResponse:
    """Every consent round of the charter: those that are open, those to review, the others."""
    text = get_object_or_404(Charter, slug=charter)
    page = Paginator(rounds_of(charter), ROUNDS_ON_A_PAGE).get_page(request.GET.get("page"))
    trail = [(_("The charter"), text.get_absolute_url()), (_("Consent rounds"), "")]
    context = {"charter": text, "charter_language": text.language, "page_obj": page, "trail": trail}
    return render(request, "charters/consent/rounds.html", context)


@require_safe
@unless_unchanged
def round(request: HttpRequest, charter: str, round: str) -> HttpResponse:
    """A round: what it asks, where it is, what each person holds, what can be done now."""
    return show(request, find_round(charter, round))


def show(request: HttpRequest, found: ConsentRound, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """The page of a round, with the sentence of an act that was refused."""
    context = around(request, found) | {"refusal": refusal}
    return render(request, "charters/consent/round.html", context, status=status)


def about(found: ConsentRound, *here: str) -> dict[str, Any]:
    """What every page of a round says of it; ``here`` is a page below it."""
    proposal = found.proposal
    return {
        "round": found,
        "proposal": proposal,
        "charter_language": proposal.charter.language,
        "trail": trail_of(found, *here),
    }


def around(request: HttpRequest, found: ConsentRound, *here: str) -> dict[str, Any]:
    """The same, with all that is held in it and what the reader can do there."""
    return about(found, *here) | {
        "reading": read_round(found, by=request.user, pages=request.GET),
        "moves": {move.name.replace("-", "_"): move for move in moves_from(found.step)} if found.is_open else {},
        "may_amend": may_amend(found, by=request.user),
    }

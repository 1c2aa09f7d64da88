"""What facilitators do with a round: open it, move it on, decide, record a review."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.consent import deciding, opening, steps
from charters.consent.forms import DecideForm, OpenForm, ReviewForm, StepForm
from charters.consent.views.finding import as_it_is_now, find_round
from charters.consent.views.reading import around
from charters.deliberation.views.finding import find_proposal
from charters.deliberation.views.finding import trail_of as trail_of_proposal
from charters.permissions import ANIMATE_ROUNDS
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted

A_WEEK = datetime.timedelta(days=7)
A_SEASON = datetime.timedelta(days=180)


@permitted(ANIMATE_ROUNDS)
def round_open(request: HttpRequest, charter: str, proposal: str) -> HttpResponse:
    """Open a consent round on a proposal."""
    text = find_proposal(charter, proposal)
    start = {"seen": text.wording, "until": steps.weekday(timezone.localdate() + A_WEEK)}
    form = OpenForm(request.POST or None, initial=start)

    def act(said: dict[str, Any]) -> HttpResponse:
        opened = opening.open_round(text, by=request.user, **said)
        messages.success(request, _("The round is open. Everyone signed in can take part in it."))
        return see_other(opened.get_absolute_url())

    def context() -> dict[str, Any]:
        now = find_proposal(charter, proposal) if request.method == "POST" else text
        trail = [*trail_of_proposal(now), (_("Open a consent round"), "")]
        return {"proposal": now, "charter_language": now.charter.language, "trail": trail}

    return answer_form(request, form, "charters/consent/open.html", act, context)


@permitted(ANIMATE_ROUNDS)
def round_step(request: HttpRequest, charter: str, round: str, move: str) -> HttpResponse:
    """Open the next step, put off the last day of this one, or go back to an earlier one."""
    found = find_round(charter, round)
    if move not in steps.MOVES:
        raise Http404
    asked = steps.MOVES[move]
    until = steps.weekday(max(found.step_until, timezone.localdate()) + A_WEEK)
    start = {"seen": found.last_step, "until": until}
    form = StepForm(request.POST or None, round=found, move=asked, initial=start)

    def act(said: dict[str, Any]) -> HttpResponse:
        steps.change_step(found, by=request.user, move=move, **said)
        messages.success(request, _("The round is moved on. Its page says what can be done now."))
        return see_other(found.get_absolute_url())

    def context() -> dict[str, Any]:
        now = as_it_is_now(request, found)
        leads_to = asked.targets[steps.Step(now.step)]
        is_early = move == "next" and now.step_until > timezone.localdate()
        said = {"move": asked, "next": leads_to[0] if leads_to else None, "is_early": is_early}
        return around(request, now, str(asked.label)) | said

    return answer_form(request, form, "charters/consent/step.html", act, context)


@permitted(ANIMATE_ROUNDS)
def round_decide(request: HttpRequest, charter: str, round: str) -> HttpResponse:
    """Close the round: adopted, not adopted, or taken to a committee."""
    found = find_round(charter, round)
    start = {"seen": found.proposal.wording, "review_on": steps.weekday(timezone.localdate() + A_SEASON)}
    form = DecideForm(request.POST or None, initial=start)

    def act(said: dict[str, Any]) -> HttpResponse:
        deciding.decide(found, by=request.user, **said)
        messages.success(request, _("The round is closed, and every position has its answer."))
        return see_other(found.get_absolute_url())

    return answer_form(
        request,
        form,
        "charters/consent/decide.html",
        act,
        lambda: around(request, as_it_is_now(request, found), _("Decide")),
    )


@permitted(ANIMATE_ROUNDS)
def round_review(request: HttpRequest, charter: str, round: str) -> HttpResponse:
    """Record what the review found, with the concerns in sight."""
    found = find_round(charter, round)
    due = found.review_due if found.review_due and found.review_due > timezone.localdate() else None
    form = ReviewForm(request.POST or None, initial={"seen": found.reviews.count(), "next_on": due})

    def act(said: dict[str, Any]) -> HttpResponse:
        deciding.review(found, by=request.user, **said)
        messages.success(request, _("The review is published."))
        return see_other(found.get_absolute_url())

    return answer_form(
        request,
        form,
        "charters/consent/review.html",
        act,
        lambda: around(request, as_it_is_now(request, found), _("Review")),
    )
